"""Read files that people name: regular files, and pipes that are open already (`-`, `<(…)`, /dev/stdin).

A named pipe, a device, a socket or a folder is refused before it is opened: to open one may wait for ever.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from scraper.errors import InputError
from scraper.patterns import late

_OPEN_ALREADY = late(r"/dev/stdin|/dev/fd/\d+|/proc/(?:self|thread-self|\d+)/fd/\d+")
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (
        stat.S_ISFIFO,
        "a named pipe, which may never be written to: name a file, or in the shell <(cat PIPE)",
    ),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


def special(path: str | Path) -> str | None:
    """Return what a path names where that is no file to be read; None for a file, or where nothing is."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - of a name as it was given
    except (OSError, ValueError):
        return None
    if stat.S_ISREG(mode) or is_open_pipe(path) or str(path) == os.devnull:
        return None
    return next((name for is_it, name in _KINDS if is_it(mode)), "no file")


def is_open_pipe(path: str | Path) -> bool:
    """Return whether a path names a stream that this process was started with, as the shell's <(…) does."""
    return _OPEN_ALREADY.fullmatch(str(path)) is not None and not Path(path).is_dir()


def for_others(path: str | Path) -> str | None:
    """Return where another process of ours reads a pipe that is open in this one; None for any other path."""
    if not is_open_pipe(path):
        return None
    number = str(path).rpartition("/")[2]
    shared = Path(f"/proc/{os.getpid()}/fd/{0 if number == 'stdin' else number}")
    return str(shared) if shared.exists() else None


def is_readable(path: str | Path) -> bool:
    """Return whether a path names something to read: a file, or an open pipe."""
    try:
        return Path(path).is_file() or (is_open_pipe(path) and Path(path).exists())
    except (OSError, ValueError):
        return False


def refuse_special(path: str | Path, wanted: str) -> None:
    """Raise InputError if a path names something else than a file; `wanted` says what for, such as "a rule file"."""
    if (found := special(path)) is not None:
        raise InputError(f"{path} is not {wanted} but {found}")


def read_file(path: str | Path, wanted: str, *, at_most: int | None = None) -> bytes:
    """Return the bytes of a file, one more than `at_most` if it is larger; raise InputError if it cannot be read."""
    refuse_special(path, wanted)
    try:
        with Path(path).open("rb") as file:
            return file.read() if at_most is None else file.read(at_most + 1)
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot read {path}: {getattr(error, 'strerror', None) or error}"
        ) from None
