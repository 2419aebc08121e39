"""A search index that is filled at once is like any other afterwards; and batches that a thread makes."""

import itertools
import threading
from contextlib import suppress

import pytest

from newsroom import made_up, visit
from scraper.archive import Archive, Query
from scraper.archive.merging.read_ahead import read_ahead
from scraper.archive.store.bulk_index import INDEXES, gathered, merged_later


def settings_of(archive):
    return {table: dict(map(tuple, archive.db.execute(f"SELECT k, v FROM {table}_config"))) for table in INDEXES}


def test_the_settings_of_an_index_are_what_they_were(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        before = settings_of(archive)
        with merged_later(archive.db):
            assert all(settings["automerge"] == 0 for settings in settings_of(archive).values())
            for hour, one in enumerate(made_up(20)):
                visit(archive, one, hours=hour)
        assert settings_of(archive) == before
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
        before, pages = settings_of(archive), made_up(40)
        with suppress(ZeroDivisionError), archive.transaction():
            visit(archive, pages[0])
            with gathered(archive.db):
                assert all(settings["hashsize"] > 1 << 20 for settings in settings_of(archive).values())
                for hour, one in enumerate(pages[1:20]):
                    visit(archive, one, hours=hour)
                1 / (not fails)
        assert settings_of(archive) == before
        assert list(archive.maintenance.verify()) == []
        for hour, one in enumerate(pages[20:]):  # the same connection goes on
            visit(archive, one, hours=hour)
        assert archive.search.find(Query(typed=pages[5].headline)).total == (not fails)
        assert archive.search.find(Query(typed=pages[-1].headline)).total == 1
        assert settings_of(archive) == before
        assert list(archive.maintenance.verify()) == []


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
