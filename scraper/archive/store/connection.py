"""A connection to an archive file: how it is set up and written, and its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import datetime
from functools import cache, wraps
from inspect import isgeneratorfunction
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar, cast
from urllib.parse import quote

from scraper.archive.store import checksums, watch
from scraper.errors import ArchiveBusy, ArchiveError, ArchiveFull, Damaged, NotAnArchive, RowRefused

P = ParamSpec("P")
R = TypeVar("R")

WAIT = 30.0  # seconds that a writer waits for another
AGAIN = 0.02  # seconds between two tries, where SQLite does not wait by itself
# a cache for the index of a large archive; a write-ahead log that is emptied before it slows reads
PRAGMAS = """
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA cache_size = -65536;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 8000;
"""
PASSING_CACHE = -8192  # KB, for rows that are read once
# Of a new file. In pages of 2048 bytes a text and its index leave less room unused than in pages of
# 4096, and are read as quickly. Nothing that was saved is lost in a power cut.
KEPT_SAFE = """
    PRAGMA page_size = 2048;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
"""
# the errors of a row's values; all others are of the file or of the statement
OF_A_ROW = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError)
DISK_FULL = "the disk is full: free some space and run the same command again ({path})"
BUSY = "another program is writing to {path}: try again when it has ended"
# how SQLite's name of an error begins -> what to raise, and its message
REFUSALS: tuple[tuple[str, type[ArchiveError], str], ...] = (
    ("SQLITE_FULL", ArchiveFull, DISK_FULL),
    ("SQLITE_IOERR", ArchiveFull, "the disk refuses to read or write {path}: {error}"),
    ("SQLITE_READONLY", ArchiveFull, "cannot write to {path}: the file or its folder is read-only"),
    ("SQLITE_PERM", ArchiveFull, "cannot write to {path}: no permission"),
    ("SQLITE_BUSY", ArchiveBusy, BUSY),
    ("SQLITE_LOCKED", ArchiveBusy, BUSY),
    ("SQLITE_NOTADB", NotAnArchive, "{path} is not an archive: it is not an SQLite file"),
    ("SQLITE_CANTOPEN", NotAnArchive, "cannot open {path}: look at its folder and its permissions"),
    ("SQLITE_CORRUPT", Damaged, "{path} is damaged ({error}): `scraper verify` shows where"),
)


def refusal(error: sqlite3.Error, path: str) -> ArchiveError:
    """Return an error of SQLite as one of ours, whose message says what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if str(error).startswith("Could not decode"):  # raised by Python: a text is not UTF-8
        name = "SQLITE_CORRUPT"
    if name.startswith("SQLITE_CANTOPEN") and not Path(path).exists():
        return ArchiveFull(
            f"cannot make {path}: its folder cannot be written to; --db names another file"
        )
    for beginning, kind, message in REFUSALS:
        if name.startswith(beginning):
            return kind(message.format(path=path, error=error))
    kind = RowRefused if isinstance(error, OF_A_ROW) else ArchiveError
    return kind(f"the archive {path} refuses: {error}")


@contextmanager
def sqlite_errors(path: str) -> Iterator[None]:
    """Raise each error of SQLite as one of ours."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        _raise_as_ours(error, path)


def _raise_as_ours(error: sqlite3.Error | UnicodeDecodeError, path: str) -> NoReturn:
    """Raise an error of SQLite, or of reading its message, as one of ours; any other as it is."""
    if isinstance(error, UnicodeDecodeError):
        if not error.object.startswith(b"malformed database"):
            raise error
        # SQLite quotes the damaged place of the schema, and Python cannot read the quotation
        raise Damaged(f"{path} is damaged ({error.object.decode(errors='replace')})") from error
    if watch.was_interrupted(error):
        raise KeyboardInterrupt from error
    raise refusal(error, path) from error


def translate_errors(method: Callable[P, R]) -> Callable[P, R]:
    """Decorate a method of an object with a `path`: raise its SQLite errors in plain words."""
    if isgeneratorfunction(method):

        @wraps(method)
        def walk(*args: P.args, **kwargs: P.kwargs) -> Any:
            with sqlite_errors(cast("Any", args[0]).path):
                yield from method(*args, **kwargs)

        return walk

    # as `with sqlite_errors`, without its cost: a visit calls some forty such methods
    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            _raise_as_ours(error, cast("Any", args[0]).path)

    return call


# views, triggers and checks of the file may call nothing but SQLite's harmless functions
DISTRUST = "PRAGMA trusted_schema = OFF;"


@cache
def _counts_json_harmless() -> bool:
    """Return whether our own checks may call json_valid() in a file that SQLite distrusts.

    Before SQLite 3.41 they may not.
    """
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.executescript(f"{DISTRUST} CREATE TABLE probe (tags CHECK (json_valid(tags)))")
        except sqlite3.OperationalError:
            return False
    return True


def connect(path: Path, *, read_only: bool, wait: float = WAIT) -> sqlite3.Connection:
    """Connect to a file that exists or may be made.

    Each statement outside a transaction commits itself. `wait`: seconds for another writer to end.
    """
    if read_only:
        return _connect_read_only(path, wait)
    db = _raw(
        f"file:{quote(os.fsencode(path))}?mode=rwc",
        wait,
        f"{PRAGMAS} {DISTRUST if _counts_json_harmless() else ''}",
    )
    try:
        _keep_safe(db, wait)
    except BaseException:
        db.close()
        raise
    return db


def _keep_safe(db: sqlite3.Connection, wait: float) -> None:
    """Bring a new file into its mode.

    SQLite does not wait while another program does the same, so we try again until `wait` is over.
    """
    end = time.monotonic() + wait
    while True:
        try:
            db.executescript(KEPT_SAFE)
        except sqlite3.OperationalError as error:
            is_late = time.monotonic() > end
            if is_late or error.sqlite_errorname != "SQLITE_BUSY":
                raise
            time.sleep(AGAIN)
        else:
            return


def _connect_read_only(path: Path, wait: float) -> sqlite3.Connection:
    """Connect without writing.

    In a folder that we may not write to, SQLite cannot make its lock files: then the file is read
    as it is, unless a log next to it holds what was written last.
    """
    uri = f"file:{quote(os.fsencode(path))}?mode=ro"
    try:
        return _defended(
            _raw(uri, wait, f"{PRAGMAS} {DISTRUST} SELECT 1 FROM sqlite_master LIMIT 1;")
        )
    except sqlite3.OperationalError:
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _defended(_raw(f"{uri}&immutable=1", wait, f"{PRAGMAS} {DISTRUST}"))


def _defended(db: sqlite3.Connection) -> sqlite3.Connection:
    """Keep typed and stored SQL from SQLite's own tables, where Python offers the switch."""
    if sys.version_info >= (3, 12):
        db.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # noqa: FBT003 - its own signature
    return db


