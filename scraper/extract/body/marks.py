"""What the class and id names of an element say of it."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import NamedTuple

from scraper.extract.body import boilerplate, class_words
from scraper.extract.landmark_words import AUTHOR, KINDS, SITE, SITE_NAMES

NOTHING: frozenset[str] = frozenset()

_WORD = re.compile(r"[^\W_a-z]*[a-z]+|[^\W_a-z]+")  # parted at signs, and before a capital or a figure
_REASONS = {word: reason for reason, words in class_words.WORDS.items() for word in words.split()}
_LEADS = frozenset(class_words.LEAD.split())
_CONTENTS = frozenset(class_words.CONTENT.split())
_TELLING = frozenset(_REASONS) | _LEADS | _CONTENTS | {"dropcap"}
_KNOWN = _TELLING | frozenset(KINDS)
_WHOLE = boilerplate.HIDDEN | SITE_NAMES  # names that tell as a whole
_SHOWN_WIDE = re.compile(r"(?:^|\s)(?:sm|md|lg|xl|2xl):(?:block|flex|inline|grid|table|contents)")  # utility classes


class Marks(NamedTuple):
    """What names say: why the box is not the article, and whether they call it a lead, the text, hidden, a drop cap."""

    reasons: frozenset[str] = NOTHING
    lead: bool = False
    content: bool = False
    hidden: bool = False
    drop_cap: bool = False
    kinds: int = 0  # of what a field may be read from: the sum of AUTHOR, DATE, TITLE, SITE


SILENT = Marks()


@lru_cache(65536)  # a site uses a few hundred names, again and again
def read(names: str) -> Marks:
    """The marks of a whole class or id attribute."""
    merged = SILENT
    for name in names.split():
        one = _one(name)
        if one is not SILENT:
            merged = one if merged is SILENT else join(merged, one)
    if "hidden" in merged.reasons and _SHOWN_WIDE.search(names):
        merged = merged._replace(reasons=merged.reasons - {"hidden"})
    return merged


def join(one: Marks, other: Marks) -> Marks:
    """What two attributes say together."""
    if one is SILENT:
        return other
    if other is SILENT:
        return one
    return Marks(
        one.reasons | other.reasons,
        one.lead or other.lead,
        one.content or other.content,
        one.hidden or other.hidden,
        one.drop_cap or other.drop_cap,
        one.kinds | other.kinds,
    )


@lru_cache(65536)
def _one(name: str) -> Marks:
    low = name.lower()
    words = _words(name, low)
    joined = ["".join(words), *map(add, words, words[1:])] if len(words) > 1 else []
    signed = "author" in low or "byline" in low
    if not signed and low not in _WHOLE and _KNOWN.isdisjoint(words) and _KNOWN.isdisjoint(joined):
        return SILENT  # nine names in ten
    kinds = SITE if low in SITE_NAMES else 0
    for word in (*words, *joined[1:]):  # "by-line" is a byline
        kinds |= KINDS.get(word, 0)
    if signed and any(map(_is_author, words)):
        kinds |= AUTHOR
    if low.startswith(boilerplate.STATES) and low not in boilerplate.STATES_THAT_ARE_NONE:
        return Marks(kinds=kinds) if kinds else SILENT
    said = {word for before, word in zip(["", *words], words, strict=False) if before not in boilerplate.NEGATIONS}
    said.update(joined)
    return Marks(
        frozenset(_REASONS[word] for word in said if word in _REASONS),
        not _LEADS.isdisjoint(said),
        not _CONTENTS.isdisjoint(said),
        low in boilerplate.HIDDEN,
        "dropcap" in said,
        kinds,
    )


def _words(name: str, low: str) -> list[str]:
    """The words of one name."""
    words: list[str] = _WORD.findall(name)
    return words if name == low else [word.lower() for word in words]


def _is_author(word: str) -> bool:
    return "byline" in word or ("author" in word and "authori" not in word)
