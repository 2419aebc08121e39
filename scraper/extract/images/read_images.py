"""The article's pictures, with caption and credit apart, and which of them leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scraper.extract.choice import Choice
from scraper.extract.images import captions as image_captions
from scraper.extract.images import image_urls, picture_boxes
from scraper.extract.images import lead as image_lead
from scraper.extract.images import region as image_region
from scraper.extract.images.captions import ATTRIBUTES
from scraper.extract.images.not_captions import BYLINE
from scraper.extract.images.picture_boxes import Box, Passed
from scraper.extract.images.pieces import Words
from scraper.lexicon.folding import fold
from scraper.models import Candidate, Image

if TYPE_CHECKING:
    from scraper.page.parsed_page import Document


class Found(NamedTuple):
    """A picture and the strategy that found its words."""

    image: Image
    strategy: str
    fault: str | None = None
    hinted: bool = False  # its credit stands only in an attribute, and nothing labels it as one


def find(doc: Document) -> Choice[tuple[Image, ...]]:
    """The pictures of the page's article, in page order, the lead marked; the strategy is the lead's."""
    found: list[Found] = []
    passed: list[Candidate] = []
    said, stated = _said(doc), image_lead.stated(doc)
    shared = frozenset(image_urls.file_key(each.url) for each in stated)
    region = image_region.survey(doc.metadata.marks, doc.reading)
    seen: dict[str, list[int]] = {}
    for box in picture_boxes.boxes(region, doc.url):
        if isinstance(box, Passed):
            passed += _passed(box)
        elif (one := _picture(box, doc.url, said, shared)) is not None:
            _add(one, found, seen)
    found = _agreed(found)
    kept = [f for f in found if not f.fault]
    candidates = (*map(_candidate, found), *passed, *_outside(region.passed))
    images, source = image_lead.mark([f.image for f in kept], stated, doc)
    strategy = source or next(
        (f.strategy for f, image in zip(kept, images, strict=False) if image.lead), None
    )
    return Choice(value=images, strategy=strategy, candidates=candidates)


def _said(doc: Document) -> frozenset[str | None]:
    """What stands on the page as another field, and is no caption where nothing marks it as one."""
    stated = doc.metadata
    texts = (
        stated.title,
        stated.first("og:title"),
        stated.first("og:description", "description"),
        doc.reading.subheadline,
    )
    body = (judged.text for judged in doc.reading.lines if judged.kept)
    return frozenset((*texts, *body))


def _add(one: Found, found: list[Found], seen: dict[str, list[int]]) -> None:
    """Note a picture; a second sight of one gives it the words that the first lacked.

    `seen`: the places in `found` of the pictures of each name, so that not each is compared with each.
    """
    if one.fault is None:
        alike = {i for name in _names(one.image) for i in seen.get(name, ())}
        for i in sorted(alike):
            other = found[i]
            if other.fault is None and _same(one.image, other.image):
                if (
                    one.image.caption
                    and not other.image.caption
                    and (other.hinted or not other.image.credit)
                ):
                    found[i], one = (
                        one._replace(
                            image=replace(one.image, url=other.image.url or one.image.url)
                        ),
                        other,
                    )
                    _note(found[i].image, i, seen)
                one = one._replace(fault="shown above" if found[i] is other else "shown below")
                break
    found.append(one)
    if one.fault is None:
        _note(one.image, len(found) - 1, seen)


def _note(image: Image, place: int, seen: dict[str, list[int]]) -> None:
    for name in _names(image):
        seen.setdefault(name, []).append(place)


def _names(image: Image) -> Iterator[str]:
    """Give what a picture that is the same one shares: its caption, or its file."""
    if image.caption:
        yield f"caption {image.caption}"
    if image.url:
        yield f"file {image_urls.file_key(image.url)}"


def _candidate(found: Found) -> Candidate:
    image = found.image
    shown = " | ".join(
        filter(None, (image.caption, image.credit and f"© {image.credit}", image.url))
    )
    return Candidate(
        field="images", strategy=found.strategy, value=shown, won=not found.fault, why=found.fault
    )


def _passed(box: Passed) -> Iterator[Candidate]:
    """Of a picture that is not the article's only the file's name, for `explain`."""
    for image in box.images:
        if file := image.get("src") or image.get("data-src"):
            yield Candidate(
                field="images", strategy=image_captions.NAMELESS, value=file[:200], why=box.fault
            )
            return


def _outside(count: int) -> Iterator[Candidate]:
    """Of the pictures of other stories around the article only how many there are: a page may have hundreds."""
    if count:
        what = "1 picture" if count == 1 else f"{count} pictures"
        yield Candidate(
            field="images", strategy=image_captions.NAMELESS, value=what, why="outside the article"
        )


def _picture(
    box: Box, url: str, said: frozenset[str | None], shared: frozenset[str]
) -> Found | None:
    """What one box holds."""
    words, strategy = image_captions.read(box, said)
    address = next((a for i in box.images if (a := image_urls.address(i, url))), None)
    if not (address or words.caption or words.credit):
        return None
    fault = _fault(
        box, words, strategy, lead=bool(address) and image_urls.file_key(address or "") in shared
    )
    alt = next((fold(a) for i in box.images if (a := i.get("alt"))), None)
    if fault:
        words = Words()
    image = Image(url=address, caption=words.caption, credit=words.credit, alt=alt or None)
    return Found(image=image, strategy=strategy, fault=fault, hinted=words.hinted)


def _agreed(found: list[Found]) -> list[Found]:
    """What an attribute hints is believed to be a credit where the page shows one beside another picture."""
    if any(f.image.credit and not f.hinted for f in found if not f.fault):
        return found
    return [f._replace(image=replace(f.image, credit=None)) if f.hinted else f for f in found]


def _fault(box: Box, words: Words, strategy: str, *, lead: bool) -> str | None:
    """Why a picture is not the article's, for all that stands beside it; `lead`: the metadata names its file."""
    if words.caption and BYLINE.match(words.caption):
        return "portrait of the author"
    if words.caption or lead:
        return None
    if words.credit and not (box.before and strategy == ATTRIBUTES):
        return None
    if box.before:
        return "above the headline, without a caption"
    return "below the article" if box.after else "link to another page" if box.leads_away else None


def _same(a: Image, b: Image) -> bool:
    """Whether two boxes show one picture: the same caption, or the same file and not two captions."""
    if a.caption and b.caption:
        return a.caption == b.caption
    return bool(a.url and b.url) and image_urls.file_key(a.url or "") == image_urls.file_key(
        b.url or ""
    )
