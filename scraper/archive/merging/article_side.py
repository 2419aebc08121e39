"""What one archive knows of an article that two archives have."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scraper.archive.articles import article_rows, record
from scraper.archive.merging.inflow import NOT_AS_STORED, Row
from scraper.archive.merging.new_articles import is_sound
from scraper.archive.store import checksums
from scraper.archive.store.row_types import damaged, readable

# a text, and the how-manieth version of one archive that has it: nearly always the first
Key = tuple[str, int]

_ARTICLE = ", ".join(("id", *record.COLUMNS, *record.OWN, "checksum"))
_VERSIONS = (
    f"SELECT v.{', v.'.join(checksums.COVERED['versions'])}, v.checksum, c.fetched_at, c.final_url,"
    " p.id AS past, "
    + ", ".join(f"p.{name}" for name in record.WORDS)
    + " FROM versions v LEFT JOIN captures c ON c.id = v.capture_id LEFT JOIN past_texts p"
    " ON p.article_id = v.article_id AND p.number = v.number WHERE v.article_id = ?"
    " ORDER BY v.number"
)
OF_CHANGE = tuple(
    name for name in checksums.COVERED["changes"] if name not in ("article_id", "version")
)
_OF_VISIT = checksums.COVERED["visits"]


@dataclass(frozen=True, slots=True)
class ArticleSide:
    """An article of one archive: its row, who is named in it, its versions and visits."""

    row: Row
    attached: record.Attachments
    versions: dict[Key, Row]  # in their order; with their words
    # version and the one before it -> how they differ
    changes: dict[tuple[Key | None, Key], Row]
    visits: Row
    current: Key  # of the version that the row is of

    @property
    def version(self) -> int:
        """Return the number of the current version."""
        return int(self.row["version"])

    @property
    def keys(self) -> dict[int, Key]:
        """Return the key of each version by its number."""
        return {row["number"]: key for key, row in self.versions.items()}


def read(
    db: sqlite3.Connection, article_id: int, captures: Mapping[int, int] | None
) -> ArticleSide:
    """Return an article of an archive; raise DamagedRow.

    `captures` leads to the ids of captures in the archive that both are merged into; None is for
    that archive itself.
    """
    row, attached, visits = _stored(db, article_id)
    if not is_sound(row, attached) or not _is_as_stored("visits", visits):
        raise damaged("articles", article_id, NOT_AS_STORED)
    versions = {}
    for key, version in _versions(db, row):
        if not _is_sound_version(version):
            raise damaged("versions", f"{article_id}, {version['number']}", NOT_AS_STORED)
        _move(version, captures)
        versions[key] = version
    current = _current(row, versions)
    if current is None:
        raise damaged("articles", article_id, "its current version is missing")
    _move(row, captures)
    changes = _changes(db, article_id, versions)
    return ArticleSide(row, attached, versions, changes, _facts_of(visits), current)


def salvage(db: sqlite3.Connection, article_id: int, instead: ArticleSide) -> ArticleSide:
    """Return a damaged article as far as it is sound; raise DamagedRow if it cannot be read.

    The rest comes from the same article of another archive, `instead`. How the versions differ is
    left out, for some of them may be missing.
    """
    row, attached, visits = _stored(db, article_id)
    versions = {key: one for key, one in _versions(db, row) if _is_sound_version(one)}
    current = _current(row, versions)
    if current is None or not is_sound(row, attached):
        row, attached = {**instead.row, "id": article_id}, instead.attached
        current = instead.current
    facts = _facts_of(visits) if _is_as_stored("visits", visits) else instead.visits
    return ArticleSide(row, attached, versions, {}, facts, current)


def keys(db: sqlite3.Connection, article_id: int) -> dict[int, Key]:
    """Return the key of each version of a damaged article by its number, as far as it is known."""
    row, _, _ = _stored(db, article_id)
    found = {version["number"]: key for key, version in _versions(db, row)}
    return {row["version"]: (row["text_sha256"], 1), **found}


def _stored(db: sqlite3.Connection, article_id: int) -> tuple[Row, record.Attachments, Row]:
    """Return an article, who is named in it, and its visits, empty if there are none."""
    with readable("articles", article_id):
        row = db.execute(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,)).fetchone()
        attached = article_rows.attachments(db, article_id)
        visits = db.execute("SELECT * FROM visits WHERE article_id = ?", (article_id,)).fetchone()
    return dict(row), attached, dict(visits or {})


def _facts_of(visits: Row) -> Row:
    return {name: visits[name] for name in _OF_VISIT}


def _move(row: Row, captures: Mapping[int, int] | None) -> None:
    if captures is not None:
        row["capture_id"] = captures.get(row["capture_id"])


def _versions(db: sqlite3.Connection, article: Row) -> Iterator[tuple[Key, Row]]:
    """Yield the versions of an article with their keys and words, in their order."""
    times: Counter[str] = Counter()
    for row in map(dict, db.execute(_VERSIONS, (article["id"],)).fetchall()):
        if row["number"] == article["version"]:
            row |= {name: article[name] for name in record.WORDS}
        times[row["text_sha256"]] += 1
        yield (row["text_sha256"], times[row["text_sha256"]]), row


def _current(article: Row, versions: Mapping[Key, Row]) -> Key | None:
    """Return the key of the current version, None if it is missing."""
    number = article["version"]
    return next((key for key, one in versions.items() if one["number"] == number), None)


def _is_sound_version(row: Row) -> bool:
    """Return whether a version and its words are as they were stored."""
    try:
        words = record.words_checksum(row)
    except (TypeError, AttributeError, ValueError):
        return False
    return bool(words == row["words_checksum"]) and _is_as_stored("versions", row)


def _is_as_stored(table: str, row: Row) -> bool:
    return (
        bool(row)
        and checksums.of(row[name] for name in checksums.COVERED[table]) == row["checksum"]
    )


def _changes(
    db: sqlite3.Connection, article_id: int, versions: Mapping[Key, Row]
) -> dict[tuple[Key | None, Key], Row]:
    """Return how versions differ, without those of which a row is damaged."""
    by_number: dict[int, list[tuple[Any, ...]]] = {}
    unsound = set()
    sql = "SELECT * FROM changes WHERE article_id = ? ORDER BY id"
    for row in map(dict, db.execute(sql, (article_id,))):
        values = tuple(row[name] for name in OF_CHANGE)
        by_number.setdefault(row["version"], []).append(values)
        if not _is_as_stored("changes", row):
            unsound.add(row["version"])
    found: dict[tuple[Key | None, Key], Row] = {}
    before = None
    for key, row in versions.items():
        if row["number"] not in unsound:
            found[before, key] = {
                "changed": row["changed"],
                "stealth": row["stealth"],
                "rows": by_number.get(row["number"], []),
            }
        before = key
    return found
