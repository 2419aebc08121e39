"""The steps of an archive file's schema: which it has taken, and taking the rest."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from scraper.archive.maintenance import masking, rekeying
from scraper.archive.maintenance.file_place import in_words
from scraper.archive.maintenance.upkeep import backup, bytes_in_use
from scraper.archive.store import triggers
from scraper.archive.store.connection import connect, sqlite_errors
from scraper.archive.store.migrations import STEPS, PythonSteps, check, migrate, schema_version
from scraper.archive.store.opening import Permission, refuse_special
from scraper.archive.store.times import now, stamp
from scraper.errors import ArchiveFull

Clock = Callable[[], datetime]


def steps(path: str) -> list[tuple[str, bool]]:
    """Return each step, the oldest first, and whether the file has taken it.

    The file is not changed.
    """
    refuse_special(Path(path))
    with sqlite_errors(path), closing(connect(Path(path), read_only=True)) as db:
        check(db, path)
        taken = schema_version(db)
    return [(name, number <= taken) for number, name in enumerate(STEPS, 1)]


def take(path: str, permission: Permission, clock: Clock = now) -> Path | None:
    """Take the steps that are left; return the path of the copy of the file, if there were any."""
    steps(path)  # a file that is not ours is refused before it is opened for writing
    with sqlite_errors(path), closing(connect(Path(path), read_only=False)) as db:
        triggers.must_be_there(db, path, permission.allow)
        triggers.refuse(db, path, schema_version(db), permission.allow)
        return prepare(db, Path(path), permission, clock)


def prepare(
    db: sqlite3.Connection, path: Path, permission: Permission, clock: Clock
) -> Path | None:
    """Take the steps to today's schema, and record which triggers were allowed.

    An archive with something in it is copied first: return the path of the copy.
    """
    copy = _bring_up_to_date(db, path, permission, clock)
    if permission.allow:
        triggers.remember(db, len(STEPS), permission.allow, stamp(clock()))
    return copy


def _bring_up_to_date(
    db: sqlite3.Connection, path: Path, permission: Permission, clock: Clock
) -> Path | None:
    if not check(db, str(path)):
        return None
    version = schema_version(db)
    if not version:  # a new file
        migrate(db, _in_python(clock))
        return None
    copy = path.with_name(f"{path.name}.schema-{version}")
    _must_have_room(db, copy)
    before = _resealed(db)
    with permission.watching() as progress:
        backup(db, copy, progress, replace=True)
        migrate(db, _in_python(clock), progress)
    is_resealed = _resealed(db) != before
    line = masking.line(db) if is_resealed else None
    permission.warn(_done(path, copy, line))
    return copy


def _must_have_room(db: sqlite3.Connection, copy: Path) -> None:
    """Raise ArchiveFull, before anything is written, if the disk has no room for the copy."""
    wanted, free = bytes_in_use(db), shutil.disk_usage(copy.parent).free
    if free < wanted:
        raise ArchiveFull(
            f"no room to copy the archive before its schema is updated: {copy} needs"
            f" {in_words(wanted)}, and {in_words(free)} are free; make room, or move the archive"
        )


def _done(path: Path, copy: Path, further: str | None) -> str:
    """Return the line about an update that nobody may have asked for."""
    size = in_words(copy.stat().st_size)
    line = (
        f"{path} now has the current schema; {copy} ({size}) holds the file as it was:"
        " delete it when `scraper verify` finds no damage"
    )
    return f"{line}; {further}" if further else line


def _in_python(clock: Clock) -> PythonSteps:
    """Return what steps do after their statements."""

    def mask_and_rekey(db: sqlite3.Connection) -> None:
        masking.mask(db, stamp(clock()))
        rekeying.rekey(db)

    return {"009_outside": mask_and_rekey}


def _resealed(db: sqlite3.Connection) -> int:
    """Return how often the chain of runs was sealed again."""
    try:
        return int(db.execute("SELECT count(*) FROM reseals").fetchone()[0])
    except sqlite3.OperationalError:  # the table came with a later step
        return 0
