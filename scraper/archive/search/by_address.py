"""A search that is an address: the article that it led to, however much of the address was typed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from scraper.archive.search import snippets
from scraper.archive.search.search_types import Hit, Query, SearchResult
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
    return typed if "/" in typed and _ADDRESS.fullmatch(typed) and not query.raw else None


def search(db: sqlite3.Connection, query: Query, address: str) -> SearchResult | None:
    """Return the article of an address, None if the archive has none that the filters let pass."""
    from scraper.archive.articles import identity  # few searches need it

    article_id = next(
        (found for way in _spellings(address) if (found := identity.find(db, way))), None
    )
    if article_id is None:
        article_id = _passed_by(db, address)
    where, values = query.filters.sql()
    sql = f"SELECT id, url, headline, site, date_published, body_text FROM articles a WHERE id = ? AND {where}"
    row = db.execute(sql, (article_id, *values)).fetchone()
    if row is None:
        return None
    check("articles", row["id"], row)
    hit = Hit(
        article_id=row["id"],
        url=row["url"],
        headline=row["headline"],
        site=row["site"],
        date_published=row["date_published"],
        snippet=snippets.fold(row["body_text"][:SHOWN]),
    )
    return SearchResult(hits=(hit,), total=1)


def _spellings(address: str) -> Iterator[str]:
    """Yield the address, then as others write it: with the other scheme, with or without www. and the last slash."""
    parts = _PARTS.fullmatch(address)
    if parts is None:
        return
    scheme, www, rest = (parts["scheme"] or "https://").lower(), parts["www"] or "", parts["rest"]
    path, mark, query = rest.partition("?")
    other_end = f"{path[:-1] if path.endswith('/') else f'{path}/'}{mark}{query}"
    for end in (rest, other_end):
        for prefix in (www, "" if www else "www."):
            for start in (scheme, "http://" if scheme == "https://" else "https://"):
                yield f"{start}{prefix}{end}"


def _passed_by(db: sqlite3.Connection, address: str) -> int | None:
    """Return the article of a page on the way to which a redirect named the address."""
    import json

    from scraper.archive.articles import identity

    for way in dict.fromkeys((address, identity.spelled(address))):
        quoted = json.dumps(way)
        row = db.execute(
            "SELECT a.article_id FROM captures c JOIN aliases a ON a.url = c.final_url OR a.url = c.url"
            " WHERE c.redirects <> '[]' AND instr(c.redirects, ?) ORDER BY c.id DESC LIMIT 1",
            (quoted,),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None
