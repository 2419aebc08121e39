"""The versions of an article: one row a text that the newsroom published, and the spans in which it stood there."""

from __future__ import annotations

import json
import sqlite3

from scraper.archive.articles.record import TEXTS, Reading, Row, dump, words_checksum
from scraper.archive.store import checksums
from scraper.archive.store.row_types import check, readable
from scraper.archive.store.schema_objects import require
from scraper.models import Version

# the columns of an earlier version in an export
EXPORTED = ("version", "first_seen", "last_seen", "date_modified", *TEXTS, "body_form")
FLAPS = 2  # returns to an older text after which a page is taken to show two texts by turns


def first(db: sqlite3.Connection, article_id: int, reading: Reading) -> None:
    """The first version of a new article."""
    _insert(db, article_id, 1, reading, ())
    checksums.insert(
        db, "visits", **checksums.UNVISITED, article_id=article_id, last_seen=reading.at
    )


def add(
    db: sqlite3.Connection, current: Row, reading: Reading, number: int, fields: tuple[str, ...]
) -> None:
    """A new version, which takes the place of the current one."""
    _close(db, current["id"], current["version"], reading.at)
    _insert(db, current["id"], number, reading, fields)
    seen(db, current["id"], reading.at, changed=True)


def _insert(
    db: sqlite3.Connection, article_id: int, number: int, reading: Reading, fields: tuple[str, ...]
) -> None:
    row = reading.row
    checksums.insert(
        db,
        "versions",
        article_id=article_id,
        number=number,
        first_seen=reading.at,
        capture_id=reading.capture_id,
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
    """Other words stand for a version now."""
    hashes = {"text_sha256": row["text_sha256"], "words_checksum": words_checksum(row)}
    rewrite(db, article_id, number, **hashes, **values)


def seen(db: sqlite3.Connection, article_id: int, at: str, *, changed: bool = False) -> None:
    """A visit found the current text."""
    db.execute(f"UPDATE visits SET {_SEEN} WHERE article_id = ?3", (at, changed, article_id))


_SEEN = checksums.setting(
    "visits",
    last_seen="max(last_seen, ?1)",
    unchanged="CASE WHEN ?2 THEN 0 ELSE unchanged + 1 END",
    missing="0",
    missing_since="NULL",
)


def differing(current: Row, row: Row) -> tuple[str, ...]:
    """The fields whose words are not the same."""
    return tuple(
        name for name in TEXTS if (current[name] or "").split() != (row[name] or "").split()
    )


def having(db: sqlite3.Connection, article_id: int, text_sha256: str) -> int | None:
    """The past version with a text."""
    row = db.execute(
        "SELECT number FROM versions WHERE article_id = ? AND text_sha256 = ?",
        (article_id, text_sha256),
    ).fetchone()
    return None if row is None else int(row[0])


def flaps(db: sqlite3.Connection, article_id: int) -> bool:
    """Whether the page shows the same texts by turns."""
    return bool(
        db.execute(
            "SELECT sum(returns) FROM versions WHERE article_id = ?", (article_id,)
        ).fetchone()[0]
        >= FLAPS
    )


def count_return(db: sqlite3.Connection, article_id: int, number: int) -> None:
    """The page showed an older text once more."""
    more = checksums.setting("versions", returns="returns + 1")
    db.execute(
        f"UPDATE versions SET {more} WHERE article_id = ? AND number = ?", (article_id, number)
    )


def restore(
    db: sqlite3.Connection, article_id: int, number: int, instead_of: int, reading: Reading
) -> None:
    """Make an older version the current one again, after its words have been written to the article."""
    _close(db, article_id, instead_of, reading.at)
    reword(db, article_id, number, reading.row, replaced_at=None)
    db.execute("DELETE FROM past_texts WHERE article_id = ? AND number = ?", (article_id, number))
    count_return(db, article_id, number)
    seen(db, article_id, reading.at, changed=True)


def next_number(db: sqlite3.Connection, article_id: int) -> int:
    """The number of the version to come."""
    return 1 + int(
        db.execute(
            "SELECT max(number) FROM versions WHERE article_id = ?", (article_id,)
        ).fetchone()[0]
    )


def history(db: sqlite3.Connection, article_id: int) -> list[Version]:
    """All versions, the oldest first, with their words."""
    require(db, "v_versions")
    return [_version(row) for row in _read(db, _HISTORY, article_id)]


def _read(db: sqlite3.Connection, sql: str, article_id: int) -> list[sqlite3.Row]:
    """Return the rows of versions of an article; raises DamagedRow."""
    with readable("versions of article", article_id):
        found = db.execute(sql, (article_id,)).fetchall()
    for row in found:
        check("versions", f"{article_id}, {row['version']}", row)
    return found


_HISTORY = (
    "SELECT v.*, c.source FROM v_versions v LEFT JOIN captures c ON c.id = v.capture_id"
    " WHERE v.article_id = ? ORDER BY v.version"
)


def earlier(db: sqlite3.Connection, article_id: int) -> list[Row]:
    """Return the versions that are not current, the oldest first, with the columns of an export."""
    require(db, "v_versions")
    sql = f"SELECT {', '.join(EXPORTED)} FROM v_versions WHERE article_id = ? AND NOT is_current ORDER BY version"
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
