"""Does the file hold what was written to it? The structure, the index, and every hash; each fault names its row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from scraper.archive import packing, record, rows, runs, sums
from scraper.archive.migrations import migrate
from scraper.archive.record import TEXTS
from scraper.errors import ArchiveError, Damaged

MOST = 100  # faults told of one kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something that is not as it was written."""

    table: str
    id: str  # of the row; "" where no single row is meant
    what: str


def verify(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every fault of the file, as it is found, each row once; a check that cannot even be run is a fault, too."""
    told: set[tuple[str, str]] = set()
    for name, check in CHECKS.items():
        found = 0
        try:
            for fault in check(db):
                if fault.id and (fault.table, fault.id) in told:
                    continue
                told.add((fault.table, fault.id))
                found += 1
                if found <= MOST:
                    yield fault
        except (sqlite3.Error, ValueError, OverflowError) as error:
            yield Fault(table=name, id="", what=f"cannot be read: {error}")
        if found > MOST:
            yield Fault(table=name, id="", what=f"and {found - MOST} more")


def _structure(db: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in db.execute(f"PRAGMA integrity_check({MOST})").fetchall():
        if line != "ok":
            yield Fault(table="file", id="", what=str(line))


def _keys(db: sqlite3.Connection) -> Iterator[Fault]:
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield Fault(table=table, id=str(rowid or ""), what=f"points at a row of {parent} that is not there")


def _index(db: sqlite3.Connection) -> Iterator[Fault]:
    """Rank 1 compares the index with the texts; without it FTS5 looks at its own tables only."""
    for table in ("articles_fts", "past_fts"):
        try:
            db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.Error as error:
            if error.sqlite_errorname.startswith("SQLITE_READONLY"):
                raise ArchiveError(
                    "the index can be checked only in a file that may be written: verify a copy"
                ) from None
            yield Fault(table=table, id="", what=f"does not match the texts: `scraper optimize --rebuild` ({error})")


def _bodies(db: sqlite3.Connection) -> Iterator[Fault]:
    for (body_id,) in db.execute("SELECT id FROM bodies ORDER BY id").fetchall():
        try:
            packing.unpack(db, body_id)
        except (Damaged, MemoryError, sqlite3.Error, TypeError) as error:
            yield Fault(table="bodies", id=str(body_id), what=str(error))


def _articles(db: sqlite3.Connection) -> Iterator[Fault]:
    for row in map(dict, db.execute("SELECT * FROM articles ORDER BY id")):
        if record.text_hash(row) != row["text_sha256"]:
            yield Fault(table="articles", id=str(row["id"]), what="its text is not what was stored")
        elif record.checksum(rows.with_people(db, row)) != row["checksum"]:
            yield Fault(
                table="articles", id=str(row["id"]), what="a field of it, or an author or image, is not what was stored"
            )


def _versions(db: sqlite3.Connection) -> Iterator[Fault]:
    sql = (
        "SELECT v.article_id, v.number, v.text_sha256, a.version, a.text_sha256 AS current, p.id AS past,"
        f" {', '.join(f'p.{name}' for name in TEXTS)} FROM versions v JOIN articles a ON a.id = v.article_id"
        " LEFT JOIN past_texts p ON p.article_id = v.article_id AND p.number = v.number"
    )
    for row in db.execute(sql):
        which = f"{row['article_id']}, {row['number']}"
        if row["number"] == row["version"]:
            if row["text_sha256"] != row["current"]:
                yield Fault(table="versions", id=which, what="its hash is not that of the current text")
        elif row["past"] is None:
            yield Fault(table="versions", id=which, what="its text is missing")
        elif record.text_hash(row) != row["text_sha256"]:
            yield Fault(table="past_texts", id=str(row["past"]), what="the text is not what was stored")


def _sums(db: sqlite3.Connection) -> Iterator[Fault]:
    for table, columns in sums.COVERED.items():
        key = "article_id || ', ' || number" if table == "versions" else "id"
        for name, total, *values in db.execute(f"SELECT {key}, checksum, {', '.join(columns)} FROM {table}"):
            if sums.of(values) != total:
                yield Fault(table=table, id=str(name), what="the row is not what was stored")


def _schema(db: sqlite3.Connection) -> Iterator[Fault]:
    """Tables, indexes, triggers and views of ours, against those that this program makes."""
    told = (  # but for those that sqlite-utils and FTS5 make, each version of them as it likes
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'"
        " AND NOT (type = 'table' AND name LIKE '%#_fts#_%' ESCAPE '#')"
    )
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        ours = dict(map(tuple, fresh.execute(told)))
    theirs = dict(map(tuple, db.execute(told)))
    for name, definition in ours.items():
        if definition != theirs.get(name):
            yield Fault(table="file", id=name, what="its definition is not the one that this program makes")


def _runs(db: sqlite3.Connection) -> Iterator[Fault]:
    before = None
    for row in db.execute("SELECT * FROM runs WHERE sealed IS NOT NULL ORDER BY sealed").fetchall():
        if row["previous_sha256"] != before or runs.seal(row) != row["sha256"]:
            yield Fault(table="runs", id=str(row["id"]), what="the row, or one before it, is not what was sealed")
        elif runs.captures_hash(db, row["captures_from"], row["captures_to"]) != row["captures_sha256"]:
            span = f"captures {row['captures_from']} to {row['captures_to']}"
            yield Fault(table="runs", id=str(row["id"]), what=f"{span} are not what was sealed")
        before = row["sha256"]


CHECKS: dict[str, Callable[[sqlite3.Connection], Iterator[Fault]]] = {
    "file": _structure,
    "keys": _keys,
    "articles_fts": _index,
    "bodies": _bodies,
    "articles": _articles,
    "versions": _versions,
    "rows": _sums,
    "runs": _runs,
    "schema": _schema,
}
