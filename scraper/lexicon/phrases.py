"""Lines that tell by their words that they are not the article: the tables of TABLES, made fast to look up."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from scraper.lexicon.folding import may_be_wide
from scraper.lexicon.matcher import Anywhere
from scraper.page.lines import size

REASONS = (
    "read_more",
    "newsletter",
    "sharing",
    "comments",
    "advertising",
    "tags",
    "rights",
)  # tables of beginnings
LABELS = (
    "advertising",
    "sharing",
    "comments",
    "read_more",
    "newsletter",
)  # of these also the line that says no more
TABLES = ("phrases.toml", "phrases_links.toml", "phrases_prompts.toml")
LONGEST = 60  # no phrase is longer
SEEN = LONGEST + 40  # letters of a line that are looked at
ENDING = 250  # letters of a line that may be about rights by its end

_ENTRY = re.compile(r"(([^\W_]+|[^\s|])[^|]*)")  # of a table: the whole, and its first word or sign
_FIRST_WORD = re.compile(r"[^\W_]+|\S")
_DOTTED = "i\u0307"  # what lower() makes of the Turkish capital I with a dot
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FRONT = re.compile(r"^[\W_]+")
_LETTERS = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\w")
_LABEL_WORD = re.compile(r"(?:^|\|)(?:[^\w|]|_)*([^\W_]+)")


class _Phrase(NamedTuple):
    text: str
    reason: str
    whole: bool  # the line must be nothing else
    bordered: bool  # a letter may not follow


class _Bucket(NamedTuple):
    """The phrases that begin with one word, longest first."""

    texts: tuple[str, ...]
    phrases: tuple[_Phrase, ...]


@lru_cache(2048)  # a line is asked about by its own judge and by those of the boxes around it
def kind(text: str) -> str | None:
    """The reason why a line is not the article, judged by its first words; None for most lines."""
    low = _plain(text[:SEEN].lower().lstrip())
    reason = _begins(low, len(text))
    if reason is None and not low[:1].isalnum():
        reason = _begins(_FRONT.sub("", low), len(text))
    if (
        reason is None
        and low.lstrip().startswith(_words("follow"))
        and any(map(low.__contains__, _words("networks")))
    ):
        return "sharing"
    if (
        reason is None
        and text[-SEEN:].rstrip(" .)]").lower().endswith(_words("ends"))
        and size(text) < ENDING
    ):
        return "rights"
    return reason


def _plain(low: str) -> str:
    """Small letters as the tables spell them."""
    low = low.replace(" :", ":")
    return low if low.isascii() else low.replace("’", "'").replace("‘", "'").replace(_DOTTED, "i")


def _begins(line: str, length: int) -> str | None:
    """The reason of the first phrase with which a line begins that is so long in all."""
    first = _FIRST_WORD.match(line)
    if first is None:
        return None
    table = _beginnings()
    for name in (first[0], line[:2]):
        if name not in table:
            continue
        bucket = _bucket(name)
        if line.startswith(bucket.texts):  # one test for all: buckets hold up to a hundred
            for phrase in bucket.phrases:
                if line.startswith(phrase.text) and _fits(line, phrase, length):
                    return phrase.reason
    return None


def _fits(line: str, phrase: _Phrase, length: int) -> bool:
    rest = line[len(phrase.text) :]
    if phrase.whole:
        return length <= SEEN and not _WORD.search(rest)
    return not (phrase.bordered and rest[:1].isalnum())


def is_label(text: str) -> bool:
    """Whether the line is nothing but a label of an advertisement, of buttons or of a comment section."""
    if len(text) > 2 * LONGEST:  # most lines
        return False
    first = _LETTERS.search(text)
    if first is None or first[0].lower() not in _label_words():  # most others
        return False
    return _plain(_EDGES.sub("", text).lower()) in _labels()


@lru_cache(2048)
def labels(text: str) -> bool:
    """Whether the line is a label of what stands below it: "Read also:", "Sources used:"."""
    return is_label(text) or (len(text) < LONGEST and text[-1] in ":：" and kind(text) is not None)


def retitles(text: str) -> bool:
    """Whether the line tells what the text was called where it came from."""
    return not text.isascii() and text.startswith(_words("original_title"))


def corrects(text: str) -> bool:
    """Whether the newsroom says here what it has corrected."""
    return text[:LONGEST].lower().lstrip(" •*[(").startswith(_words("correction"))


@lru_cache(2048)  # asked by the container and by the judge of each of its lines
def consent(text: str) -> int:
    """How many words of consent, mailing lists and data protection stand in the line."""
    return _anywhere("consent").count(text.lower())


def credit(low: str) -> bool:
    """Whether a line, in small letters, names a photographer or an agency as pictures' credits do."""
    return _anywhere("credit").find(low) is not None


def signs_off(low: str) -> bool:
    """Whether a line, in small letters, speaks of who wrote, edited or translated the text."""
    return _anywhere("sign_off").find(low) is not None


@lru_cache(1)
def _tables() -> dict[str, dict[str, Any]]:
    files = (tomllib.loads(Path(__file__).with_name(name).read_text("utf-8")) for name in TABLES)
    return {reason: phrases for tables in files for reason, phrases in tables.items()}


@cache
def _spelled(reason: str) -> tuple[str, ...]:
    """The beginnings of each language, as "read more|see also"."""
    return tuple(
        _plain(" ".join(text.split()).replace(" |", "|")) for text in _tables()[reason].values()
    )


@lru_cache(1)
def _beginnings() -> dict[str, list[tuple[str, str]]]:
    """Reasons and spellings by the first word, or by the first two signs for scripts that set no spaces.

    There are nine thousand, and a page asks for few: so they are only parted here, and read in _bucket.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reason in REASONS:
        for text in _spelled(reason):
            wide = may_be_wide(text)
            for spelling, word in _ENTRY.findall(text):
                name = spelling.rstrip("$")[:2] if wide and may_be_wide(spelling) else word
                found[name].append((reason, spelling))
    return dict(found)


@cache
def _bucket(name: str) -> _Bucket:
    phrases = []
    for reason, spelling in _beginnings()[name]:
        text = spelling.rstrip("$")
        bordered = text[-1].isalnum() and size(text) == len(text)
        phrases.append(_Phrase(text, reason, spelling != text, bordered))
    phrases.sort(key=lambda phrase: -len(phrase.text))
    return _Bucket(tuple(phrase.text for phrase in phrases), tuple(phrases))


@lru_cache(1)
def _labels() -> frozenset[str]:
    return frozenset(
        spelling.rstrip("$:")
        for reason in LABELS
        for text in _spelled(reason)
        for spelling in text.split("|")
    )


@lru_cache(1)
def _label_words() -> frozenset[str]:
    """The words with which labels begin."""
    return frozenset(
        word for reason in LABELS for text in _spelled(reason) for word in _LABEL_WORD.findall(text)
    )


@cache
def _words(table: str) -> tuple[str, ...]:
    return tuple(_all(table))


@cache
def _anywhere(table: str) -> Anywhere:
    return Anywhere(_all(table))


def _all(table: str) -> Iterable[str]:
    return (phrase for phrases in _tables()[table].values() for phrase in phrases)
