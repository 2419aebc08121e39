"""Care for the file: a consistent copy while others write, and merging the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from scraper.archive.maintenance.fts_index import SETTINGS
from scraper.archive.store.connection import transaction
from scraper.errors import InputError
from scraper.progress import BYTES, Progress

# who may read and write a file: of its mode, and of a new file before the user's umask
PERMISSIONS = 0o777
FOR_ALL = 0o666


def backup(
    db: sqlite3.Connection,
    target: Path,
    progress: Progress,
    *,
    replace: bool = False,
    check: Callable[[Path], None] | None = None,
) -> None:
    """Write a copy as of now to a file, which appears whole or not at all.

    `check` is called with the copy before it gets its name; if it raises, the copy is removed.
    Raise InputError if the target is there already and not to be replaced, or cannot be made.
    """
    if target.is_dir():
        raise InputError(f"{target} is a folder: name the file to write")
    if target.exists() and not replace:
        raise InputError(f"{target} is there already: name another file, or remove it first")
    if not target.parent.is_dir():
        raise InputError(f"there is no folder {target.parent}")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=_mode(db))  # a copy is as private as the file
        progress.begin(
            "copies the archive", total=bytes_in_use(db), unit=BYTES, measure=lambda: _written(part)
        )
        db.execute("VACUUM INTO ?", (str(part),))
        if check is not None:
            check(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def bytes_in_use(db: sqlite3.Connection) -> int:
    """Return the bytes of the pages in use: a little more than what a copy will take."""
    pages, free, size = (
        int(db.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _written(part: Path) -> int:
    """Return the bytes of an unfinished copy; it has none once it is finished and renamed."""
    try:
        return part.stat().st_size
    except OSError:
        return 0


def _mode(db: sqlite3.Connection) -> int:
    """Return who may read and write the file of a connection; all may if it is in memory."""
    file = db.execute("PRAGMA database_list").fetchone()[2]
    return Path(file).stat().st_mode & PERMISSIONS if file else FOR_ALL


def optimize(
    db: sqlite3.Connection, progress: Progress, *, rebuild: bool = False, shrink: bool = False
) -> None:
    """Merge the index into one piece, or make it again from the texts.

    `shrink` gives free room back to the disk.
    """
    command = "rebuild" if rebuild else "optimize"
    for table in SETTINGS:
        progress.begin(f"{'rebuilds' if rebuild else 'merges'} {table}")
        with transaction(db):
            db.execute(f"INSERT INTO {table}({table}) VALUES (?)", (command,))
    if shrink:
        progress.begin("shrinks the file")
        db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
