"""Which pictures of a page belong to its article, and the box of each: the picture with the words that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from scraper.extract.image_address import small
from scraper.extract.image_words import OTHER_WORDS, PORTRAIT_WORDS, WEAK_WORDS, caption_class, class_words

PICTURE_TAGS = ("img", "amp-img")
FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
OTHER_TAGS = frozenset({"nav", "footer", "aside", "form", "dialog"})
ROOTS = frozenset({"html", "body", "main", "article"})
SPARED = 0.4  # a wrapper that holds more of the page's paragraph text is the article's, whatever its class says
MAX_BOX_TEXT = 900  # characters beside one picture
MAX_PICTURES = 400
MAX_CLIMB = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """One picture: its elements, and the element that holds it with its words."""

    element: etree._Element
    images: tuple[etree._Element, ...]
    figure: bool  # held together by <figure> or <figcaption>
    before: bool  # stands before the article's first paragraph
    beside: tuple[etree._Element, ...] = ()  # captions that stand outside the box


@dataclass(kw_only=True)
class Region:
    """Where on the page the article is, in terms of its paragraphs."""

    mass: dict[etree._Element, int] = field(default_factory=dict)  # element -> characters of paragraphs in it
    total: int = 0
    container: etree._Element | None = None
    order: list[etree._Element] = field(default_factory=list)  # pictures, figures, paragraphs, h1, in page order
    first: int = 0  # places in `order` of the first and last paragraph of the container, and of the headline
    last: int = 0
    headline: int | None = None


def survey(tree: etree._Element) -> Region:
    """Find the article's paragraphs and the places of pictures between them, in one pass."""
    region = Region(order=list(tree.iter(*PICTURE_TAGS, "figure", "figcaption", "p", "h1")))
    places: dict[etree._Element, int] = {}
    for place, element in enumerate(region.order):
        if element.tag == "p":
            size = len((element.text or "").strip()) + sum(len((c.tail or "").strip()) for c in element)
            if size >= 40:
                places[element] = place
                _weigh(element, size, region)
        elif element.tag == "h1" and region.headline is None:
            region.headline = place
    region.container = _container(tree, region)
    inside = [place for p, place in places.items() if _within(p, region.container)]
    region.first = min(inside, default=0)
    region.last = max(inside, default=len(region.order))
    return region


def _weigh(paragraph: etree._Element, size: int, region: Region) -> None:
    region.total += size
    above = paragraph.getparent()
    while above is not None:
        region.mass[above] = region.mass.get(above, 0) + size
        above = above.getparent()


def _container(tree: etree._Element, region: Region) -> etree._Element:
    """The deepest element with most of the page's paragraph text."""
    heavy = [e for e, mass in region.mass.items() if mass >= 0.6 * region.total]
    return min(heavy, key=lambda e: (region.mass[e], -sum(1 for _ in e.iterancestors())), default=tree)


def _within(element: etree._Element, container: etree._Element | None) -> bool:
    return container is None or element is container or any(a is container for a in element.iterancestors())


def boxes(region: Region, url: str) -> Iterator[Box]:
    """The boxes of the article's pictures, in page order."""
    seen: set[etree._Element] = set()
    for place, seed in enumerate(region.order[: 8 * MAX_PICTURES]):
        if seed.tag in {"p", "h1"} or seed in seen:
            continue
        figure = _figure(seed)
        root = seed if figure is None else figure
        if root in seen:
            continue
        images = _images(root)
        seen.update((root, *images, *root.iter("figcaption")))
        if not _placed(place, root, region) or _foreign(root, region) or (images and all(map(_unfit, images))):
            continue
        if figure is None and seed.tag != "figcaption" and _links_away(root, url):
            continue
        element = _grow(root, images, region)
        if element is not root and element in seen:
            continue
        seen.update((element, *_images(element)))
        if _headed(element, url):
            continue
        yield Box(
            element=element,
            images=tuple(_images(element)),
            figure=figure is not None or seed.tag == "figcaption" or next(element.iter("figcaption"), None) is not None,
            before=place < region.first,
            beside=tuple(_beside(element)),
        )


