"""`import html`: pages that were saved as files become articles, each once, with the time when it was saved."""

import json
import os
import signal
import sqlite3
import time

import pytest

from program import WORDS, inside, scraper, start
from program import article as page_of

SAVED = "<!--\n Page saved with SingleFile \n url: {} \n saved date: Thu Jun 1{} 2026 22:49:39 GMT+0000 (UTC)\n-->"
DAY = 86400


def single_file(url, day, headline, *lines):
    body = page_of(headline, *(lines or [f"{WORDS} {headline} {n}" for n in range(6)]))
    return body.replace(b'<html lang="en">', b'<html lang="en">' + SAVED.format(url, day).encode())


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def saved(tmp_path):
    """One page of each program; and what is no page, or has no address."""
    folder = tmp_path / "saved"
    write(folder / "b.html", single_file("https://a.example/1", 1, "First"))
    lines = [f"{WORDS} First {n}" for n in range(6)]
    write(folder / "a.html", single_file("https://a.example/1", 2, "First", *lines, f"{WORDS} More."))
    browser = b"<!DOCTYPE html>\n<!-- saved from url=(0019)https://b.example/2 -->" + page_of("Second")
    write(folder / "second.htm", browser)
    write(folder / "www.c.example" / "news" / "third", page_of("Third"))
    home = '<link rel="canonical" href="https://www.c.example/">'
    write(folder / "www.c.example" / "fourth.html", page_of("Fourth", head=home))
    stated = '<link rel="canonical" href="https://d.example/5">'
    write(folder / "my.pages" / "fifth.html", page_of("Fifth", head=stated))
    write(folder / "second_files" / "style.css", b"p {}")
    write(folder / "lost.html", page_of("Lost"))
    return tmp_path


def articles(folder):
    told = inside(folder, "export", "jsonl", "--columns", "url,headline,version,first_seen").stdout
    return {tuple(json.loads(line).values()) for line in told.splitlines()}


def test_each_page_has_its_address_and_its_time(saved):
    done = scraper(saved, "import", "html", "saved")
    assert (done.returncode, done.stdout) == (3, "")
    told = done.stderr.splitlines()
    assert told[0] == "5 new, 1 new version, 0 already here, 1 refused; 1 other file left alone"
    assert told[1].startswith("Error: saved/lost.html: no address in it, nor in the names of its folders: ")
    of_file = "2023-11-14T22:13:20Z"
    assert articles(saved) == {
        ("https://a.example/1", "First", 2, "2026-06-11T22:49:39Z"),
        ("https://b.example/2", "Second", 1, of_file),
        ("https://www.c.example/news/third", "Third", 1, of_file),
        ("https://www.c.example/fourth.html", "Fourth", 1, of_file),
        ("https://d.example/5", "Fifth", 1, of_file),
    }
    again = inside(saved, "import", "html", "saved")
    assert again.stderr.splitlines()[0] == "0 new, 6 already here, 1 refused; 1 other file left alone"
    assert inside(saved, "verify").returncode == 0


def test_what_cannot_be_imported_is_named(tmp_path):
    done = inside(tmp_path, "import", "html", "nowhere")
    assert (done.returncode, done.stderr) == (2, "Error: cannot read nowhere: there is no such file or folder\n")
    write(tmp_path / "one.html", page_of("Lost"))
    done = inside(tmp_path, "import", "html", "one.html")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "0 new, 0 already here, 1 refused")


MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://e.example/6\r\n"
    b"Date: Mon, 1 Jun 2026 10:30:00 +0200\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
)


def test_pages_saved_as_mhtml(tmp_path):
    write(tmp_path / "saved" / "six.mhtml", MHTML + page_of("Sixth") + b"\r\n--b--\r\n")
    write(tmp_path / "saved" / "seven.mht", MHTML.replace(b"text/html", b"image/png") + b"x\r\n--b--\r\n")
    done = inside(tmp_path, "import", "html", "saved")
    assert done.stderr.splitlines() == [
        "1 new, 0 already here, 1 refused",
        "Error: saved/seven.mht: MHTML without a page in it; save the page again",
    ]
    assert articles(tmp_path) == {("https://e.example/6", "Sixth", 1, "2026-06-01T08:30:00Z")}
    again = inside(tmp_path, "import", "html", "saved/six.mhtml")
    assert again.stderr == "0 new, 1 already here\n"
    told = json.loads(inside(tmp_path, "extract", "saved/six.mhtml").stdout)
    assert (told["url"], told["headline"]) == ("https://e.example/6", "Sixth")


@pytest.mark.slow
def test_an_import_that_is_killed_takes_every_file_once(tmp_path):
    for n in range(120):
        write(tmp_path / "saved" / f"{n}.html", single_file(f"https://a.example/{n}", 1, f"Story {n}"))
    for kill in range(5):
        process = start(tmp_path, "import", "html", "saved")
        wanted = 10 * (kill + 1)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline and count(tmp_path, "articles") < wanted:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert 0 < count(tmp_path, "articles") < 120
    done = scraper(tmp_path, "import", "html", "saved")
    assert done.returncode == 0
    assert (count(tmp_path, "articles"), count(tmp_path, "captures"), count(tmp_path, "versions")) == (120, 120, 120)
    assert scraper(tmp_path, "verify").returncode == 0


def count(folder, table):
    path = folder / "archive.db"
    if not path.exists():
        return 0
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        db.close()
