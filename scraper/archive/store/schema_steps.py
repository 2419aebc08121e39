"""The steps of an archive file's schema: which it has taken, and taking the rest on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from scraper.archive.maintenance.upkeep import bring_up_to_date
from scraper.archive.store import triggers
from scraper.archive.store.connection import connect, sqlite_errors
from scraper.archive.store.migrations import STEPS, check, schema_version
from scraper.archive.store.opening import refuse_special
from scraper.archive.store.times import now, stamp


def steps(path: str) -> list[tuple[str, bool]]:
    """Each step, the oldest first, and whether the file has taken it; the file is not changed."""
    refuse_special(Path(path))
    with sqlite_errors(path), closing(connect(Path(path), read_only=True)) as db:
        check(db, path)
        taken = schema_version(db)
    return [(name, number <= taken) for number, name in enumerate(STEPS, 1)]


def take(path: str, allow: Sequence[str] = (), tell: Callable[[str], object] = str) -> Path | None:
    """Take the steps that are left; where the copy of the file is, if there were any."""
    steps(path)  # a file that is not ours is refused before it is opened for writing
    with sqlite_errors(path), closing(connect(Path(path), read_only=False)) as db:
        triggers.must_be_there(db, path, allow)
        triggers.refuse(db, path, schema_version(db), allow)
        copy = bring_up_to_date(db, Path(path), tell)
        triggers.remember(db, len(STEPS), allow, stamp(now()))
        return copy
