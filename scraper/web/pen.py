"""The one connection of the reading room that writes: notes and tags of readers, nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from scraper.archive import Archive
from scraper.archive.store.opening import Permission


class Pen:
    """An archive that is opened for the time of one writing, by one thread after the other.

    It is not kept open: writing is rare, and a file that is replaced meanwhile must not be written
    to under its old name.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime], permission: Permission | None = None
    ) -> None:
        self.path = path
        self.clock = clock
        self.permission = permission
        self._lock = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Archive]:
        """Give the archive to write to; raise ArchiveBusy if another program does not let go."""
        with (
            self._lock,
            Archive.open(
                self.path, create=False, clock=self.clock, permission=self.permission
            ) as archive,
        ):
            yield archive
