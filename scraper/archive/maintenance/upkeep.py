"""Care for the file: a consistent copy while others write, and merging the index."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scraper.archive.maintenance.fts_index import SETTINGS
from scraper.archive.store.connection import transaction
from scraper.errors import InputError

# who may read and write a file: of its mode, and of a new file before the user's umask
PERMISSIONS = 0o777
FOR_ALL = 0o666


def backup(db: sqlite3.Connection, target: Path, *, replace: bool = False) -> None:
    """Write a copy as of now to a file, which appears whole or not at all.

    Raises InputError if it is there already and not to be replaced, or cannot be made.
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
        db.execute("VACUUM INTO ?", (str(part),))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _mode(db: sqlite3.Connection) -> int:
    """Return who may read and write the file of a connection; all may if it is in memory."""
    file = db.execute("PRAGMA database_list").fetchone()[2]
    return Path(file).stat().st_mode & PERMISSIONS if file else FOR_ALL


def optimize(db: sqlite3.Connection, *, rebuild: bool = False, shrink: bool = False) -> None:
    """Merge the index into one piece, or make it again from the texts.

    `shrink` gives free room back to the disk.
    """
    command = "rebuild" if rebuild else "optimize"
    for table in SETTINGS:
        with transaction(db):
            db.execute(f"INSERT INTO {table}({table}) VALUES (?)", (command,))
    if shrink:
        db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
