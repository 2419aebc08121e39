"""A search for an address: the article that it led to, however much of the address was typed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from scraper.archive.search import snippets
from scraper.archive.search.search_types import Query, SearchResult, hit_of
from scraper.archive.store.row_types import check
from scraper.patterns import late

# a scheme and what follows it, or a host with a path: no phrase is written so
_ADDRESS = late(
    r"\A(?:(?:https?://)?(?:[\w-]++\.)+[^\W\d_][\w-]+(?::\d+)?/\S*|https?://\S+)", re.IGNORECASE
)
_PARTS = late(r"(?P<scheme>https?://)?(?P<www>www\.)?(?P<rest>.+)", re.IGNORECASE)
_AROUND = "<>\"'“”«» \t\r\n"  # what mails and texts put around an address
SHOWN = 200  # characters of the body


def of(query: Query) -> str | None:
    """Return the address that a search is, None if it is words."""
    typed = query.typed.strip(_AROUND)
    if query.raw or "/" not in typed or not _ADDRESS.fullmatch(typed):
        return None
    return typed


def search(db: sqlite3.Connection, query: Query, address: str) -> SearchResult | None:
    """Return the article of an address, None if the archive has none that the filters let pass."""
    article_id = _named_by(db, address)
    if article_id is None:
        article_id = _redirected_by(db, address)
    where, values = query.filters.sql()
    row = db.execute(
        "SELECT id, url, headline, site, date_published, body_text FROM articles a"
        f" WHERE id = ? AND {where}",
        (article_id, *values),
    ).fetchone()
    if row is None:
        return None
    check("articles", row["id"], row)
    hit = hit_of(row["id"], row, snippets.fold(row["body_text"][:SHOWN]))
    return SearchResult(hits=() if query.offset else (hit,), total=1)


def _named_by(db: sqlite3.Connection, address: str) -> int | None:
    from scraper.archive.articles import identity  # few searches need it

    for spelling in spellings(address):
        found = identity.find(db, spelling)
        if found is not None:
            return found
    return None


def spellings(address: str) -> Iterator[str]:
    """Yield the address as it may be written, the way it was typed first.

    With the other scheme, with or without www., with or without the last slash.
    """
    parts = _PARTS.fullmatch(address)
    if parts is None:
        return
    scheme, www, rest = (parts["scheme"] or "https://").lower(), parts["www"] or "", parts["rest"]
    other_scheme = "http://" if scheme == "https://" else "https://"
    other_www = "" if www else "www."
    path, mark, query = rest.partition("?")
    other_path = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    for end in (rest, f"{other_path}{mark}{query}"):
        for prefix in (www, other_www):
            for start in (scheme, other_scheme):
                yield f"{start}{prefix}{end}"


def _redirected_by(db: sqlite3.Connection, address: str) -> int | None:
    """Return the article of the newest page to which redirects led by way of the address."""
    import json

    from scraper.archive.articles import identity

    for spelling in dict.fromkeys((address, identity.normalized(address))):
        row = db.execute(
            "SELECT a.article_id FROM captures c"
            " JOIN aliases a ON a.url = c.final_url OR a.url = c.url"
            " WHERE c.redirects <> '[]' AND instr(c.redirects, ?) ORDER BY c.id DESC LIMIT 1",
            (json.dumps(spelling),),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None
