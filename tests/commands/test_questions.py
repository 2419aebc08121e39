"""`scraper query NAME`: canned questions by their names."""

import json

import pytest

from newsroom import filled
from program import inside, on_a_terminal
from scraper.archive.questions.canned import questions


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("questions")
    filled(place / "archive.db")
    return place


def test_the_list_needs_no_archive(tmp_path):
    done = inside(tmp_path, "query", "--list", "--json")
    assert [row["name"] for row in json.loads(done.stdout)] == list(questions())
    assert not list(tmp_path.glob("*.db"))


def test_on_a_terminal_the_list_is_to_be_read(folder):
    lines = on_a_terminal(folder, 60, "query", "--list")
    assert max(map(len, lines)) <= 60
    shown = " ".join(" ".join(lines).split())
    for question in questions().values():
        assert question.description in shown
        assert all(f"-p {name} {text}" in shown for name, text in question.parameters.items())


@pytest.mark.parametrize("name", questions())
def test_every_question_can_be_asked(folder, name):
    done = inside(folder, "query", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_parameter_narrows_a_question(folder):
    rows = json.loads(inside(folder, "query", "articles-by-day", "-p", "site", "harbour.example", "--json").stdout)
    assert rows == [{"day": "2026-05-01", "site": "harbour.example", "articles": 3}]
    assert inside(folder, "query", "articles-by-day", "-p", "site", "x.example", "--json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("corection",), "did you mean corrections?"),
        (("zzz",), "no question is called 'zzz': --list shows all"),
        (("failures", "-p", "site", "x"), "failures has no parameter 'site'; it has host, since"),
        ((), "give SQL or the name of a question"),
        (("--list", "failures"), "give SQL or the name of a question"),
    ],
)
def test_what_cannot_be_asked(folder, args, told):
    done = inside(folder, "query", *args)
    assert (done.returncode, told in done.stderr) == (2, True)
