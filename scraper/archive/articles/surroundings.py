"""What is around the text of one article: when its versions were seen, and who its authors are."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from scraper.archive.store.row_types import check, readable

_VERSIONS = (
    "SELECT number, first_seen, replaced_at, stealth, changed FROM versions"
    " WHERE article_id = ? ORDER BY number"
)
_AUTHORS = (
    "SELECT p.position, n.id, n.name FROM article_authors p JOIN authors n ON n.id = p.author_id"
    " WHERE p.article_id = ? ORDER BY p.position"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionTime:
    """When a version was seen, and how it differs from the one before."""

    number: int
    first_seen: str
    replaced_at: str | None  # None: it is the current one
    stealth: bool
    changed: tuple[str, ...]  # fields


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleSurroundings:
    """The versions of an article without their words, and the ids of its authors by name."""

    versions: tuple[VersionTime, ...]
    author_ids: dict[str, int]


def surroundings(db: sqlite3.Connection, article_id: int) -> ArticleSurroundings:
    """Return what is around an article; raise DamagedRow."""
    with readable("versions of article", article_id):
        versions = db.execute(_VERSIONS, (article_id,)).fetchall()
        authors = db.execute(_AUTHORS, (article_id,)).fetchall()
    for row in versions:
        check("versions", f"{article_id}, {row['number']}", row)
    return ArticleSurroundings(
        versions=tuple(map(_version_time, versions)),
        author_ids={row["name"]: row["id"] for row in authors},
    )


def _version_time(row: sqlite3.Row) -> VersionTime:
    return VersionTime(
        number=row["number"],
        first_seen=row["first_seen"],
        replaced_at=row["replaced_at"],
        stealth=bool(row["stealth"]),
        changed=tuple(json.loads(row["changed"])),
    )
