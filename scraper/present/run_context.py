"""Shorten the words of a change to what changed and a few words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scraper.changes import Run, RunKind

LETTERS = 70  # of unchanged text on each side of a change: about a line on a phone
MORE = "…"


def in_context(found: Sequence[Run], letters: int = LETTERS) -> tuple[Run, ...]:
    """Return the runs, with unchanged text only near to a change; an ellipsis is in its place.

    Without a change, return the beginning.
    """
    last = len(found) - 1
    return tuple(_shortened(found, last, letters))


def _shortened(found: Sequence[Run], last: int, letters: int) -> Iterator[Run]:
    for place, run in enumerate(found):
        if run.kind is not RunKind.SAME:
            yield run
            continue
        # text before the first change ends at it, and text behind the last begins there
        end = "" if place == last else _tail(run.text, letters)
        start = _head(run.text, letters) if place > 0 or last == 0 else ""
        is_whole = len(start) + len(end) >= len(run.text)
        text = run.text if is_whole else f"{start}{MORE}{end}"
        yield Run(kind=RunKind.SAME, text=text)


def _head(text: str, letters: int) -> str:
    """Return the first words of a text, up to so many letters."""
    if len(text) <= letters:
        return text
    words, space, _ = text[:letters].rpartition(" ")
    return words + space if words else text[:letters]


def _tail(text: str, letters: int) -> str:
    """Return the last words of a text, up to so many letters."""
    if len(text) <= letters:
        return text
    _, space, words = text[-letters:].partition(" ")
    return space + words if words else text[-letters:]
