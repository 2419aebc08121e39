"""The search index of a file into which many articles come at once.

FTS5 writes new words as small parts of an index and merges these as it goes, which takes longer
than all else while an index is filled. It keeps its settings in the file, and counts in the first
bytes of the index how often they were changed. Afterwards they are made what they were, so that
the file is like any other.

A transaction of many articles gathers their words in more memory (`gathered`). A new file is not
merged at all while it is filled (`merged_later`): `scraper optimize` then merges the index, and a
file in which this was begun and not ended is to be thrown away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product

from scraper.archive.store.connection import transaction

INDEXES = ("articles_fts", "past_fts")  # of the words of texts
# the row of an index's data that lists its segments; it begins with a count of changed settings
STRUCTURE = 10
COOKIE = 4  # bytes of that count
# no merging in between, and as many bytes of words in memory before they are written
_SETTINGS = {"automerge": 0, "hashsize": 32 << 20}
_BLOCK = f"WHERE id = {STRUCTURE}"
_GATHERED = 16 << 20  # bytes of words in memory: those of a batch of an import


@contextmanager
def gathered(db: sqlite3.Connection) -> Iterator[None]:
    """Let the indexes gather the words of a transaction in memory; use it inside of one.

    Nobody else sees the setting: it is set back in the same transaction, and a kill undoes both.
    """
    cookies = _cookies(db)
    for table in INDEXES:
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', ?)", (_GATHERED,))
    try:
        yield
    finally:
        if db.in_transaction:  # a full disk has rolled back already
            _forget(db)
            _set_back(db, cookies, ["hashsize"])


def _forget(db: sqlite3.Connection) -> None:
    """Have FTS5 write out what it has in memory, and read its settings anew when it needs them.

    A savepoint makes it do the first, the way back to one the second.
    """
    db.execute("SAVEPOINT gathered")
    db.execute("ROLLBACK TO gathered")
    db.execute("RELEASE gathered")


@contextmanager
def merged_later(db: sqlite3.Connection) -> Iterator[None]:
    """Let the indexes grow without merging, as long as no transaction is open at either end."""
    cookies = _cookies(db)
    for table, (name, value) in product(INDEXES, _SETTINGS.items()):
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES (?, ?)", (name, value))
    yield
    with transaction(db):
        _set_back(db, cookies, _SETTINGS)


def _cookies(db: sqlite3.Connection) -> dict[str, bytes]:
    return {table: _block(db, table)[:COOKIE] for table in INDEXES}


def _set_back(db: sqlite3.Connection, cookies: Mapping[str, bytes], names: Iterable[str]) -> None:
    """Remove settings from a file, and the sign that they were ever made."""
    for table, cookie in cookies.items():
        block = cookie + _block(db, table)[COOKIE:]
        db.executemany(f"DELETE FROM {table}_config WHERE k = ?", [[name] for name in names])
        db.execute(f"UPDATE {table}_data SET block = ? {_BLOCK}", (block,))


def _block(db: sqlite3.Connection, table: str) -> bytes:
    return bytes(db.execute(f"SELECT block FROM {table}_data {_BLOCK}").fetchone()[0])
