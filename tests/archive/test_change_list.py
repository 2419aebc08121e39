"""The list of changes: the rows of the view v_changes, the newest first, by every filter."""

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive, ChangeFilter, Query
from scraper.archive.articles import change_list
from scraper.archive.corpus.label_sets import LabelRow, LabelTable

HARBOUR, INLAND = "https://harbour.example", "https://inland.example"
COLUMNS = (
    "article_id", "at", "site", "headline", "byline", "version", "field", "kind", "words_added", "words_removed",
    "materiality", "stealth", "url", "before", "after",
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Edits, some at the same moment, new headlines, and what vanished and came back, on two sites."""
    path = tmp_path_factory.mktemp("changes") / "archive.db"
    with Archive.open(path, clock=lambda: START) as archive:
        for n, text in enumerate(("10 crowns", "19 crowns", "19 crowns and a fee for each bicycle")):
            headline = "Ferry costs more" if n else "Ferry costs"
            for place in "abc":
                visit(
                    archive, article(f"It costs {text}. {LONG}", url=f"{HARBOUR}/{place}", headline=headline), hours=n
                )
        for n, text in enumerate(("five", "six")):
            new = article(f"{text} harvests.\n\n{LONG}", url=f"{INLAND}/d", site="inland.example", byline=f"{text} men")
            visit(archive, new, hours=4 + n)
        for hours in (8, 20, 40):
            archive.clock = lambda hours=hours: START.replace(day=1 + hours // 24, hour=hours % 24)
            archive.crawl.log.write(f"{HARBOUR}/c", "gone")
        visit(archive, article(f"It costs {text}. {LONG}", url=f"{HARBOUR}/c"), hours=60)
        # as in a file of an older step: the event does not name the version
        archive.db.execute("UPDATE events SET version = NULL WHERE kind = 'retitled' AND article_id = 2")
        table = LabelTable(name="cases", columns=("url",), url_column="url", source="cases.csv")
        archive.corpus.labels.keep(table, [LabelRow(url=f"{INLAND}/d", cells={"url": f"{INLAND}/d"})])
        yield archive


def in_the_view(archive, where="1", *values):
    sql = f"SELECT {', '.join(COLUMNS)} FROM v_changes WHERE {where} ORDER BY at DESC, article_id, version"
    return [tuple(row) for row in archive.db.execute(sql, values)]


def listed(archive, limit=None, **asked):
    return [
        tuple(row[name] for name in COLUMNS) for row in archive.articles.changes(ChangeFilter(**asked), limit=limit)
    ]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({}, "1"),
        ({"article_id": 2}, "article_id = 2"),
        ({"site": "www.inland.example"}, "site = 'inland.example'"),
        ({"site": "nowhere.example"}, "0"),
        ({"field": "headline"}, "field = 'headline'"),
        ({"kind": "number"}, "field IS NOT NULL AND kind = 'number'"),
        ({"event": "retitled"}, "field IS NULL AND kind = 'retitled'"),
        ({"event": "vanished", "site": "harbour.example"}, "kind = 'vanished'"),
        ({"event": "vanished", "field": "headline"}, "0"),
        ({"since": "2026-05-01T11:00:00Z"}, "at >= '2026-05-01T11:00:00Z'"),
        ({"until": "2026-05-01"}, "at < '2026-05-02'"),
        ({"until": "2026-05-01T10"}, "at < '2026-05-01T11'"),
        ({"min_words": 0}, "words_added + words_removed >= 0"),
        ({"min_words": 3}, "words_added + words_removed >= 3"),
        ({"stealth": True}, "stealth = 1"),
        ({"stealth": False}, "stealth = 0"),
        ({"stealth": True, "kind": "number", "site": "harbour.example"}, "stealth AND kind = 'number' AND site LIKE 'h%'"),
        ({"label": "cases"}, "site = 'inland.example'"),
        ({"label": "cases:url=other"}, "0"),
        ({"among": frozenset((1, 4))}, "article_id IN (1, 4)"),
        ({"among": frozenset()}, "0"),
    ],
)  # fmt: skip
def test_the_rows_are_those_of_the_view(archive, asked, where):
    expected = in_the_view(archive, where)
    found = listed(archive, **asked)
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    order = [(row[1], -row[0], -(row[5] or 0)) for row in found]
    assert order == sorted(order, reverse=True)
    for limit in (0, 1, 3):
        assert listed(archive, limit, **asked) == found[:limit]


def test_the_archive_has_what_is_asked_for(archive):
    kinds = {row["kind"] for row in archive.articles.changes()}
    assert {"number", "retitled", "vanished", "restored", "wording"} <= kinds
    assert {row["stealth"] for row in archive.articles.changes()} == {0, 1}


@pytest.mark.parametrize("asked", [{}, {"kind": "number"}, {"event": "retitled"}])
def test_a_list_in_parts(archive, asked):
    found = list(archive.articles.changes(ChangeFilter(**asked)))
    parts = [
        list(archive.articles.changes(ChangeFilter(**asked), limit=2, offset=n)) for n in range(0, len(found) + 2, 2)
    ]
    assert [row for part in parts for row in part] == found


@pytest.mark.parametrize(
    "typed", ["harvests", "crowns", "boats OR harvests", '"ten', "", "-", "https://harbour.example/a"]
)
def test_the_articles_of_a_search_by_their_ids(archive, typed):
    found = archive.search.find(Query(typed=typed, sort="newest", limit=-1))
    matching = archive.search.matching(typed)
    assert matching.ids == {hit.article_id for hit in found.hits}
    assert matching.notes == found.notes


@pytest.mark.parametrize(
    "asked", [{}, {"kind": "number"}, {"stealth": True}, {"since": "2026-05-01"}, {"event": "vanished"}]
)
def test_moments_are_walked_and_never_sorted(archive, asked):
    sql, values = change_list._statement(ChangeFilter(**asked), 50, 0)
    plan = [row["detail"] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [line for line in plan if "TEMP B-TREE" in line or "MATERIALIZE" in line]
    assert [line for line in plan if "ix_versions_edited" in line or "ix_events_at" in line]


def test_many_articles_of_a_search_are_as_good_as_few(archive, monkeypatch):
    wanted = ChangeFilter(among=frozenset((1, 2, 4)))
    few = list(archive.articles.changes(wanted))
    monkeypatch.setattr(change_list, "FEW", 2)
    assert list(archive.articles.changes(wanted)) == few
    assert few
