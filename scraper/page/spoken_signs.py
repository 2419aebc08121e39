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
    behind = _behind(element)
    is_shown = before[-1:] == text[0] or behind[:1] == text[-1]  # by the page as well
    if is_shown or not _belongs(text, before, behind):
        return ""
    return element.text or ""


def _belongs(text: str, before: str, behind: str) -> bool:
    """Return whether a sign belongs to the figures around it."""
    left_figure = before.rstrip()[-1:].isnumeric()
    right_figure = behind.lstrip()[:1].isnumeric()
    if left_figure and (right_figure or text[0] in BEHIND_FIGURES):
        return True
    return right_figure and text in BEFORE_FIGURES and not before[-1:].isalnum()


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