def _figure(seed: etree._Element) -> etree._Element | None:
    """The figure that a picture stands in; of nested figures the inner one with a caption, else the outer."""
    found = seed if seed.tag == "figure" else None
    for above in seed.iterancestors("figure"):
        if len(_images(above)) <= 1 or found is None and seed.tag != "figure":
            found = above
    return found


def _images(element: etree._Element) -> list[etree._Element]:
    return [element] if element.tag in PICTURE_TAGS else list(element.iter(*PICTURE_TAGS))


def _placed(place: int, root: etree._Element, region: Region) -> bool:
    """Before the last paragraph; after it only in the article's own container."""
    if place > region.last:
        return region.container is not None and region.container.tag not in {"html", "body"} and _within(root, region.container)
    if place < region.first and region.headline is not None and place < region.headline:
        return not any(e.tag == "p" and e in region.mass for e in region.order[place : region.headline])
    return True


def _foreign(root: etree._Element, region: Region) -> bool:
    """Whether something above the picture says that it belongs to another story, to the site, or to a writer."""
    for depth, above in enumerate(root.iterancestors()):
        if above.tag in ROOTS or above is region.container or region.mass.get(above, 0) > SPARED * region.total:
            return False
        if above.tag in OTHER_TAGS:
            return True
        words = class_words(f"{above.get('class') or ''} {above.get('id') or ''}")
        if words & OTHER_WORDS or depth < 4 and words & PORTRAIT_WORDS:
            return True
    return False


def _unfit(image: etree._Element) -> bool:
    return small(image) or bool(class_words(image.get("class") or "") & PORTRAIT_WORDS)


def _links_away(root: etree._Element, url: str) -> bool:
    """Whether the picture is a link to another page (a larger file, or the page itself, is no other page)."""
    link = next((a for a in root.iterancestors("a")), None)
    return link is not None and _away(link.get("href") or "", url)


def _away(href: str, url: str) -> bool:
    path = href.split("?")[0].split("#")[0].lower()
    if not path or path.startswith(("javascript:", "data:")) or path.endswith(FILES):
        return False
    return urlsplit(path).path.rstrip("/") != urlsplit(url).path.rstrip("/").lower()


def _grow(root: etree._Element, images: list[etree._Element], region: Region) -> etree._Element:
    """Climb from the picture while the element above holds this picture alone and few words."""
    box = root
    for _ in range(MAX_CLIMB):
        above = box.getparent()
        if above is None or above.tag in ROOTS or above is region.container or above in region.mass and region.mass[above] > MAX_BOX_TEXT:
            break
        if len(_images(above)) > max(1, len(images)) and len({_name(i) for i in _images(above)}) > 1:
            break
        if next(above.iter("h1"), None) is not None or sum(map(len, above.itertext())) > 4 * MAX_BOX_TEXT or _text_size(above) > MAX_BOX_TEXT:
            break
        box = above
    return box


def _name(image: etree._Element) -> str:
    return image.get("alt") or image.get("src") or ""


def _text_size(element: etree._Element) -> int:
    return sum(len(t.strip()) for t in element.itertext() if t.strip())


def _headed(element: etree._Element, url: str) -> bool:
    """Whether the box is a teaser: a heading in it leads to another page, or a link holds all of it."""
    for heading in element.iter("h2", "h3", "h4", "h5"):
        links = [*heading.iter("a"), *heading.iterancestors("a")]
        if any(_away(a.get("href") or "", url) for a in links):
            return True
    words = class_words(element.get("class") or "")
    return bool(words & WEAK_WORDS) and element.tag != "figure" and any(
        _away(a.get("href") or "", url) and len(_text(a)) > 0.6 * len(_text(element)) > 0 for a in element.iter("a")
    )


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _beside(element: etree._Element) -> Iterator[etree._Element]:
    """A caption that follows its picture as the next element."""
    following = element.getnext()
    if following is not None and (following.tag == "figcaption" or caption_class(following.get("class") or "")):
        if not _images(following):
            yield following
