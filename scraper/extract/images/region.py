"""Find where on the page the article is, and what its boxes hold: one pass for all pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from lxml import etree

from scraper.page.body_reading import BodyReading
from scraper.page.survey import LOOSE_TAGS, Landmarks

PICTURE_TAGS = ("img", "amp-img")
MIN_PARAGRAPH = 40  # characters; shorter lines are as often captions
MAX_CLIMB = 7  # levels above a picture or caption that are near it
MAX_SEEDS = 1_500  # a hostile page has any number of pictures
NO_END = 1 << 30  # a place behind all others
PAGE_TAGS = frozenset({"html", "body"})

_FIGURES = frozenset({*PICTURE_TAGS, "figure"})
_SOURCES = ("data-src", "data-srcset", "srcset", "src")

Order = Mapping[etree._Element, int]  # noqa: SLF001 - lxml names no public type


class Bounds(NamedTuple):
    """The places between which the article's pictures are."""

    above: int  # of the last paragraph above the headline: before it is another story
    last: int  # of the container's last paragraph
    below: range  # of all in the container's own box, which may follow the last paragraph

    def exclude(self, place: int) -> bool:
        """Return whether a place is before or after the article."""
        is_below = place > self.last and place not in self.below
        return place < self.above or is_below


@dataclass(frozen=True, kw_only=True)
class Region:
    """The article's place among the pictures of its page."""

    # (place, picture, figure or caption) of those that may be the article's, in page order
    seeds: list[tuple[int, etree._Element]]
    passed: int  # pictures outside the article
    mass: dict[etree._Element, int]  # element -> characters of the paragraphs in it
    total: int  # characters of all paragraphs
    captions: Counter[etree._Element]  # element -> captions near below it
    container: etree._Element | None
    last: int  # the place of the container's last paragraph
    headline: int | None  # its place
    headline_boxes: frozenset[etree._Element]  # the article's, whatever their names
    _pictures: dict[etree._Element, int] = field(default_factory=dict)

    def pictures(self, element: etree._Element) -> int:
        """Return how many different pictures are near below an element.

        A picture that is alone counts at any depth.
        """
        found = self._pictures.get(element)
        if found is None:
            found = self._pictures[element] = _count_different(element)
        return found


def survey(marks: Landmarks, reading: BodyReading) -> Region:
    """Find the places of pictures between the paragraphs of the body."""
    order = marks.order
    paragraphs = _paragraphs(marks, reading)
    places = sorted(map(order.__getitem__, paragraphs))
    headlines = [order[headline] for headline in marks.h1[:1]]
    headline = next(iter(headlines), None)
    bounds = _bounds(places, reading.container, headline, order)
    found = [(order[element], element) for element in marks.pictures]
    within = [seed for seed in found if not bounds.exclude(seed[0])][:MAX_SEEDS]
    # A box that is named a caption may hold the picture, too: then it is neither.
    seeds = [seed for seed in within if _is_picture_or_caption(seed[1])]
    return Region(
        seeds=seeds,
        passed=_count_pictures(set(marks.pictures)) - _count_pictures(e for _, e in within),
        mass=_masses(paragraphs, order),
        total=sum(paragraphs.values()),
        captions=_count_captions({e for _, e in seeds if e.tag not in _FIGURES}),
        container=reading.container,
        last=bounds.last,
        headline=headline,
        headline_boxes=frozenset(chain.from_iterable(h1.iterancestors() for h1 in marks.h1[:1])),
    )


def _paragraphs(marks: Landmarks, reading: BodyReading) -> dict[etree._Element, int]:
    """Return the paragraphs of the body and their lengths; none of a site rule's own tree."""
    captioned = set(marks.pictures)
    found = {}
    for line in reading.lines:
        element = line.element
        is_paragraph = line.kept and element.tag in LOOSE_TAGS and element not in captioned
        if is_paragraph and element in marks.order:
            found[element] = len(line.text)
    return {element: size for element, size in found.items() if size >= MIN_PARAGRAPH}


def _bounds(
    paragraphs: list[int], container: etree._Element | None, headline: int | None, order: Order
) -> Bounds:
    """Return the places between which the article's pictures are; `paragraphs` are places."""
    held = range(len(order)) if container is None else _places(container, order)
    inside = [place for place in paragraphs if place in held]
    first, last = (inside[0], inside[-1]) if inside else (0, NO_END)
    above = 0
    if headline is not None:
        before = [place for place in paragraphs if place < headline]
        above = min(first, before[-1]) if before else 0
    return Bounds(above, last, _places(_scope(container), order))


def _places(element: etree._Element | None, order: Order) -> range:
    """Return the places of an element and of all that is in it."""
    if element is None or element not in order:
        return range(0)
    for box in (element, *element.iterancestors()):
        following = box.getnext()
        if following is not None:
            return range(order[element], order[following])
    return range(order[element], len(order))


def _scope(container: etree._Element | None) -> etree._Element | None:
    """Return the <article> around the container, else the element above it."""
    if container is None or container.tag in PAGE_TAGS:
        return None
    if container.tag == "article":
        return container
    around = next(container.iterancestors("article"), container.getparent())
    return container if around is None or around.tag in PAGE_TAGS else around


def _masses(paragraphs: Mapping[etree._Element, int], order: Order) -> dict[etree._Element, int]:
    """Return element -> characters of the paragraphs in it."""
    mass: dict[etree._Element, int] = {}
    for paragraph, size in paragraphs.items():
        boxes = list(paragraph.iterancestors())
        mass[boxes[0]] = mass.get(boxes[0], 0) + size
        for box in boxes[1:]:
            if box in mass:
                break
            mass[box] = 0
    # Innermost first, so that each element is added to the one above it once.
    for element in sorted(mass, key=order.__getitem__, reverse=True):
        above = element.getparent()
        if above is not None:
            mass[above] += mass[element]
    return mass


def _is_picture_or_caption(element: etree._Element) -> bool:
    if element.tag in _FIGURES or element.tag == "figcaption":
        return True
    return next(_pictures_near(element), None) is None


def _count_captions(captions: set[etree._Element]) -> Counter[etree._Element]:
    """Return element -> captions near below it; of captions inside each other the outermost."""
    counts: Counter[etree._Element] = Counter()
    for caption in captions:
        near = list(_near(caption))
        if captions.isdisjoint(near):
            counts.update((caption, *near))
    return counts


def _count_pictures(elements: Iterable[etree._Element]) -> int:
    return sum(element.tag in PICTURE_TAGS for element in elements)


def _count_different(element: etree._Element) -> int:
    images = element.iter(*PICTURE_TAGS)
    next(images, None)
    is_alone = next(images, None) is None
    return 1 if is_alone else len(set(map(_name, _pictures_near(element))))


def _near(element: etree._Element) -> Iterator[etree._Element]:
    return islice(element.iterancestors(), MAX_CLIMB)


def _pictures_near(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the pictures in an element that are not too deep in it."""
    for image in element.iter(*PICTURE_TAGS):
        if image is element or element in _near(image):
            yield image


def _name(image: etree._Element) -> str:
    """Return what distinguishes a picture from others, even behind the same placeholder."""
    alt = image.get("alt") or ""
    for attribute in _SOURCES:
        value = image.get(attribute)
        if value and not value.startswith("data:"):
            return alt or value
    for attribute, value in image.items():
        if attribute.startswith("data-"):
            return value or alt
    return alt
