"""Secrets in older archives are masked, and the chain of runs sealed again over what is left.

A hash or checksum that was wrong before stays wrong: to seal again must not hide damage.
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
from scraper.archive.maintenance.amending import (
    KEYS,
    Row,
    Values,
    amend,
    changeable_captures,
    select,
)
from scraper.archive.store import checksums
from scraper.models import entry_id
from scraper.present.counted_things import counted
from scraper.secrets import MASK, masked, masked_arguments, without_secrets
from scraper.urls import without_userinfo

WHY = "user names, passwords, keys and cookies were masked"
BATCH = 500  # rows read at a time
# A cookie in the joined fields of a response: at the beginning or after a comma, up to the next
# semicolon or cookie. The comma of a date is no such comma, for no `name=` follows it.
_COOKIE = re.compile(r"(^|,\s)([^\s=;,]+)=[^;]*?(?=;|,\s[^\s=;,]+=|$)")
# what a damaged row may raise, which is left as it is
_DAMAGE = (ValueError, AttributeError, TypeError)

Change = Callable[[Row], Values]  # what a row must be given, by column; {} if it holds no secret


def mask(db: sqlite3.Connection, at: str) -> None:
    """Mask what the archive holds; if the chain of runs covers it, seal that again.

    Record that it was, and when.
    """
    prefixes = _prefixes(db)
    runs = _count(db, "runs", _run)
    captures = _count(db, "captures", _capture)
    for table, change in CHANGES.items():
        _apply(db, table, change)
    if prefixes:
        masking_links.mask(db, prefixes)
    if runs or captures:
        before, after = _mask_chain(db)
        checksums.insert(
            db,
            "reseals",
            at=at,
            why=WHY,
            runs=runs,
            captures=captures,
            before_sha256=before,
            after_sha256=after,
        )


def _mask_chain(db: sqlite3.Connection) -> tuple[str | None, str | None]:
    """Mask runs and captures; return the hash of the last sealed run, before and after."""
    links = run_chain.read(db)
    _apply(db, "runs", _run)
    with changeable_captures(db):
        _apply(db, "captures", _capture)
    return run_chain.seal_anew(db, links)


def line(db: sqlite3.Connection) -> str | None:
    """Return a line about the last time that the chain was sealed again, None if it never was."""
    row = db.execute("SELECT why, runs, captures FROM reseals ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    why, runs, captures = row
    places = f"{counted(runs, 'command line')} and in addresses and headers"
    return f"{why} in {places} of {counted(captures, 'page')}; the chain of runs is sealed again"


def _prefixes(db: sqlite3.Connection) -> frozenset[str]:
    """Return how addresses of pages begin that have a user name: `//name:password@`.

    Links on these pages may have taken it over.
    """
    found = set()
    for row in _rows(db, "captures"):
        for url in (row["url"], row["final_url"]):
            userinfo = without_userinfo(url)[1] if isinstance(url, str) else ""
            if userinfo:
                found.add(f"//{userinfo}@")
    return frozenset(found)


def _run(row: Row) -> Values:
    with suppress(*_DAMAGE):
        command = json.loads(row["command"])
        if isinstance(command, list) and all(isinstance(argument, str) for argument in command):
            return _if_other("command", command, masked_arguments(command))
    return {}


def _capture(row: Row) -> Values:
    changed = _addresses(row, "url", "final_url")
    with suppress(*_DAMAGE):
        hops = json.loads(row["redirects"])
        kept = [
            [without_secrets(url), status, without_secrets(location)]
            for url, status, location in hops
        ]
        changed |= {"redirects": json.dumps(kept)} if kept != hops else {}
    with suppress(*_DAMAGE):
        fields = json.loads(row["headers"])
        bare = {name: _field(name, value) for name, value in fields.items()}
        changed |= _if_other("headers", fields, bare)
    return changed


def _if_other(column: str, before: object, after: object) -> Values:
    """Return the new text of a column of JSON, nothing if it is the same."""
    return {} if after == before else {column: json.dumps(after, ensure_ascii=False)}


def _field(name: str, value: str) -> str:
    return _COOKIE.sub(rf"\1\2={MASK}", value) if name == "set-cookie" else masked(value)


def _visit(row: Row) -> Values:
    return _addresses(row, "url") | _message(row)


def _queued(row: Row) -> Values:
    changed = _addresses(row, "url") | _message(row)
    with suppress(*_DAMAGE):
        lead = json.loads(row["lead"])
        kept = _lead(lead)
        if kept != lead:
            changed["lead"] = json.dumps(kept)
    return changed


def _lead(lead: dict[str, Any]) -> dict[str, Any]:
    kept = {**lead, "url": without_secrets(lead["url"])}
    if kept != lead:
        kept["login"] = True  # a visit needs a user name and password, to be given again
    if isinstance(lead.get("id"), str):
        kept["id"] = entry_id(lead["id"])
    return kept


def _feed(row: Row) -> Values:
    return _addresses(row, "url", "site_url") | _message(row)


def _entry(row: Row) -> Values:
    changed = _addresses(row, "url")
    if isinstance(row["entry_id"], str):
        kept = entry_id(row["entry_id"])
        changed |= {} if kept == row["entry_id"] else {"entry_id": kept}
    return changed


def _addresses(row: Row, *columns: str) -> Values:
    """Return the addresses that have user names and passwords, without these."""
    kept = {name: without_secrets(row[name]) for name in columns if isinstance(row[name], str)}
    return {name: url for name, url in kept.items() if url != row[name]}


def _message(row: Row) -> Values:
    text = row["error"]
    if not isinstance(text, str) or masked(text) == text:
        return {}
    return {"error": masked(text)}


# tables that no hash covers but the checksums of their own rows
CHANGES: dict[str, Change] = {
    "fetches": _visit,
    "queue": _queued,
    "feeds": _feed,
    "feed_entries": _entry,
}
# which rows may hold a secret: the others are not read
MAY = {
    "runs": "1",
    "captures": "headers LIKE '%set-cookie%'"
    " OR instr(url || final_url || redirects || headers, '@')",
    "fetches": "instr(url, '@') OR instr(error, '@')",
    "queue": "instr(url || lead, '@') OR instr(error, '@')",
    "feeds": "instr(url || coalesce(site_url, '') || coalesce(error, ''), '@')",
    "feed_entries": "instr(url || entry_id, '@')",
}


def _count(db: sqlite3.Connection, table: str, change: Change) -> int:
    return sum(bool(change(row)) for row in _rows(db, table))


def _apply(db: sqlite3.Connection, table: str, change: Change) -> None:
    for row in _rows(db, table):
        changed = change(row)
        if changed:
            amend(db, table, row, changed)


def _rows(db: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that may hold a secret; they may be changed meanwhile."""
    if table in KEYS:
        yield from select(db, f"SELECT * FROM {table} WHERE {MAY[table]}")
        return
    sql = f"SELECT * FROM {table} WHERE id > ? AND ({MAY[table]}) ORDER BY id LIMIT {BATCH}"
    batch = select(db, sql, -1)
    while batch:
        yield from batch
        batch = select(db, sql, batch[-1]["id"])
