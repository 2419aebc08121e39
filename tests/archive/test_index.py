"""The index of words while FTS5 merges it piece by piece: no false alarm, and no damage overlooked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom import article, made_up, rows_of
from scraper.archive import Archive
from scraper.archive.maintenance import fts_index
from scraper.archive.maintenance.fts_leaves import STRUCTURE, structure

MERGE = "INSERT INTO articles_fts(articles_fts, rank) VALUES ('merge', ?)"


def _import(path: Path, count: int) -> None:
    with Archive.open(path) as archive:
        assert [sums.added for sums in archive.transfer.import_jsonl(rows_of(made_up(count)))][-1] == count


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "a.db"
    _import(path, 600)
    return path


@pytest.fixture
def merging(imported: Path, tmp_path: Path) -> Iterator[Archive]:
    """An archive whose index is in the middle of a merge."""
    (tmp_path / "a.db").write_bytes(imported.read_bytes())
    with Archive.open(tmp_path / "a.db") as archive:
        archive.db.execute(MERGE, (-40,))
        assert _segment_that_shrinks(archive.db)
        yield archive


def _segments(db: sqlite3.Connection) -> dict[int, object]:
    return structure(bytes(db.execute(f"SELECT block FROM articles_fts_data WHERE id = {STRUCTURE}").fetchone()[0]))


def _segment_that_shrinks(db: sqlite3.Connection) -> int:
    """The number of a segment of which some leaves are merged, and some are not."""
    return next((n for n, one in _segments(db).items() if one.merging and 1 < one.first < one.last), 0)


@pytest.mark.parametrize("leaves", [1, 7, 30])
@pytest.mark.slow
def test_a_merge_in_progress_is_no_damage(imported, tmp_path, leaves):
    (tmp_path / "a.db").write_bytes(imported.read_bytes())
    under_way = 0
    with Archive.open(tmp_path / "a.db") as archive:
        for _ in range(12):
            archive.db.execute(MERGE, (-leaves,))
            assert list(fts_index.faults(archive.db)) == []
            under_way += bool(_segment_that_shrinks(archive.db))
        assert list(archive.maintenance.verify()) == []
    assert under_way


# what is done to the table of leaves in the middle of a merge, to a row of {segment} that is in use
HARM = {
    "another term": "UPDATE articles_fts_idx SET term = CAST('zzz' || term AS BLOB) WHERE segid = {s} AND pgno = {used}",
    "another leaf": "UPDATE articles_fts_idx SET pgno = pgno + 2 WHERE segid = {s} AND pgno = {used}",
    "jumps that are not there": "UPDATE articles_fts_idx SET pgno = pgno + 1 WHERE segid = {s} AND pgno = {used}",
    "another segment": "UPDATE articles_fts_idx SET segid = 1999 WHERE segid = {s} AND pgno = {used}",
    "no row": "DELETE FROM articles_fts_idx WHERE segid = {s} AND pgno = {used}",
    "no last row": "DELETE FROM articles_fts_idx WHERE segid = {s} AND pgno = {last}",
    "a merged row before a used one": "UPDATE articles_fts_idx SET term = x'7a7a7a7a' WHERE segid = {s} AND pgno = 4",
    "no leaf": "DELETE FROM articles_fts_data WHERE id = ({s} << 37) + {used} / 2",
    "a shorter leaf": (
        "UPDATE articles_fts_data SET block = substr(block, 1, length(block) - 9) WHERE id = ({s} << 37) + {used} / 2"
    ),
    "no structure": "UPDATE articles_fts_data SET block = x'00000001' WHERE id = 10",
}


@pytest.mark.parametrize("harm", HARM)
def test_damage_in_the_middle_of_a_merge_is_found(merging, harm):
    segment = _segment_that_shrinks(merging.db)
    first = _segments(merging.db)[segment].first
    places = [
        place
        for (place,) in merging.db.execute(
            "SELECT pgno FROM articles_fts_idx WHERE segid = ? ORDER BY pgno", (segment,)
        )
        if place // 2 > first and place % 2 == 0
    ]
    statement = HARM[harm].format(s=segment, used=places[len(places) // 2], last=places[-1])
    assert merging.db.execute(statement).rowcount == 1
    assert any(fault.table.startswith("articles_fts") for fault in merging.maintenance.verify())


@pytest.mark.parametrize(
    "count", [1000, pytest.param(5000, marks=pytest.mark.slow), pytest.param(20_000, marks=pytest.mark.slow)]
)
def test_an_import_of_any_size_is_sound(tmp_path, count):
    _import(tmp_path / "a.db", count)
    with Archive.open(tmp_path / "a.db") as archive:
        assert list(archive.maintenance.verify()) == []


@pytest.mark.slow
def test_single_saves_are_sound_all_along(tmp_path):
    found = []
    with Archive.open(tmp_path / "a.db") as archive:
        for number, one in enumerate(made_up(3000), 1):
            archive.articles.save(one)
            if number % 300 == 0:
                found += archive.maintenance.verify()
                archive.articles.save(article("Edited. " + one.body[0].text, headline=one.headline, url=one.url))
    assert found == []
