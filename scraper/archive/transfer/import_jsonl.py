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

from scraper import faults, urls
from scraper.archive.articles import body_shape, identity, record
from scraper.archive.articles.record import Row
from scraper.archive.articles.text_fingerprint import sketch
from scraper.archive.store import checksums as sums
from scraper.archive.store.connection import OF_A_ROW, transaction
from scraper.archive.store.times import is_stamp
from scraper.archive.transfer import lineage
from scraper.cleaning import clean, load_json
from scraper.errors import ScraperError, WorkerDied
from scraper.models import Article
from scraper.workers.pool import Workers

BATCH = 500  # articles
MAX_LINE = 64 << 20  # bytes of a row; the longest page that is fetched has 20 MB
LARGEST = 2**63 - 1  # of the integers that SQLite holds
LONGEST_WHY = 200  # characters of what is said of a refused row
_COLUMNS = ("id", *record.COLUMNS, *record.OWN, "checksum")
_TEXTS = ("body_text", "body_form", "extractor", "first_seen", "last_changed", "last_seen",
          *(told.name for told in fields(Article) if str(told.type) in ("str", "str | None")))  # fmt: skip
_WHOLE = {"word_count": LARGEST, "version": LARGEST, "is_free": 1}  # the most that each can be
# of each member of a row: what it may be
_TYPES: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (str | None, (*_TEXTS, "verdict"), "a text"),
    (list | None, ("authors", "images", "tags", "versions"), "a list"),
    (Mapping | None, ("sources",), "an object"),
    (int | None, ("word_count", "version"), "a whole number"),
    (bool | int | None, ("is_free",), "true or false"),
)
# of each list of a row: what its items may be; names alone are authors, too
_ITEMS: tuple[tuple[str, Any, str], ...] = (
    ("authors", Mapping | str, "objects"),
    ("images", Mapping, "objects"),
    ("versions", Mapping, "objects"),
    ("tags", str, "texts"),
)
_OF_PEOPLE = ("name", "kind", "role", "raw", "url", "caption", "credit", "alt")
_NAMES = ", ".join(_COLUMNS)


@dataclass(slots=True)
class Imported:
    """What became of the rows."""

    added: int = 0
    known: int = 0  # left alone
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not put in."""

    number: int  # of its line, from 1
    why: str
    fault: bool = False  # because of an error in scraper itself


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    number: int
    row: Row
    rungs: dict[str, str]
    past: list[Row]  # earlier versions


_Batch = list[tuple[int, str | bytes]]  # numbered lines
_Ready = tuple[list[_Entry], list[Refused]]


def add(db: sqlite3.Connection, lines: Iterable[str | bytes], at: str) -> Iterator[Imported]:
    """Put in what is new; yields the sums so far after each batch. `at` is for rows that do not say when."""
    so_far = Imported()
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    for entries, refused in _prepared(iter(lambda: list(islice(numbered, BATCH)), []), at):
        so_far.refused += refused
        _put_in_what_goes(db, entries, so_far)
        yield so_far


def _prepared(batches: Iterator[_Batch], at: str) -> Iterator[_Ready]:
    """Each batch made ready for the tables: the first one here, further ones by a second process, ahead of us."""
    ready = partial(_ready, at=at)
    yield from map(ready, islice(batches, 1))
    # Our own rows, as many as a batch has: neither their time nor their memory needs a limit.
    with Workers(ready, timeout=None, memory=None) as workers:
        try:
            for _, future in workers.map(batches, queued=1):
                yield future.result()
        except WorkerDied as error:
            raise ScraperError(
                "the process that helps died (too little memory?): the same command goes on"
            ) from error


def _ready(batch: _Batch, at: str) -> _Ready:
    entries, refused = [], []
    for number, line in batch:
        try:
            entries.append(_entry(number, _parsed(line), at))
        except Exception as error:  # noqa: BLE001 - the border: a row costs itself only
            refused.append(_refused(number, error))
    return entries, refused


def _parsed(line: str | bytes) -> Any:
    if len(line) > MAX_LINE:
        raise ValueError(f"the row is longer than {MAX_LINE >> 20} MB")
    return load_json(line, exact=True, raw=True)


def _refused(number: int, error: Exception) -> Refused:
    """Return what is told of a row that meets an error: what is wrong with it, or with scraper."""
    if isinstance(
        error, (ValueError, TypeError, KeyError, AttributeError, IndexError)
    ) and not isinstance(error, UnicodeError):
        said = " ".join(str(error).split())[:LONGEST_WHY]
        named = f"it has no {said}" if isinstance(error, KeyError) else said
        return Refused(number, f"not an article: {named}")
    return Refused(number, faults.note(error, f"line {number}"), fault=True)


def _entry(number: int, told: Any, at: str) -> _Entry:
    if not isinstance(told, Mapping) or not isinstance(told.get("url"), str):
        raise TypeError('a row is an object with a "url"')
    _check_types(told)
    body_text, form = body_shape.cleaned(
        told.get("body_text") or "", told.get("body_form"), record.UNFIT
    )
    past = lineage.read(told)
    told = clean(told)
    url = urls.canonical(told["url"])
    article = record.article(
        {
            **told,
            "body_form": None,
            "site": urls.site(url),
            "authors": _authors(told),
            "body_text": "",
        }
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
    if wrong := [
        name for name in _COLUMNS if not isinstance(row.get(name), str | int | bytes | None)
    ]:
        raise TypeError(f"{wrong[0]} is no text")
    row["checksum"] = record.checksum(row)
    return _Entry(number=number, row=row, rungs=identity.aliases(article, None, None), past=past)


def _check_types(told: Mapping[str, Any]) -> None:
    """Raise a TypeError or ValueError that names the first member which is not what `export jsonl` writes."""
    for kind, names, called in _TYPES:
        if wrong := [name for name in names if not isinstance(told.get(name), kind)]:
            raise TypeError(f"{wrong[0]} is not {called}")
    for name, most in _WHOLE.items():
        if not 0 <= (told.get(name) or 0) <= most:
            raise ValueError(f"{name} is out of range")
    for name, kind, called in _ITEMS:
        if not _all_are(told.get(name), kind):
            raise TypeError(f"{name} is not a list of {called}")
    people = [
        item
        for name in ("authors", "images")
        for item in told.get(name) or ()
        if isinstance(item, Mapping)
    ]
    for item in people:
        if wrong := [name for name in _OF_PEOPLE if not isinstance(item.get(name), str | None)]:
            raise TypeError(f"{wrong[0]} in authors or images is not a text")
        if not isinstance(item.get("links"), list | None) or not _all_are(item.get("links"), str):
            raise TypeError("links in authors is not a list of texts")


def _all_are(items: Sequence[Any] | None, kind: Any) -> bool:
    return all(isinstance(item, kind) for item in items or ())


def _authors(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names alone are authors, too."""
    return [
        author if isinstance(author, dict) else {"name": str(author)}
        for author in told.get("authors") or ()
    ]


