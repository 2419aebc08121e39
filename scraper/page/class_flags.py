"""Read what the names of an element say of it, as a sum of bits: most names say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from scraper.lexicon import class_words
from scraper.lexicon.landmark_words import AUTHOR, DATE, KINDS, SITE, SITE_NAMES, TITLE
from scraper.page import boilerplate

NOTHING: frozenset[str] = frozenset()
# A site uses a few hundred names, again and again; those with numbers in them never end.
MAX_KNOWN = 8_192

NOTED: Final = AUTHOR | DATE | TITLE | SITE  # what a field may be read from: the four lowest bits
LEAD, CONTENT, DROP_CAP, MENU = 16, 32, 64, 128  # what a box is to the body
LEGEND = 256  # a caption by its class, whatever the element
ITEM = 512  # a microdata property
_REASONS = dict.fromkeys(
    ("hidden!", "unspoken", *class_words.WORDS, *boilerplate.ELEMENTS.values())
)
WHY: Final = {reason: 1024 << at for at, reason in enumerate(_REASONS)}  # reason -> its bit
# What only a role says has bits of its own: a menu or a card is known by its name.
BY_ROLE: Final = {role: 1024 << at for at, role in enumerate(boilerplate.ROLES, len(WHY))}
HIDDEN, UNSPOKEN, POPUP = WHY["hidden!"], WHY["unspoken"], WHY["popup"]
_HIDDEN_NAME = WHY["hidden"]

_WORD = re.compile(r"[a-z]+|[^\W_a-z]+[a-z]*")  # parted at signs, and before a capital or a figure
# Utility classes of what is hidden on small screens only.
_SHOWN_WIDE = re.compile(r"(?:^|\s)(?:sm|md|lg|xl|2xl):(?:block|flex|inline|grid|table|contents)")


class Known(dict[str, int]):
    """Name -> what it says: judged when first seen, then found at the pace of a dict."""

    def __init__(self, judge: Callable[[str], int]) -> None:
        super().__init__()
        self.judge = judge

    def __missing__(self, name: str) -> int:
        if len(self) >= MAX_KNOWN:
            self.clear()
        self[name] = said = self.judge(name)
        return said


class _Reasons(dict[int, frozenset[str]]):
    """Sum of bits -> the reasons in it; few sums are in use."""

    def __missing__(self, said: int) -> frozenset[str]:
        if len(self) >= MAX_KNOWN:
            self.clear()
        named = {reason for reason, bit in WHY.items() if said & bit}
        named |= {boilerplate.ROLES[role] for role, bit in BY_ROLE.items() if said & bit}
        self[said] = found = frozenset(named) if named else NOTHING
        return found


def _by_word() -> dict[str, int]:
    said = dict(KINDS)
    lists = {LEAD: class_words.LEAD, CONTENT: class_words.CONTENT, DROP_CAP: class_words.DROP_CAP}
    lists |= {WHY[reason]: words for reason, words in class_words.WORDS.items()}
    for bit, words in lists.items():
        for word in words:
            said[word] = said.get(word, 0) | bit
    return said


_BY_WORD = _by_word()
_BY_WHOLE_NAME = dict.fromkeys(
    class_words.HIDDEN_NAMES | class_words.BACK_LINKS, HIDDEN
) | dict.fromkeys(SITE_NAMES, SITE)


def _of_name(name: str) -> int:
    """Return what a name says: whole, by its words, and by each two words side by side.

    What is negated is noted all the same.
    """
    low = name.lower()
    words = [word.lower() for word in _WORD.findall(name)]  # parted at capitals, then folded
    said = _BY_WHOLE_NAME.get(low, 0) | _BY_WORD.get("".join(words), 0)
    before = ""
    for word in words:
        alone = _BY_WORD.get(word, 0)
        if before:
            said |= _BY_WORD.get(before + word, 0)
            if before in class_words.NEGATIONS:
                alone &= NOTED
        said |= alone
        before = word
    if ("author" in low or "byline" in low) and any(map(_is_author, words)):
        said |= AUTHOR
    is_state = said and low.startswith(class_words.STATE_FRONTS)  # most names say nothing
    return said & NOTED if is_state and low not in class_words.NOT_STATES else said


def _is_author(word: str) -> bool:
    return "byline" in word or ("author" in word and "authori" not in word)


_BY_NAME = Known(_of_name)


def of_names(names: str) -> int:
    """Return what a whole class or id attribute says."""
    said = 0
    for name in names.split():
        said |= _BY_NAME[name]
    if said & _HIDDEN_NAME and _SHOWN_WIDE.search(names):
        said &= ~_HIDDEN_NAME
    return said


NAMES = Known(of_names)
REASONS = _Reasons()


def reasons(names: str) -> frozenset[str]:
    """Return why a box of these names may not be the article."""
    return REASONS[NAMES[names] & ~HIDDEN]
