"""Find the kind of a change in a paragraph.

The kinds range from noise and typos to a number, a name or a quotation with another meaning.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from scraper.changes.opcodes import opcodes
from scraper.changes.word_diff import Run, RunKind, runs
from scraper.lexicon import words_in
from scraper.lexicon.corrections import CORRECTION, COUNTED, SHORT_LINE, SHORT_TEXT, TIME, UPDATE


class EditKind(StrEnum):
    """The kinds of change, from noise to substance."""

    WHITESPACE = "whitespace"
    TYPOGRAPHY = "typography"
    DATE_LINE = "date_line"
    COUNTER = "counter"
    MOVED = "moved"
    TYPO = "typo"
    WORDING = "wording"
    NAME = "name"
    NUMBER = "number"
    QUOTATION = "quotation"
    PARAGRAPH_ADDED = "paragraph_added"
    PARAGRAPH_REMOVED = "paragraph_removed"
    CORRECTION_NOTE = "correction_note"


# The lowest weight of each kind of change, 0 to 1; the length of a change adds to it.
WEIGHTS: dict[EditKind, float] = {
    EditKind.WHITESPACE: 0.0,
    EditKind.TYPOGRAPHY: 0.0,
    EditKind.DATE_LINE: 0.0,
    EditKind.COUNTER: 0.0,
    EditKind.MOVED: 0.1,  # every word is still there
    EditKind.TYPO: 0.1,
    EditKind.WORDING: 0.3,
    EditKind.CORRECTION_NOTE: 0.5,
    EditKind.PARAGRAPH_ADDED: 0.5,
    EditKind.PARAGRAPH_REMOVED: 0.6,
    EditKind.NAME: 0.7,
    EditKind.NUMBER: 0.7,
    EditKind.QUOTATION: 0.8,
}
TYPO_LIKENESS = 0.7  # of the letters of two words
MOST_TYPOS = 3  # changed words; more are a new wording
SHORTEST_TYPO = 3  # letters; in a shorter word one letter is too large a part for a typo
SAME_QUOTATION = 0.3  # share of common words; below it is another quotation
MOST_NAME_WORDS = 8  # changed words; with more, a sentence was rewritten

_SIGNS = (
    {ord(c): "'" for c in "‘’‚‛′`´ʼ"}
    | {ord(c): '"' for c in "“”„‟″«»‹›「」『』"}
    | {ord(c): "-" for c in "‐‑‒–—―−"}
)
_PLAIN = _SIGNS | dict.fromkeys(map(ord, "\u00ad\u200b"), "")
_QUOTED = re.compile(r'"([^"]{3,})"')
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"\w+(?:['.,:]\w+)*")
_NUMERALS = frozenset(words_in("numerals", "words"))
# einundzwanzig to neunundneunzig, which German writes as one word
_GERMAN = re.compile(
    "(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und"
    "(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]ig"
)


def kind_of(before: str, after: str) -> EditKind:
    """Return the kind of the difference between two forms of a paragraph."""
    for kind, applies in TESTS:
        if applies(before, after):
            return kind
    return EditKind.WORDING


def plain(text: str) -> str:
    """Return a text without what is only typography: spaces, kinds of quotation marks."""
    folded = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return "".join(folded.split())


def _whitespace(before: str, after: str) -> bool:
    return "".join(before.split()) == "".join(after.split())


def _typography(before: str, after: str) -> bool:
    return plain(before).rstrip(".") == plain(after).rstrip(".")


def _correction(before: str, after: str) -> bool:
    return bool(CORRECTION.match(after)) and not CORRECTION.match(before)


def _date_line(before: str, after: str) -> bool:
    return is_date_line(before) and is_date_line(after)


def _is_short(text: str) -> bool:
    return len(text) <= SHORT_TEXT and len(text.split()) <= SHORT_LINE


def is_date_line(text: str) -> bool:
    """Return whether a paragraph only gives the time of an update."""
    return _is_short(text) and bool(UPDATE.search(text)) and bool(TIME.search(text))


def _counter(before: str, after: str) -> bool:
    return is_counter(before) and is_counter(after)


def is_counter(text: str) -> bool:
    """Return whether a paragraph only counts comments, shares, views."""
    return _is_short(text) and bool(COUNTED.search(text))


def _quotation(before: str, after: str) -> bool:
    """Return whether a quotation remains, but with other words."""
    old = _quotations(before)
    new = _quotations(after)
    changed = itertools.product(old - new, new - old)
    return any(_is_same_quotation(one, other) for one, other in changed)


def _quotations(text: str) -> set[str]:
    return set(_QUOTED.findall(text.translate(_SIGNS)))


def _is_same_quotation(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() >= SAME_QUOTATION


def _number(before: str, after: str) -> bool:
    old, new = changed_words(before, after)
    return sorted(filter(_is_number, old)) != sorted(filter(_is_number, new))


def _is_number(word: str) -> bool:
    if _NUMBER.search(word):
        return True
    lower = word.lower()
    return lower in _NUMERALS or _GERMAN.fullmatch(lower) is not None


def _typo(before: str, after: str) -> bool:
    """Return whether only a few words are spelled differently."""
    old, new = changed_words(before, after)
    is_few = 1 <= len(old) <= MOST_TYPOS and 1 <= len(new) <= MOST_TYPOS
    if not is_few or any(map(_is_number, (*old, *new))):
        return False
    one = "".join(old).lower()
    other = "".join(new).lower()
    if min(len(one), len(other)) < SHORTEST_TYPO:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= TYPO_LIKENESS


def _name(before: str, after: str) -> bool:
    """Return whether capitalised words that do not begin a sentence were exchanged."""
    old, new = changed_words(before, after)
    if max(len(old), len(new)) > MOST_NAME_WORDS:
        return False
    capitalised = [word for word in (*old, *new) if word[:1].isupper() and not word.isupper()]
    return any(_is_inside_sentence(word, before, after) for word in capitalised)


def _is_inside_sentence(word: str, before: str, after: str) -> bool:
    return not _begins_sentence(word, before) and not _begins_sentence(word, after)


def _begins_sentence(word: str, text: str) -> bool:
    return re.search(rf"(?:^|[.!?:]['\"”’)]*\s+)['\"“‘(]*{re.escape(word)}", text) is not None


def changed_words(before: str, after: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the removed and the added words; a word with a changed part is one of each."""
    old = _WORD.findall(before)
    new = _WORD.findall(after)
    removed: list[str] = []
    added: list[str] = []
    for tag, a1, a2, b1, b2 in opcodes(old, new):
        if tag != "equal":
            removed += old[a1:a2]
            added += new[b1:b2]
    return removed, added


def count(found: Sequence[Run], kind: RunKind) -> int:
    """Return how many words the runs of a kind have."""
    return sum(len(_WORD.findall(run.text)) for run in found if run.kind is kind)


def word_counts(before: str, after: str) -> tuple[int, int]:
    """Return the numbers of words added and removed."""
    found = runs(before, after)
    return count(found, RunKind.ADDED), count(found, RunKind.REMOVED)


# In order: the first that applies is the kind of the change.
TESTS: tuple[tuple[EditKind, Callable[[str, str], bool]], ...] = (
    (EditKind.WHITESPACE, _whitespace),
    (EditKind.TYPOGRAPHY, _typography),
    (EditKind.CORRECTION_NOTE, _correction),
    (EditKind.DATE_LINE, _date_line),
    (EditKind.COUNTER, _counter),
    (EditKind.TYPO, _typo),
    (EditKind.QUOTATION, _quotation),
    (EditKind.NUMBER, _number),
    (EditKind.NAME, _name),
)
