"""Lists in batches: each row once, whether a list is in memory or read again for each batch."""

import pytest

from scraper.errors import DamagedRow
from scraper.web import row_source
from scraper.web.row_source import RowSource, held, sliced

ROWS = [{"n": number} for number in range(5)]


@pytest.mark.parametrize("fetch", [held(ROWS, dict), sliced(lambda _: iter(ROWS))])
@pytest.mark.parametrize("batch", [1, 2, 5, 6])
def test_each_row_comes_once(fetch, batch, monkeypatch):
    monkeypatch.setattr(row_source, "BATCH", batch)
    assert list(RowSource(None, fetch)) == ROWS


def test_a_part_is_as_long_as_it_is_asked_for():
    for fetch in (held(ROWS, dict), sliced(lambda _: ROWS)):
        assert list(fetch(None, 1, 2)) == ROWS[1:3]


def test_what_is_damaged_ends_a_batch_and_not_the_list(monkeypatch):
    def fetch(_, start, most):
        for number in range(start, min(start + most, 4)):
            if number == 1:
                raise DamagedRow("row 1 is damaged")
            yield {"n": number}

    monkeypatch.setattr(row_source, "BATCH", 2)
    source = RowSource(None, fetch)
    assert [row["n"] for row in source] == [0, 2, 3]
    assert source.damage == ["row 1 is damaged"]
