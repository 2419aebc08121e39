"""The disk that an archive is on: its room, in words, and whether SQLite's locks hold there."""

from __future__ import annotations

import shutil
from pathlib import Path

MOUNTS = Path("/proc/mounts")
PLACE, KIND = 1, 2  # the fields of its lines that we read
ROOM = 100 << 20  # bytes that a disk should have free
MEGABYTE = 1 << 20  # bytes; smaller files are given in kilobytes
# file systems whose servers may grant a lock twice, or lose it
NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smbfs", "smb3", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs")
)


def trouble_of_place(path: Path) -> str | None:
    """Return what is wrong with the disk that a file is on, None if nothing is."""
    return shortage(path) or bad_place(path)


def shortage(path: Path) -> str | None:
    """Return that the disk that a file is on is nearly full, None if it has room."""
    free = shutil.disk_usage(path.parent).free
    return f"the disk is nearly full: {free >> 20} MB are left" if free < ROOM else None


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

    It is None for a disk of this machine.
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


def in_words(size: int) -> str:
    """Return a number of bytes for people: `12 MB`, and `1 KB` for the smallest."""
    if size < MEGABYTE:
        return f"{max(1, size >> 10)} KB"
    return f"{size >> 20} MB"
