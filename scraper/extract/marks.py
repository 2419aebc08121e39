"""What the class and id names of an element say of it."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import NamedTuple

from scraper.extract import boilerplate

NOTHING: frozenset[str] = frozenset()

_CUT = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_:./]+|(?<=[a-z])(?=\d)")
_REASONS = {word: reason for reason, words in boilerplate.WORDS.items() for word in words.split()}
_LEADS = frozenset(boilerplate.LEAD.split())
_CONTENTS = frozenset(boilerplate.CONTENT.split())
_TELLING = frozenset(_REASONS) | _LEADS | _CONTENTS | {"dropcap"}
_BLANKS = str.maketrans("-_:./", "     ")
_SHOWN_WIDE = re.compile(r"(?:^|\s)(?:sm|md|lg|xl|2xl):(?:block|flex|inline|grid|table|contents)")  # utility classes


class Marks(NamedTuple):
    """What names say: why the box is not the article, and whether they call it a lead, the text, hidden, a drop cap."""

    reasons: frozenset[str] = NOTHING
    lead: bool = False
    content: bool = False
    hidden: bool = False
    drop_cap: bool = False


SILENT = Marks()


@lru_cache(65536)
def read(names: str) -> Marks:
    """The marks of a whole class or id attribute."""
    found = [one for name in names.split() if (one := _one(name)) is not SILENT]
    if not found:
        return SILENT
    merged = Marks(
        frozenset().union(*(m.reasons for m in found)),
        any(m.lead for m in found),
        any(m.content for m in found),
        any(m.hidden for m in found),
        any(m.drop_cap for m in found),
    )
    if "hidden" in merged.reasons and _SHOWN_WIDE.search(names):
        return merged._replace(reasons=merged.reasons - {"hidden"})
    return merged


def join(one: Marks, other: Marks) -> Marks:
    """What two attributes say together."""
    if one is SILENT:
        return other
    if other is SILENT:
        return one
    return Marks(one.reasons | other.reasons, *(a or b for a, b in zip(one[1:], other[1:], strict=True)))


@lru_cache(65536)
def _one(name: str) -> Marks:
    low = name.lower()
    if low.startswith(boilerplate.STATES) and low not in boilerplate.STATES_THAT_ARE_NONE:
        return SILENT
    words = _words(name, low)
    said = {word for before, word in zip(["", *words], words, strict=False) if before not in boilerplate.NEGATIONS}
    if len(words) > 1:
        said.add("".join(words))
        said.update(map(add, words, words[1:]))
    if _TELLING.isdisjoint(said) and low not in boilerplate.HIDDEN:
        return SILENT  # nine names in ten
    return Marks(
        frozenset(_REASONS[word] for word in said if word in _REASONS),
        not _LEADS.isdisjoint(said),
        not _CONTENTS.isdisjoint(said),
        low in boilerplate.HIDDEN,
        "dropcap" in said,
    )


def _words(name: str, low: str) -> list[str]:
    """The words of one name; the signs alone cut most names, which have neither capitals nor figures."""
    spaced = low.translate(_BLANKS)
    if name == low and spaced.replace(" ", "").isalpha():
        return spaced.split()
    return [part.lower() for part in _CUT.split(name) if part]
