"""A page that was made a moment ago is not made again, unless something was written."""

from datetime import timedelta

import pytest

from newsroom import START, article, filled, visit
from reading_room import visiting
from scraper.archive import Archive


@pytest.fixture
def made(monkeypatch):
    """The statuses of the archive that were read: one for each front page that was made."""
    reads = []
    read = Archive.snapshot
    monkeypatch.setattr(Archive, "snapshot", lambda self, seconds: reads.append(seconds) or read(self, seconds))
    return reads


def test_it_is_kept_until_something_is_written(tmp_path, made):
    path = filled(tmp_path / "a.db")
    with visiting(path) as client, Archive.open(path) as writer:
        assert client.get("/").text == client.get("/").text
        assert len(made) == 1
        client.get("/?q=x")
        assert len(made) == 2
        visit(writer, article(headline="Just in"))
        assert "Just in" in client.get("/").text
        assert len(made) == 3


@pytest.mark.parametrize(("seconds", "expected"), [(9, 1), (11, 2), (-1, 2)])
def test_it_is_kept_for_seconds(tmp_path, made, seconds, expected):
    now = [START]
    with visiting(filled(tmp_path / "a.db"), clock=lambda: now[0]) as client:
        client.get("/")
        now[0] += timedelta(seconds=seconds)
        client.get("/")
    assert len(made) == expected


def test_another_file_at_the_same_place_has_pages_of_its_own(tmp_path, made):
    path, other = filled(tmp_path / "a.db"), filled(tmp_path / "b.db", 1)
    with visiting(path) as client:
        assert "3 articles" in client.get("/").text
        other.replace(path)
        assert "1 article." in client.get("/").text


def test_errors_and_many_pages_are_not_kept(tmp_path, made):
    with visiting(filled(tmp_path / "a.db")) as client:
        for _ in range(2):
            assert client.get("/articles/99").status_code == 404
        assert len(made) == 2
        for number in range(70):
            client.get(f"/?page={number}")
        client.get("/?page=69")
        assert len(made) == 72
        client.get("/?page=0")
        assert len(made) == 73
