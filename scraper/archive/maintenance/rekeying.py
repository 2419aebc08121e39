"""Addresses of older archives whose host has another form now: they are found again by a new key.

Older programs made hosts ASCII by IDNA 2003, which took `faß.example` for `fass.example`: two
hosts, one key. The capture of a page knows which of the two it came from.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scraper import urls
from scraper.archive.articles import article_rows, record
from scraper.archive.articles.identity import normalized
from scraper.archive.maintenance.amending import amend, changeable_captures, select

# hosts that both ways give the same form: small ASCII letters, and no number at the end
_SAME = re.compile(r"https?://(?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*(?::\d+)?(?:/.*)?", re.DOTALL)
_ACE = re.compile(r"(?://|\.)xn--")


def rekey(db: sqlite3.Connection) -> None:
    """Give each address of the archive the key that it has today, where that is another one."""
    moved = dict(_moved(db))
    for old, new in moved.items():
        _move(db, old, new)
    _sites(db)
    _visits(db, moved)
    _queue(db)


def _moved(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield the keys that are others today: the old one and the new one."""
    for row in select(db, "SELECT DISTINCT url, final_url FROM captures"):
        for url in {row["url"], row["final_url"]}:
            if not isinstance(url, str) or _is_same(url):
                continue
            old, new = _old_key(url), normalized(url)
            if old != new:
                yield old, new
    for (url,) in db.execute("SELECT url FROM aliases").fetchall():
        new = url if _SAME.fullmatch(url) else normalized(url)
        if new != url:
            yield url, new


def _is_same(url: str) -> bool:
    """Return whether an address as it was given has the same key in both ways."""
    return url.isascii() and _SAME.fullmatch(url) is not None and not _ACE.search(url)


def _old_key(url: str) -> str:
    """Return the key of an address as programs that knew IDNA 2003 made it."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        is_ipv6 = ":" in host
        place = f"[{host}]" if is_ipv6 else host.encode("idna").decode("ascii").lower()
        if parts.port not in (None, urls.DEFAULT_PORTS.get(parts.scheme)):
            place = f"{place}:{parts.port}"
        # the rest of an address is made canonical as today
        new = urlsplit(urls.canonical(urlunsplit(parts._replace(netloc="host.invalid"))))
        return urlunsplit(new._replace(netloc=place))
    except ValueError:
        return normalized(url)


def _move(db: sqlite3.Connection, old: str, new: str) -> None:
    """Give the article of a key another one.

    If both hosts have given pages to the article, nobody can know whose its versions are: it keeps
    the old key, too.
    """
    found = select(db, "SELECT article_id, kind FROM aliases WHERE url = ?", old)
    if not found:
        return
    article_id = found[0]["article_id"]
    if _has_pages_of(db, article_id, old):
        db.execute(
            "INSERT INTO aliases(url, article_id, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (new, article_id, found[0]["kind"]),
        )
        return
    db.execute("UPDATE OR IGNORE aliases SET url = ? WHERE url = ?", (new, old))
    db.execute("DELETE FROM aliases WHERE url = ?", (old,))
    if select(db, "SELECT 1 FROM articles WHERE url = ?", new):
        return
    for row in select(db, "SELECT * FROM articles WHERE id = ? AND url = ?", article_id, old):
        _rename(db, row, new)


def _has_pages_of(db: sqlite3.Connection, article_id: int, key: str) -> bool:
    """Return whether a page of the article came from the very address that the key is of today."""
    pages = select(
        db,
        "SELECT DISTINCT c.url, c.final_url FROM captures c"
        " JOIN extractions e ON e.capture_id = c.id"
        " WHERE e.article_id = ?1"
        " OR c.id IN (SELECT capture_id FROM versions WHERE article_id = ?1)",
        article_id,
    )
    return any(key in (normalized(page["url"]), normalized(page["final_url"])) for page in pages)


def _rename(db: sqlite3.Connection, row: dict[str, Any], url: str) -> None:
    """Give an article another address and site, and make its checksum again if it was right."""
    attached = article_rows.attachments(db, row["id"])
    after = {**row, "url": url, "site": urls.site(url)}
    total = row["checksum"]
    if record.checksum(row, attached) == total:
        total = record.checksum(after, attached)
    values = (url, after["site"], total, row["id"])
    db.execute("UPDATE articles SET url = ?, site = ?, checksum = ? WHERE id = ?", values)


def _sites(db: sqlite3.Connection) -> None:
    """Give pages the site that their address has today; the chain of runs does not cover it."""
    known = select(db, "SELECT DISTINCT final_url, site FROM captures")
    others = [row for row in known if _other_site(row) is not None]
    if not others:
        return
    pages = "SELECT * FROM captures WHERE final_url = ? AND site IS ?"
    with changeable_captures(db):
        for other in others:
            for row in select(db, pages, other["final_url"], other["site"]):
                amend(db, "captures", row, {"site": _other_site(row)})


def _other_site(row: Mapping[str, Any]) -> str | None:
    """Return the site of a page's address, None if it is the one that the page has."""
    url = row["final_url"]
    if not isinstance(url, str) or _is_same(url):
        return None
    try:
        site = urls.site(url)
    except ValueError:
        return None
    return None if site == row["site"] else site


def _visits(db: sqlite3.Connection, moved: Mapping[str, str]) -> None:
    """Give the log of visits the new keys.

    The key of a visit is that of the page that came. Without a page it follows from the old one,
    unless pages of both hosts have that.
    """
    for (url,) in db.execute("SELECT DISTINCT url FROM fetches").fetchall():
        if url in moved or not _SAME.fullmatch(url):
            _move_visits(db, url, _key_without_page(db, url, moved))


def _key_without_page(db: sqlite3.Connection, url: str, moved: Mapping[str, str]) -> str:
    """Return the new key of visits that brought no page: the old one if both hosts have it."""
    if url not in moved:
        return normalized(url)
    is_of_both = select(db, "SELECT 1 FROM aliases WHERE url = ?", url)
    return url if is_of_both else moved[url]


def _move_visits(db: sqlite3.Connection, url: str, key: str) -> None:
    for row in select(db, "SELECT * FROM fetches WHERE url = ?", url):
        pages = select(db, "SELECT url FROM captures WHERE id = ?", row["capture_id"])
        new = normalized(pages[0]["url"]) if pages else key
        if new != url:
            amend(db, "fetches", row, {"url": new})


def _queue(db: sqlite3.Connection) -> None:
    """Give queued addresses the new keys, by which they are taken.

    What is known of a host that was taken for another one is deleted.
    """
    for row in select(db, "SELECT * FROM queue"):
        if _SAME.fullmatch(row["url"]) and "\\u" not in row["lead"]:  # as it was given, too
            continue
        with suppress(ValueError, AttributeError, TypeError):
            new = normalized(str(json.loads(row["lead"]).get("url") or row["url"]))
            if new != row["url"]:
                amend(db, "queue", row, {"url": new, "host": urls.host(new)})
                db.execute("DELETE FROM hosts WHERE host = ?", (row["host"],))
