"""Opening an archive file: what may be wrong with the path, and what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive.store.connection import connect, sqlite_errors
from scraper.archive.store.migrations import APPLICATION, check, schema_version
from scraper.archive.store.schema_objects import refuse_substitutes
from scraper.errors import ArchiveError, NotAnArchive

if TYPE_CHECKING:
    from scraper.progress import Progress

MAGIC = b"SQLite format 3\x00"
APPLICATION_AT = 68  # in the file's header (SQLite file format, §1.3)


def unwatched() -> AbstractContextManager[Progress]:
    """Return a context with a progress that is not shown."""
    from scraper.progress import Progress  # a search starts without it

    return nullcontext(Progress())


@dataclass(frozen=True, slots=True)
class Permission:
    """What a command may do in spite of what others put into the file.

    `inspects`: it changes no row, and looks at an archive whatever is wrong with it.
    `warn` gets a line for each change by the steps to today's schema that the owner must know of.
    """

    allow: Sequence[str] = ()  # names of triggers
    inspects: bool = False
    warn: Callable[[str], object] = str  # by default the lines go nowhere
    # a context in which the steps are taken, with the progress in which they are noted
    watching: Callable[[], AbstractContextManager[Progress]] = unwatched


# brings the file of a path to today's schema, and records what was allowed
Prepare = Callable[[sqlite3.Connection, Path, Permission], object]


def open_file(
    path: Path,
    *,
    create: bool,
    read_only: bool,
    permission: Permission,
    prepare: Prepare,
) -> sqlite3.Connection:
    """Return a connection to an archive of today's schema, to which `prepare` brings it."""
    _refuse_wrong_path(path, create=create and not read_only)
    with sqlite_errors(str(path)):
        if not read_only and not _is_ours(path):
            _look_inside(path)
        db = connect(path, read_only=read_only)
        try:
            _accept(db, path, read_only=read_only, permission=permission)
            left = check(db, str(path))
            if left:
                _must_be_writable(path, read_only=read_only)
            if left or (permission.allow and not read_only):
                prepare(db, path, permission)
        except BaseException:
            db.close()
            raise
    return db


def _accept(db: sqlite3.Connection, path: Path, *, read_only: bool, permission: Permission) -> None:
    """Refuse a file in which a statement of ours would run what is not ours."""
    left = check(db, str(path))
    version = schema_version(db)
    if permission.allow:
        from scraper.archive.store import triggers

        triggers.must_be_there(db, str(path), permission.allow)
    if not version or (permission.inspects and not left):
        return
    refuse_substitutes(db, str(path), version)
    if not read_only:
        from scraper.archive.store import triggers  # a command that only reads sets none off

        triggers.refuse(db, str(path), version, permission.allow)


def _must_be_writable(path: Path, *, read_only: bool) -> None:
    """Raise ArchiveError if the file, which has steps left to take, was opened for reading."""
    if not read_only:
        return
    if not path.stat().st_size:
        raise NotAnArchive(f"{path} is empty: `scraper fetch URL` makes an archive of it")
    raise ArchiveError(f"{path} has the schema of an older scraper: run `scraper migrate` first")


def _is_ours(path: Path) -> bool:
    """Return whether the header of the file, if it has one yet, is that of an archive."""
    if not path.exists():
        return True
    ours = APPLICATION.to_bytes(4, "big")
    with path.open("rb") as file:
        file.seek(APPLICATION_AT)
        return file.read(len(ours)) == ours


def _look_inside(path: Path) -> None:
    """Refuse the file of another program before a byte of it can be changed.

    One of ours may be new, or its header still in its log.
    """
    with closing(connect(path, read_only=True)) as db:
        check(db, str(path))


def _refuse_wrong_path(path: Path, *, create: bool) -> None:
    """Raise NotAnArchive for what cannot be an archive."""
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder: name a file in it, such as {path / 'archive.db'}")
    if not path.exists():
        _refuse_missing(path, create=create)
        return
    refuse_special(path)
    try:
        with path.open("rb") as file:
            beginning = file.read(len(MAGIC))
    except OSError as error:
        raise NotAnArchive(f"cannot read {path}: {error.strerror or error}") from None
    if beginning and beginning != MAGIC:
        raise NotAnArchive(f"{path} is not an archive: it is not an SQLite file")


def _refuse_missing(path: Path, *, create: bool) -> None:
    if not create:
        raise NotAnArchive(
            f"there is no archive at {path}: `scraper fetch URL` makes one, --db names another"
        )
    if not path.parent.is_dir():
        raise NotAnArchive(f"there is no folder {path.parent}: make it first, or name another file")


def refuse_special(path: Path) -> None:
    """Raise NotAnArchive for a pipe or a device: to open one may wait for ever."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise NotAnArchive(
            f"{path} is a pipe or a device, and an archive is a file: name another one"
        )
