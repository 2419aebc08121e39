"""Whatever ends a run, nothing that was reported is lost and the same command goes on."""

import os
import random
import signal
import sqlite3
import time

import pytest

from program import ALLOW, article, scraper, serving, start


@pytest.fixture
def site():
    with serving() as site:
        yield site


def fill(site, folder, number):
    """So many pages on the site, and their addresses in a file."""
    for n in range(number):
        site.pages[f"/{n}"] = (
            200,
            {},
            article(
                f"Story number {n:06}",
                *(
                    f"Paragraph {p} of story {n}: the harbour board met for six hours and left the question open."
                    for p in range(4)
                ),
            ),
        )
    (folder / "urls.txt").write_text("".join(f"{site.base}/{n}\n" for n in range(number)))


def counts(folder):
    with sqlite3.connect(folder / "archive.db") as db:
        articles, urls = db.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone()
        (versions,) = db.execute("SELECT count(*) FROM versions").fetchone()
        (integrity,) = db.execute("PRAGMA integrity_check").fetchone()
        queue = dict(db.execute("SELECT state, count(*) FROM queue GROUP BY state"))
    return articles, urls, versions, integrity, queue


@pytest.mark.slow
def test_case_39_fifteen_kills_lose_nothing_and_double_nothing(site, tmp_path):
    number, chance = 600, random.Random(15)
    fill(site, tmp_path, number)
    command = ("fetch", *ALLOW, "--per-host", "2", "-a", "urls.txt")
    for _ in range(15):
        run = start(tmp_path, *command)
        time.sleep(chance.uniform(0.5, 1.6))
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
    done = scraper(tmp_path, *command, timeout=120)
    assert done.returncode == 0, done.stderr
    assert counts(tmp_path) == (number, number, number, "ok", {"done": number})
    # what a kill costs: the pages in flight, at most a few each time
    assert len([path for path, _ in site.visits if path != "/robots.txt"]) <= number + 15 * 16


@pytest.mark.slow
def test_case_39_the_first_interrupt_finishes_what_is_in_flight(site, tmp_path):
    fill(site, tmp_path, 300)
    with start(tmp_path, "fetch", *ALLOW, "-a", "urls.txt") as run:
        assert run.stdout.readline().startswith("outcome")
        assert run.stdout.readline()
        os.kill(run.pid, signal.SIGINT)
        out, err = run.stdout.read(), run.stderr.read()  # communicate() would lose what readline() has read ahead
    assert run.returncode == 130
    assert "Traceback" not in err
    articles, _, _, integrity, queue = counts(tmp_path)
    assert integrity == "ok"
    assert "taken" not in queue
    assert queue["done"] == articles == len(out.splitlines()) + 1
    again = scraper(tmp_path, "fetch", *ALLOW, "--pending", "--max-time", "1")
    assert again.returncode in (0, 130)
    assert counts(tmp_path)[0] > articles


@pytest.mark.slow
def test_two_runs_share_one_list_without_fetching_twice(site, tmp_path):
    fill(site, tmp_path, 60)
    runs = [start(tmp_path, "fetch", *ALLOW, "-a", "urls.txt") for _ in range(2)]
    for run in runs:
        _, err = run.communicate(timeout=60)
        assert run.returncode == 0, err
    assert counts(tmp_path)[:4] == (60, 60, 60, "ok")
    visited = [path for path, _ in site.visits if path != "/robots.txt"]
    assert len(visited) == len(set(visited)) == 60
