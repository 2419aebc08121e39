"""The front page: the newest articles, edits and removals, and what is in trouble."""

import pytest

from newsroom import LONG, START, article, visit
from reading_room import visiting
from scraper.archive import Archive
from scraper.archive.search.snippets import CLOSE, OPEN
from scraper.web.templates import hits, teaser


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("front") / "a.db"
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["scraper", "fetch", "x"], name="fetch")
        for number in range(15):
            url = f"https://harbour.example/{number}"
            visit(archive, article(f"{number} {LONG}", url=url, headline=f"Story {number}"))
        visit(archive, article(f"3, edited. {LONG}", url="https://harbour.example/3", headline="Story 3"), hours=1)
        archive.db.execute(
            "INSERT INTO events(article_id, at, kind, detail, checksum) VALUES (5, ?, 'vanished', 'gone', 0)",
            ("2026-05-02T09:00:00Z",),
        )
        archive.crawl.runs.end(run, {"fault": 1})
    return path


def test_lists_are_short_and_the_last_comes_first(path):
    with Archive.open(path, read_only=True, create=False) as archive:
        latest = archive.articles.latest(2)
    assert [line.article_id for line in latest.new] == [15, 14]
    assert [(line.article_id, line.version) for line in latest.edited] == [(4, 2)]
    assert [(line.article_id, line.at) for line in latest.vanished] == [(5, "2026-05-02T09:00:00Z")]


def test_the_page_shows_all_four(path):
    with visiting(path) as client:
        page = client.get("/").text
    assert "15 articles" in page
    assert page.index("Story 14") < page.index("Story 13")
    assert 'href="/articles/4/diff/1/2"' in page
    assert "met 1 error in scraper itself" in page
    assert "14 The ferry sails from the old pier" in page
    assert 'href="/runs/1"' in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One  two\nthree", "One two three"),
        ("word " * 60, " ".join(["word"] * 36) + "…"),
        ("a" * 300, "a" * 180 + "…"),
        ("", ""),
    ],
)
def test_a_teaser_ends_with_a_word(text, expected):
    assert teaser(text) == expected


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        (f"a {OPEN}ferry{CLOSE} & b", "a <mark>ferry</mark> &amp; b"),
        (f"a {OPEN}fer", "a fer"),
        (f"ry{CLOSE} <b>", "ry &lt;b&gt;"),
    ],
)
def test_hits_of_a_cut_snippet_open_no_element(snippet, expected):
    assert hits(snippet) == expected


def test_an_empty_archive_has_a_front_page(tmp_path):
    Archive.open(tmp_path / "a.db").close()
    with visiting(tmp_path / "a.db") as client:
        assert "no articles yet" in client.get("/").text


def test_what_is_written_meanwhile_is_on_the_next_page(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive, visiting(tmp_path / "a.db") as client:
        first = client.get("/")
        visit(archive, article(headline="Just in"))
        assert "Just in" in client.get("/", headers={"if-none-match": first.headers["etag"]}).text
