"""One byte of the file flipped, wherever it holds data: `verify` finds it."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from archives.make import fill
from btree import FILE_HEADER, Bytes, pages
from newsroom import LONG, START, article, visit
from scraper.archive import Archive
from scraper.archive.maintenance.fts_index import SETTINGS
from scraper.archive.pages import repacking
from scraper.errors import ArchiveError

INDEXES = {f"{table}_data": table for table in SETTINGS}
FLIPS = (1, 2, 4, 8, 16, 32, 64, 128, 0x15, 255)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Every table filled, with texts and pages that go on in other pages of the file."""
    path = tmp_path_factory.mktemp("flips") / "a.db"
    rng = random.Random(9)
    with Archive.open(path, clock=lambda: START) as archive:
        fill(archive)
        for n in range(10, 34):
            words = (f"{rng.choice(LONG.split())}{rng.randrange(300)}" for _ in range(rng.choice((20, 100, 900, 1500))))
            visit(archive, article(" ".join(words), url=f"https://harbour.example/{n}"))
        repacking._keep(archive.db, LONG.encode(), 30, 0)
        assert archive.maintenance.optimize().pages > 20
        assert not list(archive.maintenance.verify())
    return path


@pytest.mark.slow
def test_twenty_flips_anywhere_are_found(archive):
    rng = random.Random(1)
    places = [(at, page) for page in pages(archive) for at in page.places]
    assert list(_missed(archive, rng, rng.sample(places, 20))) == []


def test_a_flip_in_any_table_or_index_is_found(archive):
    rng = random.Random(2)
    one_each = {page.table: page for page in pages(archive)}
    assert list(_missed(archive, rng, [(rng.choice(page.places), page) for page in one_each.values()])) == []


def test_a_flip_in_the_header_is_found(archive):
    rng = random.Random(4)
    first = next(page for page in pages(archive) if page.page == 1)
    assert list(_missed(archive, rng, [(at, first) for at in first.places if at < FILE_HEADER])) == []


@pytest.mark.slow
def test_a_flip_in_any_page_is_found(archive):
    rng = random.Random(3)
    everywhere = [(at, page) for page in pages(archive) for at in rng.sample(page.places, min(12, len(page.places)))]
    assert len(everywhere) > 1000
    missed = list(_missed(archive, rng, everywhere))
    assert [one for one in missed if not one.cancels_out] == []
    assert len(missed) < len(everywhere) / 1000


class Missed(NamedTuple):
    table: str
    kind: str
    at: int
    cancels_out: bool


def _missed(archive: Path, rng: random.Random, places: list[tuple[int, Bytes]]) -> Iterator[Missed]:
    """The flips that are not found."""
    whole, words = archive.read_bytes(), _words(archive)
    damaged = archive.with_name("damaged.db")
    for at, page in places:
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ rng.choice(FLIPS)]) + whole[at + 1 :])
        if _is_found(damaged):
            continue
        found = _words(damaged) if page.table in INDEXES else words
        if page.table in INDEXES and found == words:
            continue
        if not _reads_as_before(archive, damaged, page):
            yield Missed(page.table, page.kind, at, _cancels_out(words, found))


def _is_found(path: Path) -> bool:
    try:
        with Archive.open(path) as archive:
            return any(archive.maintenance.verify())
    except ArchiveError:
        return True


def _reads_as_before(archive: Path, damaged: Path, page: Bytes) -> bool:
    """Whether the table of a leaf reads as before: a record has a byte for the type of its id, which SQLite never reads."""
    if page.kind != "leaf":
        return False
    rows = []
    for path in (archive, damaged):
        with closing(sqlite3.connect(path)) as db:
            rows.append(db.execute(f"SELECT rowid, * FROM {page.table}").fetchall())
    return rows[0] == rows[1]


def _words(path: Path) -> Counter[tuple[object, ...]]:
    """Every place of every word in the indexes: index, word, row, column, number in the column.

    FTS5 keeps two things that alter none of them and that nothing can prove: how many leaves it has ever written, and,
    in the entry of a word, whether the entry replaces an older one.
    """
    places: Counter[tuple[object, ...]] = Counter()
    with closing(sqlite3.connect(path)) as db:
        for table in INDEXES.values():
            db.execute(f"CREATE VIRTUAL TABLE temp.{table}_words USING fts5vocab(main, {table}, instance)")
            places.update((table, *row) for row in db.execute(f"SELECT * FROM {table}_words"))
    return places


def _cancels_out(before: Counter[tuple[object, ...]], after: Counter[tuple[object, ...]]) -> bool:
    """Whether words were misspelt that have an even number of places: FTS5 sums them by XOR (see fts_index.py)."""
    lost, gained = before - after, after - before
    times = [*Counter(place[:2] for place in lost).values(), *Counter(place[:2] for place in gained).values()]
    same_places = Counter(place[2:] for place in lost) == Counter(place[2:] for place in gained)
    return bool(lost) and same_places and all(number % 2 == 0 for number in times)
