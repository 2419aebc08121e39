"""Notes, highlights and tags of readers: kept as the command line keeps them, only with --notes."""

import pytest

from newsroom import LONG, START, article, visit
from reading_room import LOCAL, visiting
from scraper.archive import Archive

OWN = {"origin": LOCAL}
TWICE = "The bridge is open. In the old town the bridge is closed. Nobody crosses."


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.db"
    with Archive.open(path, clock=lambda: START) as archive:
        visit(archive, article(TWICE, LONG, "نص عربي قصير 中文句子。"))
        visit(archive, article(TWICE, LONG, "One more line."), hours=1)
        visit(archive, article(LONG, url="https://harbour.example/2"))
    return path


@pytest.fixture
def client(path):
    with visiting(path, notes=True, coder="ann") as client:
        client.headers.update(OWN)
        yield client


def notes(path):
    with Archive.open(path, create=False) as archive:
        assert not list(archive.maintenance.verify())
        return [dict(each) for each in archive.corpus.notes.walk()]


WRITTEN = [
    # the form, what is kept of it
    ({"text": "who says so?"}, {"text": "who says so?", "exact": None, "version": 2}),
    ({"exact": "bridge is"}, {"exact": "bridge is", "prefix": "The ", "field": "body_text"}),
    (
        {"exact": "bridge is", "before": "open.In the old town the ", "after": "closed."},
        {"exact": "bridge is", "prefix": "idge is open. In the old town the "[-32:]},
    ),
    ({"exact": "Nobody crosses.\n\n The ferry"}, {"exact": "Nobody crosses.\n\nThe ferry"}),
    (
        {"exact": "中文句子", "version": "1", "text": "<b>早</b>"},
        {"version": 1, "exact": "中文句子", "text": "<b>早</b>"},
    ),
    ({"exact": "Ferry returns", "before": "", "after": "Anna Holm"}, {"field": "headline"}),
]


@pytest.mark.parametrize(("form", "kept"), WRITTEN)
def test_what_a_form_sends_is_kept(client, path, form, kept):
    answer = client.post("/articles/1/notes", data=form)
    assert answer.status_code == 303, answer.text
    (note,) = notes(path)
    assert {name: note[name] for name in kept} == kept
    assert (note["coder"], note["article_id"]) == ("ann", 1)
    assert answer.headers["location"].endswith(f"#note-{note['id']}")
    assert ("/v/" in answer.headers["location"]) is (note["version"] == 1)


REFUSED = [
    ({"text": "  "}, 400, "A note needs some text"),
    ({"exact": "not in it", "text": "<i>kept</i>"}, 400, "&lt;i&gt;kept&lt;/i&gt;"),
    ({"text": "x", "version": "9"}, 400, "Version 9 is not in the archive"),
    ({"text": "x", "version": "9" * 40}, 400, "must be a number"),
    ({"text": "x" * 300_000}, 413, "too long"),
]


@pytest.mark.parametrize(("form", "status", "said"), REFUSED)
def test_what_cannot_be_kept_comes_back(client, path, form, status, said):
    answer = client.post("/articles/1/notes", data=form)
    assert answer.status_code == status
    assert said in answer.text
    assert not notes(path)


def test_a_note_of_an_article_that_is_missing(client):
    assert client.post("/articles/99/notes", data={"text": "x"}).status_code == 404


def test_a_note_is_removed_after_a_question(client, path):
    client.post("/articles/1/notes", data={"text": "a thought"})
    page = client.get("/notes/1/remove")
    assert "a thought" in page.text
    assert notes(path)
    answer = client.post("/notes/1/remove", data={"yes": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/1#added")
    assert not notes(path)
    assert client.post("/notes/1/remove", data={"yes": "1"}).status_code == 404


def test_a_note_of_another_coder_stays(client, path):
    with Archive.open(path) as archive:
        archive.corpus.notes.add(1, "mine", coder="ben")
    assert client.post("/notes/1/remove", data={"yes": "1"}).status_code == 400
    assert len(notes(path)) == 1


def test_tags_are_given_and_taken(client, path):
    answer = client.post("/articles/1/tags", data={"tag": "climate"})
    assert answer.headers.get("location") == "/articles/1#added", answer.text
    client.post("/articles/1/tags", data={"tag": "climate"})
    with Archive.open(path, read_only=True, create=False) as archive:
        assert [(each["tag"], each["coder"]) for each in archive.corpus.tags.walk()] == [("climate", "ann")]
    client.post("/articles/1/tags", data={"tag": "climate", "remove": "yes"})
    with Archive.open(path, read_only=True, create=False) as archive:
        assert not list(archive.corpus.tags.walk())
    assert client.post("/articles/1/tags", data={"tag": " "}).status_code == 400


@pytest.mark.parametrize("address", ["/articles/1/notes", "/articles/1/tags", "/notes/1/remove"])
def test_a_room_without_notes_writes_nothing(path, address):
    before = path.read_bytes()
    with visiting(path) as client:
        answer = client.post(address, data={"text": "x", "tag": "x"}, headers=OWN)
        assert answer.status_code == 403
        assert "scraper serve --notes" in answer.text
        assert client.get("/articles/1/notes").status_code == 405
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_another_site_writes_nothing(client, path, headers):
    answer = client.post("/articles/1/notes", data={"text": "x"}, headers=headers)
    assert answer.status_code == 403
    assert "reload the page" in answer.text
    assert not notes(path)


def test_a_form_is_no_json(client):
    assert client.post("/articles/1/notes", json={"text": "x"}).status_code == 400


def test_notes_are_listed_in_one_place_and_in_other_forms(client, path):
    with Archive.open(path) as archive:
        archive.corpus.notes.add(2, "<b>second</b>", coder="ben", quotation="The ferry sails")
    client.post("/articles/1/notes", data={"text": "third"})
    page = client.get("/notes").text
    assert page.index("third") < page.index("&lt;b&gt;second&lt;/b&gt;")
    assert "<mark>The ferry sails</mark>" in page
    assert "third" not in client.get("/notes?coder=ben").text
    rows = client.get("/notes.json").json()
    assert [(row["text"], row["coder"], row["is_current"]) for row in rows] == [
        ("third", "ann", 1),
        ("<b>second</b>", "ben", 1),
    ]
    assert client.get("/notes.csv?coder=ben").text.count("\n") == 2
    assert "third" in client.get("/notes.md").text
    assert client.get("/notes?page=x").status_code == 400
    assert "no notes yet" in client.get("/notes?coder=nobody").text
