"""One request, one reply: the library's mapping of HTTP on our own pools, sockets, decoders and bounds.

The library's single pool is scanned whole at each request, which is most of its cost (encode/httpx discussion 3215):
here each origin has a small pool of its own.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from scraper.fetch.decode import CutShort, Decoder, Layers, decoder
from scraper.fetch.library import httpcore, httpx
from scraper.fetch.network import Backend
from scraper.fetch.settings import FetchSettings

PER_HOST = 2  # connections
KEEPALIVE = 15.0  # seconds
MAX_POOLS = 128  # origins whose connections are kept open when idle
HEADER_BYTES = 64 << 10
ERROR_BYTES = 1 << 20  # kept of the body of an error page
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BODILESS = frozenset({204, 205, 304})

Turn = Callable[[], Awaitable[None]]
Look = Callable[[int, Mapping[str, str], bytes], None]


class TooLarge(Exception):
    """The body or the headers exceed their bound."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back for one request."""

    status: int
    headers: Mapping[str, str]  # names in lower case, repeated fields joined
    set_cookies: tuple[str, ...]
    body: bytes
    complete: bool | None  # None: nobody said where the body ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """How much of a body to take."""

    most: int  # bytes, undressed
    cut: bool = False  # a longer one is kept so far and called whole, instead of refused
    look: Look | None = None  # may refuse by the headers and the first bytes


class Client:
    """Sends requests over connections that it keeps."""

    def __init__(self, settings: FetchSettings, backend: Backend) -> None:
        self._settings, self._backend = settings, backend
        self._pools: OrderedDict[str, _Pool] = OrderedDict()
        self._tls: ssl.SSLContext | None = None
        times = {"connect": settings.connect_timeout, "read": settings.read_timeout, "write": 10.0, "pool": None}
        self._extensions = {"timeout": times}

    async def get(self, url: str, headers: list[tuple[str, str]], bound: Bound, turn: Turn) -> Reply:
        """Ask for a URL: one hop, no redirect followed. `turn` is awaited when the connection stands.

        Raises TooLarge, BadCoding, CutShort, BlockedAddress, NoSuchHost, TlsFailed or an error of the library.
        """

        async def trace(event: str, info: dict[str, Any]) -> None:
            if event == "http11.send_request_headers.started" and info["request"].method == b"GET":  # no CONNECT
                await turn()

        request = httpx.Request("GET", url, headers=headers, extensions={**self._extensions, "trace": trace})
        pool = await self._pool(request.url)
        pool.busy += 1
        try:
            return await self._exchange(pool.pool, request, bound)
        finally:
            pool.busy -= 1

    async def _exchange(self, pool: httpcore.AsyncConnectionPool, request: httpx.Request, bound: Bound) -> Reply:
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request("GET", target, headers=request.headers.raw, extensions=request.extensions)
        response = await pool.handle_async_request(asked)
        if not response.extensions["network_stream"].get_extra_info("heard"):
            await response.aclose()  # bytes after the last body passed for this answer: the connection is out of step
            response = await pool.handle_async_request(asked)
        try:
            fields, cookies = _fields(response.headers)
            body, complete = await _body(response, fields, bound)
        finally:
            await response.aclose()
        return Reply(
            status=response.status,
            headers=fields,
            set_cookies=cookies,
            body=body,
            complete=complete,
        )

    async def _pool(self, url: httpx.URL) -> _Pool:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        pool = self._pools.get(origin)
        if pool is None:
            pool = self._pools[origin] = _Pool(self._open(secure=url.scheme == "https"))
            await self._shed()
        else:
            self._pools.move_to_end(origin)
        return pool

    def _open(self, *, secure: bool) -> httpcore.AsyncConnectionPool:
        proxy = self._settings.proxy
        if self._tls is None and (secure or proxy):
            self._tls = tls_context()
        return httpcore.AsyncConnectionPool(
            ssl_context=self._tls,
            proxy=_proxy(proxy) if proxy else None,
            max_connections=PER_HOST,
            max_keepalive_connections=PER_HOST,
            keepalive_expiry=KEEPALIVE,
            network_backend=self._backend,
        )

    async def _shed(self) -> None:
        """Close what has been idle longest, so that ten thousand hosts need no ten thousand sockets."""
        idle = [origin for origin, pool in self._pools.items() if not pool.busy][:-1]
        for origin in idle[: len(self._pools) - MAX_POOLS] if len(self._pools) > MAX_POOLS else ():
            await self._pools.pop(origin).pool.aclose()

    async def close(self) -> None:
        """Close every connection."""
        pools, self._pools = self._pools, OrderedDict()
        for pool in pools.values():
            await pool.pool.aclose()
        await asyncio.sleep(0)  # a transport closes in the loop's next round


