"""Filters by what people bring along and add: labels, tags, exclusions; in lists and in searches."""

import pytest

from newsroom import LONG, START, article, visit, write_past
from scraper.archive import Archive, Filters, Query
from scraper.archive.corpus.label_sets import LabelRow, LabelTable

HARBOUR = "https://harbour.example"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("archive") / "a.db", clock=lambda: START) as archive:
        for n in range(4):
            visit(archive, article(f"Number {n}. {LONG}", url=f"{HARBOUR}/{n}", tags=("Sea",) if n else ()))
        for name, outlets in (("first", ("BBC", "NRK")), ("second", ("NRK", "a=b"))):
            rows = [
                LabelRow(url=f"{HARBOUR}/{n}?utm_source=x", cells={"outlet": outlet, "url": "u"})
                for n, outlet in enumerate(outlets)
            ]
            archive.corpus.labels.keep(LabelTable(name=name, columns=("outlet", "url"), url_column="url"), rows)
        archive.corpus.tags.add(1, "sea", coder="ann")
        archive.corpus.exclusions.add(4, "a reprint", coder="ann")
        archive.corpus.notes.add(1, "Which pier is it?", coder="ann", quotation="sails from the old pier")
        archive.corpus.notes.add(2, "A ferry, again.", coder="ben")
        yield archive


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"label": "first"}, {1, 2}),
        ({"label": "third"}, set()),
        ({"label": "outlet=NRK"}, {1, 2}),
        ({"label": "OUTLET=nrk"}, {1, 2}),
        ({"label": "first:outlet=NRK"}, {2}),
        ({"label": "outlet=a=b"}, {2}),
        ({"label": "outlet="}, set()),
        ({"tag": "SEA"}, {1, 2, 3, 4}),
        ({"excluded": False}, {1, 2, 3}),
        ({"excluded": True}, {4}),
        ({"label": "first", "tag": "sea", "site": "harbour.example", "excluded": False}, {1, 2}),
    ],
)
def test_which_articles_pass(archive, told, expected):
    filters = Filters(**told)
    assert {row["id"] for row in archive.articles.walk(filters)} == expected
    assert archive.articles.count(filters) == len(expected)
    assert {hit.article_id for hit in archive.search.find(Query(typed="ferry", filters=filters)).hits} == expected


@pytest.mark.parametrize(
    ("typed", "told", "expected"),
    [
        ("ferry", {}, [(2, "A [ferry], again.")]),
        ("pier", {}, [(1, "Which [pier] is it?")]),
        ("sails", {}, [(1, "[sails] from the old pier")]),
        ("https://harbour.example/0", {}, []),
        ("ferry OR pier", {"label": "second"}, [(1, "Which [pier] is it?"), (2, "A [ferry], again.")]),
        ("ferry OR pier", {"label": "first:outlet=NRK"}, [(2, "A [ferry], again.")]),
        ("body_text:pier", {}, []),
        ('"', {}, []),
    ],
)
def test_notes_are_searched(archive, typed, told, expected):
    found = archive.search.find(Query(typed=typed, where="notes", filters=Filters(**told)))
    pieces = [(hit.article_id, hit.snippet.replace("\ue000", "[").replace("\ue001", "]")) for hit in found.hits]
    assert sorted(pieces) == expected


def test_a_damaged_article_does_not_hide_the_other_notes(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for n in range(2):
            visit(archive, article(f"Number {n}. {LONG}", url=f"{HARBOUR}/{n}"))
            archive.corpus.notes.add(n + 1, "Which pier?", coder="ann")
    write_past(
        tmp_path / "a.db",
        "UPDATE articles SET headline = x'80ff' WHERE id = 1",
        "articles_fts_update",
        "articles_keep_text",
    )
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        found = archive.search.find(Query(typed="pier", where="notes"))
        assert [hit.article_id for hit in found.hits] == [2]
        assert "headline" in found.damage
