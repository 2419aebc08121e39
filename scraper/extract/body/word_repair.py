"""Words that the source itself glued at the border of a link or a style, parted on the page's own evidence.

"Xi Jinping<a>arrived in Moscow</a>" has no space in the source. It gets one only if the page shows elsewhere that the
two words are words, and nowhere that the joined word is one. Every repair is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from scraper.page.lines import PLAIN, Line
from scraper.page.metadata import Metadata
from scraper.patterns import late

MIN_WORD = 3  # letters: shorter endings ("s", "er") belong to the word before them
MAX_WORD = 100  # letters

_WORD = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"(?<![^\W\d_])[^\W\d_]++$")
_FIRST = re.compile(r"^[^\W\d_]+")
_SENTENCE_END = late(r"(?:[^\W\d_]{2}|\d|[\"”’)])[.!?)]$|[a-zß-ÿ]\)?[:;]$")
_SENTENCE_START = re.compile(r"^[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:\s|$)|^[#@]\w")
_NEXT_NAME = re.compile(r"^[,;](?=[A-ZÀ-ÖØ-Þ][a-zß-ÿ]{2})")  # "1,000" and "N,N-dimethyl" are whole
_SPACELESS = late(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


class Glue:
    """The borders of a page's links and styles, and the words that speak for or against a space there."""

    def __init__(self, lines: Iterable[Line], metadata: Metadata) -> None:
        self.lines, self.metadata = lines, metadata

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands alone on the page: in its lines, its metadata, the texts of its pictures."""
        texts = [line.text for line in self.lines]
        texts += [
            text
            for name, contents in self.metadata.meta.items()
            if "desc" in name or "title" in name
            for text in contents
        ]
        texts += [
            str(node.get(name) or "")
            for node in self.metadata.json_ld
            for name in ("headline", "description", "articleBody")
        ]
        texts += [element.get("alt") or "" for element in self.metadata.tree.iter("img")]
        return Counter(word for text in texts for word in _WORD.findall(text))

    def part(self, line: Line) -> Iterator[str]:
        """Part what is glued in a line; yields what was parted and on what evidence."""
        at = 1
        while at < len(line.pieces):
            left, right = line.pieces[at - 1], line.pieces[at]
            border = line.styles[at - 1] != line.styles[at]
            if border and (why := _after_a_comma(left, right)):
                line.pieces[at] = f"{right[0]} {right[1:]}"
                line.retell()
                yield why
            elif border and (why := self._why(line, at, left, right)):
                line.pieces.insert(at, " ")
                line.styles.insert(at, PLAIN)
                line.retell()
                yield why
                at += 1
            at += 1

    def _why(self, line: Line, at: int, left: str, right: str) -> str | None:
        if not left or not right or left[-1].isspace() or right[0].isspace():  # most borders
            return None
        if (
            _SENTENCE_START.match(right)
            and _SENTENCE_END.search(left[-4:])
            and "/" not in left.rsplit(maxsplit=1)[-1]
        ):
            before, after = left.rsplit(maxsplit=1)[-1][-30:], right.split(maxsplit=1)[0][:30]
            return f"{before} | {after}: a sentence ends and another begins"
        links = (line.styles[at - 1].href is None) != (line.styles[at].href is None)
        if not links or not (left[-1].isalnum() and right[0].isalnum()):
            return None
        ends, begins = _LAST.search(left[-MAX_WORD:]), _FIRST.match(right)
        if ends is None or begins is None or _SPACELESS.search(ends[0] + begins[0]):
            return None
        return self._words(
            ends[0], begins[0], opens=line.styles[at].href is not None, several=" " in right.strip()
        )

    def _words(self, left: str, right: str, *, opens: bool, several: bool) -> str | None:
        if len(left) < MIN_WORD:
            return None
        words = self.words
        if words[left + right] > 1 or not words[left]:
            return None  # counted once where it is glued
        if (
            len(right) >= MIN_WORD - 1
            and words[right]
            and (len(right) >= MIN_WORD or words[right] > 1)
        ):
            return f"{left} | {right}: both stand apart elsewhere on the page"
        if opens and several and len(right) >= MIN_WORD and not right[0].isupper():
            return f"{left} | {right}: the first stands apart elsewhere on the page, the second begins a link"
        return None


def _after_a_comma(left: str, right: str) -> str | None:
    """A link of an enumeration that was set without the space behind its comma: "<a>Colorado</a>,Washington"."""
    if not _NEXT_NAME.match(right):  # nearly all
        return None
    ends = _LAST.search(left[-MAX_WORD:])
    if ends is None or len(ends[0]) < MIN_WORD:
        return None
    return f"{ends[0]}{right[0]} | {right[1:].split(maxsplit=1)[0][:30]}: a comma ends a name and another begins"
