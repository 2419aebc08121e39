"""Boxes that are not the article by their names, as far as the text in them bears it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from scraper.page.boilerplate import HARD, NEVER, SURE, TALK
from scraper.page.lines import Box, Layout

# The reasons that are believed, in turn, until enough text is left; at first all of them.
TRUSTED = (None, HARD, NEVER)
ENOUGH = 250  # letters of paragraphs outside junk boxes: with fewer the names are doubted
LEFT = 0.2  # of the page's paragraphs, comments aside, outside junk boxes: with less, the same
# The share of the page's text from which a box is not believed to be what its name says: the surer
# the name, the larger.
LIMITS = ((TALK, 0.97), (SURE, 0.85), (HARD, 0.6))
LIMIT = 0.4  # of all other names

Kind = tuple[str, str, int]  # element name, class, index of the parent box


class _Page(NamedTuple):
    """What a box is measured by."""

    total: float  # letters of paragraphs
    alike: Mapping[Kind, float]  # letters of paragraphs in all boxes of one kind
    around: frozenset[int]  # boxes around the headline


def mark(layout: Layout, headline: int) -> None:
    """Mark junk by the names of boxes, but never what holds headline and text.

    If that leaves no text, only the hard names are believed; then only what is hidden.
    `headline`: the index of its line, -1 if there is none.
    """
    page = _measure(layout, headline)
    for trusted in TRUSTED:
        for box in layout.boxes[1:]:
            assert box.parent is not None
            reasons = box.reasons if trusted is None else box.reasons & trusted
            box.junk = box.parent.junk or _is_junk(box, reasons, page)
        if _leaves_text(layout, page.total):
            return


def _measure(layout: Layout, headline: int) -> _Page:
    alike: dict[Kind, float] = defaultdict(float)
    for box in layout.boxes[1:]:
        if box.reasons:
            alike[_kind(box)] += box.mass
    around: frozenset[int] = frozenset()
    if headline >= 0:
        around = frozenset(box.index for box in layout.lines[headline].box.up())
    return _Page(layout.boxes[0].mass or 1.0, alike, around)


def _kind(box: Box) -> Kind:
    assert box.parent is not None
    return box.tag, box.names, box.parent.index


def _is_junk(box: Box, reasons: frozenset[str], page: _Page) -> bool:
    """Return whether a box is junk for some reasons."""
    if not reasons or page.alike[_kind(box)] >= _limit(reasons) * page.total:
        return False
    holds_both = box.index in page.around and box.mass > 0
    return not (holds_both and reasons.isdisjoint(NEVER))


def _limit(reasons: frozenset[str]) -> float:
    return next((limit for names, limit in LIMITS if reasons & names), LIMIT)


def _leaves_text(layout: Layout, total: float) -> bool:
    """Return whether enough paragraphs are outside junk boxes."""
    clean = talk = 0.0
    for line in layout.lines:
        if not line.good:
            continue
        if not line.box.junk:
            clean += line.size
        elif any(box.reasons & TALK for box in line.box.near()):
            talk += line.size
    return clean > ENOUGH and clean > LEFT * (total - talk)
