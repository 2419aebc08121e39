"""Read files that users name: regular files, and pipes that are already open.

An open pipe is `-`, the shell's `<(…)` or /dev/stdin. A named pipe, a device, a socket or a folder
is refused before it is opened, because opening one may wait forever.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from scraper.errors import InputError
from scraper.patterns import late

_OPEN_ALREADY = late(r"/dev/stdin|/dev/fd/\d+|/proc/(?:self|thread-self|\d+)/fd/\d+")
_NAMED_PIPE = (
    "a named pipe, which may never be written to: name a file, or in the shell <(cat PIPE)"
)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, _NAMED_PIPE),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


def special(path: str | Path) -> str | None:
    """Return what a path names if it is not a file that can be read.

    Return None for a file, and where there is nothing.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a Path would tidy the name as it was given
    except (OSError, ValueError):
        return None
    if stat.S_ISREG(mode) or is_open_pipe(path) or str(path) == os.devnull:
        return None
    for matches, name in _KINDS:
        if matches(mode):
            return name
    return "no file"


def is_open_pipe(path: str | Path) -> bool:
    """Return whether a path names a stream this process was started with, such as `<(…)`."""
    return _OPEN_ALREADY.fullmatch(str(path)) is not None and not Path(path).is_dir()


def for_others(path: str | Path) -> str | None:
    """Return the path by which another process of ours can read a pipe that is open in this one.

    Return None for any other path.
    """
    if not is_open_pipe(path):
        return None
    number = str(path).rpartition("/")[2].replace("stdin", "0")
    shared = Path(f"/proc/{os.getpid()}/fd/{number}")
    return str(shared) if shared.exists() else None


def is_readable(path: str | Path) -> bool:
    """Return whether a path names something to read: a file, or an open pipe."""
    try:
        return Path(path).is_file() or (is_open_pipe(path) and Path(path).exists())
    except (OSError, ValueError):
        return False


def refuse_special(path: str | Path, wanted: str) -> None:
    """Raise InputError if a path is not a file; `wanted` is what was expected: "a rule file"."""
    found = special(path)
    if found is not None:
        raise InputError(f"{path} is not {wanted} but {found}")


def read_file(path: str | Path, wanted: str, *, at_most: int | None = None) -> bytes:
    """Return the bytes of a file, and one byte more than `at_most` if the file is larger.

    Raise InputError if it cannot be read.
    """
    refuse_special(path, wanted)
    size = -1 if at_most is None else at_most + 1
    try:
        with Path(path).open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    except ValueError as error:  # a null byte in the name
        raise InputError(f"cannot read {path}: {error}") from None
