"""Two versions of an article side by side.

What differs, field by field, as pairs of paragraphs, and as plain lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.changes.compare import FIELDS
from scraper.changes.pairing import Pair, pairs
from scraper.changes.word_diff import Run, RunKind, runs
from scraper.models import Version


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """A field that is not the same in both versions: all its paragraphs, equal ones too."""

    field: str
    pairs: tuple[Pair, ...]


def sides(before: Version, after: Version) -> Iterator[Side]:
    """Return the fields that differ."""
    for field in FIELDS:
        old, new = paragraphs(before, field), paragraphs(after, field)
        # a field of one line, such as a headline, was changed however little of it remains
        is_line = field != "body_text" and len(old) == len(new) == 1
        if is_line and old != new:
            yield Side(field=field, pairs=(Pair(before=old[0], after=new[0]),))
        elif old != new:
            yield Side(field=field, pairs=tuple(pairs(old, new)))


def paragraphs(version: Version, field: str) -> list[str]:
    """Return the paragraphs of a field, or the captions and credits of its pictures."""
    text = getattr(version, field) or ""
    return [part for part in text.split("\n\n" if field == "body_text" else "\n") if part.strip()]


def lines(version: Version) -> list[str]:
    """Return a version as lines of text, for a diff by lines.

    Each paragraph one, the other fields by their names.
    """
    named = [f"{field}: {text}" for field in FIELDS[:-1] for text in paragraphs(version, field)]
    return [*named, *paragraphs(version, FIELDS[-1])]


def words(pair: Pair) -> tuple[Run, ...]:
    """Return the words of a pair, so that people can read them.

    Changed words that only a space parts are one change.
    """
    before, after = _both_sides(pair)
    joined: list[Run] = []
    for run in _bridged(runs(before, after)):
        if joined and joined[-1].kind is run.kind:
            joined[-1] = Run(kind=run.kind, text=joined[-1].text + run.text)
        elif joined and run.kind is RunKind.REMOVED and joined[-1].kind is RunKind.ADDED:
            _put_before(joined, run)
        else:
            joined.append(run)
    return tuple(joined)


def _both_sides(pair: Pair) -> tuple[str, str]:
    """Return the texts of a pair; what was moved is compared with its other place."""
    before, after = pair.before or "", pair.after or ""
    if not pair.moved:
        return before, after
    before = before or pair.elsewhere or ""
    return before, after or before  # what was edited is shown in the new place


def _put_before(joined: list[Run], removed: Run) -> None:
    """Put what was removed before what was added."""
    if len(joined) > 1 and joined[-2].kind is RunKind.REMOVED:
        joined[-2] = Run(kind=RunKind.REMOVED, text=joined[-2].text + removed.text)
    else:
        joined.insert(-1, removed)


def _bridged(found: tuple[Run, ...]) -> Iterator[Run]:
    """White space between two words that were both replaced becomes a part of what was replaced."""
    for i, run in enumerate(found):
        around = (found[i - 1].kind, found[i + 1].kind) if 0 < i < len(found) - 1 else None
        if (
            run.text.isspace()
            and run.kind is RunKind.SAME
            and around == (RunKind.ADDED, RunKind.REMOVED)
        ):
            yield Run(kind=RunKind.REMOVED, text=run.text)
            yield Run(kind=RunKind.ADDED, text=run.text)
        else:
            yield run
