"""What programs can read of a date as it was written: SQLite computes it, in any program that opens the file."""

import json
import sqlite3
from contextlib import closing

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive

NOTHING = (None, None, None)
# date_published -> published_day, published_utc, date_precision
DATES = {
    None: NOTHING,
    "2026": (None, None, "year"),
    "2026-05": (None, None, "month"),
    "2026-05-06": ("2026-05-06", None, "day"),
    "2026-05-06T23:30": ("2026-05-06", None, "minute"),
    "2026-05-06 23:30": ("2026-05-06", None, "minute"),
    "2026-05-06T23:30Z": ("2026-05-06", "2026-05-06T23:30:00Z", "minute"),
    "2026-05-06T23:30-05:00": ("2026-05-06", "2026-05-07T04:30:00Z", "minute"),
    "2026-05-06T23:30:15": ("2026-05-06", None, "second"),
    "2026-05-06T23:30:15Z": ("2026-05-06", "2026-05-06T23:30:15Z", "second"),
    "2026-05-06T00:30:15+05:45": ("2026-05-06", "2026-05-05T18:45:15Z", "second"),
    "2026-05-06T00:30:15.250+01:00": ("2026-05-06", "2026-05-05T23:30:15Z", "second"),
    "1815-06-18T20:00:00+00:00": ("1815-06-18", "1815-06-18T20:00:00Z", "second"),
    "2024-02-29": ("2024-02-29", None, "day"),
    "2026-02-29": NOTHING,
    "2026-02-31T10:00:00Z": NOTHING,
    "2026-13": NOTHING,
    "2026-00": NOTHING,
    "2026-13-01": NOTHING,
    "2026-05-06T25:00": NOTHING,
    "2026-05-06T10:61:00Z": NOTHING,
    "2026-05-06T10": NOTHING,
    "2026-05-06T": NOTHING,
    "2026-05-06 to 2026-05-09": NOTHING,
    "2026-05-06T10:00:00 yesterday": NOTHING,
    "6 May 2026": NOTHING,
    "20260506": NOTHING,
    "26": NOTHING,
    "now": NOTHING,
    "2461166.5": NOTHING,
    "": NOTHING,
}
COLUMNS = "published_day, published_utc, date_precision"


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for number, date in enumerate(DATES):
            url = f"https://harbour.example/{number}"
            visit(archive, article(f"Number {number}. {LONG}", url=url, date_published=date))
        yield archive


def test_every_shape_of_a_date_is_read_or_left_out(archive):
    with closing(sqlite3.connect(archive.path)) as db:  # as any program opens it
        rows = db.execute(f"SELECT date_published, {COLUMNS} FROM v_articles ORDER BY id").fetchall()
    assert {date: tuple(found) for date, *found in rows} == DATES


def test_exports_have_the_same_columns(archive):
    for row in archive.articles.walk():
        expected = DATES[row["date_published"]]
        assert (row["published_day"], row["published_utc"], row["date_precision"]) == expected


def test_an_imported_date_is_computed_not_believed(archive, tmp_path):
    row = {"url": "https://a.example/", "date_published": "2026-05", "published_day": "1999-01-01"}
    with Archive.open(tmp_path / "b.db") as other:
        list(other.transfer.import_jsonl([json.dumps(row)]))
        assert other.articles.get(1)["published_day"] is None
        assert not list(other.maintenance.verify())


def test_the_columns_of_views_are_ordered_for_people(archive):
    names, _ = archive.query("SELECT * FROM v_articles")
    assert names[:5] == ("id", "date_published", "site", "headline", "byline")
    assert names[-1] == "body_text"
    names, _ = archive.query("SELECT * FROM v_versions")
    assert names[:5] == ("article_id", "first_seen", "site", "headline", "byline")
    assert names[-1] == "body_text"


PEOPLE = [
    ("v_changes", ("article_id", "at", "site", "headline", "byline"), "after"),
    ("v_images", ("article_id", "date_published", "site", "headline", "byline"), "article_url"),
    ("v_authors", ("article_id", "date_published", "site", "headline", "byline"), "article_url"),
    ("v_tags", ("id", "added_at", "site", "headline", "byline"), "url"),
    ("v_notes", ("id", "added_at", "site", "headline", "byline"), "url"),
    ("v_exclusions", ("id", "added_at", "site", "headline", "byline"), "url"),
]


@pytest.mark.parametrize(("view", "first", "last"), PEOPLE)
def test_what_tells_one_row_from_another_comes_first(archive, view, first, last):
    names, _ = archive.query(f"SELECT * FROM {view}")
    assert (names[:5], names[-1]) == (first, last)
