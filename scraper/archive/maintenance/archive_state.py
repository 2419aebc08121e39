"""In which state an archive is, in a few numbers and a time that do not depend on the clock."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from scraper.archive.store.migrations import schema_version

# Where each change of what an export holds leaves a time. An article's own last change is never
# later than its last visit.
_TIMES = (
    "SELECT max(last_seen) FROM visits",
    "SELECT max(ended_at) FROM runs",
    "SELECT max(added_at) FROM coder_tags",
    "SELECT max(added_at) FROM coder_notes",
    "SELECT max(added_at) FROM coder_exclusions",
    "SELECT max(updated_at) FROM label_sets",
)
_MADE = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(applied_at)) FROM _sqlite_migrations"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveState:
    """What an archive holds, and when that changed last."""

    schema: int  # steps that the file has taken
    last_change: str  # UTC; of an archive with nothing in it, when the file was made
    articles: int
    versions: int
    pages: int  # kept, as servers sent them


def read(db: sqlite3.Connection) -> ArchiveState:
    """Return the state of an archive."""
    times = [_first(db, sql) for sql in _TIMES]
    return ArchiveState(
        schema=schema_version(db),
        last_change=max(filter(None, times), default=None) or _first(db, _MADE),
        articles=_first(db, "SELECT count(*) FROM articles"),
        versions=_first(db, "SELECT count(*) FROM versions"),
        pages=_first(db, "SELECT count(*) FROM captures"),
    )


def _first(db: sqlite3.Connection, sql: str) -> Any:
    return db.execute(sql).fetchone()[0]
