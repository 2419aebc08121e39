"""What a run costs that finds nothing: `scraper run --all -q` over many feeds that have not changed.

    python -m bench.quiet_run [--feeds 200] [--rounds N]     exit 1 if a figure is over its bar

Each feed is on a host of its own (127.0.x.y), as real ones are, has 30 entries that the archive
knows, and answers "not modified". The first run, which archives nothing but reads the feeds, is
not counted.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.server import Answer, serving

CPU_BAR = 1.2  # seconds, start of the program included
MEMORY_BAR = 90.0  # MB, at the peak
ENTRIES = 30
ETAG = '"one"'
ALLOW = ("--allow-net", "127.0.0.0/8")


def feed(host):
    """An RSS feed of a host, with dates an hour apart."""
    items = "".join(
        f"<item><title>Story {n}</title><link>http://{host}/story-{n}</link>"
        f"<pubDate>Sun, 01 Mar 2026 {n % 24:02}:00:00 GMT</pubDate></item>"
        for n in range(ENTRIES)
    )
    return f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>".encode()


def answer(path, headers):
    """Give the feed of the host that was asked, or "not modified" if it is known."""
    if path != "/feed":
        return Answer(404)
    if headers.get("If-None-Match") == ETAG:
        return Answer(304, etag=ETAG)
    return Answer(200, feed(headers["Host"]), "application/rss+xml", ETAG)


def hosts(feeds):
    """An address of the loopback for each feed."""
    return [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(feeds)]


def follow(file, port, feeds):
    """Follow so many feeds whose entries have all been seen."""
    from scraper.archive import Archive
    from scraper.models import Lead

    with Archive.open(file) as archive, archive.transaction():
        for address in hosts(feeds):
            host = f"{address}:{port}"
            feed_id, _ = archive.crawl.feeds.add(f"http://{host}/feed")
            leads = [Lead(url=f"http://{host}/story-{n}") for n in range(ENTRIES)]
            archive.crawl.feeds.mark_seen(feed_id, leads)


def run(folder):
    """One run -> CPU seconds, peak MB, wall seconds and what it printed."""
    # the peak of ru_maxrss would be this process's own, from which the other one is started
    code = (
        "import runpy\n"
        "try: runpy.run_module('scraper', run_name='__main__')\n"
        "finally:\n"
        "  lines = open('/proc/self/status').read().split('\\n')\n"
        "  open('peak', 'w').write(next(line.split()[1] for line in lines if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", code, "run", "--all", "-q", *ALLOW]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    cpu = sum(after[:2]) - sum(before[:2])
    peak = int((folder / "peak").read_text()) / 1024
    return cpu, peak, ended - began, (done.returncode, done.stdout + done.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    served = serving(answer, hosts(options.feeds))
    with tempfile.TemporaryDirectory() as name, served as (port, asked):
        folder = Path(name)
        follow(folder / "archive.db", port, options.feeds)
        print("first run:", run(folder)[3], f"{datetime.now(UTC):%F %T}")
        results = []
        for _ in range(options.rounds):
            asked.value = 0
            cpu, peak, wall, printed = run(folder)
            print(
                f"{cpu:.2f} s CPU, {peak:.0f} MB, {wall:.1f} s; {asked.value} requests; {printed}"
            )
            results.append((cpu, peak, asked.value, printed))
    cpu = min(result[0] for result in results)
    peak = max(result[1] for result in results)
    is_quiet = all(result[2:] == (options.feeds, (0, "")) for result in results)
    print(
        f"{cpu:.2f} s of CPU (bar {CPU_BAR}), {peak:.0f} MB (bar {MEMORY_BAR:.0f}), quiet: {is_quiet}"
    )
    return int(cpu > CPU_BAR or peak > MEMORY_BAR or not is_quiet)


if __name__ == "__main__":
    sys.exit(main())
