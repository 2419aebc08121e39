"""What older archives hold of secrets is masked, and the chain of runs sealed anew over what is left.

A hash or checksum that was wrong before stays wrong: to seal anew must not hide damage.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from scraper.archive.crawl import run_chain
from scraper.archive.maintenance import masking_links
from scraper.archive.maintenance.amending import KEYS, Row, amend, changeable_captures, select
from scraper.archive.store import checksums
from scraper.archive.store.times import now, stamp
from scraper.models import entry_id
from scraper.secrets import MASK, masked, masked_arguments, without_secrets
from scraper.urls import without_userinfo

WHY = "user names, passwords, keys and cookies were masked"
BATCH = 500  # rows read at a time
# a cookie in the joined fields of an answer: at the beginning or after a comma, unless that is one of a date
_COOKIE = re.compile(r"(^|,\s)([^\s=;,]+)=[^;]*?(?=;|,\s[^\s=;,]+=|$)")

Change = Callable[[Row], dict[str, Any]]


def mask(db: sqlite3.Connection) -> None:
    """Mask what the archive holds, and seal the chain anew where that changed what it covers; note that it was."""
    prefixes = _prefixes(db)
    runs, captures = _count(db, "runs", _run), _count(db, "captures", _capture)
    for table, change in CHANGES.items():
        _apply(db, table, change)
    if prefixes:
        masking_links.mask(db, prefixes)
    if not runs and not captures:
        return
    links = run_chain.read(db)
    _apply(db, "runs", _run)
    with changeable_captures(db):
        _apply(db, "captures", _capture)
    before, after = run_chain.seal_anew(db, links)
    checksums.insert(db, "reseals", at=stamp(now()), why=WHY, runs=runs, captures=captures, before_sha256=before,
                after_sha256=after)  # fmt: skip


def line(db: sqlite3.Connection) -> str | None:
    """Return what to tell of the last time that the chain was sealed anew, None if it never was."""
    row = db.execute("SELECT why, runs, captures FROM reseals ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    why, runs, captures = row
    return f"{why} in {runs} command lines and {captures} pages' addresses and headers; the chain of runs is sealed anew"


def _prefixes(db: sqlite3.Connection) -> frozenset[str]:
    """Return the beginnings, `//name:password@`, that addresses of pages had: links on the pages took them over."""
    found = set()
    for row in _rows(db, "captures"):
        for url in (row["url"], row["final_url"]):
            if isinstance(url, str) and (userinfo := without_userinfo(url)[1]):
                found.add(f"//{userinfo}@")
    return frozenset(found)


def _run(row: Row) -> dict[str, Any]:
    with suppress(ValueError, TypeError):
        command = json.loads(row["command"])
        if isinstance(command, list) and all(isinstance(argument, str) for argument in command):
            kept = masked_arguments(command)
            return {"command": json.dumps(kept, ensure_ascii=False)} if kept != command else {}
    return {}


def _capture(row: Row) -> dict[str, Any]:
    changed = _addresses("url", "final_url")(row)
    with suppress(ValueError, TypeError):
        hops = json.loads(row["redirects"])
        kept = [
            [without_secrets(url), status, without_secrets(location)]
            for url, status, location in hops
        ]
        changed |= {"redirects": json.dumps(kept)} if kept != hops else {}
    with suppress(ValueError, AttributeError, TypeError):
        fields = json.loads(row["headers"])
        bare = {name: _field(name, value) for name, value in fields.items()}
        changed |= {"headers": json.dumps(bare, ensure_ascii=False)} if bare != fields else {}
    return changed


def _field(name: str, value: str) -> str:
    return _COOKIE.sub(rf"\1\2={MASK}", value) if name == "set-cookie" else masked(value)


def _queued(row: Row) -> dict[str, Any]:
    changed = _addresses("url")(row) | _messages(row)
    with suppress(ValueError, AttributeError, TypeError):
        lead = json.loads(row["lead"])
        kept = {**lead, "url": without_secrets(lead["url"])}
        kept |= {"login": True} if kept != lead else {}
        kept |= {"id": entry_id(lead["id"])} if isinstance(lead.get("id"), str) else {}
        if kept != lead:
            changed["lead"] = json.dumps(kept)
    return changed


def _addresses(*names: str) -> Change:
    """Return what takes user names and passwords out of the addresses in some columns."""

    def change(row: Row) -> dict[str, Any]:
        kept = {name: without_secrets(row[name]) for name in names if isinstance(row[name], str)}
        return {name: text for name, text in kept.items() if text != row[name]}

    return change


def _id(row: Row) -> dict[str, Any]:
    kept = entry_id(row["entry_id"]) if isinstance(row["entry_id"], str) else row["entry_id"]
    return {"entry_id": kept} if kept != row["entry_id"] else {}


def _messages(row: Row) -> dict[str, Any]:
    text = row["error"]
    kept = masked(text) if isinstance(text, str) else text
    return {"error": kept} if kept != text else {}


# tables that no hash covers but their rows' own checksums
CHANGES: dict[str, Change] = {
    "fetches": lambda row: _addresses("url")(row) | _messages(row),
    "queue": _queued,
    "feeds": lambda row: _addresses("url", "site_url")(row) | _messages(row),
    "feed_entries": lambda row: _addresses("url")(row) | _id(row),
}
# which rows may hold something: the others are not looked at
MAY = {
    "runs": "1",
    "captures": "headers LIKE '%set-cookie%' OR instr(url || final_url || redirects || headers, '@')",
    "fetches": "instr(url, '@') OR instr(error, '@')",
    "queue": "instr(url || lead, '@') OR instr(error, '@')",
    "feeds": "instr(url || coalesce(site_url, '') || coalesce(error, ''), '@')",
    "feed_entries": "instr(url || entry_id, '@')",
}


def _count(db: sqlite3.Connection, table: str, change: Change) -> int:
    return sum(bool(change(row)) for row in _rows(db, table))


def _apply(db: sqlite3.Connection, table: str, change: Change) -> None:
    for row in _rows(db, table):
        if changed := change(row):
            amend(db, table, row, changed)


def _rows(db: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table; they may be changed meanwhile."""
    if table in KEYS:
        yield from select(db, f"SELECT * FROM {table} WHERE {MAY[table]}")
        return
    last = -1
    while batch := select(
        db, f"SELECT * FROM {table} WHERE id > ? AND ({MAY[table]}) ORDER BY id LIMIT {BATCH}", last
    ):
        yield from batch
        last = batch[-1]["id"]
