"""Find the pictures that belong to the article, and the box of each with its words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from scraper.extract.images.image_urls import small
from scraper.extract.images.region import PICTURE_TAGS, Region
from scraper.lexicon.picture_classes import (
    MEDIA_WORDS,
    OTHER_WORDS,
    PORTRAIT_WORDS,
    QUOTE_WORDS,
    class_words,
)

FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
OTHER_TAGS = frozenset({"nav", "footer", "aside", "form", "dialog"})
ROOTS = frozenset({"html", "body", "main", "article"})
SHOWN_TAGS = frozenset({*PICTURE_TAGS, "picture", "video", "canvas"})
# An element that contains one of these is more than a picture's box.
HEADS = frozenset({"h1", "h2", "time", "address"})
# A wrapper with more of the page's paragraph text is the article's, whatever its class.
SPARED = 0.4
MAX_BOX_TEXT = 900  # characters beside one picture
MAX_BESIDE = 400
MAX_CLIMB = 6
PORTRAIT_CLIMB = 4  # levels above a picture; a farther "author" box is the whole article's


class Box(NamedTuple):
    """One picture: its elements, and the element that holds it with its words."""

    element: etree._Element
    images: tuple[etree._Element, ...]
    worded: bool = False  # holds any text
    figure: bool = False  # held together by <figure> or <figcaption>
    after: bool = False  # below the last paragraph
    before: bool = False  # above the headline
    leads_away: bool = False  # the picture is a link to another page
    beside: etree._Element | None = None  # the next element, where it may be the caption


class Passed(NamedTuple):
    """Pictures in the article's midst that are not its own."""

    images: tuple[etree._Element, ...]
    fault: str


def boxes(region: Region, url: str) -> Iterator[Box | Passed]:
    """Yield the boxes of the article's pictures in page order; other stories' with their fault."""
    seen: set[etree._Element] = set()
    for place, seed in region.seeds:
        if seed in seen:
            continue
        figure = _figure(seed, region)
        root = _around(seed, region) if figure is None else figure
        if root is None or root in seen:
            continue
        images = _pictures(root)
        fault = _fault(place, root, images, region)
        if fault:
            seen.add(root)
            if len(root):
                seen.update((*images, *root.iter("figcaption")))
            yield Passed(images, fault)
            continue
        element, size = _grow(root, region)
        if element is not root and element in seen:
            continue
        inside = list(element.iter(*PICTURE_TAGS, "figure", "figcaption", "div", "span", "p"))
        seen.update((root, element, *inside))
        images = tuple([e for e in inside if e.tag in PICTURE_TAGS])
        if fault := _fault_around(root, element, inside, url):
            yield Passed(images, fault)
            continue
        yield Box(
            element=element,
            images=images,
            worded=size > 0,
            figure=figure is not None or any(e.tag == "figcaption" for e in inside),
            after=place > region.last,
            before=region.headline is not None and place < region.headline,
            leads_away=_links_away(root, url),
            beside=_beside(element),
        )


def _figure(seed: etree._Element, region: Region) -> etree._Element | None:
    """Return the outermost figure around a seed with one caption at most: a gallery has several."""
    found = None
    if not region.figures:
        return None
    if seed.tag == "figure":
        if region.captions.get(seed, 0) > 1:
            return None
        found = seed
    for figure in itertools.islice(seed.iterancestors("figure"), 3):
        if region.captions.get(figure, 0) > 1:
            break
        found = figure
    return found


def _pictures(root: etree._Element) -> tuple[etree._Element, ...]:
    if root.tag in PICTURE_TAGS:
        return (root,)
    return tuple(root.iter(*PICTURE_TAGS)) if len(root) else ()


def _around(seed: etree._Element, region: Region) -> etree._Element | None:
    """Return a picture itself; for a caption the nearest element around it with a picture."""
    if seed.tag in PICTURE_TAGS:
        return seed
    if seed.tag == "figure":
        return None
    for above in itertools.islice(seed.iterancestors(), 4):
        if (
            above.tag in ROOTS
            or above is region.container
            or region.mass.get(above, 0) > MAX_BOX_TEXT
        ):
            break
        if region.captions.get(above, 0) > 1 or region.pictures(above) > 1:
            break
        if any(
            tag in SHOWN_TAGS or ("-" in tag and class_words(tag) & MEDIA_WORDS)
            for tag in _tags(above)
        ):
            return above
    return seed if seed.tag == "figcaption" else None


def _fault(
    place: int, root: etree._Element, images: tuple[etree._Element, ...], region: Region
) -> str | None:
    """Return why a picture is not the article's; None if it may be."""
    if root.tag in PICTURE_TAGS:
        return "icon or portrait" if _unfit(root) else _foreign(place, root, region)
    if images and all(map(_unfit, images)):
        return "icon or portrait"
    if len(root) and next(root.iter("blockquote", "pre", "form"), None) is not None:
        return "quotation or form"
    if not images and next(root.iter("address", "time"), None) is not None:
        return "byline"
    return _foreign(place, root, region)


