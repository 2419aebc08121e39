"""Many articles at once, from rows as `export jsonl` writes them: batches, a transaction each.

What the archive has already, by any address, is left alone: so the same command goes on where it
was interrupted. Labels, tags and notes that it lacks are added to known articles, too. Rows are
written by few statements, for the index of words is written out at the end of each; a thread makes
the next batch ready meanwhile, for SQLite lets Python run while it writes.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from scraper import faults
from scraper.archive.articles import identity, record
from scraper.archive.store import checksums
from scraper.archive.store.bulk_index import gathered
from scraper.archive.store.connection import OF_A_ROW, transaction
from scraper.archive.store.many_rows import insert_many
from scraper.archive.transfer import added_rows, exported_row, lineage
from scraper.archive.transfer.exported_row import COLUMNS, ImportEntry
from scraper.archive.transfer.line_batches import Batch, batches
from scraper.cleaning import load_json
from scraper.workers.child import rarely_collecting

MAX_LINE = 64 << 20  # bytes of a row; the longest page that is fetched has 20 MB
LONGEST_WHY = 200  # characters of what is said of a refused row
# errors that come of the row, if they are not of a text's encoding
_OF_THE_ROW = (ValueError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(slots=True)
class Imported:
    """What became of the rows."""

    added: int = 0
    known: int = 0  # left alone
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not imported."""

    number: int  # of its line, from 1
    why: str
    fault: bool = False  # because of an error in scraper itself


_Ready = tuple[list[ImportEntry], list[Refused]]
_Values = tuple[Any, ...]  # of a row, in the order of a table's columns


def add(db: sqlite3.Connection, lines: Iterable[str | bytes], at: str) -> Iterator[Imported]:
    """Write what is new; yield the sums so far after each batch.

    `at` is the time of rows that have none.
    """
    so_far = Imported()
    for entries, refused in _prepared(batches(lines), at):
        so_far.refused += refused
        _write_what_goes(db, entries, so_far, at)
        yield so_far


def _prepared(numbered: Iterator[Batch], at: str) -> Iterator[_Ready]:
    """Yield each batch ready for the tables; a thread makes the next one ready meanwhile.

    Lines are read in the thread of the caller, which a signal can interrupt.
    """
    coming: deque[Future[_Ready]] = deque()
    # An entry is some hundred values and no cycle: to look for cycles often costs a fortieth.
    with rarely_collecting(), ThreadPoolExecutor(1) as thread:
        for batch in numbered:
            coming.append(thread.submit(_ready, batch, at))
            if len(coming) > 1:
                yield coming.popleft().result()
        if coming:
            yield coming.popleft().result()


def _ready(batch: Batch, at: str) -> _Ready:
    entries, refused = [], []
    for number, line in batch:
        try:
            entries.append(exported_row.read(number, _parsed(line), at))
        except Exception as error:  # noqa: BLE001 - the border: a row costs itself only
            refused.append(_refused(number, error))
    return entries, refused


def _parsed(line: str | bytes) -> Any:
    if len(line) > MAX_LINE:
        raise ValueError(f"the row is longer than {MAX_LINE >> 20} MB")
    return load_json(line, exact=True, raw=True)


def _refused(number: int, error: Exception) -> Refused:
    """Return what is reported of a row that met an error: one in it, or one in scraper."""
    if isinstance(error, UnicodeError) or not isinstance(error, _OF_THE_ROW):
        return Refused(number, faults.note(error, f"line {number}"), fault=True)
    why = " ".join(str(error).split())[:LONGEST_WHY]
    if isinstance(error, KeyError):
        why = f"it has no {why}"
    return Refused(number, f"not an article: {why}")


def _write_what_goes(
    db: sqlite3.Connection, entries: Sequence[ImportEntry], so_far: Imported, at: str
) -> None:
    """Write entries together; where one of them cannot be written, halves, so that it is alone."""
    if not entries:
        return
    try:
        _write_new(db, entries, so_far, at)
    except Exception as error:
        if isinstance(error, sqlite3.Error) and not isinstance(error, OF_A_ROW):
            raise  # the file's failure, not the row's
        if len(entries) > 1:
            middle = len(entries) // 2
            _write_what_goes(db, entries[:middle], so_far, at)
            _write_what_goes(db, entries[middle:], so_far, at)
            return
        number = entries[0].number
        why = faults.note(error, f"line {number}")
        so_far.refused.append(Refused(number, why, fault=True))


