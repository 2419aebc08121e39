"""The authors of an archive: how many articles each has, and what is known of one of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from scraper.errors import InputError

_AUTHORS = (
    "SELECT n.id, n.name, count(DISTINCT p.article_id) AS articles FROM article_authors p"
    " JOIN authors n ON n.id = p.author_id WHERE ?1 = '' OR instr(lower(n.name), lower(?1))"
    " GROUP BY p.author_id ORDER BY articles DESC, n.name LIMIT ?2 OFFSET ?3"
)
_OF_AUTHOR = (
    "FROM articles a WHERE a.id IN (SELECT article_id FROM article_authors WHERE author_id = ?)"
)
_CLAIMS = "SELECT DISTINCT role, links FROM article_authors WHERE author_id = ?"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorCount:
    """An author, and how many articles name them."""

    id: int
    name: str
    articles: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorProfile:
    """What the articles of an author say of them."""

    id: int
    name: str
    articles: int
    first: str | None  # days of publication, as the pages state them
    last: str | None
    sites: tuple[tuple[str, int], ...]  # with the number of articles, the most first
    roles: tuple[str, ...]
    links: tuple[str, ...]  # of their pages elsewhere


def authors(db: sqlite3.Connection, part: str, limit: int, offset: int) -> Iterator[AuthorCount]:
    """Yield the authors whose name has a part, those with the most articles first."""
    for author_id, name, articles in db.execute(_AUTHORS, (part, limit, offset)):
        yield AuthorCount(id=author_id, name=name, articles=articles)


def profile(db: sqlite3.Connection, author_id: int) -> AuthorProfile:
    """Return what is known of an author; raise InputError if there is none of that id."""
    row = db.execute("SELECT name FROM authors WHERE id = ?", (author_id,)).fetchone()
    if row is None:
        raise InputError(f"the archive has no author with the number {author_id}")
    articles, first, last = db.execute(
        f"SELECT count(*), min(a.date_published), max(a.date_published) {_OF_AUTHOR}", (author_id,)
    ).fetchone()
    by_site = "GROUP BY a.site ORDER BY count DESC, a.site"
    sites = db.execute(f"SELECT a.site, count(*) AS count {_OF_AUTHOR} {by_site}", (author_id,))
    roles, links = _claims(db, author_id)
    return AuthorProfile(
        id=author_id,
        name=row[0],
        articles=articles,
        first=first,
        last=last,
        sites=tuple([(site, count) for site, count in sites]),
        roles=tuple(roles),
        links=tuple(links),
    )


def _claims(db: sqlite3.Connection, author_id: int) -> tuple[dict[str, None], dict[str, None]]:
    """Return the roles and the addresses that pages give an author, each once."""
    roles: dict[str, None] = {}
    links: dict[str, None] = {}
    for role, stored in db.execute(_CLAIMS, (author_id,)):
        if role:
            roles[role] = None
        with suppress(ValueError, TypeError):  # of a damaged row
            links.update(dict.fromkeys(map(str, json.loads(stored))))
    return roles, links
