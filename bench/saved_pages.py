"""Many saved pages taken into an archive, killed five times: `python -m bench.saved_pages [10000]`.

The pages are made up, as SingleFile saves them, of 60 KB each with navigation, teasers and styles.
`scraper import html` is killed (SIGKILL, all of its processes) at random moments, then run once to
its end. Every file has to be in the archive once. The rate is that of all runs together, starts
and what the kills cost included. Exit 1 if a file is lost or doubled, or the rate is below the bar.
"""

import argparse
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.kills import WORDS

RATE_BAR = 60.0  # pages a second on two processors
SITES = 50
STYLES = 30_000  # bytes of them in a page
SAVED = (
    "<!--\n Page saved with SingleFile \n url: {url} \n"
    " saved date: Thu Jun 11 2026 22:49:39 GMT+0000 (UTC)\n-->"
)
STYLE = ".card-{n}{{display:flex;margin:0 0 {n}px;color:#333;font-family:Georgia,serif}}"


def page(number):
    """Return a page of its own words, with its address in it."""
    chance = random.Random(number)
    url = f"https://site{number % SITES}.example/2026/{number}"

    def words(many):
        return " ".join(chance.choices(WORDS, k=many)).capitalize()

    links = "".join(f"<li><a href='/topic/{n}'>{words(2)}</a></li>" for n in range(60))
    teasers = "".join(
        f"<div class='card'><a href='/2026/t{n}'><h3>{words(8)}</h3></a><p>{words(20)}</p></div>"
        for n in range(40)
    )
    text = "".join(f"<p>{words(60)}.</p>" for _ in range(16))
    styles = "".join(STYLE.format(n=n) for n in range(STYLES // len(STYLE)))
    head = f"<title>Story {number}</title><style>{styles}</style>"
    return (
        f"<!DOCTYPE html><html lang='en'>{SAVED.format(url=url)}<head>{head}</head><body>"
        f"<header><nav><ul>{links}</ul></nav></header><main><article>"
        f"<h1>Story number {number:06}</h1><p class='byline'>By Anna Holm</p>"
        f"<time datetime='2026-01-02T09:30:00Z'>2 January 2026</time>{text}</article>"
        f"<aside>{teasers}</aside></main><footer><ul>{links}</ul></footer></body></html>"
    ).encode()


def start(folder):
    """Start the import of the pages in a folder."""
    command = [sys.executable, "-m", "scraper", "import", "html", "saved", "-q"]
    return subprocess.Popen(command, cwd=folder, start_new_session=True, stdout=subprocess.DEVNULL)


def write(folder, number):
    """Write so many pages."""
    for one in range(number):
        path = Path(folder, "saved", str(one % SITES), f"{one}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page(one))


def killed(folder, chance, kills):
    """Run the import to its end, after it was killed so many times; return the seconds it took."""
    began = time.perf_counter()
    for _ in range(kills):
        run = start(folder)
        time.sleep(chance.uniform(3.0, 9.0))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    last = start(folder).wait()
    print(f"the last run left with {last}")
    return time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write(folder, given.number)
        took = killed(folder, random.Random(16), given.kills)
        with sqlite3.connect(Path(folder, "archive.db")) as db:
            counts = [
                db.execute(f"SELECT count({what}) FROM {table}").fetchone()[0]
                for what, table in (
                    ("*", "articles"),
                    ("DISTINCT url", "articles"),
                    ("*", "captures"),
                    ("*", "versions"),
                )
            ]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    rate = given.number / took
    each = (used.ru_utime + used.ru_stime) / given.number * 1000
    print(f"{given.number} files, {given.kills} kills: {rate:.0f}/s, {each:.1f} ms of CPU each")
    print("articles {}, of different addresses {}, captures {}, versions {}".format(*counts))
    sys.exit(set(counts) != {given.number} or rate < RATE_BAR)


if __name__ == "__main__":
    main()
