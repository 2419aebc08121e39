"""Text as people compare it: white space folded, entities undone, and a key that two spellings of one phrase share."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from scraper.patterns import late

INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
)
QUOTES = str.maketrans(
    "‘’‚‛′`´“”„‟″«»‹›–—‑−", "'''''''\"\"\"\"\"\"\"''----"
)  # typographic signs -> typewriter signs

_INVISIBLE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
_LETTERS = re.compile(r"[^\W_]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_WORD = re.compile(r"\w++(?:['’.&-]\w++)*+")  # never going back: a letter is no sign
_MAYBE_WIDE = re.compile(
    "[^\0-\u0dff\u1800-\u303f]"
)  # read at three times the speed of eight ranges
_UNSPACED = late("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class _Marks(dict[int, int | None]):
    """Code point -> itself, or None for a combining mark; filled as texts show them (translate asks at C's pace)."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _Marks()


def fold(text: str | None) -> str:
    """One line: runs of white space become one space, signs without a glyph go (not the joiners that scripts need)."""
    if not text:
        return ""
    folded = " ".join(text.split())
    if (
        folded.isascii() or folded.isprintable() or not _INVISIBLE.search(folded)
    ):  # nearly all, and quickly told
        return folded
    return " ".join(text.translate(INVISIBLE).split())


def plain(text: str | None) -> str:
    """A metadata value as a reader would see it: entities undone (twice: systems escape what is escaped), tags gone."""
    if not text:
        return ""
    for _ in range(2):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return fold(_TAG.sub("", text) if "<" in text else text)


@lru_cache(maxsize=4096)  # the same titles are compared many times
def key(text: str | None) -> str:
    """What two spellings of a phrase share: letters and digits, case, width and accents folded."""
    if not text:
        return ""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize(
            "NFKC", unicodedata.normalize("NFKD", folded).translate(_MARKS)
        )
    return " ".join(_LETTERS.findall(folded))


def may_be_wide(text: str) -> bool:
    """Whether a text may hold signs of Thai, Chinese, Japanese, Korean and their like; if not, that is sure."""
    return not text.isascii() and _MAYBE_WIDE.search(text) is not None


def count_words(text: str) -> int:
    """Words, where a sign of a script without spaces counts as one."""
    words = _WORD.findall(text)
    if not may_be_wide(text):
        return len(words)
    return sum(len(word) if _UNSPACED.search(word) else 1 for word in words)
