"""Quotations: passages of a text that can be found again (the W3C's TextQuoteSelector). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from scraper.errors import InputError

CONTEXT = 32  # characters kept before and after a passage: enough to tell two like passages apart


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """A passage of one field, with the characters around it."""

    field: str
    exact: str
    prefix: str
    suffix: str


def quote(texts: dict[str, str], passage: str, *, occurrence: int = 1) -> Quotation:
    """Return the quotation of a passage in the first field that has it.

    White space need not be the same. Raise InputError if no field has it so often.
    """
    left = occurrence
    for field, text in texts.items():
        for start, end in places(text, passage):
            left -= 1
            if left == 0:
                return Quotation(
                    field=field,
                    exact=text[start:end],
                    prefix=text[max(0, start - CONTEXT) : start],
                    suffix=text[end : end + CONTEXT],
                )
    found = occurrence - left
    if found:
        raise InputError(
            f"the article has this passage {found} times, not {occurrence}: {passage!r}"
        )
    raise InputError(f"the article does not have this passage: {passage!r}")


def places(text: str, passage: str) -> list[tuple[int, int]]:
    """Return start and end of each occurrence of a passage, with any white space between words."""
    words = passage.split()
    if not words:
        raise InputError("a quotation needs at least one word")
    found = []
    start = text.find(words[0])
    while start >= 0:
        end = _end(text, words, start)
        if end is not None:
            found.append((start, end))
        start = text.find(words[0], start + 1)
    return found


def _end(text: str, words: list[str], start: int) -> int | None:
    """Return where the words end that begin at a place; None if others are there."""
    place = start
    for word in words:
        if not text.startswith(word, place):
            return None
        end = place + len(word)
        place = end
        while place < len(text) and text[place].isspace():
            place += 1
    return end


def find(quotation: Quotation, text: str) -> tuple[int, int] | None:
    """Return where a passage is in a text, perhaps a later version of its own; None if it is gone.

    Where the text has it more than once, the place counts whose surroundings are most like the old
    ones.
    """
    found = places(text, quotation.exact)
    if not found:
        return None
    return max(found, key=lambda place: _likeness(quotation, text, *place))


def _likeness(quotation: Quotation, text: str, start: int, end: int) -> int:
    """Return how many characters around a place are the same as around the quotation."""
    before = text[max(0, start - len(quotation.prefix)) : start]
    after = text[end : end + len(quotation.suffix)]
    same_before = _same(reversed(before), reversed(quotation.prefix))
    return same_before + _same(after, quotation.suffix)


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many characters two texts have in common at their beginning."""
    common = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in common)