def _put_in_what_goes(db: sqlite3.Connection, entries: list[_Entry], sums: Imported) -> None:
    """Put entries in together; where one of them cannot be, halves of them, so that it costs itself only."""
    if not entries:
        return
    try:
        _put_in(db, entries, sums)
    except Exception as error:
        if isinstance(error, sqlite3.Error) and not isinstance(error, OF_A_ROW):
            raise  # the file's failure, not the row's
        if len(entries) == 1:
            sums.refused.append(
                Refused(
                    entries[0].number, faults.note(error, f"line {entries[0].number}"), fault=True
                )
            )
            return
        middle = len(entries) // 2
        _put_in_what_goes(db, entries[:middle], sums)
        _put_in_what_goes(db, entries[middle:], sums)


def _put_in(db: sqlite3.Connection, entries: list[_Entry], sums: Imported) -> None:
    with transaction(db):
        following = 1 + int(db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0])
        addresses = {url for entry in entries for url in entry.rungs}
        taken = {row[0] for row in _where_in(db, "SELECT url FROM aliases WHERE url IN", addresses)}
        new: list[_Entry] = []
        for entry in entries:
            if (
                taken.isdisjoint(entry.rungs)
                or identity.resolve(db, entry.rungs, entry.row) is None
            ):
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
    ids = {
        name: number
        for number, name in _where_in(db, "SELECT id, name FROM authors WHERE name IN", names)
    }
    _insert(
        db,
        "article_authors(article_id, position, author_id, role, links, raw, kind)",
        [
            (entry.row["id"], position, ids[name], *rest)
            for entry in new
            for position, (name, *rest) in enumerate(map(record.columns_of, entry.row["signed"]))
        ],
    )
    for entry in new:
        if entry.past:
            lineage.write(db, entry.row, entry.past)


def _insert(
    db: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]], otherwise: str = ""
) -> None:
    """Many rows by few statements: as many a statement as SQLite takes values for."""
    if not rows:
        return
    width = len(rows[0])
    step = max(1, min(BATCH, db.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        places = ",".join([f"({','.join('?' * width)})"] * len(part))
        db.execute(
            f"INSERT INTO {table} VALUES {places}{otherwise}",
            [value for row in part for value in row],
        )


def _where_in(db: sqlite3.Connection, select: str, values: Iterable[Any]) -> list[sqlite3.Row]:
    return db.execute(
        f"{select} (SELECT value FROM json_each(?))", (record.dump(list(values)),)
    ).fetchall()


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
    return [
        (entry.row["id"], position, *values) for position, values in enumerate(entry.row["shown"])
    ]


def _aliases(entry: _Entry) -> list[tuple[Any, ...]]:
    return [(url, entry.row["id"], rung) for url, rung in entry.rungs.items()]


_TABLES: dict[str, Callable[[_Entry], list[tuple[Any, ...]]]] = {
    f"versions({', '.join(sums.COVERED['versions'])}, checksum)": _versions,
    f"visits({', '.join(sums.COVERED['visits'])}, checksum)": _visits,
    "images(article_id, position, url, caption, credit, alt, lead)": _images,
    "aliases(url, article_id, kind)": _aliases,
}
