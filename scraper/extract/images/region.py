"""Where on the page the article is, and how pictures and captions stand in its boxes: counted once, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from lxml import etree

from scraper.page.body_reading import BodyReading
from scraper.page.survey import LOOSE_TAGS, Landmarks

PICTURE_TAGS = ("img", "amp-img")
MIN_PARAGRAPH = 40  # characters outside links
MAIN_SHARE = 0.6  # of the paragraphs' text stands in the container
MAX_CLIMB = 7
MAX_SEEDS = 1_500


@dataclass(kw_only=True)
class Region:
    """The article's place among the pictures of its page."""

    seeds: list[tuple[int, etree._Element]] = field(
        default_factory=list
    )  # (place, picture, figure or caption) of those that may be the article's, in page order
    passed: int = 0  # pictures outside the article
    mass: dict[etree._Element, int] = field(
        default_factory=dict
    )  # element -> characters of the paragraphs in it
    total: int = 0
    captions: dict[etree._Element, int] = field(
        default_factory=dict
    )  # element -> captions near below it
    paragraphs: list[tuple[int, etree._Element]] = field(default_factory=list)
    container: etree._Element | None = None
    first: int = 0  # the places of the container's first and last paragraph, and of the headline
    last: int = 0
    above: int = 0  # the place of the last paragraph above the headline: what stands before it is another story's
    below: range = range(0)  # the places of what may hold a picture below the last paragraph
    headline: int | None = None
    around: frozenset[etree._Element] = (
        frozenset()
    )  # the boxes that hold the headline: the article's, however called
    figures: bool = False  # whether the page has any <figure>
    told: dict[etree._Element, tuple[frozenset[str], frozenset[str]]] = field(
        default_factory=dict
    )  # what the names of an element say: words of other stories, and of portraits
    _pictures: dict[etree._Element, int] = field(default_factory=dict)

    def outside(self, place: int) -> bool:
        """Whether a place is neither before the last paragraph nor, after it, in the article's own container."""
        return place < self.above or (place > self.last and place not in self.below)

    def pictures(self, element: etree._Element) -> int:
        """How many different pictures are in an element, near below it; one that is alone counts at any depth."""
        found = self._pictures.get(element)
        if found is None:
            alone = len(list(islice(element.iter(*PICTURE_TAGS), 2))) < 2
            found = 1 if alone else len({name(image) for image in _pictures_near(element)})
            self._pictures[element] = found
        return found


def survey(marks: Landmarks, reading: BodyReading) -> Region:
    """Find the places of pictures between the paragraphs: those of the body, else all of the page."""
    region, order = Region(), marks.order
    region.headline = order[marks.h1[0]] if marks.h1 else None
    region.around = frozenset(marks.h1[0].iterancestors()) if marks.h1 else frozenset()
    tree = next(iter(order))
    captioned = set(marks.pictures)
    body = {j.element: len(j.text) for j in reading.lines if j.kept}
    sized = body.items() if body else [(p, _size(p)) for p in tree.iter("p")]
    _weigh(  # a rule's body is a new tree
        [
            (order[e], e, size)
            for e, size in sized
            if size >= MIN_PARAGRAPH and e.tag in LOOSE_TAGS and e in order and e not in captioned
        ],
        region,
        order,
    )
    region.container = reading.container if body else _container(tree, region)
    _bound(region, order)
    seeds = [(order[element], element) for element in marks.pictures]
    region.seeds = [(place, seed) for place, seed in seeds if not region.outside(place)][:MAX_SEEDS]
    region.passed = sum(e.tag in PICTURE_TAGS for e in captioned) - sum(
        e.tag in PICTURE_TAGS for _, e in region.seeds
    )
    region.figures = any(e.tag == "figure" for _, e in region.seeds)
    _count(region)
    return region


