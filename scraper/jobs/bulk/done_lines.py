"""Keep `_done.jsonl`, a line for each shard that is whole: of what it was made, and by what.

Several machines may write to it at once, so each line is written under a lock, and begins anew
where a killed process left half of one. The last line of a shard counts.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from scraper.cleaning import BadJson, dump_json, load_json

NAME = "_done.jsonl"
NEW_LINE = b"\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class InputState:
    """What is known of the bytes of a source without reading it, and what was read."""

    size: int  # bytes
    changed: str  # when it was last written, or the mark by which a store knows its versions
    sha256: str  # of a file; of a folder, over the names, sizes and times of its files

    def is_like(self, other: InputState) -> bool:
        """Return whether a source needs no look inside to be the same."""
        return (self.size, self.changed) == (other.size, other.changed)


@dataclass(frozen=True, kw_only=True, slots=True)
class DoneLine:
    """A shard that is whole."""

    shard: str  # its name in the plan
    input: InputState
    extractor: str
    settings: str  # a digest of all options that change rows
    files: Mapping[str, int]  # name -> bytes
    rows: int
    failures: int
    refused: Mapping[str, int]  # by filter or kind of record -> how many


def read(folder: Path) -> dict[str, DoneLine]:
    """Return the last line of each shard by its name; half a line is none."""
    try:
        text = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return {}
    found = filter(None, map(_line, text.split(NEW_LINE)))
    return {line.shard: line for line in found}


def add(folder: Path, line: DoneLine) -> None:
    """Write a line to the disk."""
    data = dump_json(asdict(line), compact=True).encode() + NEW_LINE
    with (folder / NAME).open("a+b") as file, _locked(file.fileno()):
        if not _ends_a_line(file):
            data = NEW_LINE + data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _ends_a_line(file: IO[bytes]) -> bool:
    """Return whether a file is empty or ends with a whole line.

    It is not opened a second time, for closing that one would give up the lock.
    """
    if not file.seek(0, os.SEEK_END):
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == NEW_LINE


@contextlib.contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Lock a file for this process, also on a network file system; a killed one gives it up."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with contextlib.suppress(OSError):  # a file system without locks: O_APPEND has to do
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
    yield  # closing the file unlocks it


def _line(text: bytes) -> DoneLine | None:
    """Return a line; None for half of one, or one that another version wrote."""
    try:
        found = load_json(text)
    except BadJson:
        return None
    names = {field.name for field in fields(DoneLine)}
    if not isinstance(found, dict) or names - found.keys():
        return None
    known: dict[str, Any] = {name: found[name] for name in names}
    try:
        return DoneLine(**{**known, "input": InputState(**known["input"])})
    except TypeError:
        return None
