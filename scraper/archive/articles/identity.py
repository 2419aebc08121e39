"""Decide which article an address means, from all the addresses that have led to it: its aliases.

The kinds of aliases, the surest first: the address as it was given, as it was fetched, as the page
names itself, and as a feed lists it under the id that it gave the article before. What a page says
of itself counts only within its site, never for the site's front page, and not against its text:
some systems name one canonical address on every page. The same holds for feeds: some use an id
again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from scraper import urls
from scraper.archive.articles.text_fingerprint import likeness
from scraper.models import Article

GIVEN, FETCHED, CANONICAL, FEED = "given", "fetched", "canonical", "feed"
# what a page or a feed claims, and no visit has shown
CLAIMED = frozenset({CANONICAL, FEED})
# SQLite's largest id has so many digits
DIGITS = 19
SCHEMES = ("http", "https")
WWW = "www."
_OTHER_SPELLINGS = (
    "SELECT s.article_id, a.headline, a.fingerprint FROM aliases s"
    " JOIN articles a ON a.id = s.article_id"
    " WHERE s.url IN (SELECT value FROM json_each(?)) ORDER BY s.article_id"
)
# the share of the text from which on a claimed address is believed to name the same article
ALIKE = 0.3


def find(db: sqlite3.Connection, url: str) -> int | None:
    """Return the id of the article at an address, however it is written, or None.

    Digits alone are taken as the id of an article.
    """
    if url.isdecimal():
        number = int(url) if len(url) < DIGITS else 0
        row = db.execute("SELECT id FROM articles WHERE id = ?", (number,)).fetchone()
    else:
        row = db.execute(
            "SELECT article_id FROM aliases WHERE url = ?", (normalized(url),)
        ).fetchone()
    if row is None:
        return None
    return int(row[0])


@lru_cache(1024)  # a visit asks for its own address eight times
def normalized(url: str) -> str:
    """Return an address as the archive writes it; what is no web address stays as it is."""
    try:
        return urls.canonical(url)
    except ValueError:
        return url.strip()


def spellings(url: str) -> list[str]:
    """Return an address in all ways in which sites spell one and the same.

    That is with http or https, with www. or without, with a slash at the end or without; trackers
    are left out.
    """
    spelt = normalized(url)
    found = {url: None, spelt: None}
    _, divided, rest = spelt.partition("://")
    if divided:
        host, slash, tail = rest.partition("/")
        path, mark_of_query, query = tail.partition("?")
        bare_path = f"{slash}{path}".rstrip("/")
        for scheme in SCHEMES:
            for prefix in ("", WWW):
                start = f"{scheme}://{prefix}{host.removeprefix(WWW)}{bare_path}"
                found |= dict.fromkeys(f"{start}{end}{mark_of_query}{query}" for end in ("", "/"))
    return list(found)


def aliases(article: Article, given: str | None, fetched: str | None) -> dict[str, str]:
    """Return the addresses that name an article with their kinds, the surest first."""
    found: dict[str, str] = {}
    for url, kind in ((given, GIVEN), (fetched, FETCHED), (article.url, FETCHED)):
        if url:
            found.setdefault(normalized(url), kind)
    canonical = article.canonical_url
    if canonical and urls.same_site(canonical, article.url) and not _is_front_page(canonical):
        found.setdefault(normalized(canonical), CANONICAL)
    return found


def was_redirected(names: Mapping[str, str]) -> bool:
    """Return whether a visit was led from one place to another."""
    places = {_place(url) for url, kind in names.items() if kind != CANONICAL}
    return len(places) > 1


def by_trust(names: Mapping[str, str], *, redirected: bool) -> list[tuple[str, str]]:
    """Return addresses and kinds in the order in which they are asked.

    After a redirect the address that was given comes last: sites send the readers of dead articles
    to living ones.
    """
    return sorted(names.items(), key=lambda pair: redirected and pair[1] == GIVEN)


def is_doubtful(kind: str, known_kind: str, *, redirected: bool) -> bool:
    """Return whether an alias names an article only if the texts are alike, too."""
    if kind in CLAIMED or known_kind in CLAIMED:
        return True
    return redirected and kind == GIVEN


def is_same_article(known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Return whether two rows have the same headline, or much of their texts in common."""
    if row["headline"] and known["headline"] == row["headline"]:
        return True
    return likeness(known["fingerprint"], row["fingerprint"]) >= ALIKE


def resolve(db: sqlite3.Connection, names: Mapping[str, str], row: Mapping[str, Any]) -> int | None:
    """Return the id of the article that one of the addresses means, or None if it is a new one."""
    redirected = was_redirected(names)
    for url, kind in by_trust(names, redirected=redirected):
        known = _known(db, url)
        if known is None:
            continue
        doubtful = is_doubtful(kind, known["kind"], redirected=redirected)
        if not doubtful or is_same_article(dict(known), row):
            return int(known["article_id"])
    return _spelt_otherwise(db, names, row)


def _spelt_otherwise(
    db: sqlite3.Connection, names: Mapping[str, str], row: Mapping[str, Any]
) -> int | None:
    """Return the article that is known by another spelling of an address, if the texts are alike.

    A site that answers at both spellings without naming one of them would else have it twice.
    """
    for url, kind in names.items():
        if kind in CLAIMED:
            continue
        for known in db.execute(_OTHER_SPELLINGS, (json.dumps(spellings(url)),)).fetchall():
            if is_same_article(dict(known), row):
                return int(known["article_id"])
    return None


def remember(db: sqlite3.Connection, article_id: int, names: Mapping[str, str]) -> None:
    """Record the addresses of an article; one that a visit has proved keeps its first article."""
    db.executemany(
        "INSERT INTO aliases(url, article_id, kind) VALUES (?, ?, ?) ON CONFLICT(url)"
        " DO UPDATE SET article_id = excluded.article_id, kind = excluded.kind"
        " WHERE aliases.kind IN ('canonical', 'feed')"
        " AND excluded.kind NOT IN ('canonical', 'feed')",
        [(url, article_id, kind) for url, kind in names.items()],
    )


def _known(db: sqlite3.Connection, url: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT s.article_id, s.kind, a.headline, a.fingerprint"
        " FROM aliases s JOIN articles a ON a.id = s.article_id WHERE s.url = ?",
        (url,),
    ).fetchone()
    return row


def _place(url: str) -> tuple[str, str, str]:
    """Return an address without what a site changes under the same articles.

    That is http or https, www. or not, and a slash at the end.
    """
    parts = urlsplit(url)
    return urls.site(url), parts.path.rstrip("/"), parts.query


def _is_front_page(url: str) -> bool:
    parts = urls.address(url)
    return parts.path == "/" and not parts.query
