"""What the tests of commands share: run the real program in a folder, against a real server on the loopback."""

import contextlib
import fcntl
import io
import logging
import os
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scraper.commands import scraper as program
from scraper.commands.terminal.error_exit import guarded

logging.getLogger("scraper").addHandler(logging.NullHandler())  # as the commands that log add it, for all calls
ALLOW = ("--allow-net", "127.0.0.0/8", "--delay", "0", "--retries", "0")


def surroundings(folder):
    """An environment in which nothing of this machine's settings counts."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SCRAPER_", "NO_COLOR"))}
    return kept | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}


def start(folder, *args):
    """Start `scraper ARGS` in a folder and a process group of its own -> the running process."""
    command = [sys.executable, "-m", "scraper", *map(str, args)]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=surroundings(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def scraper(folder, *args, stdin=None, env=None, timeout=60):
    """Run `scraper ARGS` in a folder -> the finished process; its output is text."""
    environment = surroundings(folder) | (env or {})
    command = [sys.executable, "-m", "scraper", *map(str, args)]
    return subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )


def inside(folder, *args, stdin="", env=None):
    """The same in this very process, by the same door, at a tenth of the cost: for commands that start no process."""
    before, argv, streams = dict(os.environ), sys.argv, (sys.stdin, sys.stdout, sys.stderr)
    log = logging.getLogger("scraper")
    handlers, level, propagate = log.handlers[:], log.level, log.propagate
    sent, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    os.environ.update({"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), **(env or {})})
    sys.argv = ["scraper", *map(str, args)]
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"), sent, told
    try:
        with contextlib.chdir(folder):
            guarded(program)
    except SystemExit as left:
        code = left.code
    finally:
        sys.argv, (sys.stdin, sys.stdout, sys.stderr) = argv, streams
        for opened in set(log.handlers) - set(handlers):
            opened.close()
        log.handlers[:], log.level, log.propagate = handlers, level, propagate  # -v of one call is not that of the next
        os.environ.clear()
        os.environ.update(before)
    out, err = (stream.buffer.getvalue().decode() for stream in (sent, told))
    return subprocess.CompletedProcess(args, code or 0, out, err)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up early is no news, and standard error belongs to the program under test."""


class Site:
    """A site on the loopback: path -> (status, headers, body), or a function of the number of the visit."""

    def __init__(self, address="127.0.0.1"):
        self.pages = {}
        self.visits = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.visits.append((self.path, {name.title(): value for name, value in self.headers.items()}))
                answer = site.pages.get(self.path, (404, {}, b"<h1>Not found</h1>"))
                if callable(answer):
                    answer = answer(sum(path == self.path for path, _ in site.visits))
                status, headers, body = answer
                if status == "hang":
                    time.sleep(body)
                    return
                etag = headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in {
                    "Content-Type": "text/html; charset=utf-8",
                    "Content-Length": str(len(body)),
                    **headers,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = Server((address, 0), Handler)
        self.base = f"http://{address}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def serving(address="127.0.0.1"):
    site = Site(address)
    try:
        yield site
    finally:
        site.close()


WORDS = "The harbour board met for six hours on Tuesday and left the question of the old pilot station where it had found it."


def article(headline, *paragraphs, modified=None, head=""):
    """A plain news page."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs or (f"{WORDS} {n}" for n in range(6)))
    changed = f'<meta property="article:modified_time" content="{modified}">' if modified else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{headline} | The Gazette</title>'
        f'<meta property="og:type" content="article"><meta property="og:site_name" content="The Gazette">'
        f'<meta property="article:published_time" content="2026-03-01T08:00:00+01:00">{changed}{head}</head>'
        f'<body><nav><a href="/">Home</a></nav><article><h1>{headline}</h1><p class="byline">By <a rel="author" href="/by/ada">Ada Berg</a></p>'
        f"{body}</article><footer>© The Gazette</footer></body></html>"
    ).encode()


def on_a_terminal(folder, columns, *args, keyboard=False, env=None):
    """What a terminal so many columns wide and 40 lines high is sent: lines; `keyboard` makes it the input, too."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "scraper", *args]
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")} | {"TERM": "xterm"}
    environment |= env or {}
    stdin = theirs if keyboard else subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdin=stdin, stdout=theirs, env=environment)
    os.close(theirs)
    sent = b""
    with contextlib.suppress(OSError):  # Linux says EIO when the other end is closed
        while piece := os.read(ours, 65536):
            sent += piece
    os.close(ours)
    assert process.wait(timeout=30) == 0
    return sent.decode().splitlines()


def without_colours(line):
    return re.sub(r"\x1b\[[\d;]*m", "", line)
