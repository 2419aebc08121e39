"""A search index that is filled at once is like any other afterwards; and batches that a thread makes."""

import itertools
import json
import signal
import threading
from contextlib import suppress

import pytest

from killed import lines_of, start_killed
from newsroom import LONG, made_up, visit
from program import inside
from scraper.archive import Archive, Query
from scraper.archive.merging.read_ahead import read_ahead
from scraper.archive.store.bulk_index import INDEXES, gathered, merged_later


def settings_of(archive):
    return {table: dict(map(tuple, archive.db.execute(f"SELECT k, v FROM {table}_config"))) for table in INDEXES}


def traces_of(archive):
    """The settings of the indexes, and how often they were changed."""
    sql = "SELECT substr(block, 1, 4) FROM {}_data WHERE id = 10"
    return settings_of(archive), [archive.db.execute(sql.format(table)).fetchone()[0] for table in INDEXES]


def test_the_settings_of_an_index_are_what_they_were(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        before = traces_of(archive)
        with merged_later(archive.db):
            assert all(settings["automerge"] == 0 for settings in settings_of(archive).values())
            for hour, one in enumerate(made_up(20)):
                visit(archive, one, hours=hour)
        assert traces_of(archive) == before
        assert list(archive.maintenance.verify()) == []
    with Archive.open(tmp_path / "a.db") as archive:
        last, later = one, made_up(2, seed=2)
        visit(archive, later[0])
        for wanted in (last, later[0]):
            assert archive.search.find(Query(typed=wanted.headline)).total == 1
        assert list(archive.maintenance.verify()) == []


@pytest.mark.parametrize("fails", [False, True])
def test_a_transaction_that_gathered_words_leaves_no_trace(tmp_path, fails):
    with Archive.open(tmp_path / "a.db") as archive:
        before, pages = traces_of(archive), made_up(40)
        with suppress(ZeroDivisionError), archive.transaction():
            visit(archive, pages[0])
            with gathered(archive.db):
                assert all(settings["hashsize"] > 1 << 20 for settings in settings_of(archive).values())
                for hour, one in enumerate(pages[1:20]):
                    visit(archive, one, hours=hour)
                1 / (not fails)
        assert traces_of(archive) == before
        assert list(archive.maintenance.verify()) == []
        for hour, one in enumerate(pages[20:]):  # the same connection goes on
            visit(archive, one, hours=hour)
        assert archive.search.find(Query(typed=pages[5].headline)).total == (not fails)
        assert archive.search.find(Query(typed=pages[-1].headline)).total == 1
        assert traces_of(archive) == before
        assert list(archive.maintenance.verify()) == []


def state_of(path):
    """The traces of settings, how many articles there are, and what is damaged."""
    with Archive.open(path) as archive:
        (articles,) = archive.db.execute("SELECT count(*) FROM articles").fetchone()
        return traces_of(archive), articles, list(archive.maintenance.verify())


IMPORT = ("import", "jsonl", "rows.jsonl")
ROWS = 700  # the first batch has 500


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "step"), [("scraper.archive.store.bulk_index", 2), ("scraper.archive.transfer.import_jsonl", 4)]
)
def test_an_import_that_is_killed_leaves_no_setting_and_goes_on(tmp_path, module, step):
    """Kills in the first module come where settings are made and unmade, those in the second mostly in between."""

    def folder(name):
        place = tmp_path / name
        place.mkdir()
        rows = [
            {"url": f"https://harbour.example/{n}", "headline": f"Pier {n}", "body_text": LONG} for n in range(ROWS)
        ]
        (place / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        return place

    Archive.open(tmp_path / "new.db").close()
    as_new, *_ = state_of(tmp_path / "new.db")
    found = set()
    for line in lines_of(folder("whole"), [module], *IMPORT)[::step]:
        place = folder(str(line))
        assert start_killed(place, line, [module], *IMPORT).wait() == -signal.SIGKILL
        settings, articles, damage = state_of(place / "archive.db")
        assert (settings, damage) == (as_new, [])
        found.add(articles)
        again = inside(place, *IMPORT)
        assert again.stderr.splitlines()[0] == f"{ROWS - articles:,} new, {articles:,} already here"
        assert state_of(place / "archive.db") == (as_new, ROWS, [])
    assert found == {0, 500}


def test_batches_come_in_their_order_from_a_thread():
    threads = set()

    def batches():
        for number in range(9):
            threads.add(threading.get_ident())
            yield [number]

    assert list(read_ahead(batches())) == [[number] for number in range(9)]
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_an_error_of_the_thread_is_raised_in_its_place():
    coming = read_ahead([1 // (2 - number)] for number in itertools.count())
    assert [next(coming), next(coming)] == [[0], [1]]
    with pytest.raises(ZeroDivisionError):
        next(coming)


def test_few_batches_are_made_for_a_loop_that_ends_early():
    made = []
    for batch in read_ahead(made.append(number) or [number] for number in itertools.count()):
        if batch == [3]:
            break
    assert len(made) < 9
