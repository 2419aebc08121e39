"""Many articles at once, from rows as `export jsonl` writes them: batches, each its own transaction.

What the archive has already, by any address, is left alone: so the same command goes on where it was broken off.
Rows go in by few statements, for the index of words is written out at the end of each; a second process makes the next
batch ready meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from itertools import islice
from typing import Any

from scraper import urls
from scraper.archive import identity, lineage, record, shape
from scraper.archive.ahead import ahead
from scraper.archive.checks import sums
from scraper.archive.connection import transaction
from scraper.archive.fingerprint import sketch
from scraper.archive.record import Row
from scraper.archive.times import is_stamp
from scraper.cleaning import clean, load_json
from scraper.models import Article

BATCH = 500  # articles
_COLUMNS = ("id", *record.COLUMNS, *record.OWN, "checksum")
_TEXTS = ("body_text", *(told.name for told in fields(Article) if str(told.type) in ("str", "str | None")))
_NAMES = ", ".join(_COLUMNS)


@dataclass(slots=True)
class Imported:
    """What became of the rows."""

    added: int = 0
    known: int = 0  # left alone
    refused: list[tuple[int, str]] = field(default_factory=list)  # number of the row, from 1; what is wrong with it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    number: int
    row: Row
    rungs: dict[str, str]
    past: list[Row]  # earlier versions


_Batch = list[tuple[int, str | bytes]]  # numbered lines
_Ready = tuple[list[_Entry], list[tuple[int, str]]]


def add(db: sqlite3.Connection, lines: Iterable[str | bytes], at: str) -> Iterator[Imported]:
    """Put in what is new; yields the sums so far after each batch. `at` is for rows that do not say when."""
    so_far = Imported()
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    for entries, refused in _prepared(iter(lambda: list(islice(numbered, BATCH)), []), at):
        so_far.refused += refused
        _put_in(db, entries, so_far)
        yield so_far


def _prepared(batches: Iterator[_Batch], at: str) -> Iterator[_Ready]:
    """Each batch made ready for the tables: the first one here, further ones by a second process, ahead of us."""
    ready = partial(_ready, at=at)
    yield from map(ready, islice(batches, 1))
    yield from ahead(ready, batches)


def _ready(batch: _Batch, at: str) -> _Ready:
    entries, refused = [], []
    for number, line in batch:
        try:
            entries.append(_entry(number, load_json(line, exact=True, raw=True), at))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            refused.append((number, f"not an article: {' '.join(str(error).split())[:200]}"))
    return entries, refused


def _entry(number: int, told: Any, at: str) -> _Entry:
    if not isinstance(told, Mapping) or not isinstance(told.get("url"), str):
        raise TypeError('a row is an object with a "url"')
    if wrong := [name for name in _TEXTS if not isinstance(told.get(name), str | None)]:
        raise TypeError(f"{wrong[0]} is no text")
    body_text, form = shape.cleaned(told.get("body_text") or "", told.get("body_form"), record.UNFIT)
    past = lineage.read(told)
    told = clean(told)
    url = urls.canonical(told["url"])
    article = record.article(
        {**told, "body_form": None, "site": urls.site(url), "authors": _authors(told), "body_text": ""}
    )
    row = record.with_text(article, body_text, form)
    row["fingerprint"] = sketch(body_text)
    first_seen = told["first_seen"] if is_stamp(told.get("first_seen")) else at
    last_changed = told["last_changed"] if is_stamp(told.get("last_changed")) else first_seen
    row.update(
        url=url,
        version=told["version"] if past else 1,
        capture_id=None,
        extractor=told.get("extractor"),
        first_seen=first_seen,
        last_changed=last_changed,
    )
    row["last_seen"] = told["last_seen"] if is_stamp(told.get("last_seen")) else last_changed
    if wrong := [name for name in _COLUMNS if not isinstance(row.get(name), str | int | bytes | None)]:
        raise TypeError(f"{wrong[0]} is no text")
    row["checksum"] = record.checksum(row)
    return _Entry(number=number, row=row, rungs=identity.ladder(article, None, None), past=past)


def _authors(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names alone are authors, too."""
    return [author if isinstance(author, dict) else {"name": str(author)} for author in told.get("authors") or ()]


