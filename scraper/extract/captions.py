"""The text beside a picture, read in pieces: which is the caption, which the credit, which belongs to the interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from scraper.extract import credits
from scraper.extract.folding import fold
from scraper.extract.image_words import BUTTON_WORDS, INTERFACE, caption_class, class_words, credit_class, hidden_class

SKIP = frozenset("script style noscript template svg button form select iframe video audio time input label nav object".split())
INLINE = frozenset("a abbr b bdi bdo br cite code em font i mark q s small span strong sub sup u wbr ins del var kbd".split())
CREDIT_TAGS = frozenset({"cite", "footer"})
CREDIT_PROPS = frozenset({"copyrightholder", "author", "creator", "credittext", "copyrightnotice", "provider"})
MAX_DEPTH = 24


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What was read beside one picture."""

    caption: str | None = None
    credit: str | None = None


def pieces(box: etree._Element, kind: Kind = Kind.PLAIN) -> list[Piece]:
    """The runs of text in a box, in page order, without what the interface says."""
    found: list[Piece] = []
    for piece in _runs(box, kind, 0):
        last = found[-1] if found else None
        piece.text = fold(piece.text)
        if not piece.text or INTERFACE.fullmatch(piece.text):
            continue
        if last is None or piece.text not in {p.text for p in found}:
            found.append(piece)
    return found


def _runs(element: etree._Element, kind: Kind, depth: int) -> Iterator[Piece]:
    """Cut an element's text where a block begins or ends and where a class names another kind."""
    run: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag
        own = _kind(child, kind) if isinstance(tag, str) and tag not in SKIP else None
        if own is not None and depth < MAX_DEPTH:
            whole = tag in INLINE and own is kind and not _holds_parts(child)
            if whole:
                run.append(" " if tag == "br" else "".join(t for c in child.iter() if c.tag not in SKIP for t in (c.text or "", c.tail or "" if c is not child else "")))
            else:
                yield Piece(kind=kind, text="".join(run))
                run = []
                yield from _runs(child, own, depth + 1)
        run.append(child.tail or "")
    yield Piece(kind=kind, text="".join(run))


def _holds_parts(element: etree._Element) -> bool:
    return any(isinstance(c.tag, str) and (c.tag not in INLINE or c.get("class") and credit_class(c.get("class", ""))) for c in element.iterdescendants())


def _kind(element: etree._Element, outer: Kind) -> Kind | None:
    """The kind that an element gives to its text; None if its text is not for readers."""
    names = element.get("class") or ""
    if element.tag == "figcaption":
        return Kind.CAPTION
    if element.tag in CREDIT_TAGS or (element.get("itemprop") or "").lower() in CREDIT_PROPS:
        return Kind.CREDIT
    if not names:
        return outer
    if element.get("hidden") is not None or hidden_class(names) or class_words(names) & BUTTON_WORDS and not caption_class(names):
        return None
    if credit_class(names) and not (caption_class(names) and outer is not Kind.CAPTION):
        return Kind.CREDIT
    return Kind.CAPTION if caption_class(names) else outer


def read(found: list[Piece]) -> Words:
    """Caption and credit of one picture from the pieces beside it."""
    captions: list[str] = []
    signed: list[str] = []
    for i, piece in enumerate(found):
        if piece.kind is Kind.CREDIT:
            signed.append(credits.clean(piece.text))
            continue
        parts = credits.split(piece.text)
        tail = i > 0 and i == len(found) - 1 and captions and not signed
        if parts.caption and tail and not parts.credit and _bare(piece.text):
            signed.append(credits.clean(piece.text))
            continue
        if parts.caption:
            captions.append(parts.caption)
        if parts.credit:
            signed.append(parts.credit)
    return Words(caption=fold(" ".join(captions)) or None, credit=" / ".join(dict.fromkeys(filter(None, signed))) or None)


def _bare(text: str) -> bool:
    """Whether the last piece of several is a credit although nothing marks it: a name, an agency, a word or two."""
    return credits.signed(text) or credits.named(text) or (len(text.split()) <= 2 and text[-1] not in ".!?…")