def _write_new(
    db: sqlite3.Connection, entries: Sequence[ImportEntry], so_far: Imported, at: str
) -> None:
    with transaction(db), gathered(db):
        new = _choose_new(db, entries)
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
        for article_id, entry in enumerate(new, last + 1):
            entry.row["id"] = article_id
        _write(db, new)
        _write_added(db, entries, at)
    so_far.added += len(new)
    so_far.known += len(entries) - len(new)


def _choose_new(db: sqlite3.Connection, entries: Sequence[ImportEntry]) -> list[ImportEntry]:
    """Return the entries that neither the archive has nor an entry before them."""
    addresses: set[str] = set()
    for entry in entries:
        addresses.update(entry.names)
    found = _where_in(db, "SELECT url FROM aliases WHERE url IN", addresses)
    taken = {row["url"] for row in found}
    new = []
    for entry in entries:
        is_free = taken.isdisjoint(entry.names)
        if is_free or identity.resolve(db, entry.names, entry.row) is None:
            new.append(entry)
            taken.update(entry.names)
    return new


def _write(db: sqlite3.Connection, new: Sequence[ImportEntry]) -> None:
    for table, rows_of in _TABLES.items():
        rows: list[_Values] = []
        for entry in new:
            rows += rows_of(entry)
        insert_many(db, table, rows)
    _write_authors(db, new)
    for entry in new:
        if entry.past:
            lineage.write(db, entry.row, entry.past)


def _write_added(db: sqlite3.Connection, entries: Sequence[ImportEntry], at: str) -> None:
    """Give new and known articles what people added to them in the other archive."""
    for entry in entries:
        if not entry.added:
            continue
        article_id = entry.row.get("id") or identity.resolve(db, entry.names, entry.row)
        if article_id is not None:
            added_rows.write(db, article_id, entry.added, at)


def _write_authors(db: sqlite3.Connection, new: Sequence[ImportEntry]) -> None:
    names: dict[str | None, None] = {}  # in their order, so that the same rows get the same ids
    for entry in new:
        names.update((name, None) for name, *_ in entry.attachments.authors)
    insert_many(db, "authors(name)", [(name,) for name in names], "ON CONFLICT(name) DO NOTHING")
    found = _where_in(db, "SELECT id, name FROM authors WHERE name IN", names)
    ids = {row["name"]: row["id"] for row in found}
    rows: list[_Values] = []
    for entry in new:
        authors = map(record.columns_of, entry.attachments.authors)
        for position, (name, *rest) in enumerate(authors):
            rows.append((entry.row["id"], position, ids[name], *rest))
    insert_many(
        db, "article_authors(article_id, position, author_id, role, links, raw, kind)", rows
    )


def _where_in(db: sqlite3.Connection, select: str, values: Iterable[Any]) -> list[sqlite3.Row]:
    listed = record.dump(list(values))
    return db.execute(f"{select} (SELECT value FROM json_each(?))", (listed,)).fetchall()


def _articles(entry: ImportEntry) -> list[_Values]:
    return [tuple(entry.row[name] for name in COLUMNS)]


def _versions(entry: ImportEntry) -> list[_Values]:
    row = entry.row
    since = row["last_changed"] if entry.past else row["first_seen"]
    version = {
        "article_id": row["id"],
        "number": row["version"],
        "first_seen": since,
        "date_modified": row["date_modified"],
        "text_sha256": row["text_sha256"],
        "changed": "[]",
        "stealth": 0,
        "returns": 0,
        "words_checksum": entry.words_checksum,
    }
    return [_summed("versions", version)]


def _visits(entry: ImportEntry) -> list[_Values]:
    own = {"article_id": entry.row["id"], "last_seen": entry.row["last_seen"]}
    return [_summed("visits", checksums.UNVISITED | own)]


def _summed(table: str, row: dict[str, Any]) -> _Values:
    covered = tuple(row.get(name) for name in checksums.COVERED[table])
    return (*covered, checksums.of(covered))


def _images(entry: ImportEntry) -> list[_Values]:
    shown = enumerate(entry.attachments.images)
    return [(entry.row["id"], position, *values) for position, values in shown]


def _aliases(entry: ImportEntry) -> list[_Values]:
    return [(url, entry.row["id"], kind) for url, kind in entry.names.items()]


# table and columns -> the rows of an entry in it
_TABLES: dict[str, Callable[[ImportEntry], list[_Values]]] = {
    f"articles({', '.join(COLUMNS)})": _articles,
    f"versions({', '.join(checksums.COVERED['versions'])}, checksum)": _versions,
    f"visits({', '.join(checksums.COVERED['visits'])}, checksum)": _visits,
    "images(article_id, position, url, caption, credit, alt, lead)": _images,
    "aliases(url, article_id, kind)": _aliases,
}
