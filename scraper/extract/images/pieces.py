"""Gather the text beside a picture, once, in pieces: caption, credit, or not yet known.

This is the first stage. The second, in captions.py, chooses among the pieces and splits captions
from credits; it never reads the page again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from scraper.extract.images.not_captions import LABEL, is_interface
from scraper.extract.images.picture_boxes import PictureBox
from scraper.lexicon.folding import fold
from scraper.lexicon.picture_classes import NOTHING, Said, caption_class, said

SKIP = frozenset(
    "script style noscript template svg button form select iframe video audio time input label"
    " nav object math".split()
)
INLINE = frozenset(
    "a abbr b bdi bdo br cite code del em font i ins kbd mark q s span strong sub sup u var"
    " wbr".split()
)
CREDIT_TAGS = frozenset({"cite", "footer"})
CREDIT_PROPS = frozenset(
    {"copyrightholder", "author", "creator", "credittext", "copyrightnotice", "provider"}
)
NO_SPACE_BEFORE = "([/-"  # signs that join the next span to the text before it
MAX_DEPTH = 24  # levels of elements; a hostile page nests them without end


class PieceKind(StrEnum):
    """The part that a piece of text plays beside a picture, as its element and class name it."""

    CAPTION = "caption"
    CREDIT = "credit"
    PLAIN = "plain"


@dataclass(kw_only=True, slots=True)
class Piece:
    """A run of text with one owner."""

    kind: PieceKind
    text: str
    linked: bool = False


class GatheredText(NamedTuple):
    """The pieces of text of one picture, in page order."""

    inside: list[Piece]  # in the picture's own box
    beside: list[Piece]  # in the element after the box
    beside_is_caption: bool = False  # the element after the box is called a caption


def gather(box: PictureBox) -> GatheredText:
    """Return the text in a picture's box and in the element after it."""
    inside = _pieces(box.element, figure=box.figure) if box.worded else []
    following = box.beside
    if following is None:
        return GatheredText(inside=inside, beside=[])
    if following.tag == "figcaption" or caption_class(following.get("class") or ""):
        captions = _pieces(following, PieceKind.CAPTION, figure=True)
        return GatheredText(inside=inside, beside=captions, beside_is_caption=True)
    # What follows a picture that leads to another page belongs to that page's teaser.
    beside = [] if box.leads_away else _pieces(following)
    return GatheredText(inside=inside, beside=beside)


def _pieces(
    element: etree._Element, kind: PieceKind = PieceKind.PLAIN, *, figure: bool = False
) -> list[Piece]:
    """Return the runs of text in an element, each text once, without those of the interface."""
    walk = _Walk(figure=figure)
    walk.read(element, kind, 0, linked=False)
    found: dict[str, Piece] = {}
    for piece in walk.runs:
        piece.text = LABEL.sub("", fold(piece.text))
        if piece.text not in found and not is_interface(piece.text):
            found[piece.text] = piece
    return list(found.values())


class _Walk:
    """Collect the runs of text of one element and of all inside it."""

    __slots__ = ("figure", "runs")

    def __init__(self, *, figure: bool) -> None:
        self.figure = figure  # whether "author" and its like name the picture's maker here
        self.runs: list[Piece] = []

    def read(self, element: etree._Element, kind: PieceKind, depth: int, *, linked: bool) -> None:
        """Cut an element's text where a block begins or ends, or a class names another kind."""
        run: list[str] = [element.text or ""]
        for child in element:
            own = self.kind(child, kind) if depth < MAX_DEPTH else None
            if own is kind and child.tag in INLINE and self._is_phrase(child, kind):
                if child.tag == "span" and _is_glued(run, child):
                    self.end(run, kind, linked=linked)
                run.append(_inline_text(child))
            elif own is not None:
                self.end(run, kind, linked=linked)
                self.read(child, own, depth + 1, linked=linked or child.tag == "a")
            run.append(child.tail or "")
        self.end(run, kind, linked=linked)

    def end(self, run: list[str], kind: PieceKind, *, linked: bool) -> None:
        """Keep a run unless it is the white space between two boxes, and begin the next."""
        text = "".join(run)
        run.clear()
        if text and not text.isspace():
            self.runs.append(Piece(kind=kind, text=text, linked=linked))

    def kind(self, element: etree._Element, outer: PieceKind) -> PieceKind | None:
        """Return the kind that an element gives to its text; None if readers do not see it."""
        if element.tag == "figcaption":
            return PieceKind.CAPTION
        if element.tag == "button" and element.find(".//figcaption") is not None:
            return outer  # some pages make the whole figure a button that enlarges it
        names = element.get("class")
        named = said(names) if names else NOTHING
        if element.tag in SKIP or named.unseen or element.get("hidden") is not None:
            return None
        # "caption-credit" outside a caption holds both; inside one it is the credit
        may_be_credit = not named.caption or outer is PieceKind.CAPTION
        if may_be_credit and self._is_credit(element, named, outer):
            return PieceKind.CREDIT
        return PieceKind.CAPTION if named.caption else outer

    def _is_credit(self, element: etree._Element, named: Said, outer: PieceKind) -> bool:
        """Return whether the tag, the microdata or the class of an element names a credit."""
        if named.credit:
            return True
        of_picture = self.figure or outer is PieceKind.CAPTION
        return of_picture and (named.maker or _is_credit_element(element))

    def _is_phrase(self, element: etree._Element, outer: PieceKind) -> bool:
        """Return whether an inline element is part of the sentence around it.

        A link alone in its place is not, nor is an element that holds a block, a break or a credit.
        """
        if element.tag == "a" and _is_alone(element):
            return False
        return all(self._is_plain(inner, outer) for inner in element.iterdescendants())

    def _is_plain(self, element: etree._Element, outer: PieceKind) -> bool:
        """Return whether an element only sets words of a sentence apart."""
        if element.tag not in INLINE or element.tag == "br":
            return False
        return not self._is_credit(element, said(element.get("class") or ""), outer)


def _is_credit_element(element: etree._Element) -> bool:
    itemprop = element.get("itemprop", "").lower()
    return element.tag in CREDIT_TAGS or itemprop in CREDIT_PROPS


def _inline_text(element: etree._Element) -> str:
    """Return the text of an inline element; empty for a link that is a button."""
    if element.tag == "br":
        return " "
    text = "".join(element.itertext())
    if element.tag == "a" and is_interface(fold(text)):
        return ""
    return text


def _is_alone(element: etree._Element) -> bool:
    """Return whether an element is the first in its parent, with no text before or after it."""
    above = element.getparent()
    if above is None or element.getprevious() is not None:
        return False
    return not f"{above.text or ''}{element.tail or ''}".strip()


def _is_glued(run: list[str], element: etree._Element) -> bool:
    """Return whether only a style sheet keeps an element apart from the text before it."""
    before = "".join(run)[-1:]
    if not before or before.isspace() or before in NO_SPACE_BEFORE:
        return False
    first = next(iter(element.itertext()), "")[:1]
    return first.isalnum() or first in "©("  # or empty
