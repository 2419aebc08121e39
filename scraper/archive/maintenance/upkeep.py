"""Care for the file: a consistent copy while others write, merging the index, and its disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scraper.archive.store.connection import transaction
from scraper.errors import InputError

MOUNTS = Path("/proc/mounts")
PLACE, KIND = 1, 2  # the fields of its lines that we read
INDEXES = ("articles_fts", "past_fts", "coder_notes_fts")
NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smbfs", "smb3", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs")
)


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
    """Return who may read and write the file of a connection, or anybody if it is in memory."""
    file = db.execute("PRAGMA database_list").fetchone()[2]
    return Path(file).stat().st_mode & 0o777 if file else 0o666


def optimize(db: sqlite3.Connection, *, rebuild: bool = False, shrink: bool = False) -> None:
    """Merge the index into one piece, or make it again from the texts.

    `shrink` gives free room back to the disk.
    """
    command = "rebuild" if rebuild else "optimize"
    for table in INDEXES:
        with transaction(db):
            db.execute(f"INSERT INTO {table}({table}) VALUES (?)", (command,))
    if shrink:
        db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def bad_place(path: Path) -> str | None:
    """Return what is wrong with the kind of disk that a file is on, None if nothing is."""
    if not MOUNTS.exists():
        return None
    kind = network_file_system(path, MOUNTS.read_text("utf-8", "replace"))
    if kind is None:
        return None
    return (
        f"the file lies on a network file system ({kind}), whose locks may fail:"
        " move it to a disk of this machine"
    )


def network_file_system(path: Path, mounts: str) -> str | None:
    """Return the kind of network file system that a file is on, by the text of /proc/mounts.

    It is None for a disk of this machine. SQLite's locks fail on network file systems.
    """
    kinds: dict[Path, str] = {}
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > KIND:
            kinds[Path(fields[PLACE])] = fields[KIND]
    for folder in path.absolute().parents:
        if folder in kinds:
            return kinds[folder] if kinds[folder] in NETWORK_FILE_SYSTEMS else None
    return None
