"""The server of the made-up web: real HTTP on a loopback port, with validators, gzip, redirects and faults."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources.abc import Traversable
from typing import Self
from urllib.parse import urlsplit

from scraper.demo import answers
from scraper.demo.answers import FEED, OTHER, PAGE, Answer

LOOPBACK = "127.0.0.1"
EPOCH = 1_767_225_600.0  # 2026-01-01: files out of a wheel have no date of their own
DAY = 86_400.0
GZIP_FROM = 1024  # bytes; shorter answers are not worth it


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the server saw, for tests of manners; `at` is in seconds of the monotonic clock."""

    host: str
    path: str
    status: int
    at: float
    headers: Mapping[str, str]


class Web:
    """The made-up web, as a context manager that serves it; `resolve` leads its hosts to the server."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self.answers = {
            _address(answer.url): answer for answer in answers.read(folder or answers.fixtures())
        }
        self.hosts = frozenset(host for host, _ in self.answers)
        self.urls = self._of(PAGE)  # the pages that hold an article
        self.feeds = self._of(FEED)  # the feeds and sitemaps
        self.other_urls = self._of(OTHER)  # walls, shells, listings, errors, redirects
        self.requests: list[Request] = []
        self.now = 0  # how often the world moved on
        self._server: ThreadingHTTPServer | None = None

    @property
    def edited(self) -> tuple[str, ...]:
        """The pages that their newsrooms edit: those with more than one version."""
        return tuple(answer.url for answer in self.answers.values() if len(answer.bodies) > 1)

    @property
    def port(self) -> int:
        """Where the server listens."""
        if self._server is None:
            raise RuntimeError("the made-up web is not being served: use `with Web() as web:`")
        return int(self._server.server_address[1])

    async def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Lead a made-up host to the loopback, whatever the port; no other host exists."""
        del port  # the made-up web has one server
        if host not in self.hosts:
            raise socket.gaierror(socket.EAI_NONAME, f"no host {host} in the made-up web")
        return [(LOOPBACK, self.port)]

    def step(self) -> bool:
        """Let the newsrooms edit their pages once; False if no page has a further version."""
        more = any(self.now + 1 < len(answer.bodies) for answer in self.answers.values())
        self.now += more
        return more

    def start(self) -> Self:
        """Serve on a free loopback port, in threads of its own."""
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Close the port."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _of(self, role: str) -> tuple[str, ...]:
        found = (answer.url for answer in self.answers.values() if answer.role == role)
        return tuple(url for url in found if not url.endswith("/robots.txt"))


def _address(url: str) -> tuple[str, str]:
    """Host and path with query: what a request line and a Host header tell."""
    parts = urlsplit(url)
    return parts.hostname or "", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class _Server(ThreadingHTTPServer):
    """The socket; it knows the web that it serves."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, web: Web) -> None:
        self.web = web
        super().__init__((LOOPBACK, 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who hangs up is none of our business."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "made-up-web"
    sys_version = ""
    timeout = 30
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer by host and path."""
        web = self.server.web
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        answer = web.answers.get((host, self.path))
        if answer is None:
            text = "<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>"
            answer = Answer(url=f"http://{host}{self.path}", status=404, bodies=(text.encode(),))
        if answer.wait:
            time.sleep(answer.wait)
        number = min(web.now, len(answer.bodies) - 1)
        body = answer.bodies[number]
        etag, changed = f'"{hashlib.sha256(body).hexdigest()[:16]}"', EPOCH + number * DAY
        status = 304 if answer.status == 200 and self._known(etag, changed) else answer.status
        web.requests.append(
            Request(
                host=host,
                path=self.path,
                status=status,
                at=time.monotonic(),
                headers=dict(self.headers),
            )
        )
        self._send(
            status, answer, body, {"ETag": etag, "Last-Modified": formatdate(changed, usegmt=True)}
        )

    do_HEAD = do_GET  # noqa: N815

    def _known(self, etag: str, changed: float) -> bool:
        """Whether the reader has this very version (RFC 9110 §13.1: the tag goes before the date)."""
        tag, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if tag is not None:
            return etag in tag
        try:
            return since is not None and parsedate_to_datetime(since).timestamp() >= changed
        except ValueError:
            return False

    def _send(
        self, status: int, answer: Answer, body: bytes, validators: Mapping[str, str]
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": answer.type,
            **(validators if status in (200, 304) else {}),
            **answer.headers,
        }
        if status == 304:
            body = b""
        elif len(body) >= GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that http.server gives)
        """Say nothing: `Web.requests` remembers."""
