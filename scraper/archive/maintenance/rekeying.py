"""Addresses of older archives whose host has another form now: their keys move along, so that they are found again.

Older programs made hosts ASCII by IDNA 2003, which took `faß.example` for `fass.example`: two hosts, one key. Which one
a page came from, its capture knows.
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
from scraper.archive.articles.identity import spelled
from scraper.archive.maintenance.amending import amend, changeable_captures, select

# hosts that the two ways agree about: small ASCII letters, no number at the end
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
    """Yield keys of old and today's; not one that pages of both hosts have: it stays, and the other is added."""
    for row in select(db, "SELECT DISTINCT url, final_url FROM captures"):
        for url in {row["url"], row["final_url"]}:
            if (
                isinstance(url, str)
                and not _is_same(url)
                and (old := _old_key(url)) != (new := spelled(url))
            ):
                yield old, new
    for row in select(db, "SELECT url FROM aliases"):
        if not _SAME.fullmatch(row["url"]) and (new := spelled(row["url"])) != row["url"]:
            yield row["url"], new


def _is_same(url: str) -> bool:
    return url.isascii() and _SAME.fullmatch(url) is not None and not _ACE.search(url)


def _old_key(url: str) -> str:
    """The key of an address as programs made it that knew IDNA 2003."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        old = host if ":" in host else host.encode("idna").decode("ascii").lower()
        new = urlsplit(urls.canonical(urlunsplit(parts._replace(netloc="host.invalid"))))
        port = (
            f":{parts.port}"
            if parts.port not in (None, urls.DEFAULT_PORTS.get(parts.scheme))
            else ""
        )
        return urlunsplit(new._replace(netloc=f"[{old}]{port}" if ":" in old else f"{old}{port}"))
    except ValueError:
        return spelled(url)


def _move(db: sqlite3.Connection, old: str, new: str) -> None:
    found = select(db, "SELECT article_id, kind FROM aliases WHERE url = ?", old)
    if not found:
        return
    article_id = found[0]["article_id"]
    if _has_pages_of(db, article_id, old):  # of both hosts: nobody can tell whose its versions are
        db.execute(
            "INSERT INTO aliases(url, article_id, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (new, article_id, found[0]["kind"]),
        )
        return
    db.execute("UPDATE OR IGNORE aliases SET url = ? WHERE url = ?", (new, old))
    db.execute("DELETE FROM aliases WHERE url = ?", (old,))
    taken = select(db, "SELECT 1 FROM articles WHERE url = ?", new)
    for row in select(db, "SELECT * FROM articles WHERE id = ? AND url = ?", article_id, old):
        if not taken:
            _rename(db, row, new)


def _has_pages_of(db: sqlite3.Connection, article_id: int, key: str) -> bool:
    """Whether a page of the article came from the very address that the key names today."""
    pages = select(
        db,
        "SELECT DISTINCT c.url, c.final_url FROM captures c JOIN extractions e ON e.capture_id = c.id"
        " WHERE e.article_id = ?1 OR c.id IN (SELECT capture_id FROM versions WHERE article_id = ?1)",
        article_id,
    )
    return any(key in (spelled(page["url"]), spelled(page["final_url"])) for page in pages)


def _rename(db: sqlite3.Connection, row: dict[str, Any], url: str) -> None:
    """Give an article another address and site; its checksum is made anew if it was right."""
    right = record.checksum(article_rows.with_people(db, row)) == row["checksum"]
    renamed = {**row, "url": url, "site": urls.site(url)}
    total = record.checksum(article_rows.with_people(db, renamed)) if right else row["checksum"]
    values = (url, renamed["site"], total, row["id"])
    db.execute("UPDATE articles SET url = ?, site = ?, checksum = ? WHERE id = ?", values)


def _sites(db: sqlite3.Connection) -> None:
    """Give pages the site that their address has today; the chain of runs does not cover it."""
    other = [
        (row, site)
        for row in select(db, "SELECT DISTINCT final_url, site FROM captures")
        if isinstance(row["final_url"], str) and not _is_same(row["final_url"])
        and (site := _site(row["final_url"])) not in (None, row["site"])
    ]  # fmt: skip
    if not other:
        return
    with changeable_captures(db):
        for known, site in other:
            pages = "SELECT * FROM captures WHERE final_url = ? AND site IS ?"
            for row in select(db, pages, known["final_url"], known["site"]):
                amend(db, "captures", row, {"site": site})


def _site(url: str) -> str | None:
    try:
        return urls.site(url)
    except ValueError:
        return None


def _visits(db: sqlite3.Connection, moved: Mapping[str, str]) -> None:
    """Move the log of visits along: by the page that came, else by its key unless pages of both hosts had that one."""
    for (url,) in db.execute("SELECT DISTINCT url FROM fetches").fetchall():
        if url not in moved and _SAME.fullmatch(url):
            continue
        both = url in moved and select(db, "SELECT 1 FROM aliases WHERE url = ?", url)
        key = url if both else moved.get(url) or spelled(url)
        for row in select(db, "SELECT * FROM fetches WHERE url = ?", url):
            pages = select(db, "SELECT url FROM captures WHERE id = ?", row["capture_id"])
            new = spelled(pages[0]["url"]) if pages else key
            if new != url:
                amend(db, "fetches", row, {"url": new})


def _queue(db: sqlite3.Connection) -> None:
    """Queued addresses are taken by their key; what is known of a host that was taken for another one is forgotten."""
    for row in select(db, "SELECT * FROM queue"):
        if _SAME.fullmatch(row["url"]) and "\\u" not in row["lead"]:  # ASCII, as it was given, too
            continue
        with suppress(ValueError, AttributeError, TypeError):
            new = spelled(str(json.loads(row["lead"]).get("url") or row["url"]))
            if new != row["url"]:
                amend(db, "queue", row, {"url": new, "host": urls.host(new)})
                db.execute("DELETE FROM hosts WHERE host = ?", (row["host"],))
