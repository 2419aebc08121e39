"""Read-only SQL over the archive: nothing that is typed here can change a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scraper.archive.connection import connect
from scraper.errors import InputError

_OURS = ("SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_READONLY", "SQLITE_AUTH", "SQLITE_TOOBIG")


def query(
    path: Path, statement: str, parameters: Mapping[str, Any]
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The column names and the rows of one statement; raises InputError, in SQLite's words, for one that is wrong."""
    db = connect(path, read_only=True)
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(_permit)
    try:
        cursor = db.execute(statement, dict(parameters))
    except (sqlite3.Error, sqlite3.Warning) as error:
        db.close()
        raise _told(error) from None
    if cursor.description is None:
        db.close()
        raise InputError("SQL: a SELECT is wanted")
    columns = tuple(column[0] for column in cursor.description or ())
    return columns, _rows(db, cursor)


def _rows(db: sqlite3.Connection, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    try:
        for row in cursor:
            yield tuple(row)
    except sqlite3.Error as error:
        raise _told(error) from None
    finally:
        db.close()


def _permit(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """No other files, no settings."""
    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and second is not None and first not in _HARMLESS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


_HARMLESS = frozenset(
    ("table_info", "table_xinfo", "index_list", "index_info", "foreign_key_list", "foreign_key_check")
)


def _told(error: sqlite3.Error | sqlite3.Warning) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR"
    if not name.startswith(_OURS):
        return error
    if "readonly" in str(error) or "not authorized" in str(error):
        return InputError(f"only reading is allowed here: {error}")
    return InputError(f"SQL: {error}")
