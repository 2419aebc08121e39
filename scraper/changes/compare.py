"""Two versions of an article -> what was changed, of what kind, how much it matters.

Also whether the change was announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.changes.kinds import WEIGHTS, EditKind, is_counter, is_date_line, kind_of, word_counts
from scraper.changes.pairing import Pair, pairs
from scraper.lexicon.corrections import CORRECTION

FIELDS = ("headline", "subheadline", "byline", "caption", "credit", "body_text")
# how much a field adds: what most readers see weighs most
PROMINENCE = {"headline": 0.2, "subheadline": 0.1}
LESSER = {"byline": 0.4, "credit": 0.3}  # a cap: who signs matters less than the text
MATERIAL = 0.3  # from here on a change alters the meaning
WORDS_A_POINT = 100  # words added and removed that add 1.0

# kinds whose weight neither grows with the number of words nor with the field
FIXED = frozenset(
    (EditKind.WHITESPACE, EditKind.TYPOGRAPHY, EditKind.DATE_LINE, EditKind.COUNTER, EditKind.MOVED)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One difference between two versions."""

    field: str
    kind: EditKind
    words_added: int
    words_removed: int
    materiality: float  # 0 to 1
    before: str | None
    after: str | None


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Edit, ...]:
    """All differences, field by field; the values are texts by the names of FIELDS."""
    return tuple(
        edit
        for field in FIELDS
        for edit in _field(field, before.get(field) or "", after.get(field) or "")
    )


def is_stealth(edits: Sequence[Edit], before: str | None, after: str | None) -> bool:
    """Return whether a material change came without any notice.

    Notice is a new modified date (where both versions have one), a correction note or an
    "Updated" line.
    """
    material = any(edit.materiality >= MATERIAL for edit in edits)
    owned_up = any(
        edit.kind in (EditKind.CORRECTION_NOTE, EditKind.DATE_LINE) and edit.after for edit in edits
    )
    return material and not owned_up and (after is None or after == before)


def _field(field: str, before: str, after: str) -> Iterator[Edit]:
    separator = "\n\n" if field == "body_text" else "\n"
    if before == after:
        return
    old, new = (
        [text for text in side.split(separator) if text.strip()] for side in (before, after)
    )
    if len(old) == len(new) == 1 and field != "body_text":
        yield _edit(field, old[0], new[0], kind_of(old[0], new[0]))
        return
    for pair in pairs(old, new):
        if not pair.same:
            yield from _of_pair(field, pair)


def _of_pair(field: str, pair: Pair) -> Iterator[Edit]:
    """Yield what became of one paragraph.

    One that moved counts in its new place, and again if it was edited too.
    """
    before, after = pair.before, pair.after
    if pair.moved and after is None:
        return
    if pair.moved and after is not None:
        yield _edit(field, after, after, EditKind.MOVED)
        before = pair.elsewhere
    if before is None or after is None:
        yield _edit(field, before, after, _one_sided(before, after))
    elif before != after:
        yield _edit(field, before, after, kind_of(before, after))


def _one_sided(before: str | None, after: str | None) -> EditKind:
    text = after if after is not None else before or ""
    if is_date_line(text):
        return EditKind.DATE_LINE
    if is_counter(text):
        return EditKind.COUNTER
    if after is None:
        return EditKind.PARAGRAPH_REMOVED
    return EditKind.CORRECTION_NOTE if CORRECTION.match(text) else EditKind.PARAGRAPH_ADDED


def _edit(field: str, before: str | None, after: str | None, kind: EditKind) -> Edit:
    added, removed = word_counts(before or "", after or "")
    weight = WEIGHTS[kind]
    if kind not in FIXED:
        weight += PROMINENCE.get(field, 0.0) + (added + removed) / WORDS_A_POINT
    return Edit(
        field=field,
        kind=kind,
        words_added=added,
        words_removed=removed,
        materiality=round(min(weight, LESSER.get(field, 1.0)), 2),
        before=before,
        after=after,
    )
