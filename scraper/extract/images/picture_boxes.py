"""Find the pictures that belong to the article, and the box of each with its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
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
BOX_TAGS = (*PICTURE_TAGS, "figure", "figcaption", "div", "span", "p")
# An element that contains one of these is more than a picture's box.
HEADS = frozenset({"h1", "h2", "time", "address"})
# What follows a picture and is never its caption.
NOT_BESIDE = frozenset({"h1", "h2", "h3", "ul", "ol", "table", "script", "style"})
# A wrapper with more of the page's paragraph text is the article's, whatever its class.
SPARED = 0.4
MAX_BOX_TEXT = 900  # characters with one picture: a long caption, the credit, a few buttons
MAX_BESIDE = 400  # characters of a caption in a box of its own
MAX_UNCAPTIONED = 20  # characters of a figure outside its caption: a button, but not a table
MAX_CLIMB = 6  # levels from a picture to its box
MAX_AROUND = 4  # levels from a caption to the box that holds its picture
PORTRAIT_CLIMB = 4  # levels above a picture; a farther "author" box is the whole article's


class PictureBox(NamedTuple):
    """One picture: its elements, and the element that holds it with its words."""

    element: etree._Element
    images: tuple[etree._Element, ...]
    worded: bool = False  # holds any text
    figure: bool = False  # held together by <figure> or <figcaption>
    after: bool = False  # below the last paragraph
    before: bool = False  # above the headline
    leads_away: bool = False  # the picture is a link to another page
    beside: etree._Element | None = None  # the next element, where it may be the caption


class ForeignPictures(NamedTuple):
    """Pictures within the article that are not its own."""

    images: tuple[etree._Element, ...]
    fault: str


def boxes(region: Region, url: str) -> Iterator[PictureBox | ForeignPictures]:
    """Yield the boxes of the article's pictures in page order; other stories' with their fault."""
    seen: set[etree._Element] = set()
    for place, seed in region.seeds:
        if seed in seen:
            continue
        figure = _figure(seed)
        root = _around(seed, region) if figure is None else figure
        if root is None or root in seen:
            continue
        images = tuple(root.iter(*PICTURE_TAGS))
        fault = _fault(root, images, region)
        if fault:
            seen.update((root, *images, *root.iter("figcaption")))
            yield ForeignPictures(images, fault)
            continue
        box = _box(place, root, region, url)
        seen.update((root, box.element, *box.element.iter(*BOX_TAGS)))
        fault = _fault_around(root, box.element, url)
        if fault:
            yield ForeignPictures(box.images, fault)
        else:
            yield box._replace(figure=box.figure or figure is not None)


def _box(place: int, root: etree._Element, region: Region, url: str) -> PictureBox:
    element, size = _grow(root, region)
    return PictureBox(
        element=element,
        images=tuple(element.iter(*PICTURE_TAGS)),
        worded=size > 0,
        figure=_has(element, "figcaption"),
        after=place > region.last,
        before=region.headline is not None and place < region.headline,
        leads_away=_links_away(root, url),
        beside=_beside(element),
    )


# The box of a picture.


def _figure(seed: etree._Element) -> etree._Element | None:
    """Return the figure that a seed is, or that is closest around it."""
    return seed if seed.tag == "figure" else next(seed.iterancestors("figure"), None)


def _around(seed: etree._Element, region: Region) -> etree._Element | None:
    """Return a picture itself; for a caption the nearest element around it with a picture."""
    if seed.tag in PICTURE_TAGS:
        return seed
    if seed.tag == "figure":
        return None
    for above in islice(seed.iterancestors(), MAX_AROUND):
        if _is_wide(above, region, MAX_BOX_TEXT) or _is_shared(above, region, pictures=1):
            break
        if _shows_media(above):
            return above
    return seed if seed.tag == "figcaption" else None


def _grow(root: etree._Element, region: Region) -> tuple[etree._Element, int]:
    """Return the outermost element with this picture alone and few words, and their length."""
    pictures = max(1, region.pictures(root))
    box = root
    size = reached = text_size(root, MAX_BOX_TEXT)
    for above in islice(root.iterancestors(), MAX_CLIMB):
        if _is_wide(above, region, MAX_BOX_TEXT) or _is_shared(above, region, pictures=pictures):
            break
        reached += _size_around(box, above)  # each level adds its own: none is counted twice
        if reached > MAX_BOX_TEXT or _has(above, *HEADS):
            break
        box = above
        size = reached
    return box, size


def _is_wide(element: etree._Element, region: Region, most: float) -> bool:
    """Return whether an element holds the article, or paragraphs of more than `most` characters."""
    if element.tag in ROOTS or element is region.container:
        return True
    return region.mass.get(element, 0) > most


def _is_shared(element: etree._Element, region: Region, *, pictures: int) -> bool:
    """Return whether an element holds more than one caption, or more pictures than `pictures`."""
    return region.captions[element] > 1 or region.pictures(element) > pictures


def _shows_media(element: etree._Element) -> bool:
    tags = {str(inner.tag) for inner in element.iter("*")}
    if not SHOWN_TAGS.isdisjoint(tags):
        return True
    # an element of the site's own, such as <story-photo>
    return any(class_words(tag) & MEDIA_WORDS for tag in tags if "-" in tag)


def _size_around(box: etree._Element, above: etree._Element) -> int:
    """Return how many characters the element above a box adds to it, up to the limit of a box."""
    size = len((above.text or "").strip())
    for child in above:
        size += len((child.tail or "").strip())
        if child is not box:
            size += text_size(child, MAX_BOX_TEXT)
        if size > MAX_BOX_TEXT:
            break
    return size


def text_size(element: etree._Element, limit: int) -> int:
    """Return how many characters of text an element has; counting ends soon after `limit`."""
    if not len(element):  # most elements: an iterator would cost more
        return len((element.text or "").strip())
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > limit:
            break
    return size


def _beside(element: etree._Element) -> etree._Element | None:
    """Return the element after the box, if it is short and has no picture of its own."""
    following = element.getnext()
    if following is None or following.tag in NOT_BESIDE:
        return None
    if _has(following, *PICTURE_TAGS, *HEADS, "figure", "form"):
        return None
    is_short = 0 < text_size(following, MAX_BESIDE) <= MAX_BESIDE
    return following if is_short else None


# Why a picture is not the article's.


def _fault(root: etree._Element, images: tuple[etree._Element, ...], region: Region) -> str | None:
    """Return why a picture is not the article's; None if it may be."""
    if images and all(map(_is_unfit, images)):
        return "icon or portrait"
    if _has(root, "blockquote", "pre", "form"):
        return "quotation or form"
    return _foreign(root, region)


