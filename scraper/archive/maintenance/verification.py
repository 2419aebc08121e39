"""Does the file hold what was written to it? The structure, the index, and every hash; each fault names its row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from scraper.archive.articles import article_rows, record
from scraper.archive.articles.record import WORDS
from scraper.archive.crawl import runs
from scraper.archive.maintenance import definitions, file_header, fts_index, value_kinds
from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.pages import packing
from scraper.archive.store import checksums, row_types
from scraper.archive.store.migrations import STEPS
from scraper.archive.store.schema_objects import declared, refuse_substitutes
from scraper.archive.store.watch import was_interrupted
from scraper.errors import Damaged

Checks = dict[str, Callable[[sqlite3.Connection], Iterator[Fault]]]

MOST = 100  # faults told of one kind


def verify(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every fault of the file, as it is found, each row once; a check that cannot even be run is a fault, too."""
    told: set[tuple[str, str]] = set()
    for name, check in _possible(db).items():
        found = 0
        try:
            for fault in check(db):
                if fault.id and (fault.table, fault.id) in told:
                    continue
                told.add((fault.table, fault.id))
                found += 1
                if found <= MOST:
                    yield fault
        except (
            sqlite3.Error,
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            MemoryError,
            RecursionError,
        ) as error:
            if was_interrupted(error):
                raise
            yield Fault(table=name, id="", what=f"cannot be read: {error}")
        if found > MOST:
            yield Fault(table=name, id="", what=f"and {found - MOST} more")


def _possible(db: sqlite3.Connection) -> Checks:
    """The checks that have an end: what is in the place of a table of ours may have none."""
    try:
        refuse_substitutes(db, "the file", len(STEPS))
    except Damaged:
        return {name: CHECKS[name] for name in ("header", "definitions", "triggers")}
    return CHECKS


