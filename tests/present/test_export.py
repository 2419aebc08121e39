"""Exports: what other programs read, and what comes back from it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom import LONG, START, article, visit
from scraper.archive import Archive, Query
from scraper.archive.articles.selection import Selection
from scraper.archive.transfer import import_jsonl
from scraper.cleaning import clean_text
from scraper.models import Author, AuthorKind, Block, BlockKind, Image, Span
from scraper.present.export_options import AS_DEFAULT
from scraper.present.formats import FORMATS

START_STAMP = "2026-05-01T09:00:00Z"
RICH = replace(
    article(),
    subheadline="A standfirst",
    byline="By Anna Holm",
    canonical_url="https://www.harbour.example/ferry",
    publisher="The Harbour",
    date_modified="2026-05-02",
    is_free=True,
    direction="ltr",
    section="News",
    word_count=7,
    body=(
        Block(kind=BlockKind.HEADING, spans=(Span(text="Why"),), level=2),
        Block(
            kind=BlockKind.PARAGRAPH,
            spans=(Span(text="See "), Span(text="here", href="https://x.example/", strong=True)),
        ),
        Block(kind=BlockKind.LIST_ITEM, spans=(Span(text="one"),), level=1, ordered=True),
        Block(kind=BlockKind.LIST_ITEM, spans=(Span(text="two"),), level=1, ordered=True),
        Block(kind=BlockKind.TABLE, rows=(("a | b", ""), ("c",))),
        Block(kind=BlockKind.EMBED, href="https://video.example/1"),
    ),
)


def exported(archive: Archive, form: str = "jsonl") -> str:
    return "".join(FORMATS[form].write(archive.articles.select(Selection(), FORMATS[form].parts), AS_DEFAULT))


def imported(archive: Archive, text: str):
    *_, sums = archive.transfer.import_jsonl(text.splitlines(keepends=True))
    return sums


@pytest.fixture
def archives(tmp_path):
    with Archive.open(tmp_path / "a.db") as one, Archive.open(tmp_path / "b.db", clock=lambda: START) as other:
        yield one, other


def test_export_then_import_gives_the_same_articles(archives):
    one, other = archives
    visit(one, RICH)
    visit(one, article(LONG, url="https://www.harbour.example/2"))
    text = exported(one)
    sums = imported(other, text)
    assert (sums.added, sums.known, sums.refused) == (2, 0, [])
    assert exported(other) == text
    assert other.articles.load(1) == RICH
    assert other.articles.find("https://harbour.example/nothing") is None
    assert not list(other.maintenance.verify())
    again = imported(other, text)
    assert (again.added, again.known) == (0, 2)


texts = st.none() | st.text(max_size=20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    body=st.lists(
        st.builds(
            Block,
            kind=st.sampled_from(BlockKind),
            spans=st.lists(st.builds(Span, text=st.text(max_size=9)), max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
    headline=st.text(min_size=1, max_size=20),
    subheadline=texts,
    authors=st.lists(st.builds(Author, name=st.text(max_size=9), role=texts), max_size=2).map(tuple),
    images=st.lists(st.builds(Image, url=texts, caption=texts, credit=texts, alt=texts), max_size=2).map(tuple),
    tags=st.lists(st.text(max_size=9), max_size=2).map(tuple),
)
@pytest.mark.slow
def test_law_export_then_import_gives_the_same_articles(archives, **fields):
    one, other = archives
    one.db.execute("BEGIN")
    other.db.execute("BEGIN")
    one.articles.save(replace(article(), **fields))
    if one.articles.count():
        text = exported(one)
        assert text.count("\n") == len(text.splitlines()) == 1
        assert imported(other, text).added == 1
        assert exported(other) == text
        assert not list(other.maintenance.verify())
    one.db.execute("ROLLBACK")
    other.db.execute("ROLLBACK")


REFUSED = ["nonsense", "[]", "{}", '{"url": 7}', '{"url": "no address"}', '{"url": "https://a.example/", "headline": 7}',
           '{"url": "https://a.example/", "language": {}}', '{"url": "https://a.example/", "verdict": "nothing"}',
           '{"url": "https://a.example/", "body_form": "nothing"}', "9" * 5000]  # fmt: skip


def test_rows_that_are_no_articles_are_named_and_the_rest_goes_in(archives):
    _, other = archives
    sums = imported(other, "\n".join([*REFUSED, "", '{"url": "https://a.example/1", "body_text": "Good."}']))
    assert [row.number for row in sums.refused] == list(range(1, len(REFUSED) + 1))
    assert sums.added == 1
    assert other.articles.get("https://a.example/1")["first_seen"] == "2026-05-01T09:00:00Z"


def test_an_import_goes_on_where_it_was_broken_off(archives, monkeypatch):
    monkeypatch.setattr("scraper.archive.transfer.line_batches.FEW", 3)
    _, other = archives
    rows = [
        json.dumps({"url": f"https://a.example/{n}", "headline": f"H{n}", "body_text": f"Text {n}."}) for n in range(10)
    ]
    first = other.transfer.import_jsonl(rows)
    assert next(first).added == 3
    first.close()
    sums = imported(other, "\n".join(rows))
    assert (sums.added, sums.known, other.articles.count()) == (7, 3, 10)


FORMULAS = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\n=1", "＝1"]


def test_case_37_a_table_holds_no_formulas(archives):
    one, _ = archives
    for n, text in enumerate(FORMULAS):
        visit(
            one,
            article(
                LONG, url=f"https://harbour.example/{n}", headline=text, tags=(text,), authors=(Author(name=text),)
            ),
        )
    rows = list(csv.DictReader(io.StringIO(exported(one, "csv"))))
    for row, text in zip(rows, FORMULAS, strict=True):
        assert row["headline"] == row["tags"] == row["authors"] == f"'{clean_text(text)}"
    assert rows[0]["lead_image"] == "https://img.example/1.jpg"
    assert rows[0]["body_text"] == LONG


def numbers(batch, at):
    """Stand in for what makes a batch ready, and fail at 3 as out of memory."""
    if batch == 3:
        raise MemoryError
    return batch, at


def test_batches_are_made_ready_in_their_order(monkeypatch):
    monkeypatch.setattr(import_jsonl, "_ready", numbers)
    assert list(import_jsonl._prepared(iter([]), "now")) == []
    assert list(import_jsonl._prepared(iter([1, 2, 5, 4]), "now")) == [(n, "now") for n in (1, 2, 5, 4)]


def test_a_batch_that_cannot_be_made_ready_ends_the_import_behind_those_before_it(monkeypatch):
    monkeypatch.setattr(import_jsonl, "_ready", numbers)
    ready = import_jsonl._prepared(iter([1, 2, 3, 4]), "now")
    assert [next(ready), next(ready)] == [(1, "now"), (2, "now")]
    with pytest.raises(MemoryError):
        next(ready)


def test_earlier_versions_come_along(archives):
    one, other = archives
    for hours, words in enumerate(["It killed 12.", "It killed 14.", "It killed 14. Correction: not 12."]):
        visit(one, article(LONG, words), hours=24 * hours)
    text = exported(one)
    assert imported(other, text).added == 1
    assert exported(other) == text
    assert other.articles.versions(1) == one.articles.versions(1)
    assert list(other.articles.changes()) == list(one.articles.changes())
    assert [hit.version for hit in other.search.find(Query(typed="12", as_of="2026-05-01")).hits] == [1]
    assert not list(other.maintenance.verify())


UNFIT = [
    {"version": 2, "versions": [{"version": 2, "first_seen": START_STAMP, "last_seen": START_STAMP}]},
    {"version": 2, "versions": [{"version": "1", "first_seen": START_STAMP, "last_seen": START_STAMP}]},
    {"versions": [{"version": 1, "first_seen": START_STAMP, "last_seen": START_STAMP}]},
    {"version": 2, "versions": [{"version": 1}]},
    {"version": 2, "versions": [{"version": 1, "first_seen": START_STAMP, "last_seen": START_STAMP, "headline": 7}]},
    {"version": 2, "versions": "all"},
    {"version": 2, "versions": 7},
]


@pytest.mark.parametrize("told", UNFIT)
def test_versions_that_cannot_be_are_refused_with_their_row(archives, told):
    _, other = archives
    sums = imported(other, json.dumps({"url": "https://harbour.example/1", "headline": "A", **told}))
    assert (sums.added, [row.number for row in sums.refused]) == (0, [1])


def test_who_signs_keeps_its_kind(archives):
    """A person or a part of the newsroom: in the row, the view, the export, and back; another word is a person."""
    source, target = archives
    signed = (Author(name="Anna Holm"), Author(name="The Harbour", kind=AuthorKind.ORGANISATION))
    visit(source, article(LONG, authors=signed))
    visit(source, article(f"Edited. {LONG}", authors=signed), hours=1)
    lines = exported(source)
    other = {"url": "https://other.example/1", "body_text": "A.", "authors": [{"name": "Z", "kind": "robot"}, "Y"]}
    imported(target, lines + json.dumps(other))
    for archive in (source, target):
        assert archive.articles.load(1).authors == signed
        assert [author["kind"] for author in archive.articles.get(1)["authors"]] == ["person", "organisation"]
        kinds = archive.db.execute("SELECT kind FROM v_authors WHERE article_id = 1 ORDER BY position").fetchall()
        assert [kind for (kind,) in kinds] == ["person", "organisation"]
        assert not list(archive.maintenance.verify())
    assert [author.kind for author in target.articles.load(2).authors] == [AuthorKind.PERSON] * 2
    target.db.execute("UPDATE article_authors SET kind = NULL WHERE kind IS NOT NULL")
    assert [fault.id for fault in target.maintenance.verify()] == ["1"]
