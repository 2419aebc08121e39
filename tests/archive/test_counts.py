"""Counts of articles by a field, with filters; and the overview, which keeps to the largest counts."""

import json

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive, Filters
from scraper.archive.articles import counts
from scraper.archive.articles.counts import CountRow
from scraper.models import Author, VerdictKind

ANN, BEN = Author(name="Ann Holm"), Author(name="Ben Ost")
# site, date, authors, section, language, verdict
ARTICLES = (
    ("a.example", "2026-03-01T08:00:00Z", (ANN,), "Sport", "en", VerdictKind.ARTICLE),
    ("a.example", "2026-03-01T23:00:00+02:00", (ANN, BEN), "Sport", "en", VerdictKind.TEASER),
    ("a.example", "2026-04", (), None, "en-GB", VerdictKind.ARTICLE),
    ("b.example", None, (BEN, BEN), "Culture", None, VerdictKind.ARTICLE),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counts")
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        for n, (site, date, authors, section, language, kind) in enumerate(ARTICLES):
            fields = {"date_published": date, "authors": authors, "section": section, "language": language}
            visit(archive, article(f"{n}. {LONG}", url=f"https://{site}/{n}", site=site, kind=kind, **fields))
        archive.corpus.tags.add(1, "sea", coder="ann")
        archive.corpus.exclusions.add(1, "a reprint", coder="ann")
    return folder


@pytest.mark.parametrize(
    ("by", "filters", "expected"),
    [
        ("site", {}, [("a.example", 3, 0.75), ("b.example", 1, 0.25)]),
        ("site", {"author": "ben"}, [("a.example", 1, 0.5), ("b.example", 1, 0.5)]),
        ("site", {"site": "www.a.example"}, [("a.example", 3, 1.0)]),
        ("site", {"site": "c.example"}, []),
        ("day", {}, [("2026-03-01", 2, 0.5), ("2026-04", 1, 0.25), (None, 1, 0.25)]),
        ("month", {}, [("2026-03", 2, 0.5), ("2026-04", 1, 0.25), (None, 1, 0.25)]),
        ("year", {"since": "2026-04"}, [("2026", 1, 1.0)]),
        ("author", {}, [("Ann Holm", 2, 0.5), ("Ben Ost", 2, 0.5), (None, 1, 0.25)]),
        ("section", {}, [("Sport", 2, 0.5), (None, 1, 0.25), ("Culture", 1, 0.25)]),
        ("language", {"language": "en"}, [("en", 2, 0.6667), ("en-GB", 1, 0.3333)]),
        ("verdict", {}, [("article", 3, 0.75), ("teaser", 1, 0.25)]),
        ("verdict", {"excluded": False}, [("article", 2, 0.6667), ("teaser", 1, 0.3333)]),
    ],
)
def test_counts(folder, by, filters, expected):
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        rows = list(archive.articles.counts(Filters(**filters), by=by))
    assert [(row.value, row.count, row.share) for row in rows] == expected
    assert {row.by for row in rows} <= {by}


def test_every_name_is_a_field_of_the_command(folder):
    from scraper.commands.stats import FIELDS

    assert set(FIELDS) == {*counts.NAMES, *counts.DATES}
    for by in FIELDS:
        (first, *_) = json.loads(inside(folder, "stats", "--by", by, "--json").stdout)
        assert list(first) == [by, "count", "share"]


def test_the_overview(folder):
    done = inside(folder, "stats", "--verdict", "article", "--not-excluded", "--no-headers")
    assert done.stdout.splitlines() == [
        "all\t\t2\t1.0",
        "site\ta.example\t1\t0.5",
        "site\tb.example\t1\t0.5",
        "month\t2026-04\t1\t0.5",
        "month\t\t1\t0.5",
        "author\t\t1\t0.5",
        "author\tBen Ost\t1\t0.5",
        "verdict\tarticle\t2\t1.0",
        "language\t\t1\t0.5",
        "language\ten-GB\t1\t0.5",
    ]
    nothing = inside(folder, "stats", "--site", "aa.example", "--no-headers")
    assert (nothing.returncode, nothing.stdout, "a.example" in nothing.stderr) == (0, "", True)


@pytest.mark.parametrize(
    ("by", "values", "expected"),
    [
        ("site", "abcdefghij", [*"abcdefghij"]),
        ("site", "abcdefghijk", [*"abcdefghijk"]),  # one more is not worth a row of its own
        ("site", "abcdefghijkl", [*"abcdefghij", "2 others"]),
        ("month", "abcdefghijkl", [*"abcdefghijkl"]),
        ("month", "abcdefghijklmn", ["2 earlier", *"cdefghijklmn"]),
    ],
)
def test_the_rest_is_one_row(by, values, expected):
    rows = [CountRow(by=by, value=value, count=2, share=0.1) for value in values]
    undated = CountRow(by=by, value=None, count=1, share=0.1)
    shortened = list(counts._shortened([*rows, undated] if by == "month" else rows, by, 100))
    assert [row.value for row in shortened] == [*expected, *([None] if by == "month" else [])]
    assert sum(row.count for row in shortened) == 2 * len(values) + (by == "month")


@pytest.mark.parametrize("by", [None, *counts.NAMES, *counts.DATES])
def test_all_articles_are_counted_as_those_that_a_filter_lets_pass(folder, by):
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        found = list(archive.articles.counts(by=by))
        chosen = counts._Chosen("a.id > 0", (), 4)  # the same articles, and no shortcut
        if by is not None:
            assert found == list(counts._counted(archive.db, chosen, by))
            return
        apart = {name: list(counts._counted(archive.db, chosen, name)) for name in counts.WITHOUT_INDEX}
        assert apart == counts._without_index(archive.db, chosen)
