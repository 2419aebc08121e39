"""Scripts that put no spaces between words: their runs, and the pairs of characters by which they are found.

FTS5 takes such a run as one word, so that two-character words would never be found. A text's pairs stand in a column
of their own; a query's run becomes a phrase of its pairs.
"""

from __future__ import annotations

import re
from functools import cache

from scraper.patterns import late

_CHARACTERS = (
    "\u2e80-\u2eff\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U0003ffff"
    "\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # hangul
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
)
RUN = late(f"[{_CHARACTERS}]+")


@cache
def _others() -> re.Pattern[str]:
    """A word of another script; a search seldom needs it."""
    return re.compile(rf"[^\W{_CHARACTERS}]+")


def pairs(run: str) -> list[str]:
    """Each character with the next; the last one alone, so that a single character is found by its beginning."""
    return [run[i : i + 2] for i in range(len(run))]


def ngrams(text: str) -> str:
    """The pairs of all runs of a text, and the words of other scripts that a run touches; "" where there is no run."""
    if text.isascii():
        return ""
    runs = list(RUN.finditer(text))
    touching = (
        word
        for run in runs
        for word in (_before(text, run.start()), _others().match(text, run.end()))
        if word
    )
    return " ".join((*(" ".join(pairs(run[0])) for run in runs), *(word[0] for word in touching)))


def _before(text: str, end: int) -> re.Match[str] | None:
    """The word that ends where a run begins."""
    start = end
    while start and _others().match(text, start - 1, end):
        start -= 1
    return _others().match(text, start, end) if start < end else None


def phrase(run: str) -> str:
    """An FTS5 expression that matches where a run of characters stands."""
    if len(run) == 1:
        return f'ngrams : "{run}" *'
    return f'ngrams : "{" ".join(run[i : i + 2] for i in range(len(run) - 1))}"'