def _foreign(root: etree._Element, region: Region) -> str | None:
    """Return which element above the picture belongs to another story, the site, or a writer."""
    for depth, above in enumerate(root.iterancestors()):
        is_article = _is_wide(above, region, SPARED * region.total)
        if is_article or above in region.headline_boxes:
            return None
        if above.tag in OTHER_TAGS:
            return f"in <{above.tag!s}>"
        others, portraits = _words_against(above.get("class", ""), above.get("id", ""))
        words = others
        if not words and depth < PORTRAIT_CLIMB:
            words = portraits
        if words:
            return f"in a box named {min(words)}"
    return None


@lru_cache(16_384)
def _words_against(names: str, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a class and an id for other stories, and those for portraits."""
    words = class_words(names) | class_words(name)
    return words & OTHER_WORDS, words & PORTRAIT_WORDS


def _is_unfit(image: etree._Element) -> bool:
    """Return whether a picture is an icon or a portrait of a writer."""
    _, portraits = _words_against(image.get("class", ""), "")
    return bool(portraits) or small(image)


def _fault_around(root: etree._Element, element: etree._Element, url: str) -> str | None:
    """Return why the words around a picture are not a caption; None if they may be."""
    if _is_teaser(element, url):
        return "heading of another story"
    names = class_words(root.get("class", "")) | class_words(element.get("class", ""))
    if names & QUOTE_WORDS:
        return "quotation"
    if root.tag == "figure" and not _has(element, *SHOWN_TAGS):
        captions = sum(text_size(e, MAX_BOX_TEXT) for e in element.iter("figcaption"))
        if text_size(root, MAX_BOX_TEXT) > captions + MAX_UNCAPTIONED:
            return "no picture"
    return None


def _is_teaser(element: etree._Element, url: str) -> bool:
    """Return whether a heading in the box leads to another page."""
    for heading in element.iter("h2", "h3", "h4", "h5"):
        links = (*heading.iter("a"), *heading.iterancestors("a"))
        if any(_leads_away(link, url) for link in links):
            return True
    return False


def _links_away(root: etree._Element, url: str) -> bool:
    """Return whether the picture links to another page, not to its own file or page."""
    image = next(root.iter(*PICTURE_TAGS), root)
    link = next(image.iterancestors("a"), None)
    return link is not None and _leads_away(link, url)


def _leads_away(link: etree._Element, url: str) -> bool:
    """Return whether a link leads from the page at `url` to another page."""
    path = _path(link.get("href") or "")
    if not path or path.startswith(("javascript:", "data:")) or path.endswith(FILES):
        return False
    return path != _path(url)


def _path(address: str) -> str:
    """Return a URL without scheme, host, query, fragment and last slash."""
    bare = address.partition("?")[0].partition("#")[0].lower().rstrip("/")
    scheme, slashes, rest = bare.partition("//")
    has_host = slashes and (scheme == "" or scheme.endswith(":"))
    if not has_host:
        return bare
    return f"/{rest.partition('/')[2]}"


def _has(element: etree._Element, *tags: str) -> bool:
    """Return whether an element is or holds one of these tags."""
    return next(element.iter(*tags), None) is not None
