"""Serve the made-up web: real HTTP on a loopback port, with validators, gzip and faults."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources.abc import Traversable
from typing import Self
from urllib.parse import urlsplit

from scraper.demo import fixture_answers
from scraper.demo.fixture_answers import FEED, OTHER, PAGE, FixtureAnswer

LOOPBACK = "127.0.0.1"
EPOCH = 1_767_225_600.0  # 2026-01-01: files installed from a wheel have no date
DAY = 86_400.0
GZIP_FROM = 1024  # bytes; shorter answers are not worth compressing


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request as the server received it; `at` is in seconds of the monotonic clock."""

    host: str
    path: str
    status: int
    at: float
    headers: Mapping[str, str]


class Web:
    """The made-up web, as a context manager that serves it.

    `resolve` is the resolver that directs its hosts to the server.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        found = fixture_answers.read(folder or fixture_answers.fixtures())
        self.answers = {_host_and_path(answer.url): answer for answer in found}
        self.hosts = frozenset(host for host, _ in self.answers)
        self.urls = self._with_role(PAGE)  # the pages that hold an article
        self.feeds = self._with_role(FEED)  # the feeds and sitemaps
        self.other_urls = self._with_role(OTHER)  # walls, shells, listings, errors, redirects
        self.requests: list[Request] = []
        self.now = 0  # how often `step` edited the pages
        self._server: ThreadingHTTPServer | None = None

    @property
    def edited(self) -> tuple[str, ...]:
        """Return the pages with more than one version."""
        return tuple(answer.url for answer in self.answers.values() if len(answer.bodies) > 1)

    @property
    def port(self) -> int:
        """Return the port on which the server listens."""
        if self._server is None:
            raise RuntimeError("the made-up web is not being served: use `with Web() as web:`")
        return int(self._server.server_address[1])

    async def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Resolve a made-up host to the loopback, whatever the port; no other host exists."""
        del port  # the made-up web has one server
        if host not in self.hosts:
            raise socket.gaierror(socket.EAI_NONAME, f"no host {host} in the made-up web")
        return [(LOOPBACK, self.port)]

    def step(self) -> bool:
        """Edit the pages once; return False if no page has a further version."""
        last = max(len(answer.bodies) for answer in self.answers.values()) - 1
        has_more = self.now < last
        self.now += has_more
        return has_more

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

    def _with_role(self, role: str) -> tuple[str, ...]:
        found = (answer.url for answer in self.answers.values() if answer.role == role)
        return tuple(url for url in found if not url.endswith("/robots.txt"))


def _host_and_path(url: str) -> tuple[str, str]:
    """Return the host and the path with query, as a Host header and a request line have them."""
    parts = urlsplit(url)
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    return parts.hostname or "", path


class _Server(ThreadingHTTPServer):
    """The server's socket, with the web that it serves."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, web: Web) -> None:
        self.web = web
        super().__init__((LOOPBACK, 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that hangs up."""


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
        answer = web.answers.get((host, self.path), _not_found(host, self.path))
        time.sleep(answer.wait)
        number = min(web.now, len(answer.bodies) - 1)
        body = answer.bodies[number]
        changed = EPOCH + number * DAY
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        is_ok = answer.status == HTTPStatus.OK
        status = answer.status
        if is_ok and self._is_known(etag, changed):
            status = HTTPStatus.NOT_MODIFIED
        request = Request(
            host=host,
            path=self.path,
            status=int(status),
            at=time.monotonic(),
            headers=dict(self.headers),
        )
        web.requests.append(request)
        headers = {"Content-Type": answer.type}
        if is_ok:
            headers |= {"ETag": etag, "Last-Modified": formatdate(changed, usegmt=True)}
        self._send(status, {**headers, **answer.headers}, body)

    do_HEAD = do_GET  # noqa: N815

    def _is_known(self, etag: str, changed: float) -> bool:
        """Return whether the client has this version (RFC 9110 §13.1: the tag comes first)."""
        tag = self.headers.get("If-None-Match")
        if tag is not None:
            return etag in tag
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.timestamp() >= changed

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Send an answer; one with status 304 has neither a body nor its length."""
        if status == HTTPStatus.NOT_MODIFIED:
            body = b""
        else:
            if len(body) >= GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, mtime=0)
                headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Log nothing: `Web.requests` has the requests."""


def _not_found(host: str, path: str) -> FixtureAnswer:
    text = b"<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>"
    return FixtureAnswer(url=f"http://{host}{path}", status=404, bodies=(text,))
