"""Brief rows: the columns that are asked for, in order, whatever single rows are damaged."""

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive, Filters
from scraper.archive.articles import brief_list
from scraper.errors import DamagedRow


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for n in range(7):
            visit(
                archive,
                article(f"Number {n}. {LONG}", url=f"https://harbour.example/{n}", date_published=f"2026-05-0{n + 1}"),
            )
        yield archive


def test_brief_rows_are_those_of_the_whole_list(archive, monkeypatch):
    monkeypatch.setattr(brief_list, "BATCH", 3)
    whole = [{name: row[name] for name in ("id", "headline", "site")} for row in archive.articles.walk()]
    assert list(archive.articles.brief(["headline", "site"])) == whole
    assert [row["id"] for row in archive.articles.brief([], limit=2)] == [7, 6]
    assert [row["id"] for row in archive.articles.brief([], limit=2, offset=5)] == [2, 1]
    assert list(archive.articles.brief(["id"], Filters(site="none.example"))) == []


@pytest.mark.parametrize("value", ["CAST(x'ff' AS TEXT)", "x'00'"])
def test_a_damaged_row_is_passed_over_and_reported_at_the_end(archive, monkeypatch, value):
    monkeypatch.setattr(brief_list, "BATCH", 3)
    archive.db.execute(f"UPDATE articles SET section = {value} WHERE id = 4")
    rows = archive.articles.brief(["section"])
    assert [next(rows)["id"] for _ in range(6)] == [7, 6, 5, 3, 2, 1]
    with pytest.raises(DamagedRow, match="4"):
        next(rows)
    assert [row["id"] for row in archive.articles.brief(["headline"])] == [7, 6, 5, 4, 3, 2, 1]