def _structure(db: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in db.execute(f"PRAGMA integrity_check({MOST})").fetchall():
        if line != "ok":
            yield Fault(table="file", id="", what=str(line))


def _keys(db: sqlite3.Connection) -> Iterator[Fault]:
    for name, one in declared().items():  # what the tables of others point at is theirs to know
        if one.kind != "table" or one.is_virtual:
            continue
        for table, rowid, parent, _ in db.execute(f"PRAGMA foreign_key_check({name})").fetchall():
            yield Fault(
                table=table,
                id=str(rowid or ""),
                what=f"points at a row of {parent} that is not there",
            )


def _bodies(db: sqlite3.Connection) -> Iterator[Fault]:
    for (body_id,) in db.execute("SELECT id FROM bodies ORDER BY id").fetchall():
        try:
            row = db.execute("SELECT * FROM bodies WHERE id = ?", (body_id,)).fetchone()
            if (
                len(packing.unpack(db, body_id)) != row["raw_bytes"]
                or checksums.of_body(row) != row["checksum"]
            ):
                yield Fault(table="bodies", id=str(body_id), what="the row is not what was stored")
        except (Damaged, MemoryError, sqlite3.Error, TypeError) as error:
            if was_interrupted(error):
                raise
            yield Fault(table="bodies", id=str(body_id), what=str(error))


_ARTICLE = (
    f"SELECT id, {', '.join((*record.COLUMNS, *record.OWN))}, checksum FROM articles WHERE id = ?"
)


def _articles(db: sqlite3.Connection) -> Iterator[Fault]:
    for (article_id,) in db.execute("SELECT id FROM articles ORDER BY id").fetchall():
        try:
            with row_types.readable("articles", article_id):
                wrong = _wrong(db, dict(db.execute(_ARTICLE, (article_id,)).fetchone()))
        except Damaged as error:
            wrong = str(error)
        if wrong:
            yield Fault(table="articles", id=str(article_id), what=wrong)


def _wrong(db: sqlite3.Connection, row: dict[str, Any]) -> str | None:
    """Return what is wrong with an article; the types of its values are looked at where a sum is not right only."""
    what = None
    try:
        if record.text_hash(row) != row["text_sha256"]:
            what = "its text is not what was stored"
        elif record.checksum(article_rows.with_people(db, row)) != row["checksum"]:
            what = "a field of it, or an author or image, is not what was stored"
    except (TypeError, AttributeError, ValueError) as error:
        what = f"a field of it is not what was stored ({error})"
    if what:
        row_types.check("articles", row["id"], {name: row[name] for name in record.COLUMNS})
    return what


def _people(db: sqlite3.Connection) -> Iterator[Fault]:
    """Authors and images stand in places from 0; which they are, the checksum of their article tells."""
    for table in ("article_authors", "images"):
        sql = (
            f"SELECT article_id FROM {table} GROUP BY article_id"
            " HAVING min(position) <> 0 OR max(position) <> count(*) - 1"
        )
        for (article_id,) in db.execute(sql):
            yield Fault(
                table=table,
                id=str(article_id),
                what="the places of this article's rows are not as stored",
            )


def _versions(db: sqlite3.Connection) -> Iterator[Fault]:
    sql = (
        "SELECT v.article_id, v.number, v.text_sha256, v.words_checksum, a.version, a.text_sha256 AS current,"
        f" p.id AS past, {', '.join(f'{_then(name)} AS {name}' for name in WORDS)}"
        " FROM versions v JOIN articles a ON a.id = v.article_id"
        " LEFT JOIN past_texts p ON p.article_id = v.article_id AND p.number = v.number"
    )
    for row in db.execute(sql):
        is_current = row["number"] == row["version"]
        if wrong := row_types.misfit(row):
            yield Fault(table="versions", id=f"{row['article_id']}, {row['number']}", what=wrong)
            continue
        if not is_current and row["past"] is None:
            yield Fault(
                table="versions",
                id=f"{row['article_id']}, {row['number']}",
                what="its text is missing",
            )
        elif (
            record.text_hash(row) != row["text_sha256"]
            or record.words_checksum(row) != row["words_checksum"]
        ):
            if not is_current:
                yield Fault(
                    table="past_texts", id=str(row["past"]), what="the text is not what was stored"
                )
            elif (
                row["text_sha256"] == row["current"]
            ):  # else the row of the version is at fault, and told already
                yield Fault(
                    table="articles",
                    id=str(row["article_id"]),
                    what="its text is not what was stored",
                )


def _then(name: str) -> str:
    """A column of the words of a version."""
    return f"CASE WHEN v.number = a.version THEN a.{name} ELSE p.{name} END"


def _sums(db: sqlite3.Connection) -> Iterator[Fault]:
    for table, columns in checksums.COVERED.items():
        key = checksums.KEYS.get(table, "id")
        for name, total, *values in db.execute(
            f"SELECT {key}, checksum, {', '.join(columns)} FROM {table}"
        ):
            if checksums.of(values) != total:
                yield Fault(table=table, id=str(name), what="the row is not what was stored")


def _runs(db: sqlite3.Connection) -> Iterator[Fault]:
    for row in db.execute(
        "SELECT * FROM runs WHERE sealed IS NULL AND sha256 IS NOT NULL"
    ).fetchall():
        if runs.seal(row) != row["sha256"]:  # it is under way, or was killed
            yield Fault(table="runs", id=str(row["id"]), what="the row is not what was stored")
    before = None
    for row in db.execute("SELECT * FROM runs WHERE sealed IS NOT NULL ORDER BY sealed").fetchall():
        if row["previous_sha256"] != before or runs.seal(row) != row["sha256"]:
            yield Fault(
                table="runs",
                id=str(row["id"]),
                what="the row, or one before it, is not what was sealed",
            )
        elif (
            runs.captures_hash(db, row["captures_from"], row["captures_to"])
            != row["captures_sha256"]
        ):
            span = f"captures {row['captures_from']} to {row['captures_to']}"
            yield Fault(table="runs", id=str(row["id"]), what=f"{span} are not what was sealed")
        before = row["sha256"]


CHECKS: Checks = {
    "header": file_header.faults,
    "file": _structure,
    "keys": _keys,
    "articles_fts": fts_index.faults,
    "bodies": _bodies,
    "articles": _articles,
    "people": _people,
    "rows": _sums,
    "kinds": value_kinds.faults,
    "versions": _versions,
    "runs": _runs,
    "definitions": definitions.faults,
    "triggers": definitions.strange_triggers,
}
