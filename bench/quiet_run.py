"""What a run costs that finds nothing: `scraper run --all -q` over many feeds that have not changed.

    python -m bench.quiet_run [--feeds 200] [--rounds N]     exit 1 if a figure is over its bar

Each feed is on a host of its own (127.0.x.y), as real ones are, has 30 entries that the archive
knows, and answers "not modified". The first run, which archives nothing but reads the feeds, is
not counted.
"""

import argparse
import contextlib
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CPU_BAR = 1.2  # seconds, start of the program included
MEMORY_BAR = 90.0  # MB, at the peak
ENTRIES = 30
ALLOW = ("--allow-net", "127.0.0.0/8")


def feed(host):
    """An RSS feed of a host, with dates an hour apart."""
    items = "".join(
        f"<item><title>Story {n}</title><link>http://{host}/story-{n}</link>"
        f"<pubDate>Sun, 01 Mar 2026 {n % 24:02}:00:00 GMT</pubDate></item>"
        for n in range(ENTRIES)
    )
    return f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>".encode()


def _serve(asked, pipe):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            body, status = b"", 404
            if self.path == "/feed":
                with asked.get_lock():
                    asked.value += 1
                is_known = self.headers.get("If-None-Match") == '"one"'
                status, body = (304, b"") if is_known else (200, feed(self.headers["Host"]))
            elif self.path == "/robots.txt":
                with asked.get_lock():
                    asked.value += 1
            self.send_response(status)
            self.send_header("ETag", '"one"')
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    pipe.send(server.server_port)
    server.serve_forever()


@contextlib.contextmanager
def serving():
    """Serve a feed at each address of the loopback; return the port and the count of requests."""
    asked = multiprocessing.Value("i", 0)
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    server = context.Process(target=_serve, args=(asked, theirs), daemon=True)
    server.start()
    try:
        yield ours.recv(), asked
    finally:
        server.kill()
        server.join()


def follow(file, port, feeds):
    """Follow so many feeds whose entries have all been seen."""
    from scraper.archive import Archive
    from scraper.models import Lead

    with Archive.open(file) as archive, archive.transaction():
        for number in range(feeds):
            host = f"127.0.{1 + number // 250}.{1 + number % 250}:{port}"
            feed_id, _ = archive.crawl.feeds.add(f"http://{host}/feed")
            leads = [Lead(url=f"http://{host}/story-{n}") for n in range(ENTRIES)]
            archive.crawl.feeds.mark_seen(feed_id, leads)


def run(folder):
    """One run -> CPU seconds, peak MB, wall seconds and what it printed."""
    code = (
        "import resource, runpy, sys\n"
        "try: runpy.run_module('scraper', run_name='__main__')\n"
        "finally:\n"
        "  used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "  open('peak', 'w').write(str(used.ru_maxrss))"
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
    with tempfile.TemporaryDirectory() as name, serving() as (port, asked):
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
