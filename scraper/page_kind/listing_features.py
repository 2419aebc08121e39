"""Compute the features that separate lists of pages from articles: numbers from 0 to 1, by name.

Four groups: what the page is called, how its address is shaped, how its text is laid out, what it
states of itself. Counts grow ever slower, so that one link more or less decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scraper import lexicon
from scraper.page_kind.page_facts import PageFacts, TextLine
from scraper.patterns import late

Features = dict[str, float]

DATED = "dated"  # the one feature that costs much to find out: it is asked for last
PROSE = 100  # characters from which a line is a paragraph of sentences
PROSE_LINKED = 0.4  # of such a line may be links
MOSTLY = 0.7  # of a line is a link: the line is one
A_FEW_WORDS = 4  # in a link, from which it names a page rather than a part of the site
A_FEW_SIGNS = 10  # the same in a script without spaces
LONG_TITLE = 12  # words: longer ones say no more
SHORT_SLUG = 2  # words in the last part of an address that may be the name of a part of the site
DEEP = 5  # parts of an address
NUMBER = 4  # digits that make a number a page's own
PRICE_LINE = 60  # characters of a line that shows a price
# Counts from which a feature is 1.
FULL_PARAGRAPHS = 30
FULL_LINKS = 60
FULL_SECTION = 30
FULL_PRICES = 30
FULL_TWICE = 60
OWN_HREF = 20  # characters from which an address leads to a page rather than to a part of the site

_WORD = late(r"\w+(?:['’-]\w+)*")
_MAYBE_WIDE = late("[^\0-\u0dff\u1800-\u303f]")  # compiled sooner and read faster than what follows
_WIDE = late("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_SENTENCE_MARK = late('[?!:？！：؟;…“”"«»„]')
_PRICE = late(
    r"(?:[$€£¥₹₽₩₺₴฿₫]|\b(?:EUR|USD|GBP|CHF|Rs|Rp|RM|kr|zł|Kč|Ft|lei|TL))\.?\s?\d"
    r"|\d\s?(?:[€£₽₴₺₫円元원]|zł|Kč|Ft|kr\b|lei\b|руб|грн|TL\b|EUR\b|USD\b|CHF\b)"
)
_DIGITS = late(rf"\d{{{NUMBER},}}")
_SLUG_SIGNS = late(r"[-_+.\s]+")


class KindWords(NamedTuple):
    """The tables of listing_words.toml."""

    lists: frozenset[str]
    phrases: frozenset[str]
    index_paths: frozenset[str]
    story_paths: frozenset[str]


@lru_cache(1)
def words() -> KindWords:
    """Return the tables, languages joined: few words are a list in one and a story in another."""
    return KindWords(
        lists=frozenset(lexicon.words_in("listing_words", "index")),
        phrases=frozenset(lexicon.phrases_in("listing_words", "phrases")),
        index_paths=frozenset(lexicon.words_in("listing_words", "index_paths")),
        story_paths=frozenset(lexicon.words_in("listing_words", "story_paths")),
    )


def features(facts: PageFacts) -> Features:
    """Return the features of a page but for DATED; one that is not there is 0."""
    found = {"bias": 1.0}
    found |= _of_title(facts.title, facts.heading)
    found |= _of_address(facts.url)
    found |= _of_text(facts.lines)
    found |= _of_metadata(facts)
    return {name: value for name, value in found.items() if value}


def _grown(count: int, full: int) -> float:
    """Return a count as a number from 0 to 1: 1 from `full` on."""
    return min(1.0, log(1 + count) / log(1 + full))


# --- title and address ---


def _of_title(title: str, heading: str) -> Features:
    """Return how far a page is called as lists are, and how far as stories are."""
    return {
        "title_index": _index_share(title),
        "title_marks": float(_SENTENCE_MARK.search(title) is not None),
        "heading_index": _index_share(heading),
        "heading_words": min(_count_words(heading), LONG_TITLE) / LONG_TITLE,
    }


def _index_share(title: str) -> float:
    """Return the share of a title's words that name lists."""
    low = title.lower().strip()
    if low in words().phrases:
        return 1.0
    each = _WORD.findall(low)
    if not each:
        return 0.0
    return sum(word in words().lists for word in each) / len(each)


def _may_be_wide(text: str) -> bool:
    """Return whether a text may have signs of a script without spaces; if not, that is sure."""
    return not text.isascii() and _MAYBE_WIDE.search(text) is not None


def _count_words(text: str) -> int:
    """Return how many words there are; two signs of a script without spaces are one."""
    if not _may_be_wide(text):
        return len(_WORD.findall(text))
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text))) + (wide + 1) // 2


def _of_address(url: str) -> Features:
    """Return the shape of an address; one without a real host has none."""
    try:
        address = urlsplit(url)
        host, path = address.hostname or "", unquote(address.path).lower()
    except ValueError:
        return {}
    if "." not in host:
        return {}
    parts = [part for part in path.split("/") if part]
    if not parts:
        return {"address_root": 1.0}
    *folders, last = parts
    stem = last.rpartition(".")[0] or last
    slug = [word for word in _SLUG_SIGNS.split(stem) if word]
    return {
        "slug_short": float(len(slug) <= SHORT_SLUG),
        "slug_number": float(_DIGITS.search(stem) is not None),
        "slug_ends": float("." in last),
        "address_index": float(not words().index_paths.isdisjoint(folders)),
        "address_story": float(not words().story_paths.isdisjoint(folders)),
        "address_depth": min(len(parts), DEEP) / DEEP,
    }


# --- text and metadata ---


def _of_text(lines: Sequence[TextLine]) -> Features:
    """Return how the text is laid out.

    Articles have paragraphs in one cluster; lists have links in lines of their own, shops prices.
    """
    links = [line for line in lines if _is_link(line) and _is_long(line.text)]
    paragraphs = Counter(line.group for line in lines if _is_prose(line))
    sections = Counter(line.section for line in links)
    prices = sum(_shows_a_price(line.text) for line in lines)
    return {
        "cluster_paragraphs": _grown(max(paragraphs.values(), default=0), FULL_PARAGRAPHS),
        "long_links": _grown(len(links), FULL_LINKS),
        "link_section": _grown(max(sections.values(), default=0), FULL_SECTION),
        "prices": _grown(prices, FULL_PRICES),
    }


def _is_link(line: TextLine) -> bool:
    return line.linked > MOSTLY * len(line.text)


def _is_prose(line: TextLine) -> bool:
    return len(line.text) >= PROSE and line.linked < PROSE_LINKED * len(line.text)


def _shows_a_price(text: str) -> bool:
    return len(text) < PRICE_LINE and not text.isalpha() and _PRICE.search(text) is not None


def _is_long(link: str) -> bool:
    """Return whether a link has the words of a title."""
    if link.count(" ") >= A_FEW_WORDS - 1:
        return True
    return len(link) >= A_FEW_SIGNS and _may_be_wide(link) and _WIDE.search(link) is not None


def _of_metadata(facts: PageFacts) -> Features:
    times = Counter(facts.hrefs)
    twice = sum(count > 1 and len(href) > OWN_HREF for href, count in times.items())
    return {
        "hrefs_twice": _grown(twice, FULL_TWICE),
        "h1_several": float(facts.headings > 1),
        "one_article": float(facts.articles == 1),
        "og_website": float(facts.og_type == "website"),
    }
