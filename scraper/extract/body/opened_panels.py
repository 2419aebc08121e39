"""Text that a page hides until a reader asks for it: an accordion, tabs, the rest of a story.

What a browser hides for good is no text of the article, and systems mark both the same way. A panel
is known by what opens it: a control that names it, a heading above it that is marked as closed, or
paragraphs of the article around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml import etree

from scraper.lexicon import phrases
from scraper.page.boilerplate import FIGURES
from scraper.page.class_flags import NOTHING
from scraper.page.lines import Box, Layout, Line
from scraper.page.walk import LABELLED

UNSEEN = frozenset({"hidden!", "unspoken"})
# What a panel may be called besides, and be one.
OPENED = UNSEEN | {"hidden", "paywall", "widget", "<details>"}
# What may be true of a single paragraph; other names of one are its topic ("gdpr-intro").
OF_PARAGRAPHS = FIGURES | {
    "byline",
    "hidden!",
    "kicker",
    "correction",
    "poster",
    "newsletter",
}
ARTICLE = frozenset({"main", "article"})
PROSE = 0.5  # of a panel's letters are paragraphs; menus and forms have fewer
LINKED = 0.2  # of a panel's letters are links; lists of stories have more
FEW = 8  # elements of a heading with its button and sign

# Where a control names what it opens: by its id, or by "#" and its id. A link without a sign that
# it is a control leads down the page.
_NAMED = etree.XPath(
    "//@aria-controls | //@data-target | //@data-bs-target | "
    "//*[@role or @aria-expanded or @data-toggle or @data-bs-toggle]/@href[starts-with(., '#')]",
    smart_strings=False,
)


def doubt_names(layout: Layout) -> None:
    """Take names back that running text belies: a paragraph's own, and the state of a panel.

    Systems and authors name a paragraph after its topic ("gdpr-intro"), and metered sites hide the
    later ones.
    """
    texts = [line for line in layout.lines if line.good and line.tag == "p"]
    for line in texts:
        line.box.reasons &= OF_PARAGRAPHS
    unseen = [box for box in layout.boxes[1:] if box.reasons & UNSEEN and box.mass]
    if unseen:
        _show(unseen, texts, layout)


def _show(unseen: Sequence[Box], texts: Sequence[Line], layout: Layout) -> None:
    """Show the hidden boxes that a click opens; `texts`: the page's paragraphs in a <p>."""
    shelves = {line.box.parent.index for line in texts if line.box.parent is not None}
    controlled = _controlled(layout.boxes[0].element)
    for box in unseen:
        lines = layout.lines[box.first : box.last]
        if _goes_on(box, lines, shelves) or _is_panel(box, lines, controlled):
            box.reasons = NOTHING


def _goes_on(box: Box, lines: Sequence[Line], shelves: set[int]) -> bool:
    """Return whether a hidden box goes on where the paragraphs around it end.

    `shelves`: the boxes, by index, in which a <p> with a paragraph is directly.
    """
    if "hidden!" not in box.reasons or box.parent is None:
        return False
    if not {box.index, box.parent.index} <= shelves:
        return False
    return sum(line.good and line.box.parent is box for line in lines) > 1


def _is_panel(box: Box, lines: Sequence[Line], controlled: frozenset[str]) -> bool:
    """Return whether a hidden box is prose of the article that a control opens.

    Menus, consent boxes and the networks to share on are opened by controls too: they are not
    prose, have a name of their own, say what they are, or are outside the article.
    """
    if not box.reasons <= OPENED or not _is_in_article(box):
        return False
    if not _has_control(box.element, controlled):
        return False
    return _is_prose(lines) and not any(map(_says_else, lines))


def _is_in_article(box: Box) -> bool:
    outer = (around for around in box.near() if around is not box)
    return any(
        around.tag in ARTICLE or around.content or around.element.get("role") == "main"
        for around in outer
    )


def _has_control(panel: etree._Element, controlled: frozenset[str]) -> bool:
    if panel.get("id") in controlled or panel.get("role") == "tabpanel":
        return True
    above = next(panel.itersiblings("*", preceding=True), None)
    if above is None:
        return False
    looked_at = islice(above.iter("*"), FEW if above.tag in LABELLED else 1)
    return any(_opens_the_next(each) for each in looked_at)


def _opens_the_next(control: etree._Element) -> bool:
    """Return whether a control opens something and does not name it."""
    return control.get("aria-expanded") is not None and control.get("aria-controls") is None


def _is_prose(lines: Sequence[Line]) -> bool:
    size = sum(line.size for line in lines)
    prose = sum(line.size for line in lines if line.good)
    links = sum(line.link for line in lines)
    return prose > PROSE * size and links < LINKED * size


def _says_else(line: Line) -> bool:
    """Return whether a line asks for consent, advertises, or leads away."""
    return phrases.consent(line.text) > 0 or phrases.kind(line.text) is not None


def _controlled(root: etree._Element) -> frozenset[str]:
    """Return the ids of the elements that the page's controls and links name."""
    return frozenset(name.lstrip("#") for value in _NAMED(root) for name in value.split())
