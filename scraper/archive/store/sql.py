"""Read-only SQL over the archive: nothing that is typed here can change a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scraper.archive.store.connection import connect, sqlite_errors
from scraper.archive.store.watch import Stopwatch
from scraper.errors import InputError

LARGEST_VALUE = 100 << 20  # bytes of one text or BLOB: zeroblob(10^9) would fill the memory
# how the names of errors of a statement begin; all others are errors of the file
_OF_THE_STATEMENT = ("SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_READONLY",
                     "SQLITE_AUTH", "SQLITE_TOOBIG")  # fmt: skip
# the pragmas that may have an argument: they describe the schema, and set nothing
_DESCRIBING = frozenset(
    ("table_info", "table_xinfo", "index_list", "index_info", "foreign_key_list",
     "foreign_key_check")
)  # fmt: skip


# The connection cannot write anyway; refused here, statements that write have one message.
_REFUSED = frozenset((sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_DROP_TABLE))
_WRITING = frozenset((sqlite3.SQLITE_DELETE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE))
_OF_SQLITE = "sqlite_"  # to open a full-text index, SQLite itself writes to its own tables


def query(
    path: Path, statement: str, parameters: Mapping[str, object], seconds: float
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the names of the columns, each once, and the rows of one statement.

    SQLite may work on it for so many seconds, without a limit for 0. Raises QueryTimeout, and
    InputError, with SQLite's message, for a statement that is wrong.
    """
    db = connect(path, read_only=True)
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(_permit)
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    stopwatch = Stopwatch(db, seconds)
    try:
        with sqlite_errors(str(path)), _statement_errors(), stopwatch:
            cursor = db.execute(statement, dict(parameters))
    except BaseException:
        db.close()
        raise
    if cursor.description is None:
        db.close()
        raise InputError("SQL: only SELECT statements are allowed")
    names = numbered([column[0] for column in cursor.description])
    return names, _rows(db, cursor, stopwatch, str(path))


def numbered(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns, with a number behind a name that came before: id, id_2."""
    given = frozenset(names)
    found: list[str] = []
    for name in names:
        found.append(_numbered(name, given | set(found)) if name in found else name)
    return tuple(found)


def _numbered(name: str, taken: Collection[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _rows(
    db: sqlite3.Connection, cursor: sqlite3.Cursor, stopwatch: Stopwatch, path: str
) -> Iterator[tuple[Any, ...]]:
    try:
        while True:
            with sqlite_errors(path), _statement_errors(), stopwatch:
                row = cursor.fetchone()
            if row is None:
                return
            yield tuple(row)
    finally:
        db.close()


@contextmanager
def _statement_errors() -> Iterator[None]:
    """Raise InputError for what is wrong with a statement; let errors of the file through."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        if not _is_of_the_statement(error):
            raise
        if "readonly" in str(error) or "not authorized" in str(error):
            raise InputError(f"SQL: only SELECT statements are allowed ({error})") from None
        raise InputError(f"SQL: {error}") from None


def _permit(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow everything but writing, other files and settings.

    SQLite asks before it compiles a statement.
    """
    is_own = first is not None and first.startswith(_OF_SQLITE)
    if action in _REFUSED or (action in _WRITING and not is_own):
        return sqlite3.SQLITE_DENY
    has_argument = action == sqlite3.SQLITE_PRAGMA and second is not None
    if has_argument and first not in _DESCRIBING:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _is_of_the_statement(error: sqlite3.Error | sqlite3.Warning) -> bool:
    if str(error).startswith("Could not decode"):  # raised by Python for a text of the file
        return False
    # errors that Python raises itself, such as for two statements, have no name
    name = getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR"
    return bool(name.startswith(_OF_THE_STATEMENT))
