"""The article's pictures, with caption and credit apart, and which of them leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scraper.extract import captions, image_address, image_boxes
from scraper.extract.captions import Kind, Piece, Words
from scraper.extract.choice import Choice, Offer, chosen
from scraper.extract.folding import fold
from scraper.extract.image_boxes import Box
from scraper.models import Image

if TYPE_CHECKING:
    from scraper.extract.document import Document

MAX_BARE = 300  # characters of a caption that nothing marks as one
MAX_BARE_PIECES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A picture and the strategy that found its words."""

    image: Image
    strategy: str


def find(doc: Document) -> Choice[tuple[Image, ...]]:
    """The pictures of the page's article, in page order, the lead marked; the strategy is the lead's."""
    region = image_boxes.survey(doc.tree)
    found: list[Found] = []
    for box in image_boxes.boxes(region, doc.url):
        one = picture(box, doc.url)
        if one is not None and not any(_same(one.image, other.image) for other in found):
            found.append(one)
    images = tuple(f.image for f in found)
    if not images:
        return Choice(value=())
    return Choice(value=images, strategy=found[0].strategy)


def picture(box: Box, url: str) -> Found | None:
    """What one box holds."""
    for strategy in STRATEGIES:
        words = strategy(box)
        if words is not None:
            break
    else:
        words = Words()
    address = next((a for i in box.images if (a := image_address.address(i, url))), None)
    alt = next((fold(a) for i in box.images if (a := i.get("alt"))), None)
    if not (address or words.caption or words.credit):
        return None
    name = strategy.__name__ if words.caption or words.credit else "img"
    return Found(image=Image(url=address, caption=words.caption, credit=words.credit, alt=alt or None), strategy=name)


def figcaption(box: Box) -> Words | None:
    """The words in <figcaption>, and a credit that stands beside it."""
    if not box.figure:
        return None
    found = _pieces(box)
    marked = [p for p in found if p.kind is not Kind.PLAIN]
    return captions.read(marked) if any(p.kind is Kind.CAPTION for p in marked) else None


def caption_class(box: Box) -> Words | None:
    """Words whose class says that they are a caption or a credit."""
    marked = [p for p in _pieces(box) if p.kind is not Kind.PLAIN]
    return captions.read(marked) if any(p.kind is Kind.CAPTION for p in marked) else None


def sibling(box: Box) -> Words | None:
    """Few words alone with the picture in one box."""
    found = _pieces(box)
    plain = [p for p in found if p.kind is Kind.PLAIN]
    if len(plain) > MAX_BARE_PIECES or sum(len(p.text) for p in plain) > MAX_BARE:
        plain = []
    words = captions.read([p for p in found if p.kind is not Kind.PLAIN or p in plain])
    return words if words.caption or words.credit else None


def _pieces(box: Box) -> list[Piece]:
    found = captions.pieces(box.element)
    for element in box.beside:
        found += captions.pieces(element, Kind.CAPTION)
    return found


def _same(a: Image, b: Image) -> bool:
    """Whether two boxes show one picture: the same words, or the same file without other words."""
    if a.caption and a.caption == b.caption:
        return True
    return bool(a.url and b.url and image_address.file_key(a.url) == image_address.file_key(b.url) and (not a.caption or a.caption == b.caption))


STRATEGIES = (figcaption, caption_class, sibling)
