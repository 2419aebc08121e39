"""Render two versions of an article as lines: word by word, unified, or side by side.

A line is a sequence of pieces with a role, so that a terminal can colour it and a pipe can mark it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

from scraper.changes import Pair, RunKind, lines, sides, words
from scraper.models import Version
from scraper.present.cells import one_line
from scraper.present.version_diff import MOVED_AWAY, MOVED_HERE, folded, place

CONTEXT = 3  # unchanged lines around a change, as in `diff -u`
INDENT = "  "


class Role(StrEnum):
    """What a piece of a line is."""

    PLAIN = "plain"
    FIELD = "field"  # the name of a field
    PLACE = "place"  # the lines of a unified diff that locate a change
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A part of a line."""

    text: str
    role: Role = Role.PLAIN


DiffLine = tuple[DiffPiece, ...]
ROLES = {RunKind.SAME: Role.PLAIN, RunKind.REMOVED: Role.REMOVED, RunKind.ADDED: Role.ADDED}
LINE_ROLES = {"-": Role.REMOVED, "+": Role.ADDED, "@": Role.PLACE}


@dataclass(frozen=True, slots=True)
class SideRow:
    """A paragraph of a field before and after."""

    field: str
    before: DiffLine
    after: DiffLine


def word_lines(before: Version, after: Version, *, whole: bool) -> Iterator[DiffLine]:
    """Yield the fields that differ and their paragraphs, with the words that changed.

    Unchanged paragraphs are only counted, unless `whole`.
    """
    for side in sides(before, after):
        yield (DiffPiece(side.field, Role.FIELD),)
        for pair, unchanged in folded(side.pairs, whole=whole):
            if pair is None:
                yield (DiffPiece(f"{INDENT}… {unchanged} unchanged"),)
            else:
                yield (DiffPiece(f"{INDENT}{place(pair)}"), *_pieces(pair))


def side_rows(before: Version, after: Version, *, whole: bool) -> Iterator[SideRow]:
    """Yield the paragraphs that differ, or with `whole` all of them, as two columns."""
    for side in sides(before, after):
        for pair in side.pairs:
            if whole or not pair.same:
                yield SideRow(side.field, *_columns(pair))


def unified_lines(before: Version, after: Version, *, whole: bool) -> Iterator[DiffLine]:
    """Yield a unified diff in which each paragraph is a line."""
    old, new = list(map(one_line, lines(before))), list(map(one_line, lines(after)))
    found = unified_diff(
        old,
        new,
        f"version {before.number}",
        f"version {after.number}",
        before.first_seen,
        after.first_seen,
        n=max(len(old), len(new)) if whole else CONTEXT,
        lineterm="",
    )
    for line in found:
        yield (DiffPiece(line, LINE_ROLES.get(line[:1], Role.PLAIN)),)


def _pieces(pair: Pair) -> DiffLine:
    return tuple([DiffPiece(run.text, ROLES[run.kind]) for run in words(pair)])


def _columns(pair: Pair) -> tuple[DiffLine, DiffLine]:
    """Return the left and the right cell; a paragraph that moved is in one of them only."""
    pieces = _pieces(pair)
    left = tuple([piece for piece in pieces if piece.role is not Role.ADDED])
    right = tuple([piece for piece in pieces if piece.role is not Role.REMOVED])
    if not pair.moved:
        return left, right
    if pair.before is None:
        return (), (DiffPiece(MOVED_HERE), *right)
    return (DiffPiece(MOVED_AWAY), *left), ()
