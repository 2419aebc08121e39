"""The sockets: every connection passes the guard here.

That is after the name is resolved and before anything is opened. So a redirect, a second DNS
answer, a feed, a sitemap or a robots file reaches nothing that a first URL could not. It also costs
less than the library's own backend: data waits in the protocol, and "is there any?" needs no system
call.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from scraper.fetch.guard import BlockedAddress, Guard
from scraper.fetch.library import httpcore

Resolve = Callable[[str, int], Awaitable[list[tuple[str, int]]]]

HIGH_WATER = 1 << 18  # bytes read ahead of the reader
CONNECT_EACH = 5.0  # seconds for one of several addresses


class NoSuchHost(Exception):
    """The name has no address, or none could be found for now."""


class TlsFailed(Exception):
    """No secure connection: a bad certificate, or no common protocol."""


async def resolve_by_system(host: str, port: int) -> list[tuple[str, int]]:
    """Return what the system's resolver answers, in its order; raises NoSuchHost or OSError."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise NoSuchHost("not a host name") from None
    return [(str(address[0]), int(address[1])) for *_, address in found]


class _Inbox(asyncio.Protocol):
    """What a connection has received and was not read yet."""

    def __init__(self) -> None:
        self.pieces: deque[bytes] = deque()
        self.size = 0
        self.ended = False
        self.error: Exception | None = None
        self.transport: asyncio.Transport
        self.writable = asyncio.Event()
        self.writable.set()
        self.reader: asyncio.Future[None] | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)
        self.size += len(data)
        if self.size > HIGH_WATER and not self._paused:
            self._paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        self.ended = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended, self.error = True, exc
        self.writable.set()
        self._wake()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def take(self) -> bytes:
        """Take the piece that has waited longest."""
        piece = self.pieces.popleft()
        self.size -= len(piece)
        if self._paused and self.size <= HIGH_WATER // 2:
            self._paused = False
            self.transport.resume_reading()
        return piece

    def _wake(self) -> None:
        if self.reader is not None and not self.reader.done():
            self.reader.set_result(None)


class SocketStream(httpcore.AsyncNetworkStream):
    """One connection, plain or secure."""

    def __init__(self, inbox: _Inbox) -> None:
        self._inbox = inbox
        self._heard = False  # anything since the last request

    async def read(
        self,
        max_bytes: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ASYNC109  (the library's)
    ) -> bytes:
        """Return the next bytes, none at the end."""
        inbox = self._inbox
        if not inbox.size and not inbox.ended:
            await self._arrival(timeout)
        self._heard = True
        if inbox.size:
            # A whole piece: the loop bounds its size, and to cut it costs more than to read it.
            return inbox.take()
        if inbox.error is not None:
            raise httpcore.ReadError(str(inbox.error)) from inbox.error
        return b""

    async def _arrival(self, seconds: float | None) -> None:
        inbox = self._inbox
        loop = asyncio.get_running_loop()
        inbox.reader = waiter = loop.create_future()
        alarm = loop.call_later(seconds, _expire, waiter) if seconds is not None else None
        try:
            await waiter
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        finally:
            inbox.reader = None
            if alarm is not None:
                alarm.cancel()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send, and wait while the other side does not take it."""
        if not buffer:
            return
        if self._inbox.transport.is_closing():
            raise httpcore.WriteError("the connection is closed")
        self._heard = False
        self._inbox.transport.write(buffer)
        if not self._inbox.writable.is_set():
            try:
                async with asyncio.timeout(timeout):
                    await self._inbox.writable.wait()
            except TimeoutError:
                raise httpcore.WriteTimeout from None

    async def aclose(self) -> None:
        """Close; at once if something unread waits."""
        if self._inbox.ended or self._inbox.size:
            self._inbox.transport.abort()
        else:
            self._inbox.transport.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> SocketStream:
        """Make the connection secure; raises TlsFailed."""
        inbox = self._inbox
        try:
            async with asyncio.timeout(timeout):
                transport = await asyncio.get_running_loop().start_tls(
                    inbox.transport, inbox, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError:
            inbox.transport.abort()
            raise httpcore.ConnectTimeout from None
        except (OSError, ssl.SSLError) as error:
            inbox.transport.abort()
            raise TlsFailed(getattr(error, "verify_message", None) or str(error)) from None
        assert transport is not None
        inbox.transport = transport
        return SocketStream(inbox)

    def get_extra_info(self, info: str) -> Any:
        """Return what the library and we ask of a connection."""
        if info == "is_readable":
            return bool(self._inbox.size or self._inbox.ended)
        if info == "heard":
            return self._heard
        return self._inbox.transport.get_extra_info(
            {"client_addr": "sockname", "server_addr": "peername"}.get(info, info)
        )


class Backend(httpcore.AsyncNetworkBackend):
    """Opens sockets to addresses that the guard allows, and to the proxy that the user names."""

    def __init__(
        self, guard: Guard, resolve: Resolve, *, proxy: tuple[str, int] | None = None
    ) -> None:
        self._guard, self._resolve, self._proxy = guard, resolve, proxy

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> SocketStream:
        """Resolve, judge, open; raises BlockedAddress or NoSuchHost."""
        try:
            async with asyncio.timeout(timeout):
                return await self._open(await self._addresses(host, port))
        except TimeoutError:
            raise httpcore.ConnectTimeout from None

    async def _addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """Resolve once and judge every answer.

        One bad answer among good ones is an attack, not a choice.
        """
        try:
            answers = await self._resolve(host.strip("[]"), port)
        except OSError as error:
            raise NoSuchHost(str(error.strerror or error)) from None
        if not answers:
            raise NoSuchHost("no address")
        if (host, port) != self._proxy:
            self._judge(host, answers)
        return answers

    def _judge(self, host: str, answers: list[tuple[str, int]]) -> None:
        for address, port in answers:
            why = self._guard.why_not(address, port)
            if why:
                name = address if address == host else f"{host} is {address}"
                raise BlockedAddress(f"{name}: {why}")

    async def _open(self, addresses: list[tuple[str, int]]) -> SocketStream:
        loop = asyncio.get_running_loop()
        failure: Exception | None = None
        for address, port in addresses:
            try:
                async with asyncio.timeout(CONNECT_EACH if len(addresses) > 1 else None):
                    _, inbox = await loop.create_connection(_Inbox, address, port)
                return SocketStream(inbox)
            except (OSError, TimeoutError) as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise httpcore.ConnectTimeout from failure
        raise httpcore.ConnectError(str(failure)) from failure

    async def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> SocketStream:
        """Refuse: no page is there."""
        raise BlockedAddress(f"{path}: not a network address")

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(seconds)


def _expire(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
