"""Write the files of one shard, which appear under their names when they are whole.

    NAME.part ─► fsync ─► rename ─► fsync of the folder ─► a line in _done.jsonl

Whatever is killed between two steps leaves a shard that is made again. The lock on the part file
keeps two runs from writing one shard; it ends with its process.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from scraper.errors import InputError, ScraperError
from scraper.jobs.bulk.read_record import Row
from scraper.jobs.bulk.shard_plan import UNFINISHED, Shard
from scraper.present.row_layout import json_line, parquet_rows


class ShardBusy(ScraperError):
    """Another run is writing this shard."""


class RowFile(Protocol):
    """What turns rows into the bytes of a file."""

    def add(self, row: Row) -> bytes:
        """Take a row; return the bytes that are ready."""

    def close(self) -> bytes:
        """Return the rest of the file."""


class LineFile:
    """Rows as lines of JSON."""

    def add(self, row: Row) -> bytes:
        """Return a row as a line."""
        return json_line(row).encode()

    def close(self) -> bytes:
        """Return nothing: no row waits here."""
        return b""


ROW_FILES: dict[str, Callable[[], RowFile]] = {"jsonl": LineFile, "parquet": parquet_rows}


class ShardWriter:
    """The files of one shard while it is written: its rows, and its failures if there are any."""

    def __init__(self, folder: Path, shard: Shard, form: str) -> None:
        self._folder, self._shard, self._form = folder, shard, form
        self._name = shard.rows(form)
        self._rows: RowFile = ROW_FILES[form]()
        self._file = _opened(folder, self._name)
        self._failures: IO[bytes] | None = None

    def add(self, row: Row) -> None:
        """Write a row."""
        self._file.write(self._rows.add(row))

    def fail(self, failure: Row) -> None:
        """Write the row of a record that could not be read."""
        if self._failures is None:
            self._failures = _part(self._folder, self._shard.failures).open("wb")
        self._failures.write(json_line(failure).encode())

    def finish(self) -> dict[str, int]:
        """Give the files their names; return the size of each."""
        self._file.write(self._rows.close())
        sizes = {self._name: _synced(self._file)}
        if self._failures is None:
            (self._folder / self._shard.failures).unlink(missing_ok=True)
        else:
            sizes[self._shard.failures] = _synced(self._failures)
            self._failures.close()
            self._rename(self._shard.failures)
        self._rename(self._name)
        self._file.close()  # it holds the lock: no other run may take the part before it is renamed
        _sync_folder(self._folder)
        return sizes

    def give_up(self) -> None:
        """Remove what was written."""
        for file in filter(None, (self._file, self._failures)):
            with contextlib.suppress(OSError):  # what waits to be written finds a full disk, too
                file.close()
        for name in (self._name, self._shard.failures):
            _part(self._folder, name).unlink(missing_ok=True)

    def _rename(self, name: str) -> None:
        _part(self._folder, name).replace(self._folder / name)


def sweep(folder: Path, shards: Iterable[Shard], forms: Iterable[str]) -> None:
    """Remove what killed runs left of these shards, unless another run is writing it now."""
    names = tuple(forms)
    for shard in shards:
        parts = [_part(folder, shard.rows(form)) for form in names]
        with contextlib.ExitStack() as stack:
            busy = [part for part in parts if part.exists() and not _taken(stack, part)]
            for part in () if busy else (*parts, _part(folder, shard.failures)):
                part.unlink(missing_ok=True)


def _taken(stack: contextlib.ExitStack, part: Path) -> bool:
    """Lock a file until the stack is left; return whether nobody else has it."""
    return _lock(stack.enter_context(part.open("ab")))


def _part(folder: Path, name: str) -> Path:
    return folder / f"{name}{UNFINISHED}"


def _opened(folder: Path, name: str) -> IO[bytes]:
    """Return a part file that is empty and locked; raise ShardBusy if another run has it."""
    part = _part(folder, name)
    for file in _attempts(part):
        if not _lock(file):
            file.close()
            raise ShardBusy(f"another run is writing {folder / name}")
        if _is_still_there(part, file):
            file.truncate(0)
            return file
        file.close()
    raise ShardBusy(f"another run is writing {folder / name}")


ATTEMPTS = 5  # a part that a sweep removed between opening and locking is opened again


def _attempts(part: Path) -> Iterator[IO[bytes]]:
    for _ in range(ATTEMPTS):
        yield part.open("ab")


def _is_still_there(part: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(part.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _lock(file: IO[bytes]) -> bool:
    """Lock a file for as long as it is open; return False if another process has it."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise InputError(
            f"cannot lock {file.name}: {error.strerror}; the folder's file system must know locks"
        ) from None
    return True


def _synced(file: IO[bytes]) -> int:
    """Write a file to the disk; return its size."""
    file.flush()
    os.fsync(file.fileno())
    return file.tell()


def _sync_folder(folder: Path) -> None:
    """Write the names of a folder to the disk, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
