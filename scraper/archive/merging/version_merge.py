"""One article out of two: versions by the time when each was first seen, equal texts joined.

Nothing here depends on which of the two archives is asked first, and what is joined once stays as
it is when it is joined again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.archive.articles import change_rows, record, versions
from scraper.archive.articles.record import dump
from scraper.archive.merging.article_side import ArticleSide, Key
from scraper.archive.merging.inflow import Row, first_of
from scraper.changes import compare, is_stealth

# what a choice between two rows of an article must not depend on: it is joined by itself
_JOINED = frozenset(("id", "url", "site", "first_seen", "version", "capture_id", "checksum"))
_VISIT = ("unchanged", "missing", "missing_since", "vanished_at")


def merge(one: ArticleSide, other: ArticleSide) -> ArticleSide:
    """Return the article that two archives have, with the id that `one` has."""
    newest = max((one, other), key=_newness)
    first = min((one, other), key=_age)
    merged = _versions(one, other, newest)
    article = {
        **newest.row,
        "id": one.row["id"],
        "url": first.row["url"],
        "site": first.row["site"],
        "first_seen": first.row["first_seen"],
        "version": merged[newest.current]["number"],
    }
    article["checksum"] = record.checksum(article, newest.attached)
    visits = {**_visits(one, other), "article_id": article["id"]}
    changes = _changes(one, other, merged)
    return ArticleSide(article, newest.attached, merged, changes, visits, newest.current)


def _age(side: ArticleSide) -> tuple[str, str]:
    return side.row["first_seen"], side.row["url"]


def _newness(side: ArticleSide) -> tuple[str, str, str]:
    """Return by what a side is the newer one: it was seen later, or at least changed later."""
    facts = {name: value for name, value in side.row.items() if name not in _JOINED}
    return side.visits["last_seen"], side.row["last_changed"], repr((facts, side.attached))


def _versions(one: ArticleSide, other: ArticleSide, newest: ArticleSide) -> dict[Key, Row]:
    """Return the versions of both in their new order, with their new numbers."""
    joined = {key: _version(key, one, other) for key in (one.versions | other.versions)}
    current = newest.current
    words = {name: newest.row[name] for name in record.WORDS}
    joined[current] |= {
        **words,
        "words_checksum": record.words_checksum(words),
        "replaced_at": None,
    }
    in_order = sorted(
        joined, key=lambda key: (joined[key]["first_seen"], joined[key]["least"], key)
    )
    for number, key in enumerate(in_order, 1):
        joined[key]["number"] = number
    return {key: joined[key] for key in in_order}


def _version(key: Key, one: ArticleSide, other: ArticleSide) -> Row:
    """Return a version that one or both have: as the first saw it, as long as any saw it."""
    having = [side for side in (one, other) if key in side.versions]
    rows = [side.versions[key] for side in having]
    chosen = min(rows, key=_seniority)
    return {
        **chosen,
        "article_id": one.row["id"],
        "returns": max(row["returns"] for row in rows),
        "replaced_at": max(_until(key, side) for side in having),
        "least": min(int(row["number"]) for row in rows),
    }


def _until(key: Key, side: ArticleSide) -> str:
    """Return until when a version was the one on the page, as far as one archive knows."""
    return str(side.versions[key]["replaced_at"] or side.visits["last_seen"])


def _seniority(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return by what one of two rows of a version is chosen; without a page it comes last."""
    facts = ("fetched_at", "final_url", "date_modified", *record.WORDS)
    return (row["first_seen"], str(row["fetched_at"] is None), repr([row[name] for name in facts]))


def _visits(one: ArticleSide, other: ArticleSide) -> Row:
    """Return the visits of both: the state that was found last, and the earlier due time."""
    sides = (one.visits, other.visits)
    latest = max(sides, key=_last_known)
    return {
        **{name: latest[name] for name in _VISIT},
        "last_seen": max(visits["last_seen"] for visits in sides),
        "due_at": first_of(visits["due_at"] for visits in sides),
    }


def _last_known(visits: Mapping[str, Any]) -> tuple[str, str]:
    times = (visits["last_seen"], visits["missing_since"] or "", visits["vanished_at"] or "")
    return max(times), repr([visits[name] for name in _VISIT])


def _changes(
    one: ArticleSide, other: ArticleSide, merged: Mapping[Key, Row]
) -> dict[tuple[Key | None, Key], Row]:
    """Return how each version differs from the one that is before it now."""
    found: dict[tuple[Key | None, Key], Row] = {}
    before = None
    for key, row in merged.items():
        pair = (before, key)
        known = [side.changes[pair] for side in (one, other) if pair in side.changes]
        if known:
            found[pair] = min(known, key=repr)
        else:
            found[pair] = _compared(merged[before] if before else None, row)
        row["changed"], row["stealth"] = found[pair]["changed"], found[pair]["stealth"]
        before = key
    return found


def _compared(before: Row | None, after: Row) -> Row:
    if before is None:
        return {"changed": "[]", "stealth": 0, "rows": []}
    edits = compare(before, after)
    return {
        "changed": dump(versions.differing(before, after)),
        "stealth": int(is_stealth(edits, before["date_modified"], after["date_modified"])),
        "rows": [tuple(change_rows.columns(edit).values()) for edit in edits],
    }
