"""The article's pictures, with caption and credit apart, and which of them leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract import captions, image_address, image_boxes, image_lead, image_region, signing
from scraper.extract.captions import Kind, Piece, Words
from scraper.extract.choice import Choice
from scraper.extract.folding import fold, key, plain
from scraper.extract.image_boxes import Box
from scraper.extract.image_lines import BYLINE
from scraper.extract.image_words import caption_class as is_caption
from scraper.models import Candidate, Image

if TYPE_CHECKING:
    from scraper.extract.document import Document

MAX_BARE = 300  # characters of a caption that nothing marks as one
MAX_BARE_PIECES = 4
CAPTION_ATTRIBUTES = (
    "data-caption",
    "data-image-caption",
    "data-desc",
    "data-description",
    "data-sub-html",
    "data-title",
)
CREDIT_ATTRIBUTES = ("data-credit", "data-source", "data-copyright", "data-author", "data-photographer")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A picture and the strategy that found its words."""

    image: Image
    strategy: str
    fault: str | None = None


def find(doc: Document) -> Choice[tuple[Image, ...]]:
    """The pictures of the page's article, in page order, the lead marked; the strategy is the lead's."""
    found: list[Found] = []
    said = _said(doc)
    for box in image_boxes.boxes(image_region.survey(doc.tree, doc.reading), doc.url):
        one = picture(box, doc.url, said)
        if one is not None:
            _add(one, found)
    kept = [f for f in found if not f.fault]
    candidates = tuple(_candidate(f) for f in found)
    images, source = image_lead.mark([f.image for f in kept], doc)
    strategy = source or next((f.strategy for f, image in zip(kept, images, strict=False) if image.lead), None)
    return Choice(value=images, strategy=strategy, candidates=candidates)


def _said(doc: Document) -> frozenset[str]:
    """What stands on the page as another field, and is no caption where nothing marks it as one."""
    stated = doc.metadata
    texts = (
        stated.title,
        stated.first("og:title"),
        stated.first("og:description", "description"),
        doc.reading.subheadline,
    )
    body = (judged.text for judged in doc.reading.lines if judged.kept)
    return frozenset(map(key, filter(None, (*texts, *body))))


def _add(one: Found, found: list[Found]) -> None:
    """Note a picture; a second sight of one gives it the words that the first lacked."""
    if one.fault is None:
        for i, other in enumerate(found):
            if other.fault is None and _same(one.image, other.image):
                if not (other.image.caption or other.image.credit):
                    found[i], one = replace(one, image=replace(one.image, url=other.image.url or one.image.url)), other
                one = replace(one, fault="shown above" if found[i] is other else "shown below")
                break
    found.append(one)


def _candidate(found: Found) -> Candidate:
    image = found.image
    shown = " | ".join(filter(None, (image.caption, image.credit and f"© {image.credit}", image.url)))
    return Candidate(field="images", strategy=found.strategy, value=shown, won=not found.fault, why=found.fault)


def picture(box: Box, url: str, said: frozenset[str] = frozenset()) -> Found | None:
    """What one box holds; `said`: keys of texts that are other fields."""
    if box.fault:
        address = next((v for i in box.images if (v := i.get("src") or i.get("data-src"))), "")
        return Found(image=Image(url=address[:200]), strategy="img", fault=box.fault) if address else None
    found = _pieces(box)
    if len(found) > 1 or not box.figure:
        found = [p for p in found if p.kind is not Kind.PLAIN or key(p.text) not in said]
    for strategy in STRATEGIES:
        words = strategy(box, found)
        if words is not None:
            break
    else:
        words = Words()
    if box.leads_away and not words.caption:
        words = Words()
    elif words.credit is None:
        words = replace(words, credit=_signed(box))
    address = next((a for i in box.images if (a := image_address.address(i, url))), None)
    alt = next((fold(a) for i in box.images if (a := i.get("alt"))), None)
    if not (address or words.caption or words.credit):
        return None
    fault = box.fault or ("below the article" if box.after and not (words.caption or words.credit) else None)
    if words.caption and BYLINE.match(words.caption):
        words, fault = Words(), fault or "portrait of the author"
    name = strategy.__name__ if words.caption or words.credit else "img"
    return Found(
        image=Image(url=address, caption=words.caption, credit=words.credit, alt=alt or None),
        strategy=name,
        fault=fault,
    )


