"""Divide what differs between two versions into passages that a page can show one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, groupby

from scraper.changes import Pair, Run, RunKind, sides, words
from scraper.models import Version

TITLES = {
    "headline": "Headline",
    "subheadline": "Standfirst",
    "byline": "Byline",
    "caption": "Captions",
    "credit": "Credits",
    "body_text": "Text",
}


class PassageKind(StrEnum):
    """What became of a passage."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved away"
    MOVED_HERE = "moved here"


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffPassage:
    """A paragraph that changed, or some in a row that did not."""

    kind: PassageKind
    number: int | None = None  # of a change: from 1, over all fields
    runs: tuple[Run, ...] = ()  # of a change: its words, what was removed before what was added
    paragraphs: tuple[str, ...] = ()  # of what did not change

    @property
    def before(self) -> tuple[Run, ...]:
        """Return the words in the older version; none in a place that it does not have."""
        if self.kind is PassageKind.MOVED_HERE:
            return ()
        return tuple([run for run in self.runs if run.kind is not RunKind.ADDED])

    @property
    def after(self) -> tuple[Run, ...]:
        """Return the words in the newer version; none in a place that it does not have."""
        if self.kind is PassageKind.MOVED_AWAY:
            return ()
        return tuple([run for run in self.runs if run.kind is not RunKind.REMOVED])


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffField:
    """A field that differs: all its paragraphs, the unchanged ones in groups."""

    name: str
    title: str
    passages: tuple[DiffPassage, ...]


def diff_fields(before: Version, after: Version) -> list[DiffField]:
    """Return the fields that differ between two versions, with their changes numbered."""
    numbers = count(1)
    return [
        DiffField(
            name=side.field,
            title=TITLES[side.field],
            passages=tuple(_passages(side.pairs, numbers)),
        )
        for side in sides(before, after)
    ]


def changes_in(fields: Sequence[DiffField]) -> int:
    """Return how many passages changed."""
    return sum(passage.number is not None for field in fields for passage in field.passages)


def _passages(pairs: Sequence[Pair], numbers: count[int]) -> Iterator[DiffPassage]:
    for is_same, group in groupby(pairs, lambda pair: pair.same):
        if is_same:
            paragraphs = tuple([pair.before or "" for pair in group])
            yield DiffPassage(kind=PassageKind.UNCHANGED, paragraphs=paragraphs)
            continue
        for pair in group:
            yield DiffPassage(kind=_kind(pair), number=next(numbers), runs=words(pair))


def _kind(pair: Pair) -> PassageKind:
    if pair.moved:
        return PassageKind.MOVED_HERE if pair.before is None else PassageKind.MOVED_AWAY
    if pair.before is None:
        return PassageKind.ADDED
    return PassageKind.REMOVED if pair.after is None else PassageKind.EDITED
