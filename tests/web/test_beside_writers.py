"""Beside runs that write at full speed, readers get whole articles of one version, and never an error."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from newsroom import START, article, visit
from program import ALLOW, scraper, serving
from program import article as markup
from scraper.archive import Archive
from scraper.models import Author, Image
from scraper.web.room import RoomOptions
from scraper.web.room_server import RoomServer

ROUNDS = 3  # at least, however slow the machine is
STORIES, READERS = 4, 3
EDITION = re.compile(r"edition (\d+)")
PLACES = (
    "/",
    *(f"/articles/{number}" for number in range(1, STORIES + 1)),
    "/status",
    "/articles/1.json",
    "/articles/2.md",
)


def edition(number, count):
    """A story whose every field names its edition: texts, people and pictures are in tables of their own."""
    name = f"edition {count}"
    return article(
        *(f"{name}: paragraph {each} of the long story of the harbour and its ferries, in full." for each in range(8)),
        url=f"https://harbour.example/{number}", headline=f"Story {number}, {name}", subheadline=name, byline=f"By {name}",
        authors=(Author(name=name, role=f"role in {name}", links=(f"https://x.example/{count}",)),),
        images=(Image(url="https://x.example/1.jpg", caption=name, credit=name, lead=True),),
    )  # fmt: skip


@contextmanager
def readers(path):
    """Ask for pages of the room all the time; give the list of what was wrong and a counter of pages."""
    wrong, done, ended = [], [], threading.Event()

    def read(port):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        number = 0
        while not ended.is_set():
            place = PLACES[number % len(PLACES)]
            # an address of its own: the room must make each page, and not give a kept one
            connection.request("GET", f"{place}?{threading.get_ident()}={number}")
            answer = connection.getresponse()
            text = answer.read().decode()
            number += 1
            done.append(place)
            if answer.status != 200:
                wrong.append((place, answer.status, text))
            elif place.startswith("/articles") and len(set(EDITION.findall(text))) != 1:
                wrong.append((place, "of several versions", set(EDITION.findall(text))))
        connection.close()

    with RoomServer(path, RoomOptions()) as server, ThreadPoolExecutor(READERS) as threads:
        futures = [threads.submit(read, server.port) for _ in range(READERS)]
        try:
            yield wrong, done
        finally:
            ended.set()
            for future in futures:
                future.result()


def test_every_page_is_of_one_version(tmp_path):
    path = tmp_path / "a.db"
    with Archive.open(path, clock=lambda: START) as archive:
        for number in range(STORIES):
            visit(archive, edition(number, 0))
        end, count = time.monotonic() + 1.0, 0
        with readers(path) as (wrong, done):
            while time.monotonic() < end or count < ROUNDS:
                count += 1
                for number in range(STORIES):
                    visit(archive, edition(number, count), hours=count)
        assert archive.articles.get(1)["version"] == count + 1
    assert wrong == []
    assert len(done) > READERS


@pytest.mark.slow
def test_beside_fetch_and_run(tmp_path):
    with serving() as site:
        for number in range(STORIES):
            site.pages[f"/{number}"] = lambda visits, number=number: (200, {}, page_of(number, visits))
        urls = [f"{site.base}/{number}" for number in range(STORIES)]
        assert scraper(tmp_path, "fetch", *urls, *ALLOW).returncode == 0
        feed = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in urls)
        site.pages["/feed"] = (
            200,
            {"Content-Type": "application/rss+xml"},
            f"<rss><channel>{feed}</channel></rss>".encode(),
        )
        assert scraper(tmp_path, "feed", "add", f"{site.base}/feed", *ALLOW[:2]).returncode == 0
        with readers(tmp_path / "archive.db") as (wrong, done):
            for _ in range(3):
                assert scraper(tmp_path, "fetch", *urls, *ALLOW, "--force").returncode == 0
            assert scraper(tmp_path, "run", "--all", *ALLOW).returncode in (0, 3)
            assert scraper(tmp_path, "optimize", "--shrink").returncode == 0
    assert wrong == []
    assert len(done) > READERS


def page_of(number, visits):
    return markup(f"Story {number}, edition {visits}", *(f"edition {visits}: the long story of the harbour, part {n}, as told on the pier by the old pilots." for n in range(8)))  # fmt: skip
