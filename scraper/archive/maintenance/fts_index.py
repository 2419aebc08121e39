"""The full-text index against the texts, and against itself where FTS5 does not look.

FTS5 proves that its index has each word of the texts, by a sum in which an even number of changes may, seldom, cancel
out. How it finds a word (the table of the first terms of its leaves) and how it ranks (its settings) it does not prove.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive.maintenance import fts_leaves
from scraper.archive.maintenance.fts_leaves import STRUCTURE
from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.watch import was_interrupted
from scraper.errors import ArchiveError

# index -> its settings, all of them
SETTINGS = {
    "articles_fts": {"rank": "bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0, 0.0)", "version": 4},
    "past_fts": {"rank": "bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0)", "version": 4},
    "coder_notes_fts": {"rank": "bm25(1.0, 0.5)", "version": 4},
}
ONCE = bytes([0, 0, 0, 1])


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """What is wrong with an index."""
    for table, settings in SETTINGS.items():
        yield from _words(db, table)
        if dict(map(tuple, db.execute(f"SELECT k, v FROM {table}_config"))) != settings:
            yield Fault(
                table=f"{table}_config", id="", what="the settings are not those that were made"
            )
        if (
            bytes(
                db.execute(f"SELECT block FROM {table}_data WHERE id = {STRUCTURE}").fetchone()[0][
                    :4
                ]
            )
            != ONCE
        ):
            yield Fault(table=f"{table}_data", id=str(STRUCTURE), what="the settings were changed")
        # the length of each column in each article: a byte at least
        short = f"typeof(sz) <> 'blob' OR length(sz) < (SELECT count(*) FROM pragma_table_info('{table}'))"
        for (rowid,) in db.execute(f"SELECT id FROM {table}_docsize WHERE {short}"):
            yield Fault(
                table=f"{table}_docsize",
                id=str(rowid),
                what="it is not the lengths of an article's texts",
            )
        yield from fts_leaves.faults(db, table)


def _words(db: sqlite3.Connection, table: str) -> Iterator[Fault]:
    """Rank 1 compares the index with the texts; without it FTS5 looks at its own tables only."""
    try:
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.Error as error:
        if was_interrupted(error):
            raise
        if error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise ArchiveError(
                "the index can be checked only in a file that may be written: verify a copy"
            ) from None
        yield Fault(
            table=table,
            id="",
            what=f"does not match the texts: `scraper optimize --rebuild` ({error})",
        )
