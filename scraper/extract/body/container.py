"""The box that holds the article: the largest sum of paragraphs, less links, repeats and boxes that are not it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from scraper import urls
from scraper.extract.body import opened_panels
from scraper.extract.body.metadata_hints import key
from scraper.lexicon import phrases
from scraper.page.boilerplate import HARD, NEVER, SURE, TALK
from scraper.page.lines import HEADINGS, Box, Layout, Line

# Boxes of one paragraph or one row: never the container itself.
PARAGRAPHS = HEADINGS | frozenset(
    "p li td th tr blockquote dd dt ul ol dl tbody thead pre table figure".split()
)
IN_A_CELL = 0.7  # of the paragraphs, from which a table cell may be the container
BELOW = 10  # lines of the container below which no headline stands
MIN_TITLE = 20  # letters of a title that may stand behind a kicker in the same heading
MIN_PLAIN = 50  # letters outside links that a paragraph has
LONG = 100  # a paragraph this long needs no full stop
ENDS = frozenset('.!?…。！？।॥؟۔:;"”»“’)]')  # of sentences
ENOUGH = 250  # letters of paragraphs outside junk boxes: with fewer the junk words are doubted


class Found(NamedTuple):
    """The container, the lines of it that may be body, and the paragraphs among them."""

    box: Box
    lines: Sequence[Line]  # from the headline on, if it stands in the container
    good: Sequence[Line]
    headline: int  # the index of the <h1> among all lines, -1 if there is none


def ends(text: str) -> bool:
    """Whether the line ends as a sentence does."""
    return text.rstrip()[-1:] in ENDS


def find(
    layout: Layout, titles: frozenset[str], *, url: str = "", live: bool = False
) -> Found | None:
    """The container; None for a page without a line of text."""
    lines, boxes = layout
    if not lines:
        return None
    _weigh(layout)
    opened_panels.doubt_names(layout)
    _judge(
        layout,
        next((line.index for line in lines if line.tag == "h1" and key(line.text) in titles), -1),
    )
    _teasers(layout, url)
    _score(layout)
    best = max(boxes, key=lambda box: (box.score, box.index))
    cells = [box for box in boxes if box.tag == "td" and box.mass > IN_A_CELL * best.mass]
    best = next((box for box in reversed(cells) if _holds_the_text(lines, box)), best)
    while best.parent is not None and best.tag in PARAGRAPHS and best not in cells:
        best = best.parent
    if best.first == best.last:  # a page of rejected lines: an empty box may have the best score
        best = boxes[0]
    headline = _headline(lines, titles)
    if not live:
        _other_articles(layout, best, headline)
    if headline < 0:
        headline = _lower_headline(lines[: best.first + BELOW], titles)
    inside = lines[best.first : best.last]
    good = [
        line for line in inside if line.good and (line.box is best or not line.box.junk)
    ] or list(inside)
    first = _cut_above(good, headline)
    if first is not None:
        inside, good = (
            lines[first : best.last],
            [line for line in good if line.index > first] or good,
        )
    return Found(box=best, lines=inside, good=good, headline=headline)


def _weigh(layout: Layout) -> None:
    """Find the paragraphs, and what each box holds of them."""
    for line in layout.lines:
        plain = line.size - line.link
        if plain >= MIN_PLAIN and _good(line, plain):
            line.good = True
            line.box.mass += plain
    for box in layout.boxes[:0:-1]:  # inner boxes stand behind the outer ones
        if box.mass and box.parent is not None:
            box.parent.mass += box.mass


def _good(line: Line, plain: float) -> bool:
    return (
        line.link < 0.45 * len(line.text)
        and line.tag not in HEADINGS
        and (line.size > LONG or ends(line.text))
        and not (line.size < 600 and phrases.consent(line.text) > 1)
        and plain > 0
    )


# --- boxes that are not the article ----------------------------------------------------------------


def _judge(layout: Layout, headline: int) -> None:
    """Mark junk by the names of boxes, but never what holds headline and text.

    If that leaves no text, only the hard names are believed; then only what is hidden.
    """
    total = layout.boxes[0].mass or 1.0
    alike: dict[tuple[str, str, int], float] = defaultdict(
        float
    )  # what boxes of one name hold together
    for box in layout.boxes[1:]:
        if box.reasons and box.parent is not None:
            alike[box.tag, box.names, box.parent.index] += box.mass
    around = {box.index for box in layout.lines[headline].box.up()} if headline >= 0 else set()
    for trusted in (None, HARD, NEVER):
        for box in layout.boxes[1:]:
            reasons = box.reasons if trusted is None else box.reasons & trusted
            assert box.parent is not None
            box.junk = box.parent.junk or (
                bool(reasons)
                and alike[box.tag, box.names, box.parent.index] < _limit(reasons) * total
                and not (box.index in around and box.mass and reasons.isdisjoint(NEVER))
            )
        clean = talk = 0.0
        for line in layout.lines:
            if line.good:
                if not line.box.junk:
                    clean += line.size
                elif any(box.reasons & TALK for box in line.box.near()):
                    talk += line.size
        if clean > ENOUGH and clean > 0.2 * (total - talk):
            return


def _limit(reasons: frozenset[str]) -> float:
    """The share of the page's text from which a box is not believed to be what its name says."""
    if reasons & TALK:
        return 0.97
    if reasons & SURE:
        return 0.85
    return 0.6 if reasons & HARD else 0.4


