"""Read signs between figures that pages write for screen readers only: the stroke of 4/3."""

from __future__ import annotations

import re

from lxml import etree

MAX_SIGN = 2  # characters; more is a word for screen readers
BEFORE_FIGURES = frozenset("−-–+±~≈<>≤≥$€£¥₹#№×")
BEHIND_FIGURES = frozenset("%‰°′″²³")
DENOMINATORS = frozenset({"den", "denominator", "denom", "frac-den", "sfrac-den"})

_BACK_LINK = re.compile(r"\A[\s\[(]*+[↩↪⤴⤶⮌⮐⏎↵↑⇑⇧⇡⬆↥↖🔙⌃^▲][\ufe0e\ufe0f]?\s*+\w{0,2}+[\s\])]*+")
MAX_BACK_LINK = 12  # characters


def sign(element: etree._Element, before: str) -> str:
    """Return the sign in a hidden element that belongs to the figures beside it, or "".

    `before` is the text in front of the element.
    """
    text = (element.text or "").strip()
    if len(element) or not 0 < len(text) <= MAX_SIGN or any(map(str.isalnum, text)):
        return ""
    left, right = before[-1:], _behind(element)[:1]
    if left == text[0] or right == text[-1]:  # the page shows it too
        return ""
    left_figure = before.rstrip()[-1:].isnumeric()
    right_figure = _behind(element).lstrip()[:1].isnumeric()
    before_figure = right_figure and text in BEFORE_FIGURES and not left.isalnum()
    behind_figure = left_figure and text[0] in BEHIND_FIGURES
    if (left_figure and right_figure) or before_figure or behind_figure:
        return element.text or ""
    return ""


def stroke(element: etree._Element, before: str) -> str:
    """Return the stroke that is missing in front of the lower figure of a fraction, or ""."""
    if not before[-1:].isdigit():
        return ""
    names = (element.get("class") or "").lower().split()
    return "/" if not DENOMINATORS.isdisjoint(names) and (element.text or "")[:1].isdigit() else ""


def leads_back(link: etree._Element) -> bool:
    """Return whether a link is the arrow of a footnote, back to where the note is called."""
    if link.get("role") == "doc-backlink" or link.get("rev") == "footnote":
        return True
    if "#" not in (link.get("href") or ""):
        return False
    text = "".join(link.itertext())
    return len(text) <= MAX_BACK_LINK and _BACK_LINK.fullmatch(text) is not None


def _behind(element: etree._Element) -> str:
    """Return the text right behind an element: its tail, or what its next sibling begins with."""
    if element.tail:
        return element.tail
    following = element.getnext()
    if following is None:
        return ""
    return next(iter(following.itertext()), "")
