"""Two texts side by side, word by word, as data that a command can draw."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from scraper.changes.opcodes import opcodes

# Han characters and kana, which are written without spaces: each is a word of its own
_UNSPACED = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# a number is one word, however it is grouped
_WORD = re.compile(rf"\s+|\d+(?:[.,:]\d+)+|[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")


class RunKind(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words, with the white space between them, and what became of them."""

    kind: RunKind
    text: str


def tokens(text: str) -> list[str]:
    """Words, signs and white space; joined again they are the text."""
    return _WORD.findall(text)


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Return the words of two texts in one sequence.

    The same ones once, else what was removed before what was added.
    """
    a, b = tokens(before), tokens(after)
    out: list[Run] = []
    for tag, a1, a2, b1, b2 in opcodes(a, b):
        if tag == "equal":
            out.append(Run(kind=RunKind.SAME, text="".join(a[a1:a2])))
            continue
        if a2 > a1:
            out.append(Run(kind=RunKind.REMOVED, text="".join(a[a1:a2])))
        if b2 > b1:
            out.append(Run(kind=RunKind.ADDED, text="".join(b[b1:b2])))
    return tuple(out)
