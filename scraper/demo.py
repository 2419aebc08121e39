"""The made-up web of `fixtures/`, served on the loopback: what `scraper demo` archives and the tests fetch."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
EPOCH = 1_767_225_600.0  # 2026-01-01: files out of a wheel have no date of their own
DAY = 86_400.0
GZIP_FROM = 1024  # bytes; shorter answers are not worth it
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "rss": "application/rss+xml; charset=utf-8",
        "atom": "application/atom+xml; charset=utf-8",
        "rdf": "application/rdf+xml",
        "json": "application/feed+json",
        "xml": "application/xml; charset=utf-8",
        "opml": "text/x-opml; charset=utf-8",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one URL of the made-up web says."""

    url: str
    status: int = 200
    type: str = "text/html; charset=utf-8"
    bodies: tuple[bytes, ...] = (b"",)  # a page that is edited has several: one a step
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the first byte


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the server saw, for tests of manners; `at` is in seconds of the monotonic clock."""

    host: str
    path: str
    status: int
    at: float
    headers: Mapping[str, str]


def fixtures() -> Traversable:
    """The folder of the made-up web: inside the installed package, else in the checkout."""
    installed = files("scraper") / "fixtures"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "fixtures"


class Web:
    """A server of the made-up web, as a context manager; `resolve` leads its hosts to it."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self.folder = folder or fixtures()
        self.manifest: dict[str, Any] = tomllib.loads((self.folder / "web.toml").read_text("utf-8"))
        self.answers: dict[tuple[str, str], Answer] = {}
        for entry in (entry for table in ("page", "feed", "answer") for entry in self.manifest.get(table, ())):
            answer = self._answer(entry)
            self.answers[_address(answer.url)] = answer
        self.hosts = frozenset(host for host, _ in self.answers)
        self._read_robots()
        self.requests: list[Request] = []
        self.now = 0  # how often the world moved on
        self._server: ThreadingHTTPServer | None = None

    @property
    def urls(self) -> tuple[str, ...]:
        """The pages that hold an article."""
        return tuple(page["url"] for page in self.manifest["page"] if page.get("article", True))

    @property
    def other_urls(self) -> tuple[str, ...]:
        """The pages that hold none: walls, shells, listings, errors, redirects."""
        pages = [page["url"] for page in self.manifest["page"] if not page.get("article", True)]
        return (*pages, *(answer["url"] for answer in self.manifest.get("answer", ())))

    @property
    def edited(self) -> tuple[str, ...]:
        """The pages that their newsrooms edit: those with more than one version."""
        return tuple(answer.url for answer in self.answers.values() if len(answer.bodies) > 1)

    @property
    def feeds(self) -> tuple[str, ...]:
        """The feeds and sitemaps."""
        return tuple(feed["url"] for feed in self.manifest.get("feed", ()))

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

    def _answer(self, entry: Mapping[str, Any]) -> Answer:
        """One entry of web.toml, with the bytes it names."""
        names = entry.get("versions") or [name for name in [entry.get("file")] if name]
        bodies = tuple((self.folder / name).read_bytes() for name in names) or (entry.get("text", "").encode(),)
        ending = names[0].rpartition(".")[2] if names else "html"
        return Answer(
            url=entry["url"],
            status=entry.get("status", 200),
            type=entry.get("type", TYPES[ending]),
            bodies=bodies,
            headers=entry.get("headers", {}),
            wait=entry.get("wait", 0.0),
        )

    def _read_robots(self) -> None:
        for file in (self.folder / "robots").iterdir():
            url = f"http://{file.name.removesuffix('.txt')}/robots.txt"
            self.answers[_address(url)] = Answer(url=url, type=TYPES["txt"], bodies=(file.read_bytes(),))


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
            Request(host=host, path=self.path, status=status, at=time.monotonic(), headers=dict(self.headers))
        )
        self._send(status, answer, body, {"ETag": etag, "Last-Modified": formatdate(changed, usegmt=True)})

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

    def _send(self, status: int, answer: Answer, body: bytes, validators: Mapping[str, str]) -> None:
        self.send_response(status)
        headers = {"Content-Type": answer.type, **(validators if status in (200, 304) else {}), **answer.headers}
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
