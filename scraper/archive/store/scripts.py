"""Scripts without spaces between words: their runs, and the pairs of characters to find them by.

FTS5 takes such a run as one word, so that words of two characters would never be found. The pairs
of a text are in a column of their own; a run of a query becomes a phrase of its pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scraper.patterns import late

_CHARACTERS = (
    "\u2e80-\u2eff\u3005-\u3007\u3021-\u3029\u3038-\u303b"  # Han: radicals, marks and numerals
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # hangul
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
)
RUN = late(f"[{_CHARACTERS}]+")
# Wider than that, and found in a third of the time: most texts have letters of other scripts,
# dashes and quotation marks alone.
_ELSEWHERE = late("[^\x00-\u0dff\u2000-\u2e7f]")


@cache
def _others() -> re.Pattern[str]:
    """Return the pattern of a word of another script; few searches need it."""
    return re.compile(rf"[^\W{_CHARACTERS}]+")


def pairs(run: str) -> list[str]:
    """Return each character of a run with the next one, and the last one alone.

    So a query of one character finds it as the beginning of a pair.
    """
    return [run[i : i + 2] for i in range(len(run))]


def ngrams(text: str) -> str:
    """Return the pairs of all runs of a text, and the words of other scripts that touch a run.

    It is "" where the text has no run.
    """
    if text.isascii() or not _ELSEWHERE.search(text):
        return ""
    runs = list(RUN.finditer(text))
    found = [" ".join(pairs(run[0])) for run in runs]
    for run in runs:
        found.extend(_touching(text, run))
    return " ".join(found)


def _touching(text: str, run: re.Match[str]) -> Iterator[str]:
    """Yield the words right before and right after a run; FTS5 joins them with it into one word."""
    start = run.start()
    while start and _others().match(text, start - 1, run.start()):
        start -= 1
    for word in (_others().match(text, start, run.start()), _others().match(text, run.end())):
        if word is not None:
            yield word[0]


def phrase(run: str) -> str:
    """Return the FTS5 expression that matches where a run of characters is."""
    if len(run) == 1:
        return f'ngrams : "{run}" *'
    return f'ngrams : "{" ".join(pairs(run)[:-1])}"'
