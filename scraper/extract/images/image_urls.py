"""Find the address of a picture's file, also where a script loads it late."""

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
    src data-src data-original data-lazy-src data-lazy data-url data-image data-img-src data-hi-res-src
    data-full-src data-large-file data-orig-file data-echo data-src-large data-original-src data-defer-src
    data-fallback-src data-actualsrc data-lazyload data-img-url
    """.split()
)
RANK = {name: rank for rank, name in enumerate(ATTRIBUTES)}
ICONS = frozenset(
    "logo icon avatar sprite pixel spacer favicon loader spinner gravatar".split()
)  # words of file names
NAMELESS = frozenset(
    {"image", "img", "photo", "picture", "default", "original", "large", "full", "main", "index"}
)
SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-sizes-srcset")

_NOWHERE = ("data:", "about:", "blob:", "#")
_MAYBE_PLACEHOLDER = re.compile(r"placeholder|blank|spacer|pixel|loading|lazy|1x1|empty|trans")
_PLACEHOLDER = late(
    r"(?:^|[/_.-])(?:placeholder|blank|spacer|pixel|transparent|loading|lazy[_-]?load|1x1|empty|trans)"
    r"(?:[_-]?\w{0,12})?\.(?:gif|png|svg|jpe?g|webp)"
)
_FILE = late(r"^(?:https?:)?//\S+|^/\S+\.(?:jpe?g|png|webp|avif|gif)\b", re.IGNORECASE)
_DESCRIPTOR = late(r"\A([\d.]++)[wxh]")
MAX_SRCSET = 8_000  # characters
MIN_PIXELS = 90  # width or height; icons and portraits of writers are smaller
MIN_NAME = 3  # characters of a file's name that sets it apart from others
MAX_CUTS = 5  # marks of size at the end of a file's name
_SIZE = re.compile(r"(?:[-_@]\d{2,4}x\d{2,4}|[-_]scaled|@\dx|[-_]\d{3,4}[wh]?)$")
_PARTS = re.compile(r"[\W_]+")
_MAYBE_ICON = re.compile("|".join(sorted(ICONS)))
_DIGITS = re.compile(r"\d+")


def address(image: etree._Element, base: str) -> str | None:
    """Return the absolute address of an <img>'s file; None if it has only a placeholder."""
    return next((url for raw in _raw(image) if (url := urls.absolute(base, raw))), None)


def _raw(image: etree._Element) -> Iterator[str]:
    """Yield the texts that may be an address, best first; the first is one for most pictures."""
    known = sorted([name for name in image.keys() if name in RANK], key=RANK.__getitem__)  # noqa: SIM118 - no mapping
    plain = False
    for name in known:
        stated = image.get(name, "").strip()
        if stated and not _stands_in(stated):
            plain = True
            yield stated
    if not plain:
        texts = (
            text.strip()
            for name, text in image.items()
            if name.startswith("data-") and _FILE.search(text)
        )
        yield from (text for text in texts if " " not in text)
    sets = [value for name in SRCSETS if (value := image.get(name))]
    above = next(
        image.iterancestors("picture"), None
    )  # libxml2 nests <source>, which has no end tag
    if above is not None:
        sets += [
            value
            for source in above.iter("source")
            for name in SRCSETS
            if (value := source.get(name))
        ]
    yield from (widest for each in sets if (widest := largest(each)) and not _stands_in(widest))


def _stands_in(value: str) -> bool:
    """Return whether an address is that of a placeholder, shown until the picture is loaded."""
    low = value.lower()
    if low.startswith(_NOWHERE):
        return True
    return _MAYBE_PLACEHOLDER.search(low) is not None and _PLACEHOLDER.search(low) is not None


def largest(srcset: str) -> str | None:
    """Return the widest file of a srcset (WHATWG HTML §4.8.4.3.7, with commas in addresses)."""
    items = list(_items(srcset[:MAX_SRCSET]))
    return max(items, key=lambda item: item[0])[1] if items else None


def _items(srcset: str) -> Iterator[tuple[float, str]]:
    """Yield (width or density, address) of each item of a srcset."""
    url, size = "", 1.0
    for token in srcset.split():
        if url:
            described, comma, rest = token.partition(",")
            size = _size(described) or size
            if comma:
                yield size, url
                url, size = "", 1.0
        else:
            rest = token
        if rest.strip(",") and not url:
            url = rest.strip(",")
            if rest.endswith(","):
                yield size, url
                url = ""
    if url:
        yield size, url


def _size(described: str) -> float | None:
    """Return the figure of a descriptor such as 640w or 1.5x, None for anything else and for a height."""
    found = _DESCRIPTOR.fullmatch(described)
    return float(found[1]) if found and _number(found[1]) else None


def _number(text: str) -> bool:
    return text.count(".") <= 1 and text.strip(".") != ""


@lru_cache(4_096)
def file_key(url: str) -> str:
    """Return what all sizes of one picture share: the file's name without size, case and ending."""
    folder, _, file = unquote(urlsplit(url).path).lower().rstrip("/").rpartition("/")
    name = file.rpartition(".")[0] or file
    for _ in range(MAX_CUTS):
        name = _SIZE.sub("", name) or name
    return name if len(name) >= MIN_NAME and name not in NAMELESS else f"{folder}/{name}"


def small(image: etree._Element) -> bool:
    """Return whether a picture is an icon: small, a drawing in SVG, or so named."""
    for name in ("width", "height"):
        size = image.get(name)
        number = _DIGITS.match(size) if size and "%" not in size else None
        if number and 0 < int(number[0][:6]) < MIN_PIXELS:
            return True
    file = image.get("src", "").partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
    return file.endswith(".svg") or (
        bool(_MAYBE_ICON.search(file)) and not ICONS.isdisjoint(_PARTS.split(file))
    )
