"""The names that a page's site goes by, and cutting them off a title: "Storm hits coast - World | The Courier"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

from scraper import urls
from scraper.lexicon import words_in
from scraper.lexicon.folding import key
from scraper.page import visible_text

MAX_NAME = 60  # letters; what is longer is a slogan, or a list of names
LOOKED_AT = 12  # elements that may show the name: the first are at the head of the page
# What stands between a headline and the name of its site; a hyphen needs space on both sides.
SEPARATOR = re.compile(
    r"(?<!\s)\s*(?:\s[-–—‒―~:]+\s|[|¦│｜•∙⋅●＞／]+|\s[·»›]+\s|\s[«‹]+\s|::|\s//\s|\s<\s|\s>\s|：)\s*+"
)
_PARTING = re.compile(r"\s[-–—‒―~:·»›«‹/<>]|[|¦│｜•∙⋅●＞／：]|::")  # stands in every separator
QUOTES = (
    "«»",
    "‹›",
    "»«",
    "›‹",
)  # an arrow that has its fellow in the same title is a quotation mark
# Words that sites add to their name or put after it.
FILLERS = frozenset(words_in("site_names", "fillers"))


def keys(names: Iterable[str], url: str) -> frozenset[str]:
    """Return the keys of the names of a site, and of the host of a page's address."""
    site = urls.site(url)
    short = [name for name in (*names, site, *_labels(site)) if len(name) < MAX_NAME]
    return frozenset(filter(None, map(key, short)))


def shown(elements: Iterable[etree._Element], url: str) -> Iterator[str]:
    """Yield the text of each element that is a link to the site's front page, or has one.

    Some pages state the name nowhere else: <h1 class="site-title"><a href="/">.
    """
    for element in islice(elements, LOOKED_AT):
        parent = element.getparent()
        near = (
            [element, *element.iter("a")]
            if parent is None
            else [element, parent, *element.iter("a")]
        )
        links = (each.get("href") for each in near if each.tag == "a")
        if any(_leads_home(href, url) for href in links):
            yield visible_text.text(element)


def _leads_home(href: str | None, url: str) -> bool:
    if not href:
        return False
    root = (urls.absolute(url, "/") or "").rstrip("/")
    return (urls.absolute(url, href.strip()) or "-").rstrip("/") == root


def _labels(site: str) -> list[str]:
    """The telling part of a host: "harbour-courier" of "news.harbour-courier.example"."""
    labels = [label for label in site.split(".")[:-1] if label not in FILLERS and len(label) > 1]
    return [*labels, *(label.replace("-", " ") for label in labels)]


def is_site(text: str, known: frozenset[str]) -> bool:
    """Whether a piece of a title is the site's name, give or take words that sites add to theirs."""
    words = key(text)
    if not words or words in known:
        return True
    joined, bare = words.replace(" ", ""), _bare(words)
    all_joined, all_bare = _forms(known)
    if joined in all_joined or (bare and bare in all_bare):
        return True
    return len(joined) >= 4 and any(name.startswith(f"{words} ") for name in known)


@lru_cache(64)  # a page asks for its titles, their parts and what its headings say
def _forms(known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The names as one word each, and without what sites add to theirs."""
    return frozenset(name.replace(" ", "") for name in known), frozenset(map(_bare, known))


def _bare(words: str) -> str:
    return "".join(w for w in words.split() if w not in FILLERS)


@lru_cache(64)  # a title is asked for by several readers
def cut(title: str, known: frozenset[str]) -> str:
    """The title without the names of the site at its end or start, and without the sections that stand between them."""
    parts = separators(title)
    if not parts:
        return title
    pieces = [
        title[a:b]
        for a, b in zip(
            [0, *(m.end() for m in parts)], [*(m.start() for m in parts), len(title)], strict=True
        )
    ]
    low, high = 0, len(pieces)
    sites = [i for i, piece in enumerate(pieces) if is_site(piece, known)]
    while high - low > 1 and high - 1 in sites:
        high -= 1
    if high < len(pieces):  # "Headline - Section | Site": the section goes with the site
        while (
            high - low > 1
            and len(key(pieces[high - 1]).split()) <= 2
            and len(pieces[low]) > 3 * len(pieces[high - 1])
        ):
            high -= 1
    while high - low > 1 and low in sites:
        low += 1
    if low == high:
        return title
    start = parts[low - 1].end() if low else 0
    end = parts[high - 1].start() if high < len(pieces) else len(title)
    return title[start:end].strip() or title


def separators(title: str) -> list[re.Match[str]]:
    """Where a title is parted; quotation marks do not part it."""
    if not _PARTING.search(title):  # most, and told in a fifth of the time
        return []
    return [m for m in SEPARATOR.finditer(title) if not _quotes(m[0].strip(), title)]


def _quotes(sign: str, title: str) -> bool:
    return any(sign[:1] in pair and pair[0] in title and pair[1] in title for pair in QUOTES)
