"""The canned questions: each answers, says what it is, and lets every parameter be left out."""

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from newsroom import LONG, START, article, made_up, rows_of, visit
from scraper.archive import Archive
from scraper.archive.questions.canned import questions
from scraper.models import Author, AuthorKind
from scraper.outcomes import FAILED, Reason

NOTE = "Correction: this article was amended on 3 May 2026. An earlier version gave a wrong price."
WIRE = "Cocoa prices dropped sharply yesterday because harvests recovered across plantations, traders explained. " * 3
AGENCY = Author(name="Meridian Wire", kind=AuthorKind.ORGANISATION)
HARBOUR, INLAND, COAST = "https://harbour.example", "https://inland.example", "https://coast.example"


def of(site, name, *texts, **fields):
    host = site.removeprefix("https://")
    return article(*texts, url=f"{site}/{name}", site=host, **({"section": "Sport"} | fields))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Edits with and without a note, a text on two sites, an agency, and visits that failed."""
    with Archive.open(tmp_path_factory.mktemp("questions") / "a.db", clock=lambda: START) as archive:
        visit(archive, of(HARBOUR, "price", f"The ferry costs 12 crowns. {LONG}"))
        visit(archive, of(HARBOUR, "price", f"The ferry costs 19 crowns. {LONG}"), hours=1)
        visit(archive, of(HARBOUR, "note", LONG))
        visit(archive, of(HARBOUR, "note", LONG, NOTE), hours=2)
        visit(archive, of(HARBOUR, "cocoa", WIRE, authors=(), byline=None))
        visit(archive, of(INLAND, "cocoa", WIRE, date_published="2026-05-02"))
        visit(archive, of(COAST, "wire", LONG, authors=(AGENCY,), section="sport", date_published=None))
        for n in range(3):
            archive.crawl.log.write(f"{INLAND}:8080/gone/{n}", "not_found")
        archive.crawl.log.write(COAST, "timeout", error="too slow")
        archive.crawl.log.write(f"{HARBOUR}/price", "timeout")
        archive.crawl.log.write(f"{HARBOUR}/price", "same")
        yield archive


def answer(archive, name, **given):
    question = questions()[name]
    names, rows = archive.query(question.sql, dict.fromkeys(question.parameters) | given)
    return [dict(zip(names, row, strict=True)) for row in rows]


EXPECTED = {
    "articles-by-day": [("2026-05-02", "inland.example", 1), ("2026-05-01", "harbour.example", 3)],
    "authors-by-beat": [
        ("harbour.example", "Sport", "Anna Holm", 2, "2026-05-01", "2026-05-01"),
        ("inland.example", "Sport", "Anna Holm", 1, "2026-05-02", "2026-05-02"),
    ],
    "wire-share": [
        ("coast.example", 1, 0, 1, 1, 1.0),
        ("inland.example", 1, 1, 0, 1, 1.0),
        ("harbour.example", 3, 1, 0, 1, 0.3333),
    ],
    "failures": [("not_found", "inland.example:8080", 3), ("timeout", "coast.example", 1)],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answers(archive, name):
    wanted = EXPECTED[name]
    found = [tuple(row.values())[: len(wanted[0])] for row in answer(archive, name)]
    assert found == wanted


def test_edits_are_told_apart_by_what_the_page_admits(archive):
    (noted,) = answer(archive, "corrections")
    assert (noted["note"], noted["removed"], noted["url"]) == (NOTE, 0, f"{HARBOUR}/note")
    hidden = answer(archive, "stealth-edits")
    assert {row["url"] for row in hidden} == {f"{HARBOUR}/price"}
    assert any("12" in row["before"] and "19" in row["after"] for row in hidden)


def test_health_is_shares_of_articles(archive):
    rows = {row["site"]: row for row in answer(archive, "extraction-health")}
    assert rows["harbour.example"]["authors"] == 0.667
    assert (rows["coast.example"]["date_published"], rows["coast.example"]["headline"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("name", "given", "count"),
    [
        ("articles-by-day", {"site": "inland.example"}, 1),
        ("articles-by-day", {"since": "2026-05-02"}, 1),
        ("articles-by-day", {"until": "2026-05-01"}, 1),
        ("articles-by-day", {"since": "", "until": "", "site": ""}, 2),  # as Datasette sends them
        ("authors-by-beat", {"section": "sport", "site": "inland.example"}, 1),
        ("wire-share", {"site": "inland.example"}, 1),
        ("corrections", {"site": "inland.example"}, 0),
        ("stealth-edits", {"since": "2026-06-01"}, 0),
        ("extraction-health", {"since": "2026-06-01"}, 0),
        ("failures", {"host": "coast.example"}, 1),
        ("failures", {"since": "2026-06-01"}, 0),
    ],
)
def test_parameters_narrow_the_answer(archive, name, given, count):
    assert len(answer(archive, name, **given)) == count


@pytest.mark.parametrize("name", questions())
def test_every_question_says_what_it_is(archive, name):
    question = questions()[name]
    assert question.description.endswith(".")
    assert all(question.parameters.values())
    used = {
        word.rstrip("),").removeprefix(":") for word in question.sql.replace("(", " ").split() if word.startswith(":")
    }
    assert used == set(question.parameters)
    columns = Counter(archive.query(question.sql, dict.fromkeys(question.parameters))[0])
    assert max(columns.values()) == 1


def test_failures_are_those_of_the_program():
    sql = questions()["failures"].sql
    assert {reason for reason in Reason if f"'{reason}'" in sql} == set(Reason) - FAILED


# steps of SQLite's machine: judging an article once for each column takes 278, computing its day twice 128
MOST_STEPS = 100
MANY = 200
DATED = {"date_published": "2026-05-01T08:30:00+02:00", "authors": [{"name": "Anna Holm"}], "section": "Sport"}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("questions") / "many.db") as archive:
        list(archive.transfer.import_jsonl(json.dumps(json.loads(row) | DATED) for row in rows_of(made_up(MANY))))
        yield archive


@pytest.mark.parametrize("name", questions())
def test_no_question_does_twice_what_it_does_for_each_article(many, name):
    with closing(sqlite3.connect(many.path)) as db:
        steps = []
        db.set_progress_handler(lambda: steps.append(1), 1)
        db.execute(questions()[name].sql, dict.fromkeys(questions()[name].parameters)).fetchall()
    assert len(steps) / MANY < MOST_STEPS