def _mark(boxes: list[Box], top: Box, story: str) -> None:
    """The whole subtree of a box is another story's (its boxes follow it)."""
    top.junk, top.story = True, story
    for box in boxes[top.index + 1 :]:
        assert box.parent is not None
        if box.parent.junk:
            box.junk, box.story = True, story
        elif box.first >= top.last:
            break


def _teasers(layout: Layout, url: str) -> None:
    """A heading that links to another page of the site, with a little text in the same box, leads to another story."""
    total = layout.boxes[0].mass
    for line in layout.lines:
        if line.tag not in HEADINGS or line.link <= 0.6 * len(line.text) or line.box.junk:
            continue
        if not _leads_on(line, url):
            continue
        box = line.box.parent
        while (
            box is not None
            and box.parent is not None
            and not box.mass
            and box.parent.parent is not None
            and box.parent.last - box.parent.first < 12
        ):
            box = box.parent
        if (
            box is not None
            and box.parent is not None
            and 0 < box.mass < min(700.0, 0.3 * total)
            and box.last - box.first < 12
        ):
            _mark(layout.boxes, box, "teaser")


def _leads_on(line: Line, url: str) -> bool:
    """Whether the line links to another page of the site; lists of things link to shops, or to themselves."""
    links = {style.href.partition("#")[0] for style in line.styles if style.href}
    return any("//" not in link or urls.same_site(link, url) for link in links - {"", url})


def _other_articles(layout: Layout, best: Box, headline: int) -> None:
    """Of several <article>s in the container only one is this page's."""
    articles = [
        box
        for box in layout.boxes[best.index + 1 :]
        if box.tag == "article" and box.first >= best.first and box.last <= best.last
    ]
    articles = [
        box
        for box in articles
        if box.parent is None
        or not any(b.tag == "article" and b.index > best.index for b in box.parent.up())
    ]
    if len(articles) < 2:
        return
    mass = {
        box.index: sum(
            x.size for x in layout.lines[box.first : box.last] if x.good and not x.box.junk
        )
        for box in articles
    }
    first = max(
        articles,
        key=lambda box: (
            mass[box.index] > 600 and box.first <= headline <= box.last,
            mass[box.index],
        ),
    )
    if mass[first.index] > 0.3 * sum(mass.values()) or first.first <= headline <= first.last:
        for box in articles:
            if box is not first:
                _mark(layout.boxes, box, "article")


# --- the choice ------------------------------------------------------------------------------------


def _score(layout: Layout) -> None:
    once: dict[str, Line] = {}
    for line in layout.lines:
        if line.good:
            twin = once.setdefault(line.text, line)
            if twin is not line and twin.box.parent is not line.box.parent:
                line.good = False
                if (
                    twin.tag == "li" and twin.good
                ):  # a list of the paragraphs' beginnings, above them
                    twin.good = False
                    if not twin.box.junk:
                        twin.box.score += twin.link - twin.size
        line.box.score += _worth(line)
    for box in layout.boxes[:0:-1]:
        if box.score and box.parent is not None:
            box.parent.score += box.score


def _worth(line: Line) -> float:
    if line.box.junk:
        return -10.0
    if line.good:
        return line.size - line.link
    if line.link > 0.5 * len(line.text):
        return -20.0 - 0.3 * line.link
    return -1.0 if line.tag in HEADINGS else -5.0


def _holds_the_text(lines: Sequence[Line], cell: Box) -> bool:
    """Whether a table cell holds several paragraphs of its own: then it places the text on the page."""
    return sum(line.good and line.box is cell for line in lines[cell.first : cell.last]) > 2


def _headline(lines: Sequence[Line], titles: frozenset[str]) -> int:
    tops = [line for line in lines if line.tag == "h1"]
    titled = (line.index for line in tops if key(line.text) in titles)
    return next(titled, next((line.index for line in tops if not line.box.junk), -1))


def _lower_headline(lines: Sequence[Line], titles: frozenset[str]) -> int:
    """On a page without an <h1>: the lower heading that is the title, or ends with it."""
    return next(
        (line.index for line in lines if line.tag in HEADINGS and _titled(key(line.text), titles)),
        -1,
    )


def _titled(words: str, titles: frozenset[str]) -> bool:
    return words in titles or any(
        words.endswith(f" {title}") for title in titles if len(title) >= MIN_TITLE
    )


def _cut_above(good: Sequence[Line], headline: int) -> int | None:
    """Where the headline stands among the paragraphs: what is above it is not body, unless that is much."""
    if not good or not good[0].index <= headline < good[-1].index:
        return None
    above = sum(line.size for line in good if line.index < headline)
    return headline if above < 0.2 * sum(line.size for line in good) else None
