"""The browser's only way out.

A proxy on the loopback whose connections pass the guard like every other of ours. It asks for a
password, which only our browser knows: a port of the loopback is open to every user of the machine.
It tunnels (CONNECT), and forwards plain requests one a connection. What a page loads is bounded:
bytes and connections.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from hmac import compare_digest
from typing import Self

from scraper.fetch.guard import BlockedAddress
from scraper.fetch.headers import basic
from scraper.fetch.library import httpcore
from scraper.fetch.sockets import Backend, NoSuchHost, SocketStream
from scraper.urls import address

HEAD_BYTES = 64 << 10
PIECE = 64 << 10
CONNECTIONS = 64  # at a time
SECONDS = 10.0  # for a request's head to come, and for a connection to open
USER = "scraper"
# fields between the browser and us
OURS = ("connection", "keep-alive", "proxy-connection", "proxy-authorization")


class LoginWanted(Exception):
    """The request does not bring the password."""


# what the browser gets as an answer when its request fails
REFUSALS: tuple[tuple[type[Exception], str], ...] = (
    (LoginWanted, "407 Proxy Authentication Required"),
    (BlockedAddress, "403 Forbidden"),
    (NoSuchHost, "502 No such host"),
    (httpcore.NetworkError, "502 No connection"),
    (httpcore.TimeoutException, "504 No connection in time"),
    (ValueError, "400 Bad request"),
)


def refusal(error: Exception) -> bytes:
    """Return the answer to a request that failed with one of REFUSALS."""
    status = next(status for kind, status in REFUSALS if isinstance(error, kind))
    login = 'Proxy-Authenticate: Basic realm="scraper"\r\n'
    field = login if isinstance(error, LoginWanted) else ""
    rest = "Content-Length: 0\r\nConnection: close\r\n\r\n"
    return f"HTTP/1.1 {status}\r\n{field}{rest}".encode()


class Proxy:
    """Listens while the context lasts; `most` bytes may pass until `renew` is called."""

    def __init__(self, backend: Backend, *, most: int, password: str) -> None:
        self._backend, self._most = backend, most
        self._login = basic(f"{USER}:{password}")
        self._left = most
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=HEAD_BYTES)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self.renew()

    @property
    def address(self) -> str:
        """Return where it listens."""
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    async def renew(self) -> None:
        """Cut every connection and grant all bytes again.

        The last page's connections are of no use to the next.
        """
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._left = self._most

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(self._tasks) < CONNECTIONS:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            with contextlib.suppress(
                OSError, EOFError, TimeoutError, asyncio.LimitOverrunError, asyncio.CancelledError
            ):
                await self._serve(reader, writer)
        writer.transport.abort() if self._left <= 0 else writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        try:
            asked = _ProxyRequest(head)
            if not compare_digest(asked.login, self._login):
                raise LoginWanted
            stream = await self._backend.connect_tcp(asked.host, asked.port, timeout=SECONDS)
        except tuple(kind for kind, _ in REFUSALS) as error:
            writer.write(refusal(error))
            await writer.drain()
            return
        try:
            await self._pass(asked, stream, reader, writer)
        except (httpcore.NetworkError, httpcore.TimeoutException):
            pass  # the browser sees its connection end
        finally:
            await stream.aclose()

    async def _pass(
        self,
        asked: _ProxyRequest,
        stream: SocketStream,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        if asked.tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _either(self._up(reader, stream, None), self._down(stream, writer, b""))
            return
        await stream.write(asked.head)
        await _either(self._up(reader, stream, asked.length), self._answer(stream, writer))

    async def _up(
        self, reader: asyncio.StreamReader, stream: SocketStream, length: int | None
    ) -> None:
        """Pass on what the browser sends: so many bytes, or all.

        A plain connection is for one request: what follows ends it.
        """
        while data := await reader.read(PIECE if length is None else min(length, PIECE) or 1):
            if length is not None:
                if not length:
                    return
                length -= len(data)
            if not self._may(data):
                return
            await stream.write(data)

    async def _answer(self, stream: SocketStream, writer: asyncio.StreamWriter) -> None:
        """Return the answer to a plain request, made to be the last of its connection."""
        head = b""
        while b"\r\n\r\n" not in head:
            data = await stream.read(PIECE)
            head += data
            if not data or len(head) > HEAD_BYTES:
                return
        head, _, rest = head.partition(b"\r\n\r\n")
        await self._down(stream, writer, _closing(head) + rest)

    async def _down(self, stream: SocketStream, writer: asyncio.StreamWriter, first: bytes) -> None:
        data = first
        while True:
            if not self._may(data):
                return
            writer.write(data)
            await writer.drain()
            data = await stream.read(PIECE)
            if not data:
                return

    def _may(self, data: bytes) -> bool:
        """Return whether these bytes may still pass; they are counted."""
        self._left -= len(data)
        return self._left > 0


class _ProxyRequest:
    """A request to the proxy; raises ValueError for what is none."""

    def __init__(self, head: bytes) -> None:
        line, _, rest = head.removesuffix(b"\r\n\r\n").partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ")
        self.tunnel = method == "CONNECT"
        asked = address(f"https://{target}/" if self.tunnel else target)
        if asked.scheme == "https" and not self.tunnel:
            raise ValueError("https needs a tunnel")
        self.host, self.port = asked.host, asked.port
        path = f"{asked.path}?{asked.query}" if asked.query else asked.path
        fields = {name.lower(): value.strip() for name, _, value in _fields(rest)}
        self.login = fields.get("proxy-authorization", "").encode("latin-1")
        length = fields.get("content-length", "0")
        if "transfer-encoding" in fields or not (length.isascii() and length.isdecimal()):
            raise ValueError("a body without a length")
        self.length = int(length)
        self.head = _closing(f"{method} {path} {version}\r\n".encode("latin-1") + rest)


def _fields(lines: bytes) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in lines.decode("latin-1").split("\r\n") if line]


def _closing(head: bytes) -> bytes:
    """Return the first line and the fields of a message, without those of its connection.

    The connection ends with the message.
    """
    first, _, rest = head.partition(b"\r\n")
    kept = [
        f"{name}:{value}" for name, _, value in _fields(rest) if name.strip().lower() not in OURS
    ]
    return first + "\r\n".join(["", *kept, "Connection: close", "", ""]).encode("latin-1")


async def _either(*ways: Awaitable[None]) -> None:
    """Wait until one way ends, and end the other."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
