"""Find the names of a page's site, and cut them off: "Storm hits coast - World | The Courier"."""

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
SITE_LETTERS = 4  # of the beginning of a name that may be the name in short
SECTION_WORDS = 2  # words that the name of a section has at most
MUCH_LONGER = 3  # times, than a section, is the headline in front of it
# What is between a headline and the name of its site; a hyphen needs space on both sides.
SEPARATOR = re.compile(
    r"(?<!\s)\s*(?:\s[-–—‒―~:]+\s|[|¦│｜•∙⋅●＞／]+|\s[·»›]+\s|\s[«‹]+\s|::|\s//\s|\s<\s|\s>\s|：)\s*+"
)
_PARTING = re.compile(r"\s[-–—‒―~:·»›«‹/<>]|[|¦│｜•∙⋅●＞／：]|::")  # is in every separator
# An arrow that has its fellow in the same title is a quotation mark.
QUOTES = ("«»", "‹›", "»«", "›‹")
# Words that sites add to their name or put after it.
WORD_SIGN = re.compile(r"[-_+]|%20")  # is between the words of a folder's name
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
        links = list(element.iter("a"))
        if parent is not None and parent.tag == "a":
            links.append(parent)
        if any(_leads_home(link.get("href"), url) for link in links):
            yield visible_text.text(element)


def _leads_home(href: str | None, url: str) -> bool:
    if not href:
        return False
    root = (urls.absolute(url, "/") or "").rstrip("/")
    return (urls.absolute(url, href.strip()) or "-").rstrip("/") == root


@lru_cache(64)
def sections(url: str) -> frozenset[str]:
    """Return the keys of the folders of an address: "local news" of /local-news/storm.html."""
    path = url.partition("#")[0].partition("?")[0].partition("://")[2]
    folders = path.split("/")[1:-1]
    return frozenset(key(WORD_SIGN.sub(" ", folder)) for folder in folders)


def _labels(site: str) -> list[str]:
    """Return the parts of a host that are names: "harbour-courier" of "harbour-courier.co.uk"."""
    labels = [label for label in site.split(".")[:-1] if label not in FILLERS and len(label) > 1]
    return labels + [label.replace("-", " ") for label in labels]


def is_site(text: str, known: frozenset[str]) -> bool:
    """Return whether a piece of a title is the site's name, but for words that sites add."""
    words = key(text)
    if not words or words in known:
        return True
    joined, bare = words.replace(" ", ""), _bare(words)
    all_joined, all_bare = _forms(known)
    if joined in all_joined or (bare and bare in all_bare):
        return True
    return len(joined) >= SITE_LETTERS and any(name.startswith(f"{words} ") for name in known)


@lru_cache(64)  # a page asks for its titles, their parts and what its headings say
def _forms(known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names as one word each, and without what sites add to theirs."""
    return frozenset(name.replace(" ", "") for name in known), frozenset(map(_bare, known))


def _bare(words: str) -> str:
    return "".join(word for word in words.split() if word not in FILLERS)


@lru_cache(64)  # a title is asked for by several readers
def cut(title: str, known: frozenset[str], sections: frozenset[str] = frozenset()) -> str:
    """Return a title without the names of the site at its ends.

    A section between the headline and the name goes with the name; one of the keys `sections`
    goes without it too.
    """
    parts = separators(title)
    if not parts:
        return title
    starts = [0, *(part.end() for part in parts)]
    ends = [*(part.start() for part in parts), len(title)]
    pieces = [title[start:end] for start, end in zip(starts, ends, strict=True)]
    low, high = _without_site(pieces, known, sections)
    return title[starts[low] : ends[high - 1]].strip() or title


def _without_site(
    pieces: list[str], known: frozenset[str], sections: frozenset[str]
) -> tuple[int, int]:
    """Return from where and up to where the pieces are a headline; one is always left."""
    low, high = 0, len(pieces)
    while high - low > 1 and is_site(pieces[high - 1], known):
        high -= 1
    is_named = high < len(pieces)
    while high - low > 1 and _is_section(pieces[high - 1], pieces[low]):
        if not is_named and key(pieces[high - 1]) not in sections:
            break
        high -= 1
    while high - low > 1 and is_site(pieces[low], known):
        low += 1
    return low, high


def _is_section(piece: str, headline: str) -> bool:
    """Return whether a piece before the site's name is a section: "Headline - World | Site"."""
    few_words = len(key(piece).split()) <= SECTION_WORDS
    return few_words and len(headline) > MUCH_LONGER * len(piece)


def separators(title: str) -> list[re.Match[str]]:
    """Return where a title is parted; quotation marks do not part it."""
    if not _PARTING.search(title):  # most; the search takes a fifth of the other's time
        return []
    return [sign for sign in SEPARATOR.finditer(title) if not _quotes(sign[0].strip(), title)]


def _quotes(sign: str, title: str) -> bool:
    pairs = (pair for pair in QUOTES if sign[:1] in pair)
    return any(pair[0] in title and pair[1] in title for pair in pairs)
