"""The text beside a picture, read in pieces: which is the caption, which the credit, which belongs to the interface."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from scraper.extract.images import credit_parser
from scraper.extract.images.not_captions import LABEL, is_interface
from scraper.lexicon.folding import fold
from scraper.lexicon.picture_classes import NOTHING, Said, credit_class, said
from scraper.patterns import late

SKIP = frozenset(
    "script style noscript template svg button form select iframe video audio time input label nav object".split()
)
INLINE = frozenset(
    "a abbr b bdi bdo br cite code em font i mark q s span strong sub sup u wbr ins del var kbd".split()
)
CREDIT_TAGS = frozenset({"cite", "footer"})
CREDIT_PROPS = frozenset(
    {"copyrightholder", "author", "creator", "credittext", "copyrightnotice", "provider"}
)
SEPARATORS = " -–—|•·/,"  # between a caption and the credit that stands in another element
WHEN = late(
    r"[\d\s/.:,-]++(?:(?<![A-Z])(?:AM|PM|Uhr|h|[A-Z]{3,4})(?![A-Z])\s*+)*+", re.IGNORECASE
)  # a date beside the maker's name
MAX_DEPTH = 24
MAX_CREDIT = 20  # words


class Kind(StrEnum):
    """What a piece of text beside a picture is."""

    CAPTION = "caption"
    CREDIT = "credit"
    PLAIN = "plain"


@dataclass(kw_only=True, slots=True)
class Piece:
    """A run of text with one owner."""

    kind: Kind
    text: str
    linked: bool = False


class Words(NamedTuple):
    """What was read beside one picture."""

    caption: str | None = None
    credit: str | None = None
    hinted: bool = False  # the credit stands only in an attribute, and nothing labels it as one


def pieces(box: etree._Element, kind: Kind = Kind.PLAIN, *, figure: bool = False) -> list[Piece]:
    """The runs of text in a box, in page order, without what the interface says."""
    walk = _Walk(figure=figure)
    walk.read(box, kind, 0, linked=False)
    found: dict[str, Piece] = {}
    for piece in walk.runs:
        piece.text = LABEL.sub("", fold(piece.text))
        if piece.text not in found and not is_interface(piece.text):
            found[piece.text] = piece
    return list(found.values())


class _Walk:
    __slots__ = ("figure", "runs")

    def __init__(self, *, figure: bool) -> None:
        self.figure = figure  # whether "author" and its like name the picture's maker here
        self.runs: list[Piece] = []

    def read(self, element: etree._Element, kind: Kind, depth: int, *, linked: bool) -> None:
        """Cut an element's text where a block begins or ends and where a class names another kind."""
        run: list[str] = [element.text or ""]
        for child in element:
            own = self.kind(child, kind) if depth < MAX_DEPTH else None
            if own is kind and child.tag in INLINE and self.is_phrase(child):
                if child.tag == "span" and _glued(run, child):
                    self.end(run, kind, linked=linked)
                text = " " if child.tag == "br" else "".join(child.itertext())
                run.append("" if child.tag == "a" and is_interface(fold(text)) else text)
            elif own is not None:
                self.end(run, kind, linked=linked)
                self.read(child, own, depth + 1, linked=linked or child.tag == "a")
            run.append(child.tail or "")
        self.end(run, kind, linked=linked)

    def end(self, run: list[str], kind: Kind, *, linked: bool) -> None:
        """Note a run, and begin the next; most are the white space between two boxes."""
        text = "".join(run)
        run.clear()
        if text and not text.isspace():
            self.runs.append(Piece(kind=kind, text=text, linked=linked))

    def is_phrase(self, element: etree._Element) -> bool:
        """Whether an inline element is a part of the sentence around it: a link alone in its place is not."""
        parent = element.getparent()
        before = parent.text if parent is not None else None
        if element.tag == "a" and not (
            element.getprevious() is not None or _says(before) or _says(element.tail)
        ):
            return False
        return not len(element) or all(
            c.tag in INLINE and c.tag != "br" and not credit_class(c.get("class") or "")
            for c in element.iterdescendants()
        )

    def kind(self, element: etree._Element, outer: Kind) -> Kind | None:
        """The kind that an element gives to its text; None if its text is not for readers."""
        tag, names = element.tag, element.get("class")
        if tag == "figcaption":
            return Kind.CAPTION
        if tag == "button" and next(element.iter("figcaption"), None) is not None:
            return outer
        named = said(names) if names else NOTHING
        if tag in SKIP or named.unseen or element.get("hidden") is not None:
            return None
        if self._signs(element, named, outer) and (not named.caption or outer is Kind.CAPTION):
            return Kind.CREDIT
        return Kind.CAPTION if named.caption else outer

    def _signs(self, element: etree._Element, named: Said, outer: Kind) -> bool:
        inside = self.figure or outer is Kind.CAPTION
        if inside and (
            element.tag in CREDIT_TAGS or (element.get("itemprop") or "").lower() in CREDIT_PROPS
        ):
            return True
        if element.tag == "cite" and credit_parser.signed(fold("".join(element.itertext()))):
            return True
        return named.credit or (inside and named.maker)


