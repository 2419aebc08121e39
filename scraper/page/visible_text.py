"""Read the text that a small piece of the page shows, parted where browsers part it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from scraper.lexicon.class_words import READER_ONLY
from scraper.lexicon.folding import fold
from scraper.page import spoken_signs

UNSHOWN = frozenset("script style noscript template svg button iframe select input form".split())
BLOCK = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
MAX_PIECES = 400
MAX_DEPTH = 100  # of the elements in a short line
A_FEW = 16  # pieces, after which it is seen whether the text is already too long


def text(
    element: etree._Element, *, skip: frozenset[str] = frozenset(), limit: int | None = None
) -> str:
    """Return the element's text on one line, without descendants that have a class of `skip`.

    `limit`: of a text that is longer, only a beginning that exceeds the limit is read.
    """
    if not len(element):  # most are
        return fold(element.text)
    pieces: list[str] = []
    _gather(element, _Skip(skip) if skip else None, pieces, limit=limit)
    return fold("".join(pieces))


class ShortLines:
    """The short lines that elements show; each is read once, for the elements around it as well."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._read: dict[etree._Element, str | None] = {}

    def of(self, element: etree._Element) -> str | None:
        """Return the element's text on one line; None if it is longer than the limit."""
        raw = self._raw(element, 0)
        if raw is None:
            return None
        line = fold(raw)
        return line if len(line) <= self._limit else None

    def _raw(self, element: etree._Element, depth: int) -> str | None:
        """Return the text with its white space, which the elements around it need."""
        if not len(element):
            return element.text or ""
        if element not in self._read:
            self._read[element] = self._gathered(element, depth + 1) if depth < MAX_DEPTH else None
        return self._read[element]

    def _gathered(self, element: etree._Element, depth: int) -> str | None:
        pieces, size = [element.text or ""], 0
        for child in element:
            tag, tail = child.tag, child.tail or ""
            if tag in UNSHOWN or _hides(child) or not isinstance(tag, str):
                pieces.append(f" {tail}" if tag in UNSHOWN else tail)
                continue
            inner = self._raw(child, depth)
            if inner is None:
                return None
            pieces.append(f"\v{inner}\v{tail}" if tag in BLOCK else f"{inner}{tail}")
            size += len(pieces[-1])
            if size > self._limit:
                size = len(fold("".join(pieces)))
                if size > self._limit:
                    return None
        return "".join(pieces)


class _Skip:
    """The classes whose elements a reader leaves out, and whether there was any."""

    __slots__ = ("met", "words")

    def __init__(self, words: frozenset[str]) -> None:
        self.words, self.met = words, False

    def takes(self, element: etree._Element) -> bool:
        """Return whether the element is to be left out."""
        names = element.get("class")
        taken = names is not None and _of_kind(names, self.words)
        self.met = self.met or taken
        return taken


def lines(element: etree._Element) -> list[str]:
    """Return the element's text as lines.

    It is parted at blocks, at breaks, and where two inline boxes touch ("Jane Roe""Editor").
    """
    return _lines(element, None)


def _lines(element: etree._Element, skip: _Skip | None) -> list[str]:
    if not len(element):
        line = fold(element.text)
        return [line] if line else []
    pieces: list[str] = []
    _gather(element, skip, pieces, apart=True)
    folded = (fold(part) for part in "".join(pieces).split("\v") if part)
    return [line for line in folded if line]


class Lines:
    """The lines that elements show, each read once however many ask for it."""

    def __init__(self) -> None:
        self._read: dict[etree._Element, list[str]] = {}

    def of(self, element: etree._Element) -> list[str]:
        """Return the element's text as lines."""
        if element not in self._read:
            self._read[element] = lines(element)
        return self._read[element]

    def without(self, element: etree._Element, skip: frozenset[str]) -> list[str]:
        """Return the element's lines without descendants that have a class of `skip`."""
        left_out = _Skip(skip)
        found = _lines(element, left_out)
        if not left_out.met:
            self._read[element] = found
        return found


def hidden(element: etree._Element) -> bool:
    """Return whether the element itself says that it is not shown."""
    return element.tag in UNSHOWN or _hides(element)


def _hides(element: etree._Element) -> bool:
    """Return whether an attribute of the element keeps it from being shown."""
    names = element.get("class")
    if (names is not None and _reader_only(names)) or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style is None or "none" not in style.lower():  # most elements
        return False
    return "display:none" in style.replace(" ", "").lower()


@lru_cache(8192)
def _reader_only(names: str) -> bool:
    """Return whether a class attribute leaves its element to screen readers."""
    return not READER_ONLY.isdisjoint(names.lower().split())


def classes(element: etree._Element) -> list[str]:
    """Return the element's class names in lower case."""
    value = element.get("class")
    return value.lower().split() if value else []


def above(element: etree._Element, levels: int = 100) -> Iterator[etree._Element]:
    """Yield the element's ancestors, nearest first."""
    parent = element.getparent()
    while parent is not None and levels > 0:
        yield parent
        parent, levels = parent.getparent(), levels - 1


def _gather(
    top: etree._Element,
    skip: _Skip | None,
    pieces: list[str],
    *,
    apart: bool = False,
    limit: int | None = None,
) -> None:
    """Add the pieces of an element's text; a vertical tab marks the edge of a block.

    The walk goes depth first without recursion, so that no nesting is too deep.
    """
    pieces += ["\v", top.text or ""]
    stack = [(top, iter(top))]
    look_at = A_FEW if limit is not None else MAX_PIECES
    while stack:
        element, children = stack[-1]
        for child in children:
            tag = child.tag
            if len(pieces) > look_at:
                if _is_enough(pieces, limit):
                    return
                look_at = min(look_at + A_FEW, MAX_PIECES)
            if hidden(child) or not isinstance(tag, str) or (skip and skip.takes(child)):
                pieces.append(_instead(child, pieces[-1]) + (child.tail or ""))
                continue
            if tag in BLOCK or (apart and _touches(child)):
                pieces.append("\v")
            if text := child.text:
                pieces.append(text)
            if len(child):
                stack.append((child, iter(child)))
                break
            _leave(child, pieces)
        else:
            stack.pop()
            if stack:
                _leave(element, pieces)


def _is_enough(pieces: list[str], limit: int | None) -> bool:
    """Return whether the pieces are too many, or their text is longer than is asked for."""
    if len(pieces) > MAX_PIECES:
        return True
    return limit is not None and len(fold("".join(pieces))) > limit


def _instead(element: etree._Element, before: str) -> str:
    """Return what is read for an element that is not shown: a blank, a sign, or nothing."""
    if element.tag in UNSHOWN:
        return " "
    return spoken_signs.sign(element, before) if isinstance(element.tag, str) else ""


def _leave(element: etree._Element, pieces: list[str]) -> None:
    if element.tag in BLOCK:
        pieces.append("\v")
    if element.tail:
        pieces.append(element.tail)


def _touches(element: etree._Element) -> bool:
    before = element.getprevious()
    return before is not None and not before.tail and len(element.text or "") > 1


@lru_cache(8192)
def _of_kind(names: str, words: frozenset[str]) -> bool:
    """Return whether one of several class names, or a part of one, is among some words."""
    each = names.lower().split()
    if not words.isdisjoint(each):
        return True
    return any(not words.isdisjoint(name.replace("_", "-").split("-")) for name in each)