def _signed(box: Box) -> str | None:
    """A credit in what the picture says when it is pointed at or not shown."""
    for image in box.images[:2]:
        for name in ("title", "alt"):
            text = plain(image.get(name))
            credit = signing.split(text).credit if text else None
            if credit and credit != text and (signing.has_agency(credit) or "/" in credit or signing.labels(text)):
                return credit
    return None


def figcaption(box: Box, found: list[Piece]) -> Words | None:
    """The words in <figcaption>, and a credit that stands beside it."""
    return caption_class(box, found) if box.figure else None


def caption_class(_box: Box, found: list[Piece]) -> Words | None:
    """Words whose class says that they are a caption or a credit."""
    if not any(p.kind is Kind.CAPTION and not p.linked for p in found):
        return None
    return captions.read([p for p in found if p.kind is not Kind.PLAIN or signing.split(p.text).caption is None])


def attributes(box: Box, _found: list[Piece]) -> Words | None:
    """A caption that the picture carries for the page's scripts: data-caption and its like."""
    image = box.images[0] if box.images else None
    said = None if image is None else next((v for n in CAPTION_ATTRIBUTES if (v := plain(image.get(n)))), None)
    if image is None or not said:
        return None
    parts = signing.split(said)
    name = next((v for n in CREDIT_ATTRIBUTES if (v := plain(image.get(n)))), None)
    return Words(caption=parts.caption, credit=signing.clean(name) if name else parts.credit)


def sibling(box: Box, found: list[Piece]) -> Words | None:
    """Few words alone with the picture in one box."""
    bare = [p for p in found if p.kind is Kind.PLAIN]
    doubtful = len(bare) > MAX_BARE_PIECES or sum(len(p.text) for p in bare) > MAX_BARE or any(p.linked for p in bare)
    if doubtful or box.leads_away or box.before:
        bare = []
    words = captions.read([p for p in found if p.kind is not Kind.PLAIN or p in bare])
    if words.caption and not words.credit:
        alone = len(bare) == 1
        if not (alone and (_says_alt(box, words.caption) or (not box.after and _telling(words.caption)))):
            return None
    return words if words.caption or words.credit else None


def _telling(text: str) -> bool:
    """Whether unmarked words say enough to be a caption: three words, or as much in a script without spaces."""
    if "://" in text:
        return False
    return len(text.split()) > 2 or (len(text) > 8 and not text.isascii() and " " not in text)


def _says_alt(box: Box, text: str) -> bool:
    """Whether words say what the picture's alternative text says."""
    alt = key(next((a for i in box.images if (a := i.get("alt"))), ""))
    said = key(text)
    return len(alt) > 8 and len(said) > 8 and (alt in said or said in alt)


def _pieces(box: Box) -> list[Piece]:
    found = captions.pieces(box.element, figure=box.figure)
    if box.beside is not None and (beside := _beside(box, box.beside)):
        found += beside
    return found


def _beside(box: Box, element: etree._Element) -> list[Piece]:
    """The words after the picture, if they are its caption: so named, or signed, or its alternative text again."""
    if element.tag == "figcaption" or is_caption(element.get("class") or ""):
        return captions.pieces(element, Kind.CAPTION, figure=True)
    found = captions.pieces(element)
    if box.leads_away or any(p.linked for p in found):
        return []
    if any(p.kind is Kind.CAPTION for p in found):
        return [p for p in found if p.kind is not Kind.PLAIN]
    text = fold(" ".join(p.text for p in found))
    if _says_alt(box, text) or (len(found) <= MAX_BARE_PIECES and captions.read(found).credit):
        return [replace(p, kind=Kind.CAPTION) if p.kind is Kind.PLAIN else p for p in found]
    return []


def _same(a: Image, b: Image) -> bool:
    """Whether two boxes show one picture: the same words, or the same file without other words."""
    if a.caption and a.caption == b.caption:
        return True
    return bool(
        a.url
        and b.url
        and image_address.file_key(a.url) == image_address.file_key(b.url)
        and (not a.caption or a.caption == b.caption)
    )


STRATEGIES = (figcaption, caption_class, attributes, sibling)
