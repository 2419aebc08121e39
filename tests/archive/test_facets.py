"""Facets: each count is what a search with that filter finds; of many matches an even sample is counted."""

from dataclasses import replace

import pytest

from newsroom import LONG, START, article, visit, write_past
from scraper.archive import Archive, Filters, Query
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.archive.search import facets
from scraper.errors import InputError
from scraper.models import Author

HARBOUR = "https://harbour.example"
AUTHORS = ("Anna Holm", "Ben Li", "דנה כהן")
SECTIONS = ("Sea", "Politics", None)
LANGUAGES = ("en", "en-GB", "he", None)


def story(n):
    return article(
        f"Number {n}. {LONG}" if n % 5 else f"月面 {n}. {LONG}",
        url=f"https://{'north' if n % 3 else 'south'}.example/{n}",
        site=f"{'north' if n % 3 else 'south'}.example",
        authors=tuple(Author(name=name) for name in AUTHORS[: n % 4]),
        section=SECTIONS[n % 3],
        language=LANGUAGES[n % 4],
        date_published=f"{2023 + n % 3}-05-01" if n % 7 else None,
        tags=("sea", "<b>") if n % 2 else (),
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("facets") / "a.db"
    with Archive.open(path, clock=lambda: START) as archive:
        for n in range(40):
            visit(archive, story(n))
        visit(archive, replace(story(1), body=article(f"The tunnel. {LONG}").body), hours=24)
        archive.articles.db.execute("UPDATE versions SET first_seen = '2026-05-01T09:00:00Z' WHERE number = 1")
        rows = [
            LabelRow(
                url=f"https://{'north' if n % 3 else 'south'}.example/{n}",
                cells={"URL": f"u{n}", "outlet": ("BBC", "NRK")[n % 2], "id": str(n), "country": "NO"},
            )
            for n in range(20)
        ]
        columns = ("URL", "outlet", "id", "country")
        archive.corpus.labels.keep(LabelTable(name="cases", columns=columns, url_column="URL"), rows)
        archive.corpus.tags.add(2, "later", coder="ann")
        archive.corpus.notes.add(2, "Which pier?", coder="ann")
        archive.corpus.notes.add(3, "This pier.", coder="ben")
    return path


@pytest.fixture
def archive(path):
    with Archive.open(path, read_only=True) as archive:
        yield archive


def narrowed(query, name, value):
    """The query with one filter more, as a person would write it."""
    if name == "year":
        return replace(query, filters=replace(query.filters, since=f"{value}-01-01", until=f"{value}-12-31"))
    return replace(query, filters=replace(query.filters, **{name: value}))


def found(archive, query):
    """How many articles there are by the code that lists them, not by that which counts them."""
    if query.typed:
        return len({hit.article_id for hit in archive.search.find(replace(query, limit=-1)).hits})
    return sum(1 for _ in archive.articles.walk(query.filters))


ASKED = [
    Query(typed="ferry"),
    Query(typed="月面"),
    Query(typed="ferry", filters=Filters(section="sea")),
    Query(typed="ferry", filters=Filters(site="north.example", since="2024-01-01", until="2024-12-31")),
    Query(typed="ferry", filters=Filters(label="cases")),
    Query(typed="Number", where="removed"),
    Query(typed="Number OR 月面", where="any"),
    Query(typed="pier", where="notes"),
    Query(typed="Number", as_of="2026-05-01"),
    Query(typed=""),
    Query(typed="", filters=Filters(site="south.example")),
    Query(typed="", filters=Filters(author="Ben Li")),
    Query(typed="", filters=Filters(tag="sea", language="en")),
]


@pytest.mark.parametrize("query", ASKED, ids=lambda query: f"{query.typed} {query.where} {query.as_of}")
def test_each_count_is_what_the_filter_finds(archive, query):
    counted = archive.search.facets(query)
    assert (counted.total, counted.is_estimate) == (found(archive, query), False)
    assert counted.values
    for name, values in counted.values.items():
        for one in values if not getattr(query.filters, name, None) else ():
            assert (name, one.value, one.count) == (name, one.value, found(archive, narrowed(query, name, one.value)))


def test_a_chosen_label_set_is_divided_by_the_columns_that_have_categories(archive):
    counted = archive.search.facets(Query(typed="ferry", filters=Filters(label="cases")))
    assert {(one.value, one.count) for one in counted.values["label"]} == {
        ("cases:outlet=BBC", 10),
        ("cases:outlet=NRK", 10),
    }


@pytest.mark.parametrize(
    ("query", "total"),
    [
        (Query(typed="ferry"), 40),
        (Query(typed=""), 40),
        (Query(typed="", filters=Filters(site="north.example")), 26),
        (Query(typed="", filters=Filters(section="Sea")), 14),
        (Query(typed="ferry", filters=Filters(section="Sea")), 14),
        (Query(typed="Number OR 月面", as_of="2026-05-01"), 40),
    ],
)
def test_of_many_matches_an_even_sample_is_counted(archive, monkeypatch, query, total):
    monkeypatch.setattr(facets, "MOST", 12)
    monkeypatch.setattr(facets, "ENOUGH", 3)
    counted = archive.search.facets(query)
    assert counted.is_estimate
    assert counted.looked_at < total
    assert total / 2 <= counted.total <= total * 2
    assert sum(one.count for one in counted.values["site"]) == pytest.approx(counted.total, abs=2)


def test_few_of_many_are_counted_exactly(archive, monkeypatch):
    monkeypatch.setattr(facets, "MOST", 12)
    counted = archive.search.facets(Query(typed="ferry", filters=Filters(tag="later")))
    assert (counted.total, counted.is_estimate) == (1, False)


NOTHING = [
    Query(typed="zeppelin"),
    Query(typed="()"),
    Query(typed="ferry", filters=Filters(site="none.example")),
    Query(typed="", filters=Filters(label="none")),
]


@pytest.mark.parametrize("query", NOTHING)
def test_nothing_has_no_facets(archive, query):
    assert archive.search.facets(query) == facets.Facets()


def test_an_address_is_one_article(archive):
    assert archive.search.facets(Query(typed="north.example/1")).total == 1


def test_what_fts5_cannot_read_is_said_in_a_line(archive):
    with pytest.raises(InputError, match="not an FTS5 query"):
        archive.search.facets(Query(typed='"((', raw=True))
    assert archive.search.facets(Query(typed='ferry "((')).total == 40


@pytest.mark.parametrize("value", ["x'00'", "CAST(x'80ff' AS TEXT)"])
def test_a_damaged_row_costs_its_own_values_only(path, tmp_path, value):
    harmed = tmp_path / "archive.db"
    harmed.write_bytes(path.read_bytes())
    write_past(harmed, f"UPDATE articles SET section = {value}, tags = '{{' WHERE id = 1")
    with Archive.open(harmed, read_only=True) as archive:
        counted = archive.search.facets(Query(typed="ferry"))
    assert counted.total == 40
    assert {one.value: one.count for one in counted.values["section"]} == {"Politics": 13, "Sea": 13}
