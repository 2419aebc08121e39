"""Counts of words over time: periods without a gap, terms as in a search, the filters of a list."""

import pytest

from newsroom import LONG, article, visit
from scraper.archive import Archive, Filters
from scraper.errors import InputError
from scraper.present import periods
from scraper.present.periods import period_of, periods_between

DAYS = ("2026-01-30", "2026-02-02T23:30:00-05:00", "2026-04-01", "2026-04", "2026", None)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("trends") / "a.db") as archive:
        for n, day in enumerate(DAYS):
            site = "inland.example" if n == 2 else "harbour.example"
            text = f"Storm number {n}. {LONG}" if n % 2 else f"Calm {n} {LONG}"
            visit(archive, article(text, url=f"https://{site}/{n}", site=site, date_published=day))
        yield archive


def counted(archive, *terms, by="month", **filters):
    found = archive.search.trends(terms, Filters(**filters), by)
    return [(row.period, row.term, row.count, row.of) for row in found.rows], found.left_out


def test_months_without_articles_are_there_too(archive):
    rows, left_out = counted(archive, "storm", "ferry")
    assert rows == [
        ("2026-01", "storm", 0, 1), ("2026-01", "ferry", 1, 1),
        ("2026-02", "storm", 1, 1), ("2026-02", "ferry", 1, 1),
        ("2026-03", "storm", 0, 0), ("2026-03", "ferry", 0, 0),
        ("2026-04", "storm", 1, 2), ("2026-04", "ferry", 2, 2),
    ]  # fmt: skip
    assert left_out == 2


@pytest.mark.parametrize(
    ("by", "periods", "left_out"),
    [
        ("day", ["2026-01-30", "2026-02-02", "2026-04-01"], 3),
        ("week", ["2026-W05", "2026-W06", "2026-W14"], 3),
        ("month", ["2026-01", "2026-02", "2026-04"], 2),
        ("year", ["2026"], 1),
    ],
)
def test_a_date_counts_where_it_is_precise_enough(archive, by, periods, left_out):
    rows, missing = counted(archive, "pier", by=by)
    assert ([period for period, _, count, _ in rows if count], missing) == (periods, left_out)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"site": "inland.example"}, [("2026-04", "pier", 1, 1)]),
        ({"since": "2026-04-01"}, [("2026-04", "pier", 1, 1)]),
        ({"until": "2026-01-31"}, [("2026-01", "pier", 1, 1)]),
        ({"language": "de"}, []),
    ],
)
def test_the_filters_of_a_list_apply(archive, filters, expected):
    assert counted(archive, "pier", **filters)[0] == expected


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("storm OR calm", 4),
        ("storm -pier", 0),
        ('"old pier"', 4),
        ("stor*", 2),
        ("headline:returns", 4),
        ("^( storm", 2),
    ],
)
def test_a_term_is_a_search(archive, term, count):
    assert sum(row[2] for row in counted(archive, term)[0]) == count


def test_a_term_without_a_word_is_refused(archive):
    with pytest.raises(InputError, match="no word"):
        counted(archive, "storm", "…")


def test_shares_are_of_all_articles_of_the_period(archive):
    rows = archive.search.trends(["storm"], Filters(), "month").rows
    assert [row.share for row in rows] == [0.0, 1.0, None, 0.5]


def test_no_row_of_an_article_is_read_for_its_date(archive):
    """The indexes hold the dates: at 100,000 articles, the rows would be a gigabyte."""
    asked = []
    archive.db.set_trace_callback(asked.append)
    counted(archive, "storm")
    counted(archive, "storm", site="harbour.example")
    archive.db.set_trace_callback(None)
    ours = [sql for sql in asked if sql.startswith("SELECT substr")]  # the index asks its own tables
    plans = [str(list(map(tuple, archive.db.execute(f"EXPLAIN QUERY PLAN {sql}")))) for sql in ours]
    assert len(plans) == 4
    assert all("COVERING INDEX" in plan for plan in plans)


@pytest.mark.parametrize(
    ("moment", "by", "expected"),
    [
        ("2026-05-03T10:00:00+02:00", "day", "2026-05-03"),
        ("2027-01-01", "week", "2026-W53"),
        ("2026-05", "day", None),
        ("2026-05", "month", "2026-05"),
        ("2026-13", "month", None),
        ("2026", "year", "2026"),
        ("", "year", None),
        ("soon", "day", None),
        ("2026-W05", "week", "2026-W05"),
    ],
)
def test_the_period_of_a_date(moment, by, expected):
    assert period_of(moment, by) == expected


@pytest.mark.parametrize(
    ("first", "last", "by", "count"),
    [
        ("2023-12-30", "2024-03-01", "day", 63),
        ("2026-W52", "2027-W02", "week", 4),
        ("2025-11", "2026-02", "month", 4),
        ("1996", "2026", "year", 31),
        ("9999-12-30", "9999-12-31", "day", 2),
    ],
)
def test_periods_follow_each_other(first, last, by, count):
    row = periods_between([last, first], by)
    assert (row[0], row[-1], len(row)) == (first, last, count)


def test_one_date_far_away_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(periods, "MOST", 100)
    assert periods_between(["0001-01-01", "2026-05-03"], "day") == ["0001-01-01", "2026-05-03"]
