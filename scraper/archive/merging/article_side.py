"""What one archive knows of an article that two archives have."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
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

    @property
    def current(self) -> Key:
        """Return the key of the current version."""
        return next(key for key, one in self.versions.items() if one["number"] == self.version)

    @property
    def version(self) -> int:
        """Return the number of the current version."""
        return int(self.row["version"])


def read(
    db: sqlite3.Connection, article_id: int, captures: Mapping[int, int] | None
) -> ArticleSide:
    """Return an article of an archive; raise DamagedRow.

    `captures` leads to the ids of captures in the archive that both are merged into; None is for
    that archive itself.
    """
    with readable("articles", article_id):
        row = dict(
            db.execute(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,)).fetchone()
        )
        attached = article_rows.attachments(db, article_id)
        visits = db.execute("SELECT * FROM visits WHERE article_id = ?", (article_id,)).fetchone()
    if not is_sound(row, attached) or visits is None:
        raise damaged("articles", article_id, NOT_AS_STORED)
    _move(row, captures)
    versions = _versions(db, row, captures)
    changes = _changes(db, article_id, versions)
    return ArticleSide(row, attached, versions, changes, {name: visits[name] for name in _OF_VISIT})


def _move(row: Row, captures: Mapping[int, int] | None) -> None:
    if captures is not None:
        row["capture_id"] = captures.get(row["capture_id"])


def _versions(
    db: sqlite3.Connection, article: Row, captures: Mapping[int, int] | None
) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    times: Counter[str] = Counter()
    covered = checksums.COVERED["versions"]
    for row in map(dict, db.execute(_VERSIONS, (article["id"],)).fetchall()):
        is_current = row["number"] == article["version"]
        has_words = is_current or row["past"] is not None
        if is_current:
            row |= {name: article[name] for name in record.WORDS}
        is_as_stored = checksums.of(row[name] for name in covered) == row["checksum"]
        if not has_words or not is_as_stored:
            raise damaged("versions", f"{article['id']}, {row['number']}", NOT_AS_STORED)
        times[row["text_sha256"]] += 1
        _move(row, captures)
        found[row["text_sha256"], times[row["text_sha256"]]] = row
    if not any(row["number"] == article["version"] for row in found.values()):
        raise damaged("articles", article["id"], "its current version is missing")
    return found


def _changes(
    db: sqlite3.Connection, article_id: int, versions: Mapping[Key, Row]
) -> dict[tuple[Key | None, Key], Row]:
    by_number: dict[int, list[tuple[Any, ...]]] = {}
    sql = f"SELECT version, {', '.join(OF_CHANGE)} FROM changes WHERE article_id = ? ORDER BY id"
    for number, *values in db.execute(sql, (article_id,)):
        by_number.setdefault(number, []).append(tuple(values))
    found: dict[tuple[Key | None, Key], Row] = {}
    before = None
    for key, row in versions.items():
        found[before, key] = {
            "changed": row["changed"],
            "stealth": row["stealth"],
            "rows": by_number.get(row["number"], []),
        }
        before = key
    return found
