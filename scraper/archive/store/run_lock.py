"""The lock of a round: one `scraper run` at a time on one archive.

It is a lock of the kernel's (flock) on a file of its own beside the archive. The kernel frees it
when its process ends, whatever ended it, so it is never left behind. The text in the file is only
for the message to others.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from scraper.archive.store.times import now, stamp
from scraper.errors import ArchiveBusy, ArchiveFull

SUFFIX = ".run-lock"
TEXT = 200  # bytes that are read of the file; ours has some 30
AGAIN = 0.2  # seconds between two tries
# what flock answers while another process has the lock
HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)


class RunLock:
    """The lock of an archive; a context that holds it.

    Entering it raises ArchiveBusy while another process holds the lock, and ArchiveFull where
    there can be no lock: in a folder that cannot be written to, on a disk without locks.
    """

    def __init__(
        self,
        archive: str | Path,
        *,
        wait: float = 0.0,  # seconds that entering waits for the other process
        sleep: Callable[[float], None] | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        # the file itself: a link to an archive must not have a lock of its own
        file = Path(archive).resolve()
        self.path = file.with_name(f"{file.name}{SUFFIX}")
        self._wait, self._sleep, self._clock = wait, sleep or _sleep, clock
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        self._descriptor = self._opened()
        left = self._wait
        while not self._is_taken(self._descriptor):
            if left <= 0:
                held = self._held()
                self._release()
                raise ArchiveBusy(held)
            self._sleep(min(AGAIN, left))
            left -= AGAIN
        self._sign(self._descriptor)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._release()

    def _opened(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise self._impossible(error) from None

    def _is_taken(self, descriptor: int) -> bool:
        """Try to take the lock; return whether this process has it now."""
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in HELD:
                return False
            self._release()
            raise self._impossible(error) from None
        return True

    def _sign(self, descriptor: int) -> None:
        """Write who has the lock, and since when; on a full disk nobody is named."""
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()} {stamp(self._clock())}\n".encode(), 0)

    def _held(self) -> str:
        """Return the message about the process that has the lock."""
        with suppress(OSError, ValueError):
            text = self.path.read_bytes()[:TEXT].decode("ascii")
            process, since = text.split()
            held = f"held by process {int(process)} since {datetime.fromisoformat(since):%F %T}"
            return f"another run is at work on this archive: {self.path} is {held} UTC"
        return f"another run is at work on this archive: {self.path} is held by a process"

    def _impossible(self, error: OSError) -> ArchiveFull:
        return ArchiveFull(
            f"cannot create the lock {self.path}: {error.strerror};"
            " the folder of the archive must be writable, and its disk must know locks (flock)"
        )

    def _release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _sleep(seconds: float) -> None:
    import time

    time.sleep(seconds)