def _foreign(place: int, root: etree._Element, region: Region) -> str | None:
    """Return which element above the picture belongs to another story, the site, or a writer."""
    for depth, above in enumerate(root.iterancestors()):
        if (
            above.tag in ROOTS
            or above is region.container
            or region.mass.get(above, 0) > SPARED * region.total
        ):
            return None
        if above in region.around:
            return None
        if above.tag in OTHER_TAGS or (
            above.tag == "header"
            and place < (region.headline or 0)
            and next(above.iter("h1"), None) is None
        ):
            return f"in <{above.tag}>"
        if above not in region.told:  # one article's pictures share few boxes
            region.told[above] = _told(above.get("class", ""), above.get("id", ""))
        others, portraits = region.told[above]
        telling = others or (depth < PORTRAIT_CLIMB and portraits)
        if telling:
            return f"in a box named {min(telling)}"
    return None


@lru_cache(16_384)
def _told(names: str, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a class and an id for other stories, and those for portraits."""
    words = class_words(names) | class_words(name)
    return words & OTHER_WORDS, words & PORTRAIT_WORDS


def _unfit(image: etree._Element) -> bool:
    return small(image) or bool(_told(image.get("class", ""), "")[1])


def _links_away(root: etree._Element, url: str) -> bool:
    """Return whether the picture links to another page, not to its own file or page."""
    link = next(next(root.iter(*PICTURE_TAGS), root).iterancestors("a"), None)
    return link is not None and away(link.get("href") or "", url)


def away(href: str, url: str) -> bool:
    """Return whether a link leads from the page at `url` to another page."""
    path = _path(href)
    if not path or path.startswith(("javascript:", "data:")) or path.endswith(FILES):
        return False
    return path != _path(url)


def _path(address: str) -> str:
    """Return an address without scheme, host, query, fragment and last slash."""
    bare = address.partition("?")[0].partition("#")[0].lower().rstrip("/")
    head, slashes, rest = bare.partition("//")
    if not slashes or not (head == "" or head.endswith(":")):
        return bare
    return f"/{rest.partition('/')[2]}"


def _grow(root: etree._Element, region: Region) -> tuple[etree._Element, int]:
    """Return the outermost element with this picture alone and few words, and their length."""
    box, most = root, max(1, region.pictures(root)) if len(root) else 1
    size = reached = text_size(root, MAX_BOX_TEXT)
    for above in itertools.islice(root.iterancestors(), MAX_CLIMB):
        if (
            above.tag in ROOTS
            or above is region.container
            or region.mass.get(above, 0) > MAX_BOX_TEXT
        ):
            break
        if region.captions.get(above, 0) > 1 or region.pictures(above) > most:
            break
        reached += _size_around(box, above)  # each level adds its own: none is counted twice
        if reached > MAX_BOX_TEXT or next(above.iter(*HEADS), None) is not None:
            break
        box, size = above, reached
    return box, size


def _size_around(box: etree._Element, above: etree._Element) -> int:
    """Return how many characters the element above a box adds to it, up to the limit of a box."""
    size = len((above.text or "").strip())
    for child in above:
        size += len((child.tail or "").strip()) + (
            0 if child is box else text_size(child, MAX_BOX_TEXT)
        )
        if size > MAX_BOX_TEXT:
            break
    return size


def text_size(element: etree._Element, limit: int) -> int:
    """Return how many characters of text an element has; counting ends soon after `limit`."""
    if not len(element):
        return len((element.text or "").strip())
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > limit:
            break
    return size


def _fault_around(
    root: etree._Element, element: etree._Element, inside: list[etree._Element], url: str
) -> str | None:
    """Return why the words around a picture are not a caption; None if they may be."""
    if next(element.iter("form"), None) is not None:
        return "form"
    if _headed(element, url):
        return "heading of another story"
    if any(class_words(e.get("class") or "") & QUOTE_WORDS for e in (root, element)):
        return "quotation"
    if root.tag == "figure" and not any(e.tag in SHOWN_TAGS for e in element.iter()):
        captions = sum(text_size(e, MAX_BOX_TEXT) for e in inside if e.tag == "figcaption")
        if text_size(root, MAX_BOX_TEXT) > captions + 20:
            return "no picture"
    return None


def _headed(element: etree._Element, url: str) -> bool:
    """Return whether the box is a teaser: a heading in it leads to another page."""
    headings = element.iter("h2", "h3", "h4", "h5")
    return any(
        away(a.get("href") or "", url)
        for h in headings
        for a in (*h.iter("a"), *h.iterancestors("a"))
    )


def _beside(element: etree._Element) -> etree._Element | None:
    """Return the element after the box, if it is short and has no picture of its own."""
    following = element.getnext()
    if following is None or following.tag in {
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "table",
        "script",
        "style",
    }:
        return None
    if next(following.iter(*PICTURE_TAGS, *HEADS, "figure", "form"), None) is not None:
        return None
    return following if 0 < text_size(following, MAX_BESIDE) <= MAX_BESIDE else None


def _tags(element: etree._Element) -> Iterator[str]:
    return (e.tag for e in element.iter() if isinstance(e.tag, str))
