"""Opening an archive file: what may be wrong with the path, and what to do about it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from scraper.archive.connection import connect, in_words
from scraper.archive.migrations import APPLICATION, check
from scraper.errors import ArchiveError, NotAnArchive

MAGIC = b"SQLite format 3\x00"
APPLICATION_AT = 68  # in the file's header (SQLite file format, §1.3)


def open_file(path: Path, *, create: bool, read_only: bool, wait: float = 30.0) -> sqlite3.Connection:
    """A connection to an archive of today's schema."""
    _look(path, create=create and not read_only)
    with in_words(str(path)):
        if not read_only and not _is_ours(path):
            _look_inside(path)
        db = connect(path, read_only=read_only, wait=wait)
        try:
            _bring_up_to_date(db, path, read_only=read_only)
        except BaseException:
            db.close()
            raise
    return db


def _bring_up_to_date(db: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    if check(db, str(path)):
        if read_only and not path.stat().st_size:
            raise NotAnArchive(f"{path} is empty: `scraper fetch URL` makes an archive of it")
        if read_only:
            raise ArchiveError(f"{path} has the schema of an older scraper: run `scraper migrate` first")
        from scraper.archive.upkeep import bring_up_to_date

        bring_up_to_date(db, path)


def _is_ours(path: Path) -> bool:
    """Whether the header of the file, if it has one yet, says so."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        file.seek(APPLICATION_AT)
        return file.read(4) == APPLICATION.to_bytes(4, "big")


def _look_inside(path: Path) -> None:
    """Refuse the file of another program before a byte of it can be changed; ours may be new, or lie in its log."""
    with closing(connect(path, read_only=True)) as db:
        check(db, str(path))


def _look(path: Path, *, create: bool) -> None:
    """Refuse what cannot be an archive."""
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder: name a file in it, such as {path / 'archive.db'}")
    if not path.exists():
        if not create:
            raise NotAnArchive(f"there is no archive at {path}: `scraper fetch URL` makes one, --db names another")
        if not path.parent.is_dir():
            raise NotAnArchive(f"there is no folder {path.parent}: make it first, or name another file")
        return
    try:
        with path.open("rb") as file:
            beginning = file.read(len(MAGIC))
    except OSError as error:
        raise NotAnArchive(f"cannot read {path}: {error.strerror or error}") from None
    if beginning and beginning != MAGIC:
        raise NotAnArchive(f"{path} is not an archive: it is no SQLite file")
