"""`export warc` and `import warc`: the same articles again, through the ordinary pipeline."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from newsroom import START
from program import WORDS, inside, scraper
from program import article as page_of
from scraper import extract_article
from scraper.archive import Archive
from scraper.models import Page

pytest.importorskip("warcio", reason="install the dev extra again")
SAME = "url,headline,byline,authors,date_published,body_text,body_form,version,versions,first_seen,last_changed,tags"


def keep(archive, url, body, hours):
    page = Page(url=url, final_url=url, headers={"content-type": "text/html"}, body=body,
                fetched_at=START + timedelta(hours=hours))  # fmt: skip
    archive.articles.save(extract_article(page), archive.pages.keep(page))


@pytest.fixture
def exported(tmp_path):
    with Archive.open(tmp_path / "one.db", clock=lambda: START) as archive:
        for n in range(2):
            lines = [f"{WORDS} {line} of {n}." for line in range(6)]
            url = f"https://gazette.example/{n}"
            keep(archive, url, page_of(f"Story {n}", *lines), 0)
            keep(archive, url, page_of(f"Story {n} edited", *lines, f"{WORDS} More of {n}."), 5)
    done = inside(tmp_path, "--db", "one.db", "export", "warc", "-o", "a.warc.gz")
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path


def rows(folder, name):
    return list(map(json.loads, inside(folder, "--db", name, "export", "jsonl", "--columns", SAME).stdout.splitlines()))


def test_the_same_articles_come_back_and_once(exported):
    done = scraper(exported, "--db", "two.db", "import", "warc", "a.warc.gz")
    assert (done.returncode, done.stderr, done.stdout) == (0, "2 new, 2 new versions, 0 already here\n", "")
    assert rows(exported, "two.db") == rows(exported, "one.db")
    again = inside(exported, "--db", "two.db", "import", "warc", "a.warc.gz")
    assert (again.returncode, again.stderr) == (0, "0 new, 4 already here\n")
    assert rows(exported, "two.db") == rows(exported, "one.db")
    with Archive.open(exported / "two.db") as archive:
        assert not list(archive.maintenance.verify())


def test_a_file_that_was_cut_off_is_reported_after_what_it_has(exported):
    whole = (exported / "a.warc.gz").read_bytes()
    (exported / "cut.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    done = scraper(exported, "--db", "two.db", "import", "warc", "cut.warc.gz")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "Error: cut.warc.gz ends in the middle of a record: it is not complete"
    assert rows(exported, "two.db")[0] == rows(exported, "one.db")[0]


def test_a_file_that_is_no_warc_is_refused_in_one_line(tmp_path):
    (tmp_path / "a.txt").write_text("no archive")
    done = inside(tmp_path, "import", "warc", "a.txt")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Error: a.txt is not a WARC file, or damaged")
    assert inside(tmp_path, "import", "warc", "nowhere").stderr.startswith("Error: cannot read nowhere")


NOTICE = "Send the desk a letter with the date and the place of what you saw, and name somebody who was there with you."


def test_the_same_pages_have_the_same_texts_once_they_are_read_again(tmp_path):
    with Archive.open(tmp_path / "one.db", clock=lambda: START) as archive:
        for n in range(6):  # as if all were read at the same time: no page knows of another one
            lines = [f"{WORDS} {line} of {n}." for line in range(6)]
            keep(archive, f"https://gazette.example/{n}", page_of(f"Story {n}", *lines, NOTICE), n)
    assert inside(tmp_path, "--db", "one.db", "export", "warc", "-o", "a.warc.gz").returncode == 0
    assert scraper(tmp_path, "--db", "two.db", "import", "warc", "a.warc.gz").returncode == 0
    with_notice = [sum(NOTICE in row["body_text"] for row in rows(tmp_path, f"{name}.db")) for name in ("one", "two")]
    assert with_notice == [6, 4]
    for name in ("one.db", "two.db"):
        assert scraper(tmp_path, "--db", name, "reextract", "--jobs", "1").returncode == 0
        assert not any(NOTICE in row["body_text"] for row in rows(tmp_path, name))
    assert rows(tmp_path, "two.db") == rows(tmp_path, "one.db")
