"""The box that holds the article.

It has the largest sum of paragraphs, less links, repeats and boxes that are not the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scraper.extract.body import junk_boxes, opened_panels, other_stories, paragraphs
from scraper.extract.body.metadata_hints import key
from scraper.page.lines import HEADINGS, Box, Layout, Line

# Boxes of one paragraph or one row: never the container itself.
SMALL_BOXES = HEADINGS | frozenset(
    "p li td th tr blockquote dd dt ul ol dl tbody thead pre table figure".split()
)
SEVERAL = 3  # paragraphs of its own, with which a table cell holds the text
IN_A_CELL = 0.7  # of the paragraphs, from which a table cell may be the container
BELOW = 10  # lines of the container after which no headline follows
MIN_TITLE = 20  # letters of a title that may follow a kicker in the same heading
ABOVE = 0.2  # of the paragraphs are above the headline: with more, they are text too

# What a line is worth to the box that holds it; a paragraph is worth its letters outside links.
JUNK = -10.0
LINK = -20.0
LINK_LETTER = -0.3
MOSTLY = 0.5  # of a line are links
HEADING = -1.0
SCRAP = -5.0


class Container(NamedTuple):
    """The container, the lines of it that may be body, and the paragraphs among them."""

    box: Box
    lines: Sequence[Line]  # from the headline on, if it is in the container
    good: Sequence[Line]
    headline: int  # the index of the <h1> among all lines, -1 if there is none


def find(
    layout: Layout, titles: frozenset[str], *, url: str = "", live: bool = False
) -> Container | None:
    """Return the container; None for a page without a line of text.

    `titles`: the page's titles as keys; `live`: the page is a live blog, its <article>s are one.
    """
    if not layout.lines:
        return None
    paragraphs.weigh(layout)
    opened_panels.doubt_names(layout)
    tops = [line for line in layout.lines if line.tag == "h1"]
    titled = next((line.index for line in tops if key(line.text) in titles), -1)
    junk_boxes.mark(layout, titled)
    other_stories.mark_teasers(layout, url)
    _score(layout)
    best = _best(layout)
    headline = titled
    if headline < 0:
        headline = next((line.index for line in tops if not line.box.junk), -1)
    if not live:
        other_stories.mark_articles(layout, best, headline)
    if headline < 0:
        headline = _lower_headline(layout.lines[: best.first + BELOW], titles)
    return _from_the_headline_on(layout.lines, best, headline)


def _from_the_headline_on(lines: Sequence[Line], box: Box, headline: int) -> Container:
    inside = lines[box.first : box.last]
    own = [line for line in inside if line.good and (line.box is box or not line.box.junk)]
    good = own or list(inside)
    if _begins_below(headline, good):
        inside = lines[headline : box.last]
        good = [line for line in good if line.index > headline] or good
    return Container(box=box, lines=inside, good=good, headline=headline)


def _begins_below(headline: int, good: Sequence[Line]) -> bool:
    """Return whether the headline is among the paragraphs, and little is above it."""
    if not good or not good[0].index <= headline < good[-1].index:
        return False
    above = sum(line.size for line in good if line.index < headline)
    return above < ABOVE * sum(line.size for line in good)


# --- the choice -----------------------------------------------------------------------------------


def _score(layout: Layout) -> None:
    """Sum what the lines of each box are worth; a repeated paragraph counts once."""
    once: dict[str, Line] = {}
    for line in layout.lines:
        if line.good:
            _doubt_repeat(line, once.setdefault(line.text, line))
        line.box.score += _worth(line)
    for box in layout.boxes[:0:-1]:
        if box.score and box.parent is not None:
            box.parent.score += box.score


def _doubt_repeat(line: Line, first: Line) -> None:
    """Take a paragraph for none if it occurs before in another box; `first`: where it does."""
    if first is line or first.box.parent is line.box.parent:
        return
    line.good = False
    if first.tag == "li" and first.good:  # a list of the paragraphs' beginnings, above them
        first.good = False
        if not first.box.junk:
            first.box.score += first.link - first.size


def _worth(line: Line) -> float:
    if line.box.junk:
        return JUNK
    if line.good:
        return line.size - line.link
    if line.link > MOSTLY * len(line.text):
        return LINK + LINK_LETTER * line.link
    return HEADING if line.tag in HEADINGS else SCRAP


def _best(layout: Layout) -> Box:
    """Return the box with the best score, or a table cell in it that holds the text."""
    best = max(layout.boxes, key=lambda box: (box.score, box.index))
    cells = [box for box in layout.boxes if box.tag == "td" and box.mass > IN_A_CELL * best.mass]
    best = next((box for box in reversed(cells) if _holds_the_text(layout.lines, box)), best)
    while best.parent is not None and best.tag in SMALL_BOXES and best not in cells:
        best = best.parent
    if best.first == best.last:  # a page of rejected lines: an empty box may have the best score
        return layout.boxes[0]
    return best


def _holds_the_text(lines: Sequence[Line], cell: Box) -> bool:
    """Return whether a table cell holds several paragraphs of its own."""
    own = sum(line.good and line.box is cell for line in lines[cell.first : cell.last])
    return own >= SEVERAL


# --- the headline ---------------------------------------------------------------------------------


def _lower_headline(lines: Sequence[Line], titles: frozenset[str]) -> int:
    """Return the lower heading that is the title, or ends with it; for a page without an <h1>."""
    headings = (line for line in lines if line.tag in HEADINGS)
    return next((line.index for line in headings if _is_titled(key(line.text), titles)), -1)


def _is_titled(words: str, titles: frozenset[str]) -> bool:
    if words in titles:
        return True
    return any(words.endswith(f" {title}") for title in titles if len(title) >= MIN_TITLE)