def _raw(uri: str, wait: float, pragmas: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    checksums.teach(db)
    watch.let_signals_through(db)
    try:
        db.executescript(pragmas)
    except BaseException:
        db.close()
        raise
    return db


def transaction(db: sqlite3.Connection) -> AbstractContextManager[sqlite3.Connection]:
    """Write everything inside at once, or nothing of it; inside another one it is part of that.

    It writes from its first line: SQLite lets no reader that turns into a writer wait for its turn.
    """
    return _Within(db) if db.in_transaction else _Transaction(db)


def light(db: sqlite3.Connection) -> AbstractContextManager[sqlite3.Connection]:
    """Write everything inside at once, but do not wait for the disk: a power cut may undo it.

    It is for the times of visits.
    """
    return _Within(db) if db.in_transaction else _LightTransaction(db)


class _Within(AbstractContextManager[sqlite3.Connection, None]):
    """A part of a transaction that another place began, and will end."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> sqlite3.Connection:
        return self._db

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Leave the end to the whole."""


class _Transaction(_Within):
    """A transaction; a class, for a generator costs as much as a short statement."""

    def __enter__(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:  # a full disk has rolled back already
                self._db.execute("ROLLBACK")


class _LightTransaction(_Transaction):
    """A transaction that is not written through to the disk."""

    def __enter__(self) -> sqlite3.Connection:
        (self._before,) = self._db.execute("PRAGMA synchronous").fetchone()
        self._db.execute("PRAGMA synchronous = NORMAL")
        try:
            return super().__enter__()
        except BaseException:
            self._restore()
            raise

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            super().__exit__(kind)
        finally:
            self._restore()

    def _restore(self) -> None:
        self._db.execute(f"PRAGMA synchronous = {self._before}")


@contextmanager
def not_waiting(db: sqlite3.Connection) -> Iterator[None]:
    """Do not wait for the disk at the end of each transaction inside.

    It is for work that goes on where it was interrupted: a kill undoes nothing, a power cut perhaps
    the last seconds. The first transaction after it waits for all of them. Inside of a transaction
    it changes nothing: its end waits, or not, as it was begun.
    """
    if db.in_transaction:
        yield
        return
    (before,) = db.execute("PRAGMA synchronous").fetchone()
    db.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        # a reader of a generator that stopped early may be collected after the file was closed
        with suppress(sqlite3.ProgrammingError):
            db.execute(f"PRAGMA synchronous = {before}")


@contextmanager
def small_cache(db: sqlite3.Connection) -> Iterator[None]:
    """Read with a small cache: of rows that pass once, a large one would only fill with texts."""
    (size,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size = {PASSING_CACHE}")
    try:
        yield
    finally:
        # a reader that stopped early may be collected after the file was closed
        with suppress(sqlite3.ProgrammingError):
            db.execute(f"PRAGMA cache_size = {size}")


class Room:
    """One part of an open archive: its connection, its file's path and its clock."""

    def __init__(self, db: sqlite3.Connection, path: str, clock: Callable[[], datetime]) -> None:
        self.db = db
        self.path = path
        self.clock = clock
