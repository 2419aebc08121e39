"""The versions of an article: one row for each text that was published, and when it was seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from scraper.archive.articles.record import TEXTS, Row, Submission, dump, words_checksum
from scraper.archive.store import checksums
from scraper.archive.store.row_types import check, readable
from scraper.archive.store.schema_objects import require
from scraper.archive.store.watch import was_interrupted
from scraper.models import Version

# the columns of an earlier version in an export
EXPORTED = ("version", "first_seen", "last_seen", "date_modified", *TEXTS, "body_form")
_WITH_PAST = (
    "SELECT article_id FROM versions WHERE article_id IN (SELECT value FROM json_each(?))"
    " GROUP BY article_id HAVING count(*) > 1"
)
_COUNT = "SELECT count(*) FROM versions WHERE article_id = ?"
ALTERNATES = 2  # returns to an older text after which a page is taken to show two by turns

_SEEN = checksums.setting(
    "visits",
    last_seen="max(last_seen, ?1)",
    unchanged="CASE WHEN ?2 THEN 0 ELSE unchanged + 1 END",
    missing="0",
    missing_since="NULL",
)
_RETURNED = checksums.setting("versions", returns="returns + 1")


def first(db: sqlite3.Connection, article_id: int, submission: Submission) -> None:
    """Write the first version of a new article."""
    _insert(db, article_id, 1, submission, ())
    checksums.insert(
        db, "visits", **checksums.UNVISITED, article_id=article_id, last_seen=submission.at
    )


def add(
    db: sqlite3.Connection,
    current: Row,
    submission: Submission,
    number: int,
    fields: tuple[str, ...],
) -> None:
    """Write a new version, which takes the place of the current one."""
    _close(db, current["id"], current["version"], submission.at)
    _insert(db, current["id"], number, submission, fields)
    seen(db, current["id"], submission.at, changed=True)


def _insert(
    db: sqlite3.Connection,
    article_id: int,
    number: int,
    submission: Submission,
    fields: tuple[str, ...],
) -> None:
    row = submission.row
    checksums.insert(
        db,
        "versions",
        article_id=article_id,
        number=number,
        first_seen=submission.at,
        capture_id=submission.capture_id,
        date_modified=row["date_modified"],
        text_sha256=row["text_sha256"],
        changed=dump(fields),
        stealth=0,
        returns=0,
        words_checksum=words_checksum(row),
    )


def rewrite(db: sqlite3.Connection, article_id: int, number: int, **values: object) -> None:
    """Change the row of a version."""
    checksums.update(db, "versions", {"article_id": article_id, "number": number}, **values)


def reword(
    db: sqlite3.Connection, article_id: int, number: int, row: Row, **values: object
) -> None:
    """Record that the words of a version are others now."""
    hashes = {"text_sha256": row["text_sha256"], "words_checksum": words_checksum(row)}
    rewrite(db, article_id, number, **hashes, **values)


def seen(db: sqlite3.Connection, article_id: int, at: str, *, changed: bool = False) -> None:
    """Record that a visit found the current text."""
    db.execute(f"UPDATE visits SET {_SEEN} WHERE article_id = ?3", (at, changed, article_id))


def differing(current: Row, row: Row) -> tuple[str, ...]:
    """Return the fields whose words are not the same."""
    return tuple(name for name in TEXTS if _words(current[name]) != _words(row[name]))


def _words(text: str | None) -> list[str]:
    return (text or "").split()


def having(db: sqlite3.Connection, article_id: int, text_sha256: str) -> int | None:
    """Return the number of the past version with a text, or None."""
    row = db.execute(
        "SELECT number FROM versions WHERE article_id = ? AND text_sha256 = ?",
        (article_id, text_sha256),
    ).fetchone()
    if row is None:
        return None
    return int(row[0])


def alternates(db: sqlite3.Connection, article_id: int) -> bool:
    """Return whether a page shows the same texts by turns."""
    (returns,) = db.execute(
        "SELECT sum(returns) FROM versions WHERE article_id = ?", (article_id,)
    ).fetchone()
    return int(returns) >= ALTERNATES


def count_return(db: sqlite3.Connection, article_id: int, number: int) -> None:
    """Record that the page showed an older text once more."""
    db.execute(
        f"UPDATE versions SET {_RETURNED} WHERE article_id = ? AND number = ?",
        (article_id, number),
    )


def restore(
    db: sqlite3.Connection, article_id: int, number: int, instead_of: int, submission: Submission
) -> None:
    """Make an older version the current one again; its words are in the article already."""
    _close(db, article_id, instead_of, submission.at)
    reword(db, article_id, number, submission.row, replaced_at=None)
    db.execute("DELETE FROM past_texts WHERE article_id = ? AND number = ?", (article_id, number))
    count_return(db, article_id, number)
    seen(db, article_id, submission.at, changed=True)


def next_number(db: sqlite3.Connection, article_id: int) -> int:
    """Return the number that the next version gets."""
    (last,) = db.execute(
        "SELECT max(number) FROM versions WHERE article_id = ?", (article_id,)
    ).fetchone()
    return int(last) + 1


def history(db: sqlite3.Connection, article_id: int) -> list[Version]:
    """Return all versions, the oldest first, with their words."""
    require(db, "v_versions")
    sql = (
        "SELECT v.*, c.source FROM v_versions v LEFT JOIN captures c ON c.id = v.capture_id"
        " WHERE v.article_id = ? ORDER BY v.version"
    )
    return [_version(row) for row in _read(db, sql, article_id)]


def _read(db: sqlite3.Connection, sql: str, article_id: int) -> list[sqlite3.Row]:
    """Return the rows of versions of an article; raise DamagedRow."""
    with readable("versions of article", article_id):
        found = db.execute(sql, (article_id,)).fetchall()
    for row in found:
        check("versions", f"{article_id}, {row['version']}", row)
    return found


def with_past(db: sqlite3.Connection, ids: Sequence[int]) -> frozenset[int]:
    """Return those of the articles that have several versions.

    Where that cannot be read, return all: `earlier` finds out which of them is damaged.
    """
    try:
        found = db.execute(_WITH_PAST, (json.dumps(ids),)).fetchall()
    except sqlite3.DatabaseError as error:
        if was_interrupted(error):
            raise
        return frozenset(ids)
    return frozenset(article_id for (article_id,) in found)


def earlier(db: sqlite3.Connection, article_id: int, *, before: int | None = None) -> list[Row]:
    """Return the versions that are not current, the oldest first, with the columns of an export.

    With `before`, return those that have a lower number.
    """
    with readable("versions of article", article_id):
        (count,) = db.execute(_COUNT, (article_id,)).fetchone()
    if count == 1:  # of most articles: asking the view costs ten times as much
        return []
    require(db, "v_versions")
    chosen = "NOT is_current" if before is None else f"version < {before:d}"
    sql = (
        f"SELECT {', '.join(EXPORTED)} FROM v_versions"
        f" WHERE article_id = ? AND {chosen} ORDER BY version"
    )
    return [dict(row) for row in _read(db, sql, article_id)]


def _close(db: sqlite3.Connection, article_id: int, number: int, at: str) -> None:
    rewrite(db, article_id, number, replaced_at=at)


def _version(row: sqlite3.Row) -> Version:
    return Version(
        article_id=row["article_id"],
        number=row["version"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        headline=row["headline"],
        subheadline=row["subheadline"],
        byline=row["byline"],
        caption=row["caption"] or "",
        body_text=row["body_text"] or "",
        date_modified=row["date_modified"],
        credit=row["credit"] or "",
        changed=tuple(json.loads(row["changed"])),
        stealth=bool(row["stealth"]),
        source=row["source"],
    )