@dataclass(slots=True)
class _Pool:
    pool: httpcore.AsyncConnectionPool
    busy: int = 0


def tls_context() -> ssl.SSLContext:
    """A context that trusts the system's authorities, or certifi's where the system shows none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


def _proxy(address: str) -> httpcore.Proxy:
    url = httpx.URL(address)
    auth = (url.username, url.password) if url.username else None
    return httpcore.Proxy(str(url.copy_with(userinfo=b"")), auth=auth)


def _fields(raw: list[tuple[bytes, bytes]]) -> tuple[dict[str, str], tuple[str, ...]]:
    if sum(len(name) + len(value) for name, value in raw) > HEADER_BYTES:
        raise TooLarge(f"headers of more than {HEADER_BYTES >> 10} KiB")
    fields: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), _text(raw_value)
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
        if name == "set-cookie":
            cookies.append(value)
    return fields, tuple(cookies)


def _text(raw: bytes) -> str:
    """A field's value: UTF-8 where it is (a Location often is, against RFC 9110), else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


async def _body(response: httpcore.Response, fields: Mapping[str, str], bound: Bound) -> tuple[bytes, bool | None]:
    if response.status >= 400:
        bound = replace(bound, most=min(bound.most, ERROR_BYTES), cut=True)
    length = fields.get("content-length", "")
    framed = bool(length) or "chunked" in fields.get("transfer-encoding", "").lower()
    if response.status in REDIRECTS and length != "0":
        return b"", True  # closed unread: nobody needs it, and it may be endless
    if response.status in BODILESS:
        return b"".join([piece async for piece in _stream(response)]), True
    if length.isdecimal() and int(length) > bound.most and not bound.cut and not fields.get("content-encoding"):
        raise TooLarge(f"{int(length) / (1 << 20):.0f} MiB")
    coding = decoder(fields.get("content-encoding", ""))
    body, whole = await _read(response, coding, bound, fields)
    return body, True if framed or whole else None


async def _read(
    response: httpcore.Response, coding: Decoder | Layers | None, bound: Bound, fields: Mapping[str, str]
) -> tuple[bytes, bool]:
    """The undressed body, and whether its own coding says that it is whole."""
    pieces: list[bytes] = []
    size = wire = 0
    async for data in _stream(response):
        wire += len(data)
        for piece in coding.feed(data) if coding else (data,):
            if not size and bound.look:
                bound.look(response.status, fields, piece)
            size += len(piece)
            pieces.append(piece)
            if size > bound.most:
                return _enough(pieces, bound), True
        if wire > bound.most:  # a stream of nothing: empty members, blocks without output
            return _enough(pieces, bound), True
    if coding:
        coding.finish()
    return b"".join(pieces), coding is not None and coding.done


def _enough(pieces: list[bytes], bound: Bound) -> bytes:
    if not bound.cut:
        raise TooLarge(f"more than {bound.most / (1 << 20):.0f} MiB")
    return b"".join(pieces)[: bound.most]


async def _stream(response: httpcore.Response) -> AsyncIterator[bytes]:
    try:
        async with aclosing(response.aiter_stream()) as stream:  # type: ignore[type-var]  # a generator, typed as less
            async for data in stream:
                yield data
    except httpcore.RemoteProtocolError as error:
        raise CutShort(str(error)) from None
