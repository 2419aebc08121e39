"""Split the credit from a caption's head or tail, in many languages.

Each strategy takes a folded text and returns the `Cut` of its credit, or None. They are tried in
order; behind a cut, the rest of the text is split again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from scraper.extract.images.credit_labels import BY_PHRASE, SIGN, clean, labels
from scraper.extract.images.credit_names import (
    MAX_WORDS,
    WORD,
    has_agency,
    is_name,
    is_signature,
    starts_capital,
)
from scraper.extract.images.eastern_credits import SHOT, Cut, by_eastern_tail
from scraper.lexicon.credit_words import (
    AGENCIES,
    BARE_LABELS,
    FROM_LABELS,
    RIGHTS,
    RIGHTS_BEGIN,
)
from scraper.lexicon.matcher import Anywhere, alternation
from scraper.patterns import late

MAX_TEXT = 2_000  # characters; a longer text is not a caption
MIN_FOLLOWING = 40  # characters of a sentence behind a credit
MIN_NAME = 4  # characters before the end of a credit is sought: "A. N" has a full stop

_SENTENCE_ENDS = ".!?…|"
_SEPARATORS = " \t-–—|•·,;:/／"
_OPENING = "([（【［/|–—-"  # leads to a credit
_OPENS = late(r"[(\[/|–—.!?»”\"'’,-]\s?")  # what may precede a phrase such as "Photo by"
_FROM = late(rf"{FROM_LABELS}\s+(?=\S)", re.IGNORECASE)
_BARE = late(rf"{BARE_LABELS}\s+(?=\S)", re.IGNORECASE)
_ANY_RIGHTS = Anywhere((*RIGHTS, *RIGHTS_BEGIN))
_RIGHTS = late(
    rf"(?<![\s\-–—|(\[©.,])[\s\-–—|(\[©.,]*+"
    rf"(?:{alternation(RIGHTS)}|{alternation(RIGHTS_BEGIN)}.{{0,24}})[\s.)\]>]*+$",
    re.IGNORECASE,
)
_ANY_SIGN = re.compile(r"[©ⓒ℗]|\([cC]\)|[cC][oO][pP][yY]")
_BRACKETS = late(r"[(\[（【［〔]([^()\[\]（）【】［］]{2,100})[)\]）】］〕]\s*[.。]?$")
# The end of a sentence or a separator. The characters come first: they rule out most places, which
# makes the search three times as fast.
_SEGMENT = late(
    r"(?=[.!?…\s”\"»。！？])"
    r"(?:(?=[.!?…])(?:(?<=[^\W\d_]{3})|(?<=[)\]»”\"'’\d\u3040-\u9fff\uac00-\ud7af]))"
    r"[.!?…]+[”\"»’')]*\s*"
    r"|\s[|–—•·]\s*|\s-\s|[”\"»]\s+|[。！？]\s*)(?=\S)"
)


class Split(NamedTuple):
    """A caption and the credit that was in its text."""

    caption: str | None
    credit: str | None


@lru_cache(512)  # several strategies ask about the same few lines
def split(text: str) -> Split:
    """Split a folded text into caption and credit; either may be missing."""
    if len(text) > MAX_TEXT:
        return Split(caption=text, credit=None)
    if _ANY_RIGHTS.find(text.lower()):
        text = _RIGHTS.sub("", text)
    cut = _first_cut(text)
    if cut is None:
        return Split(caption=text or None, credit=None)
    rest = _joined(text[: cut.start], text[cut.end :])
    inner = split(rest) if any(map(str.isalpha, rest)) else Split(caption=None, credit=None)
    names = filter(None, (inner.credit, cut.name))
    return Split(caption=inner.caption, credit=" / ".join(names) or None)


def _first_cut(text: str) -> Cut | None:
    for strategy in STRATEGIES:
        cut = strategy(text)
        if cut is not None:
            return cut
    return None


def is_credit(text: str) -> bool:
    """Return whether a whole short text is a credit."""
    return split(text).caption is None or is_signature(text)


def by_sign(text: str) -> Cut | None:
    """Cut "© A. Name" out."""
    if not _ANY_SIGN.search(text):
        return None
    for sign in reversed(list(SIGN.finditer(text))):
        end = _name_end(text, sign.end())
        name = clean(text[sign.end() : end])
        if not _is_too_long(name):
            return Cut(_with_opening(text, sign.start()), end, name)
    return None


def by_brackets(text: str) -> Cut | None:
    """Cut (A. Name/Agency), (Photo by A. Name) or [Agency] off the end."""
    match = _BRACKETS.search(text)
    if match is None:
        return None
    inner = match[1].strip()
    if _is_introduced(inner) or is_signature(inner):
        return Cut(match.start(), len(text), clean(inner))
    return None


def _is_introduced(text: str) -> bool:
    """Return whether a text is an agency, or begins with what introduces a credit."""
    if text.casefold() in AGENCIES or labels(text):
        return True
    return any(pattern.match(text) for pattern in (SIGN, BY_PHRASE, _FROM, SHOT))


def by_label(text: str) -> Cut | None:
    """Cut "Foto: A. Name" or "写真=…" out."""
    for label in reversed(labels(text)):
        end = _name_end(text, label.end)
        name = clean(text[label.end : end])
        if name and not _is_too_long(name):
            return Cut(_with_opening(text, label.start), end, name)
    return None


def by_phrase(text: str) -> Cut | None:
    """Cut "Photograph by A. Name", "Courtesy of B" or "Beeld ANP" out."""
    places = [0, *(match.end() for match in _OPENS.finditer(text))]
    found = [*_matches(BY_PHRASE, text, places), *_matches(_FROM, text, places)]
    for phrase in sorted(found, key=re.Match.start, reverse=True):
        end = _name_end(text, phrase.end())
        name = clean(text[phrase.end() : end])
        if name and starts_capital(name) and not _is_too_long(name):
            return Cut(_with_opening(text, phrase.start()), end, clean(text[phrase.start() : end]))
    for label in _matches(_BARE, text, places):
        name = text[label.end() :].strip(" .)")
        if is_name(name) or has_agency(name):
            return Cut(_with_opening(text, label.start()), len(text), clean(name))
    return None


def _matches(pattern: re.Pattern[str], text: str, places: list[int]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern at the places."""
    return filter(None, map(partial(pattern.match, text), places))


