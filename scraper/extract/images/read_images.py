"""Read the article's pictures: their boxes, then their text, then which of them leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scraper.extract.choice import Choice
from scraper.extract.images import captions, image_urls, lead, picture_boxes, pieces, region
from scraper.extract.images.caption_parts import PictureText
from scraper.extract.images.captions import NAMELESS
from scraper.extract.images.not_captions import BYLINE
from scraper.extract.images.picture_boxes import ForeignPictures, PictureBox
from scraper.lexicon.folding import fold
from scraper.models import Candidate, Image

if TYPE_CHECKING:
    from scraper.extract.context import Context

MAX_FILE = 200  # characters of a URL that `explain` prints
NO_FILE = image_urls.file_key("")


class ReadImage(NamedTuple):
    """A picture and the strategy that found its words."""

    image: Image
    strategy: str
    fault: str | None = None
    hinted: bool = False  # its credit is only in an attribute, and nothing labels it as one


def find(doc: Context) -> Choice[tuple[Image, ...]]:
    """Return the article's pictures in page order, the lead marked; the strategy is the lead's."""
    found: list[ReadImage] = []
    passed: list[Candidate] = []
    other_fields = _other_fields(doc)
    stated = lead.stated(doc)
    shared = frozenset(image_urls.file_key(each.url) for each in stated)
    surveyed = region.survey(doc.metadata.marks, doc.body)
    seen: dict[str, list[int]] = {}
    for box in picture_boxes.boxes(surveyed, doc.url):
        if isinstance(box, ForeignPictures):
            passed += _passed(box)
            continue
        gathered = pieces.gather(box)
        text, strategy = captions.read(box, gathered, other_fields)
        image = _read_image(box, text, strategy, doc.url, shared)
        if image is not None:
            _add(image, found, seen)
    found = _agreed(found)
    kept = [f for f in found if not f.fault]
    candidates = (*map(_candidate, found), *passed, *_outside(surveyed.passed))
    images, source = lead.mark([f.image for f in kept], stated, doc)
    return Choice(
        value=images, strategy=source or _lead_strategy(kept, images), candidates=candidates
    )


def _lead_strategy(kept: list[ReadImage], images: tuple[Image, ...]) -> str | None:
    """Return the strategy that read the words of the lead."""
    for read, image in zip(kept, images, strict=False):
        if image.lead:
            return read.strategy
    return None


def _other_fields(doc: Context) -> frozenset[str | None]:
    """Return the texts of other fields: unmarked, they are not captions."""
    stated = doc.metadata
    texts = (
        stated.title,
        stated.first("og:title"),
        stated.first("og:description", "description"),
        doc.body.subheadline,
    )
    body = (judged.text for judged in doc.body.lines if judged.kept)
    return frozenset((*texts, *body))


def _add(one: ReadImage, found: list[ReadImage], seen: dict[str, list[int]]) -> None:
    """Append a picture; a second box of one gives it the words that the first lacked.

    `seen`: the places in `found` of the pictures of each name, so that not each is compared with
    each.
    """
    place = None if one.fault else _place_of_same(one.image, found, seen)
    if place is not None:
        other = found[place]
        if _is_better(one, other):
            url = other.image.url or one.image.url
            found[place] = one._replace(image=replace(one.image, url=url))
            _note(found[place].image, place, seen)
            one = other._replace(fault="shown below")
        else:
            one = one._replace(fault="shown above")
    found.append(one)
    if one.fault is None:
        _note(one.image, len(found) - 1, seen)


def _place_of_same(image: Image, found: list[ReadImage], seen: dict[str, list[int]]) -> int | None:
    """Return the first place in `found` of a picture that is the same one."""
    alike: set[int] = set()
    for name in _names(image):
        alike.update(seen.get(name, ()))
    for place in sorted(alike):
        other = found[place]
        if other.fault is None and _same(image, other.image):
            return place
    return None


def _is_better(one: ReadImage, other: ReadImage) -> bool:
    """Return whether a picture's second box has the caption that its first lacks."""
    first_is_worded = other.image.caption or (other.image.credit and not other.hinted)
    return bool(one.image.caption) and not first_is_worded


def _note(image: Image, place: int, seen: dict[str, list[int]]) -> None:
    for name in _names(image):
        seen.setdefault(name, []).append(place)


def _names(image: Image) -> Iterator[str]:
    """Yield what another box of the same picture shares: its caption, or its file."""
    if image.caption:
        yield f"caption {image.caption}"
    if image.url:
        yield f"file {image_urls.file_key(image.url)}"


def _candidate(found: ReadImage) -> Candidate:
    image = found.image
    credit = f"© {image.credit}" if image.credit else None
    shown = " | ".join(filter(None, (image.caption, credit, image.url)))
    return Candidate(
        field="images", strategy=found.strategy, value=shown, won=not found.fault, why=found.fault
    )


def _passed(box: ForeignPictures) -> Iterator[Candidate]:
    """Yield the name of the file of a picture that is not the article's, for `explain`."""
    for image in box.images:
        file = image.get("src") or image.get("data-src")
        if file:
            yield Candidate(field="images", strategy=NAMELESS, value=file[:MAX_FILE], why=box.fault)
            return


def _outside(count: int) -> Iterator[Candidate]:
    """Yield how many pictures are around the article: a page may have hundreds."""
    if count:
        what = "1 picture" if count == 1 else f"{count} pictures"
        yield Candidate(field="images", strategy=NAMELESS, value=what, why="outside the article")


def _read_image(
    box: PictureBox, text: PictureText, strategy: str, url: str, shared: frozenset[str]
) -> ReadImage | None:
    """Return the picture of one box; None if it has neither a file nor words."""
    addresses = (image_urls.address(image, url) for image in box.images)
    address = next(filter(None, addresses), None)
    if not (address or text.caption or text.credit):
        return None
    is_lead = address is not None and image_urls.file_key(address) in shared
    fault = _fault(box, text, is_lead=is_lead)
    if fault:
        text = PictureText()
    alternatives = (image.get("alt") for image in box.images)
    alt = fold(next(filter(None, alternatives), ""))
    image = Image(url=address, caption=text.caption, credit=text.credit, alt=alt or None)
    return ReadImage(image=image, strategy=strategy, fault=fault, hinted=text.hinted)


def _agreed(found: list[ReadImage]) -> list[ReadImage]:
    """Return the pictures without hinted credits, unless the page shows a credit elsewhere."""
    shown = [f for f in found if f.image.credit and not f.hinted and not f.fault]
    return found if shown else list(map(_without_hint, found))


def _without_hint(read: ReadImage) -> ReadImage:
    if not read.hinted:
        return read
    return read._replace(image=replace(read.image, credit=None))


def _fault(box: PictureBox, text: PictureText, *, is_lead: bool) -> str | None:
    """Return why a picture is not the article's; `is_lead`: the metadata names its file."""
    if text.caption and BYLINE.match(text.caption):
        return "portrait of the author"
    if text.caption or text.credit or is_lead:
        return None
    if box.before:
        return "above the headline, without a caption"
    if box.after:
        return "below the article"
    return "link to another page" if box.leads_away else None


def _same(a: Image, b: Image) -> bool:
    """Return whether two boxes show one picture: the same caption, or file and not two captions."""
    if a.caption and b.caption:
        return a.caption == b.caption
    one = image_urls.file_key(a.url or "")
    return one != NO_FILE and one == image_urls.file_key(b.url or "")
