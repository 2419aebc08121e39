"""What the names of an element say of it, as a sum of bits: bits are joined in no time, and most names say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from scraper.lexicon import class_words
from scraper.lexicon.landmark_words import AUTHOR, DATE, KINDS, SITE, SITE_NAMES, TITLE
from scraper.page import boilerplate

NOTHING: frozenset[str] = frozenset()
MAX_KNOWN = (
    8_192  # a site uses a few hundred names, again and again; those with numbers in them never end
)

NOTED: Final = AUTHOR | DATE | TITLE | SITE  # what a field may be read from: the four lowest bits
LEAD, CONTENT, DROP_CAP, MENU = 16, 32, 64, 128  # what a box is to the body
LEGEND, ITEM = (
    256,
    512,
)  # a caption by the class of an element that need be none; a microdata property
_REASONS = dict.fromkeys(
    ("hidden!", "unspoken", *class_words.WORDS, *boilerplate.ELEMENTS.values())
)
WHY: Final = {reason: 1024 << at for at, reason in enumerate(_REASONS)}  # reason -> its bit
# What only a role says has bits of its own: a menu or a card is known by its name.
BY_ROLE: Final = {role: 1024 << at for at, role in enumerate(boilerplate.ROLES, len(WHY))}
HIDDEN, UNSPOKEN, POPUP = WHY["hidden!"], WHY["unspoken"], WHY["popup"]
_HIDDEN_NAME = WHY["hidden"]

_WORD = re.compile(r"[a-z]+|[^\W_a-z]+[a-z]*")  # parted at signs, and before a capital or a figure
_SHOWN_WIDE = re.compile(
    r"(?:^|\s)(?:sm|md|lg|xl|2xl):(?:block|flex|inline|grid|table|contents)"
)  # utility classes


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
    """What one name says: whole, by its words, and by each two of them that stand side by side."""
    low = name.lower()
    words: list[str] = _WORD.findall(name)
    if name != low:
        words = [word.lower() for word in words]
    said, before = _BY_WHOLE_NAME.get(low, 0), ""
    for word in words:
        if word in _BY_WORD:
            said |= _BY_WORD[word] & NOTED if before in class_words.NEGATIONS else _BY_WORD[word]
        if before and (two := before + word) in _BY_WORD:
            said |= _BY_WORD[two]
        before = word
    if len(words) > 2 and (joined := "".join(words)) in _BY_WORD:
        said |= _BY_WORD[joined]
    if ("author" in low or "byline" in low) and any(map(_is_author, words)):
        said |= AUTHOR
    if said and low.startswith(class_words.STATE_FRONTS) and low not in class_words.NOT_STATES:
        return said & NOTED
    return said


def _is_author(word: str) -> bool:
    return "byline" in word or ("author" in word and "authori" not in word)


_BY_NAME = Known(_of_name)


def of_names(names: str) -> int:
    """What a whole class or id attribute says."""
    said = 0
    for name in names.split():
        said |= _BY_NAME[name]
    if said & _HIDDEN_NAME and _SHOWN_WIDE.search(names):
        said &= ~_HIDDEN_NAME
    return said


NAMES = Known(of_names)
REASONS = _Reasons()


def reasons(names: str) -> frozenset[str]:
    """Why a box of these names may not be the article."""
    return REASONS[NAMES[names] & ~HIDDEN]
