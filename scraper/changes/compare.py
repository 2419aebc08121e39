"""Compare two versions of an article: what changed, how much it matters, and how openly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.changes.kinds import WEIGHTS, EditKind, is_counter, is_date_line, kind_of, word_counts
from scraper.changes.pairing import Pair, pairs
from scraper.lexicon.corrections import CORRECTION

FIELDS = ("headline", "subheadline", "byline", "caption", "credit", "body_text")
# What a field adds to the weight: the fields most readers see weigh most.
PROMINENCE = {"headline": 0.2, "subheadline": 0.1}
LESSER = {"byline": 0.4, "credit": 0.3}  # upper limits: names matter less than the text
MATERIAL = 0.3  # from this weight on, a change alters the meaning
WORDS_A_POINT = 100  # words added and removed that add 1.0

# Kinds whose weight depends neither on the number of words nor on the field.
FIXED = frozenset(
    (EditKind.WHITESPACE, EditKind.TYPOGRAPHY, EditKind.DATE_LINE, EditKind.COUNTER, EditKind.MOVED)
)


# Kinds that disclose a change.
NOTICES = frozenset((EditKind.CORRECTION_NOTE, EditKind.DATE_LINE))


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
    """Return all differences, field by field; the versions have texts by the names of FIELDS."""
    edits: list[Edit] = []
    for field in FIELDS:
        edits += _edits_of_field(field, before.get(field) or "", after.get(field) or "")
    return tuple(edits)


def is_stealth(edits: Sequence[Edit], before: str | None, after: str | None) -> bool:
    """Return whether a material change came without any notice.

    `before` and `after` are the modified dates. Notice is a new modified date (where both versions
    have one), a correction note or an "Updated" line.
    """
    material = [edit for edit in edits if edit.materiality >= MATERIAL]
    notices = [edit for edit in edits if edit.kind in NOTICES and edit.after]
    has_new_date = after is not None and after != before
    return bool(material) and not notices and not has_new_date


def _edits_of_field(field: str, before: str, after: str) -> Iterator[Edit]:
    if before == after:
        return
    old = _paragraphs(field, before)
    new = _paragraphs(field, after)
    # a field of one line, such as a headline, was changed however little of it remains
    is_line = field != "body_text" and len(old) == len(new) == 1
    if is_line:
        yield _edit(field, old[0], new[0], kind_of(old[0], new[0]))
        return
    for pair in pairs(old, new):
        if not pair.same:
            yield from _edits_of_pair(field, pair)


def _paragraphs(field: str, text: str) -> list[str]:
    separator = "\n\n" if field == "body_text" else "\n"
    return [part for part in text.split(separator) if part.strip()]


def _edits_of_pair(field: str, pair: Pair) -> Iterator[Edit]:
    """Yield the differences in one paragraph.

    A paragraph that moved counts in its new place, and again if it was edited as well.
    """
    before = pair.before
    after = pair.after
    if pair.moved:
        if after is None:
            return
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
    if CORRECTION.match(text):
        return EditKind.CORRECTION_NOTE
    return EditKind.PARAGRAPH_ADDED


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
