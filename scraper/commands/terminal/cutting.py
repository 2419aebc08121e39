"""Cut texts for a narrow column where that loses least: around a change, or in the middle."""

from __future__ import annotations

from scraper.patterns import late
from scraper.present.cells import ARROW

ELLIPSIS = "…"
# the first change of a line: added, removed or replaced words
_CHANGE = late(r"\{\+.*?\+\}|\[-.*?-\]|\{.*?\}")
OF_CHANGE = 0.75  # of the room: the rest is for the words around it
BEFORE = 3  # a third of the room that is left is for the words before the change


def around_change(text: str, width: int) -> str:
    """Return what fits of a text from `change_text`, always with its first change.

    A change that is too long itself is cut inside, so that both of its sides can be seen.
    """
    if len(text) <= width:
        return text
    found = _CHANGE.search(text)
    start, end = found.span() if found else (0, 0)
    around = len(text) - (end - start)
    change = _shorter(text[start:end], max(int(width * OF_CHANGE), width - around))
    text = text[:start] + change + text[end:]
    context = max(width - len(change), 0) // BEFORE
    begin = max(min(start - context, len(text) - width), 0)
    shown = text[begin : begin + width]
    if begin > 0:
        shown = f"{ELLIPSIS}{shown[1:]}"
    if begin + width < len(text):
        shown = f"{shown[:-1]}{ELLIPSIS}"
    return shown


def _shorter(change: str, width: int) -> str:
    """Return a change with its signs, and with as much inside as fits."""
    if len(change) <= width:
        return change
    removed, arrow, added = change[1:-1].partition(ARROW)
    if not arrow:
        return f"{_cut(change[:-2], width - 2)}{change[-2:]}"
    room = width - len(ARROW) - 2
    for_removed = max(room // 2, room - len(added))
    for_added = room - min(for_removed, len(removed))
    return f"{{{_cut(removed, for_removed)}{ARROW}{_cut(added, for_added)}}}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}{ELLIPSIS}"


def cut_in_middle(text: str, width: int, *, end: int | None = None) -> str:
    """Return a text without its middle if it is too long, with `end` letters of its end, or half.

    An address is known by both ends.
    """
    if len(text) <= width:
        return text
    room = max(width - 1, 0)
    at_end = min(room // 2 if end is None else end, room)
    return f"{text[: room - at_end]}{ELLIPSIS}{text[len(text) - at_end :]}"
