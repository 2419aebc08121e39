"""Find the URL of a picture's file, also where a script loads it late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import etree

from scraper import urls
from scraper.patterns import late

# Best first: what a browser would show once scripts have run.
ATTRIBUTES = tuple(
    """
    src data-src data-original data-lazy-src data-lazy data-url data-image data-img-src
    data-hi-res-src data-full-src data-large-file data-orig-file data-echo data-src-large
    data-original-src data-defer-src data-fallback-src data-actualsrc data-lazyload data-img-url
    """.split()
)
RANK = {name: rank for rank, name in enumerate(ATTRIBUTES)}
# Words in names of files.
ICONS = frozenset("logo icon avatar sprite pixel spacer favicon loader spinner gravatar".split())
NAMELESS = frozenset(
    {"image", "img", "photo", "picture", "default", "original", "large", "full", "main", "index"}
)
SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-sizes-srcset")

_NOWHERE = ("data:", "about:", "blob:", "#")
_MAYBE_PLACEHOLDER = re.compile(r"placeholder|blank|spacer|pixel|loading|lazy|1x1|empty|trans")
_PLACEHOLDER = late(
    r"(?:^|[/_.-])"
    r"(?:placeholder|blank|spacer|pixel|transparent|loading|lazy[_-]?load|1x1|empty|trans)"
    r"(?:[_-]?\w{0,12})?\.(?:gif|png|svg|jpe?g|webp)"
)
_FILE = late(r"^(?:https?:)?//\S+|^/\S+\.(?:jpe?g|png|webp|avif|gif)\b", re.IGNORECASE)
# An item of a srcset: a URL, which may hold commas but not end in one, and its descriptors.
_ITEM = late(r"([^\s,](?:\S*[^\s,])?)(?:,|\s+([^,]*+)|$)")
_DESCRIPTOR = late(r"(?<!\d)(\d++(?:\.\d*+)?|\.\d++)[wxh]")
MAX_SRCSET = 8_000  # characters
MIN_PIXELS = 90  # width or height; icons and portraits of writers are smaller
MAX_DIGITS = 6  # of a width or height
MIN_NAME = 3  # characters of a file's name that sets it apart from others
MAX_CUTS = 5  # marks of size at the end of a file's name
_SIZE = re.compile(r"(?:[-_@]\d{2,4}x\d{2,4}|[-_]scaled|@\dx|[-_]\d{3,4}[wh]?)$")
_PARTS = re.compile(r"[\W_]+")
_MAYBE_ICON = re.compile("|".join(sorted(ICONS)))
_DIGITS = re.compile(r"\d+")


def address(image: etree._Element, base: str) -> str | None:
    """Return the absolute URL of an <img>'s file; None if it has only a placeholder."""
    for written in _written(image):
        url = urls.absolute(base, written)
        if url:
            return url
    return None


def _written(image: etree._Element) -> Iterator[str]:
    """Yield the texts that may be a URL, best first; most pictures need only the first."""
    yield from _in_known_attributes(image) or _in_other_attributes(image)
    for srcset in _srcsets(image):
        widest = largest(srcset)
        if widest and not _is_placeholder(widest):
            yield widest


def _in_known_attributes(image: etree._Element) -> list[str]:
    names = sorted(filter(RANK.__contains__, image.keys()), key=RANK.__getitem__)
    stated = [image.get(name, "").strip() for name in names]
    return [text for text in stated if text and not _is_placeholder(text)]


def _in_other_attributes(image: etree._Element) -> Iterator[str]:
    for name, text in image.items():
        is_file = name.startswith("data-") and _FILE.search(text)
        file = text.strip()
        if is_file and " " not in file:
            yield file


def _srcsets(image: etree._Element) -> Iterator[str]:
    """Yield the srcsets of a picture, then of the <source>s beside it."""
    holders = [image]
    # libxml2 nests <source> elements, which have no end tag, so the picture may be inside one.
    for picture in image.iterancestors("picture"):
        holders.extend(picture.iter("source"))
        break
    for holder in holders:
        for name in SRCSETS:
            srcset = holder.get(name)
            if srcset:
                yield srcset


def _is_placeholder(url: str) -> bool:
    """Return whether a URL is that of a placeholder, shown until the picture is loaded."""
    low = url.lower()
    if low.startswith(_NOWHERE):
        return True
    return _MAYBE_PLACEHOLDER.search(low) is not None and _PLACEHOLDER.search(low) is not None


def largest(srcset: str) -> str | None:
    """Return the widest file of a srcset (WHATWG HTML §4.8.4.3.7, with commas in URLs)."""
    best = None
    most = 0.0
    for url, descriptors in _ITEM.findall(srcset[:MAX_SRCSET]):
        size = _size(descriptors)
        if size > most:
            best = url
            most = size
    return best


def _size(descriptors: str) -> float:
    """Return the last figure of descriptors such as "640w" or "1.5x"; 1 without any."""
    size = 1.0
    for descriptor in descriptors.split():
        found = _DESCRIPTOR.fullmatch(descriptor)
        if found:
            size = float(found[1]) or size
    return size


@lru_cache(4_096)
def file_key(url: str) -> str:
    """Return what all sizes of one picture share: the file's name without size, case and ending."""
    folder, _, file = unquote(urlsplit(url).path).lower().rstrip("/").rpartition("/")
    name = file.rpartition(".")[0] or file
    for _ in range(MAX_CUTS):
        name = _SIZE.sub("", name) or name
    is_name = len(name) >= MIN_NAME and name not in NAMELESS
    return name if is_name else f"{folder}/{name}"


def small(image: etree._Element) -> bool:
    """Return whether a picture is an icon: small, a drawing in SVG, or so named."""
    if _is_few_pixels(image.get("width")) or _is_few_pixels(image.get("height")):
        return True
    path = image.get("src", "").partition("?")[0].partition("#")[0]
    file = path.rpartition("/")[2].lower()
    if file.endswith(".svg"):
        return True
    return bool(_MAYBE_ICON.search(file)) and not ICONS.isdisjoint(_PARTS.split(file))


def _is_few_pixels(size: str | None) -> bool:
    digits = _DIGITS.match(size) if size and "%" not in size else None
    return digits is not None and 0 < int(digits[0][:MAX_DIGITS]) < MIN_PIXELS
