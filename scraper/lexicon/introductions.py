"""Find the words that introduce a name: "by", "Text:", "posted by"."""

from __future__ import annotations

import re
from functools import lru_cache

from scraper.lexicon import names, phrases_in, words_in
from scraper.lexicon.byline_dates import MAX_DETAILS, cut_at_date
from scraper.lexicon.bylines import BEFORE_PEN_NAME, BY, BY_COLON, SURELY_BY
from scraper.lexicon.matcher import alternation
from scraper.lexicon.names import NameKind
from scraper.patterns import late

MAX_LINE = 400  # characters of a line that are read
MAX_PEN_NAME = 2  # words
MAX_INTRODUCTIONS = 2  # one behind the other: "Text: von Jane Roe"

_PEN_NAME = r"([\w.-]{3,25})"
_SEVERAL_WORDS = tuple(phrase for phrase in SURELY_BY if " " in phrase)
_ONE_WORD = tuple(phrase for phrase in SURELY_BY if " " not in phrase)
_BEFORE_PEN_NAME = alternation(BEFORE_PEN_NAME)

# Most lines begin with none of the phrases: their first letters say so at once.
_OPENING = 3  # letters
_OPENINGS = frozenset(phrase[:_OPENING] for phrase in (*BY, *BY_COLON))
# A line without these words and without a colon has no pen name; most are ruled out by that.
_POSTED = frozenset(phrase.split()[-1] for phrase in _SEVERAL_WORDS).union(BEFORE_PEN_NAME)
_SURELY_BY = late(
    rf"(?:^|.{{0,60}}\s){alternation(_SEVERAL_WORDS)}\s*:?\s+(?=\S)"
    rf"|^{alternation(_ONE_WORD)}\s*[:：]\s*",
    re.IGNORECASE,
)
# "von gizzmo7 am 20.09.2020", "Posted in Towers by gizzmo7 on May 7".
_NICK_DATED = late(
    rf"(?:^|^.{{0,60}}\s){_BEFORE_PEN_NAME}\s+{_PEN_NAME}\s+"
    rf"(?:{alternation(phrases_in('bylines', 'pen_name_dated'))}\s|[|·,–-]).{{0,30}}\d",
    re.IGNORECASE,
)
_NICK_ALONE = late(rf"{_BEFORE_PEN_NAME}:?\s+{_PEN_NAME}", re.IGNORECASE)
_BEHIND_NICK = late(
    rf"\s+(?:{alternation(words_in('bylines', 'behind_a_pen_name'))}|[-–—|])\s.*$|\s*[|·•,].*$",
    re.IGNORECASE,
)


def starts(text: str) -> bool:
    """Return whether a text begins with a word that introduces a name."""
    return _opening_words(f"{text} ") is not None


def strip(text: str) -> tuple[str, bool]:
    """Return the text without the words that introduce a name, and whether there were any."""
    rest, introduced = text, False
    for _ in range(MAX_INTRODUCTIONS):
        match = _opening_words(rest)
        behind = rest[match.end() :].strip() if match else ""
        if not behind:
            break
        rest, introduced = behind, True
    return rest, introduced


def is_label(text: str) -> bool:
    """Return whether a text is nothing but words before a name: "Written by"."""
    return strip(f"{text}: X") == ("X", True)


def posted_by(text: str, *, near: bool = False) -> str | None:
    """Return the pen name after "posted by"; `near` the headline also after a lone "by"."""
    alone = _NICK_ALONE.fullmatch(text) if near else None
    if alone and names.kind(alone[1]) is NameKind.NOBODY and names.is_nick(alone[1]):
        return alone[1]
    has_colon = ":" in text or "：" in text
    if not has_colon and _POSTED.isdisjoint(text.casefold().split()):
        return None
    nick = _posted_name(text[:MAX_LINE])
    return nick if len(nick.split()) <= MAX_PEN_NAME and names.is_pen_name(nick) else None


def _posted_name(text: str) -> str:
    """Return what is named behind sure words, or between a "by" and a date; else ""."""
    surely = _SURELY_BY.match(text)
    if surely:
        nick = _BEHIND_NICK.sub("", cut_at_date(text[surely.end() :]))
        return nick.strip(" .:,")
    dated = _NICK_DATED.match(text) if len(text) < MAX_DETAILS else None
    return dated[1] if dated else ""


def _opening_words(text: str) -> re.Match[str] | None:
    """Return the match of the words that introduce a name at the beginning of a text."""
    opening = text.lstrip()[:_OPENING].casefold()
    shorter = (opening[:length] for length in range(1, _OPENING + 1))
    if _OPENINGS.isdisjoint(shorter):
        return None
    return _introduction(opening).match(text, 0, MAX_LINE)


@lru_cache(512)
def _introduction(opening: str) -> re.Pattern[str]:
    """Return a pattern of the phrases that fit an opening.

    They are half a thousand, and take long to compile all at once.
    """
    by = [phrase for phrase in BY if opening.startswith(phrase[:_OPENING])]
    before_colon = [phrase for phrase in BY_COLON if opening.startswith(phrase[:_OPENING])]
    spaced = [phrase for phrase in by if phrase[-1].isascii()]
    unspaced = [phrase for phrase in by if not phrase[-1].isascii()]
    ways = (
        (spaced, r"(?:\s*[:：]\s*|\s+)"),
        (by + before_colon, r"\s*[:：／/]\s*"),
        (unspaced, r"(?:\s+|(?-i:(?=[\u3040-\u9fff])))"),
    )
    patterns = [alternation(phrases) + behind for phrases, behind in ways if phrases]
    return re.compile(rf"\s*(?:{'|'.join(patterns)})", re.IGNORECASE)