def _is_too_long(name: str) -> bool:
    return len(WORD.findall(name)) > MAX_WORDS


def by_segment(text: str) -> Cut | None:
    """Cut the last part off, after a full stop or a dash: A. Name/Agency, REUTERS, a bare name."""
    start = max((segment.end() for segment in _SEGMENT.finditer(text)), default=0)
    last = text[start:]
    before = text[:start].rstrip()
    cut = Cut(start, len(text), clean(last))
    if is_signature(last) and (start or has_agency(last)):
        return cut
    follows_sentence = start > 0 and before[-1:] in _SENTENCE_ENDS
    # Behind a short sentence, two capitalised words are as often a part of the caption.
    is_bare_name = is_name(last) and len(before) > 2 * len(last)
    return cut if follows_sentence and is_bare_name else None


def _name_end(text: str, start: int) -> int:
    """Return a credit's end: before a following sentence, or with the text."""
    following = _SEGMENT.search(text, start + MIN_NAME)
    if following is None:
        return len(text)
    is_sentence = len(text) - following.end() > MIN_FOLLOWING
    return following.end() if is_sentence else len(text)


def _with_opening(text: str, start: int) -> int:
    """Return the start, moved before an opening bracket or a dash that leads to it."""
    before = text[:start].rstrip()
    is_opened = before != "" and before[-1] in _OPENING
    return len(before) - 1 if is_opened else start


def _joined(head: str, tail: str) -> str:
    """Return the rest of a caption, without the separators that led to its credit."""
    head = head.rstrip(_SEPARATORS + "=＝([（【")
    tail = tail.lstrip(_SEPARATORS + ")]）】.")
    return f"{head} {tail}".strip()


STRATEGIES: tuple[Callable[[str], Cut | None], ...] = (
    by_sign,
    by_brackets,
    by_label,
    by_phrase,
    by_eastern_tail,
    by_segment,
)