def _bound(region: Region, order: dict[etree._Element, int]) -> None:
    """Find the places between which the article's pictures stand."""
    held = range(len(order)) if region.container is None else _places(region.container, order)
    inside = [place for place, _ in region.paragraphs if place in held]
    region.first, region.last = (inside[0], inside[-1]) if inside else (0, 1 << 30)
    region.below = _places(_scope(region.container), order)
    if region.headline is not None:
        over = (place for place, _ in reversed(region.paragraphs) if place < region.headline)
        region.above = min(region.first, next(over, 0))


def _places(element: etree._Element | None, order: dict[etree._Element, int]) -> range:
    """Return the places of an element and of all that is in it."""
    if element is None or element not in order:
        return range(0)
    behind = next(
        (e for box in (element, *element.iterancestors()) if (e := box.getnext()) is not None), None
    )
    return range(order[element], len(order) if behind is None else order[behind])


def _size(paragraph: etree._Element) -> int:
    """Characters of a paragraph outside links."""
    inner = sum(
        len((c.tail or "").strip()) + (len((c.text or "").strip()) if c.tag != "a" else 0)
        for c in paragraph
    )
    return len((paragraph.text or "").strip()) + inner


def _weigh(
    paragraphs: list[tuple[int, etree._Element, int]],
    region: Region,
    order: dict[etree._Element, int],
) -> None:
    """Add up what the elements of the page hold of its paragraphs, each element once: innermost first."""
    region.paragraphs = sorted(
        [(place, paragraph) for place, paragraph, _ in paragraphs], key=itemgetter(0)
    )
    region.total = sum(size for _, _, size in paragraphs)
    mass = region.mass
    for _, paragraph, size in paragraphs:
        box = paragraph.getparent()
        if box is None:
            continue
        mass[box] = mass.get(box, 0) + size
        above = box.getparent()
        while above is not None and above not in mass:
            mass[above] = 0
            above = above.getparent()
    for element in sorted(mass, key=order.__getitem__, reverse=True):
        above = element.getparent()
        if above is not None:
            mass[above] += mass[element]


def _count(region: Region) -> None:
    """Count outermost captions for the elements above them; what is called a caption and holds a picture is none."""
    named = {e for _, e in region.seeds if e.tag not in PICTURE_TAGS and e.tag != "figure"}
    captions = {e for e in named if e.tag == "figcaption" or next(_pictures_near(e), None) is None}
    region.seeds = [(p, e) for p, e in region.seeds if e not in named or e in captions]
    for element in captions:
        above_it = list(_near(element))
        if not any(a in captions for a in above_it):
            for above in (element, *above_it):
                region.captions[above] = region.captions.get(above, 0) + 1


def _near(element: etree._Element) -> Iterator[etree._Element]:
    for depth, above in enumerate(element.iterancestors()):
        if depth >= MAX_CLIMB:
            return
        yield above


def _pictures_near(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the pictures in an element that are not too deep in it."""
    for image in element.iter(*PICTURE_TAGS):
        if image is element or any(above is element for above in _near(image)):
            yield image


def name(image: etree._Element) -> str:
    """Return what sets one picture apart from others, also behind the same placeholder."""
    for attribute in ("data-src", "data-srcset", "srcset", "src"):
        value = image.get(attribute)
        if value and not value.startswith("data:"):
            return image.get("alt") or value
    return (
        next((v for n, v in image.items() if n.startswith("data-")), "") or image.get("alt") or ""
    )


def _container(tree: etree._Element, region: Region) -> etree._Element:
    """Return the deepest element with most of the page's paragraph text."""
    here = tree
    while True:
        inner = next(
            (c for c in here if region.mass.get(c, 0) >= MAIN_SHARE * region.total > 0), None
        )
        if inner is None:
            return here
        here = inner


def _scope(container: etree._Element | None) -> etree._Element | None:
    """Return the <article> around the container, or the element next above it."""
    if container is None or container.tag in {"html", "body"}:
        return None
    above = container.getparent()
    around = next((e for e in (container, *container.iterancestors()) if e.tag == "article"), above)
    return container if around is None or around.tag in {"html", "body"} else around
