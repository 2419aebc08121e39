"""A raw HTTP server that misbehaves to the byte, on the loopback, and helpers to fetch from it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Self

from scraper.errors import FetchError
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.politeness import HostsInMemory
from scraper.models import Page

LOOPBACK = ("127.0.0.0/8", "::1/128")
PAGE = b"<!doctype html><html><title>t</title><p>A page of some words.</p></html>"


@dataclass
class Asked:
    """One request, as the server saw it."""

    at: float
    host: str
    path: str
    headers: dict[str, str]
    connection: int


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FaultServer:
    """Answers each path with given bytes, or by a function that writes them; "*" answers the rest."""

    answers: dict[str, bytes | Behaviour]
    addresses: tuple[str, ...] = ("127.0.0.1",)
    log: list[Asked] = field(default_factory=list)
    port: int = 0
    open_now: int = 0
    open_most: int = 0
    _connections: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._servers = []
        for address in self.addresses:
            server = await asyncio.start_server(self._accept, address, self.port)
            self.port = server.sockets[0].getsockname()[1]
            self._servers.append(server)
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)

    async def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        return [(self.addresses[0], self.port)]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._connections += 1
        self.open_now += 1
        self.open_most = max(self.open_most, self.open_now)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._serve(reader, writer, self._connections)
        finally:
            self.open_now -= 1
            self._tasks.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
            asked = Asked(
                at=time.time(), host=fields["host"], path=head[0].split()[1], headers=fields, connection=number
            )
            self.log.append(asked)
            answer = self.answers.get(asked.path) or self.answers.get("*") or http(b"not here", status="404 Not Found")
            if callable(answer):
                await answer(asked, writer)
            else:
                writer.write(answer)
                await writer.drain()
                if b"Connection: close" in answer:
                    writer.close()
                    await writer.wait_closed()
                    return

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]


def http(
    body: bytes = PAGE, *fields: str, status: str = "200 OK", length: bool = True, kind: str = "text/html"
) -> bytes:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status}", *fields, f"Content-Type: {kind}"]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str, status: int = 302, *fields: str) -> bytes:
    """An answer that sends elsewhere."""
    return http(b"", f"Location: {to}", *fields, status=f"{status} Moved")


def forever(start: bytes, again: bytes, pause: float = 0.0) -> Behaviour:
    """Send the start and then the same bytes without end."""

    async def behave(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(again)
            await writer.drain()
            await asyncio.sleep(pause)

    return behave


def in_turn(*answers: bytes) -> Behaviour:
    """Another answer each time; the last stays."""
    left = list(answers)

    async def behave(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        await writer.drain()

    return behave


def reset(start: bytes) -> Behaviour:
    """Send the start, then break the connection with a RST."""

    async def behave(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.sleep(0.02)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        raise OSError

    return behave


async def silence(_: Asked, __: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.sleep(3600)


@dataclass
class FakeClock:
    """A clock that only sleeping moves."""

    now: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def a_fetcher(server: FaultServer, clock: FakeClock | None = None, hosts: Any = None, **settings: Any) -> Fetcher:
    """A fetcher that knows every name as the server, and asks neither robots nor patience unless told."""
    chosen = {"delay": 0.0, "retries": 0, "robots": False, "allow_net": LOOPBACK, "same_body": 0, **settings}
    timing = {"clock": clock, "sleep": clock.sleep, "random": lambda: 0.5} if clock else {}
    resolve = chosen.pop("resolve", server.resolve)
    return Fetcher(FetchSettings(**chosen), hosts=hosts or HostsInMemory(), resolve=resolve, **timing)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end, and no longer than a test may last."""

    async def bounded() -> Any:
        return await asyncio.wait_for(work, 20)

    return asyncio.run(bounded())


def visit(
    answers: dict[str, bytes | Behaviour], path: str = "/page", **settings: Any
) -> tuple[Page | FetchError, FaultServer]:
    """Fetch one path of a site with these answers: the page or the error, and the server with its log."""

    async def go() -> tuple[Page | FetchError, FaultServer]:
        clock = settings.pop("clock", None)
        async with FaultServer(answers) as server, a_fetcher(server, clock, **settings) as fetcher:
            try:
                return await fetcher.fetch(f"http://site.example{path}"), server
            except FetchError as error:
                return error, server

    return run(go())
