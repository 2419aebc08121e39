"""Copies of an archive in a folder, dated, of which only the newest are kept.

A copy gets its name when every hash in it has been checked and the disk has it; only then do older
copies go. Nothing is deleted but files with a name that this module makes.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper.archive.maintenance import upkeep, verification
from scraper.archive.maintenance.file_place import in_words
from scraper.archive.store.connection import connect
from scraper.archive.store.run_lock import RunLock
from scraper.errors import ArchiveBusy, ArchiveFull, Damaged, InputError
from scraper.progress import Progress

UNFINISHED = r"\.part(?:-wal|-shm|-journal)?"  # what a killed backup leaves
SIDE_FILES = ("-wal", "-shm")  # which SQLite leaves beside a copy that somebody has read
DATED = "%Y%m%dT%H%M%SZ"  # sorted by name, copies are sorted by time


@dataclass(frozen=True, slots=True)
class Rotated:
    """The copy that was written, and how many older ones went."""

    file: Path
    removed: int


def rotate(  # noqa: PLR0913 - an archive, a folder, a number, and who watches
    db: sqlite3.Connection,
    archive: Path,
    folder: Path,
    *,
    keep: int,
    clock: Callable[[], datetime],
    progress: Progress,
) -> Rotated:
    """Write a checked copy of an archive into a folder and keep the newest `keep` copies there.

    Raise InputError if there is no such folder, ArchiveFull if the disk has no room, ArchiveBusy
    while another copy is written there, Damaged if the copy has a fault. In each of these cases
    nothing is deleted, and no file is left that looks like a copy.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}: with --keep, name the folder of the copies")
    written = folder / f"{archive.stem}-{clock().astimezone(UTC):{DATED}}.db"
    with _alone(archive, folder):
        for unfinished in _named(archive, folder, UNFINISHED):
            unfinished.unlink(missing_ok=True)
        _must_have_room(db, folder)
        upkeep.backup(db, written, progress, check=lambda part: _finish(part, progress))
        _reach_disk(folder)
        # the new one stays even if the clock was set back and its name is the oldest
        older = [file for file in _named(archive, folder) if file != written]
        surplus = older[: max(0, len(older) + 1 - keep)]
        for file in surplus:
            for ending in ("", *SIDE_FILES):
                file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
    return Rotated(written, len(surplus))


def _named(archive: Path, folder: Path, ending: str = "") -> list[Path]:
    """Return the files in a folder with a name that rotation makes for an archive, sorted."""
    own = re.compile(rf"{re.escape(archive.stem)}-\d{{8}}T\d{{6}}Z\.db{ending}", re.ASCII)
    found = [file for file in folder.iterdir() if own.fullmatch(file.name)]
    return sorted(file for file in found if file.is_file() and not file.is_symlink())


@contextmanager
def _alone(archive: Path, folder: Path) -> Iterator[None]:
    """Hold the lock of the copies of one archive in a folder."""
    with ExitStack() as stack:
        try:
            stack.enter_context(RunLock(folder / f"{archive.name}.copies"))
        except ArchiveBusy:
            raise ArchiveBusy(
                f"another backup is being written into {folder}: wait for it to end"
            ) from None
        yield


def _must_have_room(db: sqlite3.Connection, folder: Path) -> None:
    """Raise ArchiveFull, before anything is written, if the disk has no room for a copy."""
    wanted, free = upkeep.bytes_in_use(db), shutil.disk_usage(folder).free
    if free < wanted:
        raise ArchiveFull(
            f"no room for a backup in {folder}: it needs {in_words(wanted)}, and {in_words(free)}"
            " are free; nothing was deleted, so make room or keep fewer copies"
        )


def _finish(part: Path, progress: Progress) -> None:
    """Check every hash of a copy that has no name yet, and wait until the disk has it."""
    # the search index can be checked only in a file that may be written
    with closing(connect(part, read_only=False)) as copy:
        fault = next(verification.verify(copy, progress), None)
    if fault is not None:
        row = f"{fault.table} {fault.id}".strip()
        raise Damaged(
            f"the copy has a fault ({row}: {fault.what}): it was dropped, and the older ones kept;"
            " run `scraper verify`"
        )
    _reach_disk(part)


def _reach_disk(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
