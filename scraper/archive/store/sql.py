"""Read-only SQL over the archive: nothing that is typed here can change a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scraper.archive.store.connection import connect, sqlite_errors
from scraper.archive.store.watch import Stopwatch
from scraper.errors import InputError

LARGEST_VALUE = 100 << 20  # bytes of one text or BLOB: zeroblob(10^9) would fill the memory
_OURS = (
    "SQLITE_ERROR",
    "SQLITE_MISUSE",
    "SQLITE_RANGE",
    "SQLITE_READONLY",
    "SQLITE_AUTH",
    "SQLITE_TOOBIG",
)


def query(
    path: Path, statement: str, parameters: Mapping[str, Any], seconds: float
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The column names, each once, and the rows of one statement, for which SQLite may work so many seconds; 0: no end.

    Raises InputError, in SQLite's words, for a statement that is wrong, and QueryTimeout.
    """
    db = connect(path, read_only=True)
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(_permit)
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    stopwatch = Stopwatch(db, seconds)
    try:
        with sqlite_errors(str(path)), _in_sqls_words(), stopwatch:
            cursor = db.execute(statement, dict(parameters))
    except BaseException:
        db.close()
        raise
    if cursor.description is None:
        db.close()
        raise InputError("SQL: a SELECT is wanted")
    return numbered([column[0] for column in cursor.description]), _rows(
        db, cursor, stopwatch, str(path)
    )


def numbered(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns with a number behind those that came before: id, id_2."""
    taken, found = set(names), list[str]()
    for name in names:
        own, number = name, 1
        while own in found or (number > 1 and own in taken):
            number += 1
            own = f"{name}_{number}"
        found.append(own)
    return tuple(found)


def _rows(
    db: sqlite3.Connection, cursor: sqlite3.Cursor, stopwatch: Stopwatch, path: str
) -> Iterator[tuple[Any, ...]]:
    try:
        while True:
            with sqlite_errors(path), _in_sqls_words(), stopwatch:
                row = cursor.fetchone()
            if row is None:
                return
            yield tuple(row)
    finally:
        db.close()


@contextmanager
def _in_sqls_words() -> Iterator[None]:
    """What is wrong with a statement is an InputError; what is wrong with the file stays what it is."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        told = _told(error)
        if told is error:
            raise
        raise told from None


def _permit(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """No other files, no settings."""
    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and second is not None and first not in _HARMLESS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


_HARMLESS = frozenset(
    (
        "table_info",
        "table_xinfo",
        "index_list",
        "index_info",
        "foreign_key_list",
        "foreign_key_check",
    )
)


def _told(error: sqlite3.Error | sqlite3.Warning) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR"
    if not name.startswith(_OURS) or str(error).startswith("Could not decode"):
        return error
    if "readonly" in str(error) or "not authorized" in str(error):
        return InputError(f"only reading is allowed here: {error}")
    return InputError(f"SQL: {error}")
