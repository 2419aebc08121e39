"""Looking after the file: a consistent copy while others write, merging the index, and the disk that it lies on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scraper.archive.store.connection import transaction
from scraper.errors import InputError

MOUNTS = Path("/proc/mounts")
INDEXES = ("articles_fts", "past_fts", "coder_notes_fts")
NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smbfs", "smb3", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs")
)


def backup(db: sqlite3.Connection, target: Path, *, replace: bool = False) -> None:
    """Write a copy as of now to a file; it appears whole or not at all."""
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
    """Who may read and write the file of a connection; what the user's umask says, if it has none."""
    file = db.execute("PRAGMA database_list").fetchone()[2]
    return Path(file).stat().st_mode & 0o777 if file else 0o666


def optimize(db: sqlite3.Connection, *, rebuild: bool = False, shrink: bool = False) -> None:
    """Merge the index into one piece, or make it anew from the texts; `shrink` gives free room back to the disk."""
    command = "rebuild" if rebuild else "optimize"
    for table in INDEXES:
        with transaction(db):
            db.execute(f"INSERT INTO {table}({table}) VALUES (?)", (command,))
    if shrink:
        db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def bad_place(path: Path) -> str | None:
    """What is wrong with the kind of disk that a file lies on, in words."""
    kind = (
        network_file_system(path, MOUNTS.read_text("utf-8", "replace")) if MOUNTS.exists() else None
    )
    if kind is None:
        return None
    return f"the file lies on a network file system ({kind}), whose locks may fail: move it to a disk of this machine"


def network_file_system(path: Path, mounts: str) -> str | None:
    """The kind of network file system that a file lies on, by /proc/mounts; SQLite's locks fail on those."""
    kinds = {
        Path(parts[1]): parts[2] for line in mounts.splitlines() if len(parts := line.split()) > 2
    }
    nearest = next((kinds[folder] for folder in path.absolute().parents if folder in kinds), None)
    return nearest if nearest in NETWORK_FILE_SYSTEMS else None
