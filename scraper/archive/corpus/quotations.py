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


@dataclass(frozen=True, kw_only=True, slots=True)
class PassageContext:
    """What a reader saw before and after a passage: enough to tell one occurrence from another."""

    before: str = ""
    after: str = ""


def quote(
    texts: dict[str, str],
    passage: str,
    *,
    occurrence: int = 1,
    around: PassageContext | None = None,
) -> Quotation:
    """Return the quotation of a passage in the first field that has it.

    `occurrence` counts over all fields, unless `around` is given: then the place counts whose
    surroundings are most like it. White space need not be the same. Raise InputError if no field
    has the passage so often.
    """
    found = [
        _at(field, text, *place) for field, text in texts.items() for place in places(text, passage)
    ]
    if found and around is not None:
        return max(found, key=lambda each: _shared(each, around))
    if occurrence <= len(found):
        return found[occurrence - 1]
    if found:
        raise InputError(
            f"the article has this passage {len(found)} times, not {occurrence}: {passage!r}"
        )
    raise InputError(f"the article does not have this passage: {passage!r}")


def _at(field: str, text: str, start: int, end: int) -> Quotation:
    return Quotation(
        field=field,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def _shared(found: Quotation, around: PassageContext) -> int:
    """Return how many characters around a passage are those that a reader saw, without spaces.

    A browser has no line ends between paragraphs, where the text has two.
    """
    before, after = _solid(around.before), _solid(around.after)
    shared_before = _same(reversed(_solid(found.prefix)), reversed(before))
    return shared_before + _same(_solid(found.suffix), after)


def _solid(text: str) -> str:
    return "".join(text.split())


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
