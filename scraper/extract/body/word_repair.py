"""Part words that the source glued at the border of a link or a style, on the page's own evidence.

"Xi Jinping<a>arrived in Moscow</a>" has no space in the source. It gets one only if the page shows
elsewhere that the two words are words, and nowhere that the joined word is one. Every repair is
reported with its evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from scraper.page.lines import PLAIN, Line
from scraper.page.metadata import Metadata
from scraper.patterns import late

MIN_WORD = 3  # letters: shorter endings ("s", "er") belong to the word before them
MAX_WORD = 100  # letters
MAX_SHOWN = 30  # letters of a word that a repair quotes
SENTENCE_END = 4  # characters that show the end of a sentence

_WORD = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"(?<![^\W\d_])[^\W\d_]++$")
_FIRST = re.compile(r"^[^\W\d_]+")
_SENTENCE_END = late(r"(?:[^\W\d_]{2}|\d|[\"”’)])[.!?)]$|[a-zß-ÿ]\)?[:;]$")
_SENTENCE_START = re.compile(r"^[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:\s|$)|^[#@]\w")
_SPACELESS = late(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


class Glue:
    """The borders of a page's links and styles, and the words for or against a space there."""

    def __init__(self, lines: Iterable[Line], metadata: Metadata) -> None:
        self.lines, self.metadata = lines, metadata

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word is on the page: in lines, metadata, the texts of pictures."""
        counts: Counter[str] = Counter()
        for text in chain(self._shown(), self._stated()):
            counts.update(_WORD.findall(text))
        return counts

    def _shown(self) -> Iterator[str]:
        for line in self.lines:
            yield line.text
        for element in self.metadata.tree.iter("img"):
            yield element.get("alt") or ""

    def _stated(self) -> Iterator[str]:
        for name, contents in self.metadata.meta.items():
            if "desc" in name or "title" in name:
                yield from contents
        for node in self.metadata.json_ld:
            for name in ("headline", "description", "articleBody"):
                yield str(node.get(name) or "")

    def part(self, line: Line) -> Iterator[str]:
        """Part what is glued in a line; yield what was parted and on what evidence."""
        at = 1
        while at < len(line.pieces):
            left, right = line.pieces[at - 1], line.pieces[at]
            if line.styles[at - 1] == line.styles[at]:
                at += 1
                continue
            why = self._why(line, at, left, right)
            if why:
                line.pieces.insert(at, " ")
                line.styles.insert(at, PLAIN)
                line.retell()
                yield why
                at += 1
            at += 1

    def _why(self, line: Line, at: int, left: str, right: str) -> str | None:
        """Return why two pieces are to be parted; None if they are not."""
        if not _touch(left, right):  # most borders
            return None
        why = _between_sentences(left, right)
        if why:
            return why
        opens = line.styles[at].href is not None
        closes = line.styles[at - 1].href is not None
        if opens == closes or not left[-1].isalnum() or not right[0].isalnum():
            return None
        ends, begins = _LAST.search(left[-MAX_WORD:]), _FIRST.match(right)
        if ends is None or begins is None or _SPACELESS.search(ends[0] + begins[0]):
            return None
        begins_a_link = opens and " " in right.strip()
        return self._of_words(ends[0], begins[0], begins_a_link=begins_a_link)

    def _of_words(self, left: str, right: str, *, begins_a_link: bool) -> str | None:
        """Return why two words are not one; `begins_a_link`: the second does, and others follow."""
        words = self.words
        # The joined word is counted once where it is glued.
        if len(left) < MIN_WORD or not words[left] or words[left + right] > 1:
            return None
        shown = words[right] > (0 if len(right) >= MIN_WORD else 1)
        if shown and len(right) >= MIN_WORD - 1:
            return f"{left} | {right}: both stand apart elsewhere on the page"
        if begins_a_link and len(right) >= MIN_WORD and not right[0].isupper():
            return (
                f"{left} | {right}: the first stands apart elsewhere on the page,"
                " the second begins a link"
            )
        return None


def _touch(left: str, right: str) -> bool:
    """Return whether there is text on both sides of a border, and no white space."""
    return bool(left and right) and not left[-1].isspace() and not right[0].isspace()


def _between_sentences(left: str, right: str) -> str | None:
    if not _SENTENCE_START.match(right) or not _SENTENCE_END.search(left[-SENTENCE_END:]):
        return None
    before, after = left.rsplit(maxsplit=1)[-1], right.split(maxsplit=1)[0]
    return f"{before[-MAX_SHOWN:]} | {after[:MAX_SHOWN]}: a sentence ends and another begins"
