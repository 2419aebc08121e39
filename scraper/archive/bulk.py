"""Many articles at once, from rows as `export jsonl` writes them: batches, each its own transaction.

What the archive has already, by any address, is left alone: so the same command goes on where it was broken off.
Rows go in by one statement a batch, for the index of words is written out at the end of every statement.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from scraper import urls
from scraper.archive import identity, record
from scraper.archive.connection import transaction
from scraper.archive.record import Row
from scraper.archive.times import is_stamp
from scraper.models import Article

BATCH = 500  # articles
_OWN = ("id", "version", "extractor", "first_seen", "last_changed", "checksum")
_COLUMNS = (*record.COLUMNS, *_OWN)
_NAMES = ", ".join(_COLUMNS)
_TABLES = {
    "versions": "article_id, number, first_seen, date_modified, text_sha256",
    "visits": "article_id, last_seen",
    "aliases": "url, article_id, kind",
    "images": "article_id, position, url, caption, credit, alt, lead",
}


@dataclass(slots=True)
class Imported:
    """What became of the rows."""

    added: int = 0
    known: int = 0  # left alone
    refused: list[tuple[int, str]] = field(default_factory=list)  # number of the row, from 1; what is wrong with it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    number: int
    article: Article
    row: Row
    rungs: dict[str, str]


def add(db: sqlite3.Connection, lines: Iterable[str | bytes], at: str) -> Iterator[Imported]:
    """Put in what is new; yields the sums so far after each batch. `at` is for rows that do not say when."""
    sums = Imported()
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    db.execute(f"CREATE TEMP TABLE IF NOT EXISTS staging ({_NAMES})")
    # rows are made ready in one thread while SQLite, which lets go of the interpreter, writes the batch before
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(_ready, list(islice(numbered, BATCH)), at)
        while True:
            entries, refused = ahead.result()
            if not entries and not refused:
                return
            ahead = pool.submit(_ready, list(islice(numbered, BATCH)), at)
            sums.refused += refused
            _put_in(db, entries, sums)
            yield sums


def _ready(batch: list[tuple[int, str | bytes]], at: str) -> tuple[list[_Entry], list[tuple[int, str]]]:
    entries, refused = [], []
    for number, line in batch:
        try:
            entries.append(_entry(number, json.loads(line), at))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            refused.append((number, f"not an article: {' '.join(str(error).split())[:200]}"))
    return entries, refused


def _entry(number: int, told: Any, at: str) -> _Entry:
    if not isinstance(told, Mapping) or not isinstance(told.get("url"), str):
        raise TypeError('a row is an object with a "url"')
    url = urls.canonical(told["url"])
    article = record.article({**told, "url": told["url"], "site": urls.site(url), "authors": _authors(told)})
    row = record.of(article)
    first_seen = told["first_seen"] if is_stamp(told.get("first_seen")) else at
    last_changed = told["last_changed"] if is_stamp(told.get("last_changed")) else first_seen
    row.update(url=url, version=1, extractor=told.get("extractor"), first_seen=first_seen, last_changed=last_changed)
    row["last_seen"] = told["last_seen"] if is_stamp(told.get("last_seen")) else last_changed
    if wrong := [name for name, value in row.items() if not isinstance(value, str | int | bytes | None)]:
        raise TypeError(f"{wrong[0]} is no text")
    row["checksum"] = record.checksum(row)
    return _Entry(number=number, article=article, row=row, rungs=identity.ladder(article, None, None))


def _authors(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names alone are authors, too."""
    return [author if isinstance(author, dict) else {"name": str(author)} for author in told.get("authors") or ()]


def _put_in(db: sqlite3.Connection, entries: list[_Entry], sums: Imported) -> None:
    with transaction(db):
        following = 1 + int(db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0])
        new: list[_Entry] = []
        taken: set[str] = set()
        for entry in entries:
            if taken.isdisjoint(entry.rungs) and identity.resolve(db, entry.rungs, entry.row) is None:
                entry.row["id"] = following + len(new)
                new.append(entry)
                taken.update(entry.rungs)
        _write(db, new)
    sums.added += len(new)
    sums.known += len(entries) - len(new)


def _write(db: sqlite3.Connection, new: list[_Entry]) -> None:
    places = ", ".join("?" * len(_COLUMNS))
    db.executemany(f"INSERT INTO temp.staging VALUES ({places})", [[e.row[name] for name in _COLUMNS] for e in new])
    db.execute(f"INSERT INTO articles({_NAMES}) SELECT {_NAMES} FROM temp.staging")
    db.execute("DELETE FROM temp.staging")
    for table, columns in _TABLES.items():
        many = [row for entry in new for row in _ROWS[table](entry)]
        db.executemany(f"INSERT INTO {table}({columns}) VALUES ({', '.join('?' * (1 + columns.count(',')))})", many)
    _write_authors(db, new)


def _write_authors(db: sqlite3.Connection, new: list[_Entry]) -> None:
    signed = [(e.row["id"], n, record.clean(a.name), a) for e in new for n, a in enumerate(e.article.authors)]
    db.executemany("INSERT INTO authors(name) VALUES (?) ON CONFLICT DO NOTHING", {(name,) for _, _, name, _ in signed})
    db.executemany(
        "INSERT INTO article_authors(article_id, position, author_id, role, links, raw)"
        " SELECT ?, ?, id, ?, ?, ? FROM authors WHERE name = ?",
        [(i, n, record.clean(a.role), record.dump(a.links), record.clean(a.raw), name) for i, n, name, a in signed],
    )


def _versions(entry: _Entry) -> list[tuple[Any, ...]]:
    row = entry.row
    return [(row["id"], 1, row["first_seen"], row["date_modified"], row["text_sha256"])]


def _images(entry: _Entry) -> list[tuple[Any, ...]]:
    return [
        (entry.row["id"], n, i.url, record.clean(i.caption), record.clean(i.credit), record.clean(i.alt), int(i.lead))
        for n, i in enumerate(entry.article.images)
    ]


_ROWS = {
    "versions": _versions,
    "visits": lambda entry: [(entry.row["id"], entry.row["last_seen"])],
    "aliases": lambda entry: [(url, entry.row["id"], rung) for url, rung in entry.rungs.items()],
    "images": _images,
}
