"""The search index of a file that is filled at once: FTS5 is not to merge it all the while.

FTS5 writes new words as small parts of an index and merges these as it goes, which takes longer
than all else while an index is filled. It keeps the setting in the file, and counts in the first
bytes of the index how often settings were changed. Afterwards both are made what they were, so
that the file is like any other; `scraper optimize` then merges the index.

A file in which this was begun and not ended is to be thrown away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
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


@contextmanager
def merged_later(db: sqlite3.Connection) -> Iterator[None]:
    """Let the indexes grow without merging, as long as no transaction is open at either end."""
    cookies = {table: _block(db, table)[:COOKIE] for table in INDEXES}
    for table, (name, value) in product(INDEXES, _SETTINGS.items()):
        db.execute(f"INSERT INTO {table}({table}, rank) VALUES (?, ?)", (name, value))
    yield
    with transaction(db):
        for table, cookie in cookies.items():
            block = cookie + _block(db, table)[COOKIE:]
            db.executemany(
                f"DELETE FROM {table}_config WHERE k = ?", [[name] for name in _SETTINGS]
            )
            db.execute(f"UPDATE {table}_data SET block = ? {_BLOCK}", (block,))


def _block(db: sqlite3.Connection, table: str) -> bytes:
    return bytes(db.execute(f"SELECT block FROM {table}_data {_BLOCK}").fetchone()[0])
