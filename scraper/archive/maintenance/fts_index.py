"""The full-text index against the texts, and against itself where FTS5 does not look.

FTS5 proves that its index has each word of the texts, by a sum of all places by XOR. A damaged
letter of a term with an even number of places can, seldom, cancel itself out in it. How FTS5 finds
a word (the table of the first terms of its leaves) and how it ranks (its settings) it does not
prove.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from scraper.archive.maintenance import fts_leaves
from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.bulk_index import COOKIE, STRUCTURE
from scraper.archive.store.watch import was_interrupted
from scraper.errors import ArchiveError

# index -> its settings, all of them
SETTINGS: dict[str, dict[str, str | int]] = {
    "articles_fts": {"rank": "bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0, 0.0)", "version": 4},
    "past_fts": {"rank": "bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0)", "version": 4},
    "coder_notes_fts": {"rank": "bm25(1.0, 0.5)", "version": 4},
}
COOKIE_OF_NEW = bytes([0, 0, 0, 1])  # how often the settings were changed, in a structure record


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what is wrong with the indexes."""
    for table, settings in SETTINGS.items():
        yield from _words(db, table)
        yield from _settings(db, table, settings)
        yield from _lengths(db, table)
        yield from fts_leaves.faults(db, table)


def _words(db: sqlite3.Connection, table: str) -> Iterator[Fault]:
    """Yield a fault if an index does not have the words of the texts.

    Rank 1 compares it with them; without a rank FTS5 looks at its own tables only.
    """
    try:
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.Error as error:
        if was_interrupted(error):
            raise
        if error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise ArchiveError(
                "the index can be checked only in a file that may be written: verify a copy"
            ) from None
        what = f"does not match the texts: `scraper optimize --rebuild` ({error})"
        yield Fault(table=table, id="", what=what)


def _settings(
    db: sqlite3.Connection, table: str, settings: Mapping[str, str | int]
) -> Iterator[Fault]:
    """Yield a fault for settings of an index that are not ours, or were changed meanwhile."""
    if dict(map(tuple, db.execute(f"SELECT k, v FROM {table}_config"))) != settings:
        what = "the settings are not those that were made"
        yield Fault(table=f"{table}_config", id="", what=what)
    structure = fts_leaves.structure_record(db, table)
    if structure[:COOKIE] != COOKIE_OF_NEW:
        yield Fault(table=f"{table}_data", id=str(STRUCTURE), what="the settings were changed")


def _lengths(db: sqlite3.Connection, table: str) -> Iterator[Fault]:
    """Yield the rows that do not hold a length, of a byte at least, for each column of a text."""
    columns = f"SELECT count(*) FROM pragma_table_info('{table}')"
    is_short = f"typeof(sz) <> 'blob' OR length(sz) < ({columns})"
    for (rowid,) in db.execute(f"SELECT id FROM {table}_docsize WHERE {is_short}"):
        what = "it is not the lengths of an article's texts"
        yield Fault(table=f"{table}_docsize", id=str(rowid), what=what)