def _glued(run: list[str], element: etree._Element) -> bool:
    """Whether two spans stand side by side with nothing between them: a style sheet keeps them apart."""
    before = next((text for text in reversed(run) if text), "")
    first = next(iter(element.itertext()), "")
    return (
        bool(before)
        and not before[-1].isspace()
        and before[-1] not in "([/-"
        and (first[:1].isalnum() or first[:1] in "©(")
    )


def _says(text: str | None) -> bool:
    return bool(text and text.strip())


def read(found: list[Piece]) -> Words:
    """Caption and credit of one picture from the pieces beside it."""
    captions: list[str] = []
    signed: list[str] = []
    for i, piece in enumerate(found):
        if piece.kind is Kind.CREDIT and not _sentence(piece.text):
            signed.append(credit_parser.clean(piece.text))
            continue
        parts = credit_parser.split(piece.text)
        if captions and not signed and _name_of_agency(piece.text, parts):
            signed.append(credit_parser.clean(piece.text))
            continue
        last = 0 < i == len(found) - 1 and captions and not signed
        if last and parts.caption and not parts.credit and _bare(piece, second=i == 1):
            signed.append(credit_parser.clean(piece.text))
            continue
        if parts.caption:
            captions.append(parts.caption.rstrip(SEPARATORS) or parts.caption)
        if parts.credit:
            signed.append(parts.credit)
    caption = (
        credit_parser.without_label(fold(" ".join(dict.fromkeys(captions))).lstrip(SEPARATORS))
        or None
    )
    credit = (
        " / ".join(name for name in dict.fromkeys(signed) if name and not WHEN.fullmatch(name))
        or None
    )
    return Words(caption=caption if caption != credit else None, credit=credit)


def _name_of_agency(text: str, parts: credit_parser.Split) -> bool:
    """Whether a piece of its own is a name with the agency in brackets: "A. Name (EFE)"."""
    return bool(
        parts.caption and parts.credit and text[-1] in ")）" and credit_parser.named(parts.caption)
    )


def _sentence(text: str) -> bool:
    """Whether what a class calls a credit is a caption all the same."""
    words = text.split()
    low = sum(w[0].islower() for w in words)
    return len(words) > MAX_CREDIT or (
        len(words) > 5 and text[-1] in ".!?" and low > len(words) / 2
    )


def _bare(piece: Piece, *, second: bool) -> bool:
    """Whether the last piece of several is a credit although nothing marks it: a name, an agency, a word or two."""
    text = piece.text
    if credit_parser.signed(text):
        return True
    if piece.kind is not Kind.CAPTION and not second:
        return False
    few = len(text.split()) <= 2 and text[-1] not in ".!?…" and not any(c.isdigit() for c in text)
    return credit_parser.named(text) or (few and not text[0].islower())
