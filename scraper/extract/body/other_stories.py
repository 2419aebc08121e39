"""Boxes that show other stories of the site: teasers, and articles after the page's own."""

from __future__ import annotations

from collections.abc import Sequence

from scraper import urls
from scraper.page.lines import HEADINGS, Box, Layout, Line

LEADS = 0.6  # of a heading's letters are links: it leads to what it is the title of
CARD = 12  # lines of a box, from which it is no card
TEASER = 700.0  # letters of paragraphs, from which a box is more than a teaser
SHARE = 0.3  # the same, of the page's paragraphs
MUCH = 600  # letters of paragraphs of an article below its own headline
MAIN = 0.3  # of all articles' paragraphs, from which the largest is the page's own


def mark_teasers(layout: Layout, url: str) -> None:
    """Mark each box with a linked heading and a little text: it leads to another story.

    `url`: the page's address; links within the page or to other sites make no teaser.
    """
    most = min(TEASER, SHARE * layout.boxes[0].mass)
    for line in layout.lines:
        if line.tag not in HEADINGS or line.box.junk:
            continue
        if line.link <= LEADS * len(line.text) or not _leads_on(line, url):
            continue
        card = _card(line)
        if card is not None and 0 < card.mass < most and _lines(card) < CARD:
            _mark(layout.boxes, card, "teaser")


def _leads_on(line: Line, url: str) -> bool:
    """Return whether the line links to another page of the site.

    Headings in lists of things link to shops, or to themselves.
    """
    links = {style.href.partition("#")[0] for style in line.styles if style.href}
    return any("//" not in link or urls.same_site(link, url) for link in links - {"", url})


def _card(heading: Line) -> Box | None:
    """Return the innermost small box around a heading that holds paragraphs."""
    box = heading.box.parent
    while box is not None and box.parent is not None and not box.mass:
        outer = box.parent
        if outer.parent is None or _lines(outer) >= CARD:
            break
        box = outer
    return box if box is not None and box.parent is not None else None


def _lines(box: Box) -> int:
    return box.last - box.first


def mark_articles(layout: Layout, container: Box, headline: int) -> None:
    """Mark all <article>s in the container but the one that is this page's.

    `headline`: the index of its line, -1 if there is none.
    """
    articles = _outer_articles(layout, container)
    if len(articles) <= 1:
        return
    mass = {box.index: _clean_text(layout, box) for box in articles}

    def rank(box: Box) -> tuple[bool, float]:
        return mass[box.index] > MUCH and _holds(box, headline), mass[box.index]

    own = max(articles, key=rank)
    is_main = mass[own.index] > MAIN * sum(mass.values())
    if is_main or _holds(own, headline):
        for box in articles:
            if box is not own:
                _mark(layout.boxes, box, "article")


def _outer_articles(layout: Layout, container: Box) -> list[Box]:
    """Return the <article>s in the container that are in no other of them."""
    articles = [box for box in layout.boxes[container.index + 1 :] if box.tag == "article"]
    inside = [
        box for box in articles if container.first <= box.first and box.last <= container.last
    ]
    return [box for box in inside if not _is_in_an_article(box, container)]


def _is_in_an_article(box: Box, container: Box) -> bool:
    assert box.parent is not None
    return any(
        outer.tag == "article" and outer.index > container.index for outer in box.parent.up()
    )


def _clean_text(layout: Layout, box: Box) -> float:
    lines = layout.lines[box.first : box.last]
    return sum(line.size for line in lines if line.good and not line.box.junk)


def _holds(box: Box, headline: int) -> bool:
    return box.first <= headline <= box.last


def _mark(boxes: Sequence[Box], top: Box, story: str) -> None:
    """Mark a box, and the whole subtree that follows it, as another story's."""
    top.junk, top.story = True, story
    for box in boxes[top.index + 1 :]:
        assert box.parent is not None
        if box.parent.junk:
            box.junk, box.story = True, story
        elif box.first >= top.last:
            break
