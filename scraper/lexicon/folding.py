"""Fold text as people compare it, and measure it: spaces, entities, keys, words, size."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from scraper.patterns import late

INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
)
# Typographic signs -> the signs of a typewriter.
QUOTES = str.maketrans("‘’‚‛′`´“”„‟″«»‹›–—‑−", "'''''''\"\"\"\"\"\"\"''----")
WIDE_WEIGHT = 1.5  # an ideograph holds as much as 2.5 letters
ESCAPED = 2  # times that systems escape what is escaped

_INVISIBLE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
_LETTERS = re.compile(r"[^\W_]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_WORD = re.compile(r"\w++(?:['’.&-]\w++)*+")  # never going back: a letter is not one of the signs
# One wide range is read at three times the speed of the eight that follow.
_MAYBE_WIDE = re.compile("[^\0-\u0dff\u1800-\u303f]")
_UNSPACED = late("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WIDE = late(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class _Marks(dict[int, int | None]):
    """Code point -> itself, or None for a combining mark; filled as texts have them.

    str.translate looks items up in C, which a test of each letter could not match.
    """

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _Marks()


def fold(text: str | None) -> str:
    """Return a text as one line, with single spaces and without signs that have no glyph.

    The joiners that scripts need stay.
    """
    if not text:
        return ""
    folded = " ".join(text.split())
    # The first two are quick, and true of nearly all texts.
    if folded.isascii() or folded.isprintable() or not _INVISIBLE.search(folded):
        return folded
    return " ".join(text.translate(INVISIBLE).split())


def plain(text: str | None) -> str:
    """Return a metadata value as a reader would see it: entities decoded, tags removed."""
    if not text:
        return ""
    for _ in range(ESCAPED):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return fold(_TAG.sub("", text) if "<" in text else text)


@lru_cache(maxsize=4096)  # the same titles are compared many times
def key(text: str | None) -> str:
    """Return what two spellings of a phrase share: letters and digits, case and accents folded."""
    if not text:
        return ""
    folded = text.casefold()
    if not folded.isascii():
        bare = unicodedata.normalize("NFKD", folded).translate(_MARKS)
        folded = unicodedata.normalize("NFKC", bare)
    return " ".join(_LETTERS.findall(folded))


def may_be_wide(text: str) -> bool:
    """Return whether a text may have signs of Thai, Chinese, Japanese, Korean and their like.

    False is certain.
    """
    return not text.isascii() and _MAYBE_WIDE.search(text) is not None


def count_words(text: str) -> int:
    """Return the number of words; a sign of a script without spaces counts as one."""
    words = _WORD.findall(text)
    if not may_be_wide(text):
        return len(words)
    return sum(map(_words_in, words))


def _words_in(run: str) -> int:
    """Return the number of words in a run of letters."""
    return len(run) if _UNSPACED.search(run) else 1


def size(text: str) -> float:
    """Return the length of a text in Latin letters."""
    if not may_be_wide(text):
        return len(text)
    return len(text) + WIDE_WEIGHT * len(_WIDE.findall(text))
