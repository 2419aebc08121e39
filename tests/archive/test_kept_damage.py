"""A kept page that is damaged costs itself only: the others are read again, and a new page in its place is archived."""

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from newsroom import write_past
from program import ALLOW, article, inside, serving
from scraper.archive import Archive
from scraper.archive.pages import packing
from scraper.errors import ReadingTimeout

BYTES = "CAST(x'68ff' AS TEXT)"  # of no text in UTF-8
# what is done to the second of three kept pages
HARM = {
    "no body": "DELETE FROM bodies WHERE id = 2",
    "another body": "UPDATE bodies SET data = x'28' WHERE id = 2",
    "a hash of no text": f"UPDATE bodies SET sha256 = {BYTES} WHERE id = 2",
    "headers of no JSON": "UPDATE captures SET headers = '{' WHERE id = 2",
    "headers in a list": "UPDATE captures SET headers = '[]' WHERE id = 2",
    "a header of a number": """UPDATE captures SET headers = '{"content-type": 3}' WHERE id = 2""",
    "redirects of another form": "UPDATE captures SET redirects = '[1]' WHERE id = 2",
    "a time of no time": "UPDATE captures SET fetched_at = 'noon' WHERE id = 2",
    "a status of no text": f"UPDATE captures SET headers = {BYTES} WHERE id = 2",
    "an address of no text": f"UPDATE captures SET final_url = {BYTES} WHERE id = 2",
    "a site of no text": f"UPDATE captures SET site = {BYTES} WHERE id = 2",
}
PATHS = ("/0", "/1", "/2")


@pytest.fixture(scope="module")
def site():
    with serving() as site:
        yield site


@pytest.fixture(scope="module")
def made(site, tmp_path_factory):
    """An archive that an older reader filled; then the second story is edited."""
    folder = tmp_path_factory.mktemp("made")
    letters = random.Random(1)
    for path in PATHS:
        noise = "".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=30_000))  # packed, more than a page of the file
        site.pages[path] = (200, {}, article(f"Story {path[1:]}", head=f"<!-- {noise} -->"))
    assert inside(folder, "fetch", *ALLOW, "--jobs", "1", *(site.base + path for path in PATHS)).returncode == 0
    with Archive.open(folder / "archive.db") as archive:
        for (number,) in archive.db.execute("SELECT id FROM articles").fetchall():
            whole = archive.articles.load(number)
            capture = archive.articles.get(number)["capture_id"]
            archive.articles.reread(replace(whole, section="Coast"), capture, extractor="scraper 0.0.1")
    site.pages["/1"] = (200, {}, article("Story 1, edited"))
    return (folder / "archive.db").read_bytes()


def harm(folder, statement):
    write_past(folder / "archive.db", statement, "captures_stay")


def tear(folder):
    """Let a page of the file in the middle of a body lead to one that there is not."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        (data,), (size,) = (
            db.execute("SELECT data FROM bodies WHERE id = 2").fetchone(),
            db.execute("PRAGMA page_size").fetchone(),
        )
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = bytearray((folder / "archive.db").read_bytes())
    start = file.index(data[len(data) // 2 :][:64]) // size * size
    file[start : start + 4] = b"\x7f\xff\xff\xff"
    (folder / "archive.db").write_bytes(file)


def check(folder, site):
    again = inside(folder, "reextract", "--simulate", "--jobs", "1", "--columns", "pages,failed", "--no-headers")
    assert again.returncode == 3
    assert sum(int(line.split("\t")[1]) for line in again.stdout.splitlines()) == 1
    assert sum(int(line.split("\t")[0]) for line in again.stdout.splitlines()) == 3
    named, count = again.stderr.splitlines()
    assert "2" in named
    assert "scraper itself" not in named
    assert count == "1 of 3 pages could not be read"
    done = inside(folder, "fetch", *ALLOW, "--jobs", "1", "--force", "-q", "--json", f"{site.base}/1")
    assert (done.returncode, json.loads(done.stdout)[0]["outcome"]) == (0, "edited")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{site.base}/1: the page that was kept before cannot be read again")


OFTEN = ("no body", "a time of no time", "an address of no text")


@pytest.mark.parametrize("damage", [*OFTEN, *(pytest.param(x, marks=pytest.mark.slow) for x in HARM if x not in OFTEN)])
def test_a_damaged_page_is_one_line(folder, site, damage):
    harm(folder, HARM[damage])
    check(folder, site)
    assert inside(folder, "verify", "-q").returncode == 6


def test_a_torn_file_is_the_damage_of_one_page(folder, site):
    tear(folder)
    check(folder, site)


def test_a_kept_page_that_takes_too_long_is_one_line(folder, site, monkeypatch):
    unpack = packing.unpack

    def slow(db, body_id):
        if body_id == 2:
            raise ReadingTimeout("reading the page took longer than 30 s")
        return unpack(db, body_id)

    monkeypatch.setattr(packing, "unpack", slow)
    done = inside(folder, "fetch", *ALLOW, "--jobs", "1", "--force", "--json", f"{site.base}/1")
    assert (done.returncode, json.loads(done.stdout)[0]["outcome"]) == (0, "edited")
    assert "took longer" in done.stderr


def test_an_error_of_ours_at_the_kept_page_is_a_fault_and_the_new_page_is_archived(folder, site, monkeypatch):
    def broken(*_):
        raise KeyError("x")

    monkeypatch.setattr(packing, "unpack", broken)
    done = inside(folder, "fetch", *ALLOW, "--jobs", "1", "--force", "--json", f"{site.base}/1")
    assert done.returncode == 3
    assert [row["outcome"] for row in json.loads(done.stdout)] == ["fault", "edited"]
    assert inside(folder, "status", "--check").returncode == 7
