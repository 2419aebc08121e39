"""Read-only archives for the threads of the reading room: one a thread, opened when it is needed.

Everything that a page reads is of one moment, even while another program writes, and in a limited
time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from scraper.archive import Archive

SECONDS = 2.0  # that SQLite may work for one page
# KB of a thread's cache: SQLite reads what it does not hold from the system's cache of files
CACHE = -4096

Place = tuple[int, int]  # device and inode


class Reader:
    """The archives of one file that the threads of a pool read."""

    def __init__(
        self, path: Path, clock: Callable[[], datetime], *, seconds: float = SECONDS
    ) -> None:
        self.path = path
        self.clock = clock
        self.seconds = seconds
        self._thread = threading.local()
        self._lock = threading.Lock()
        self._opened: list[Archive] = []
        self._watching: tuple[Place | None, Archive] | None = None

    @contextmanager
    def reading(self) -> Iterator[Archive]:
        """Give this thread's archive as it is at this moment; raise QueryTimeout when it is late.

        It is another file than before if the path has got one, from `merge` or a restored copy.
        """
        archive = self._archive()
        with archive.snapshot(self.seconds):
            yield archive

    def version(self) -> tuple[int, ...]:
        """Return what is another value after each change of the file, by whomever."""
        with self._lock:
            place = self._place()
            if self._watching is None or self._watching[0] != place:
                self._watch_anew(place)
            assert self._watching is not None
            # SQLite counts the changes that one connection has seen: only its own values compare
            (count,) = self._watching[1].db.execute("PRAGMA data_version").fetchone()
        return (*(place or ()), count)

    def close(self) -> None:
        """Close all archives; no thread may be reading."""
        with self._lock:
            for archive in self._opened:
                archive.close()
            self._opened.clear()

    def _watch_anew(self, place: Place | None) -> None:
        if self._watching is not None:
            _, before = self._watching
            self._watching = None
            self._opened.remove(before)
            before.close()
        archive = self._open()
        self._opened.append(archive)
        self._watching = (place, archive)

    def _open(self) -> Archive:
        archive = Archive.open(self.path, create=False, read_only=True, clock=self.clock)
        archive.db.execute(f"PRAGMA cache_size = {CACHE}")
        return archive

    def _archive(self) -> Archive:
        place = self._place()
        known: tuple[Place | None, Archive] | None = getattr(self._thread, "known", None)
        if known is not None and known[0] == place:
            return known[1]
        archive = self._open()
        with self._lock:
            self._opened.append(archive)
            if known is not None:
                self._opened.remove(known[1])
                known[1].close()
        self._thread.known = (place, archive)
        return archive

    def _place(self) -> Place | None:
        try:
            found = self.path.stat()
        except OSError:  # what is wrong with it, opening it shows
            return None
        return found.st_dev, found.st_ino