def _put_in(db: sqlite3.Connection, entries: list[_Entry], sums: Imported) -> None:
    with transaction(db):
        following = 1 + int(db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0])
        addresses = {url for entry in entries for url in entry.rungs}
        taken = {row[0] for row in _where_in(db, "SELECT url FROM aliases WHERE url IN", addresses)}
        new: list[_Entry] = []
        for entry in entries:
            if taken.isdisjoint(entry.rungs) or identity.resolve(db, entry.rungs, entry.row) is None:
                entry.row["id"] = following + len(new)
                new.append(entry)
                taken.update(entry.rungs)
        _write(db, new)
    sums.added += len(new)
    sums.known += len(entries) - len(new)


def _write(db: sqlite3.Connection, new: list[_Entry]) -> None:
    _insert(db, f"articles({_NAMES})", [[entry.row[name] for name in _COLUMNS] for entry in new])
    for table, rows_of in _TABLES.items():
        _insert(db, table, [row for entry in new for row in rows_of(entry)])
    names = {name for entry in new for name, *_ in entry.row["signed"]}
    _insert(db, "authors(name)", [(name,) for name in names], " ON CONFLICT(name) DO NOTHING")
    ids = {name: number for number, name in _where_in(db, "SELECT id, name FROM authors WHERE name IN", names)}
    _insert(
        db,
        "article_authors(article_id, position, author_id, role, links, raw)",
        [
            (entry.row["id"], position, ids[name], *rest)
            for entry in new
            for position, (name, *rest) in enumerate(entry.row["signed"])
        ],
    )
    for entry in new:
        if entry.past:
            lineage.write(db, entry.row, entry.past)


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]], otherwise: str = "") -> None:
    """Many rows by few statements: as many a statement as SQLite takes values for."""
    if not rows:
        return
    width = len(rows[0])
    step = max(1, min(BATCH, db.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        places = ",".join([f"({','.join('?' * width)})"] * len(part))
        db.execute(f"INSERT INTO {table} VALUES {places}{otherwise}", [value for row in part for value in row])


def _where_in(db: sqlite3.Connection, select: str, values: Iterable[Any]) -> list[sqlite3.Row]:
    return db.execute(f"{select} (SELECT value FROM json_each(?))", (record.dump(list(values)),)).fetchall()


def _versions(entry: _Entry) -> list[tuple[Any, ...]]:
    row = entry.row
    since = row["last_changed"] if entry.past else row["first_seen"]
    words = (row["text_sha256"], "[]", 0, 0, record.words_checksum(row))
    told = (row["id"], row["version"], since, None, None, row["date_modified"], *words)
    return [(*told, sums.of(told))]


def _visits(entry: _Entry) -> list[tuple[Any, ...]]:
    visit = sums.UNVISITED | {"article_id": entry.row["id"], "last_seen": entry.row["last_seen"]}
    told = tuple(visit.get(name) for name in sums.COVERED["visits"])
    return [(*told, sums.of(told))]


def _images(entry: _Entry) -> list[tuple[Any, ...]]:
    return [(entry.row["id"], position, *values) for position, values in enumerate(entry.row["shown"])]


def _aliases(entry: _Entry) -> list[tuple[Any, ...]]:
    return [(url, entry.row["id"], rung) for url, rung in entry.rungs.items()]


_TABLES: dict[str, Callable[[_Entry], list[tuple[Any, ...]]]] = {
    f"versions({', '.join(sums.COVERED['versions'])}, checksum)": _versions,
    f"visits({', '.join(sums.COVERED['visits'])}, checksum)": _visits,
    "images(article_id, position, url, caption, credit, alt, lead)": _images,
    "aliases(url, article_id, kind)": _aliases,
}
