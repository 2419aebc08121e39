"""One request, one reply: the library's client with our own transport, decoders and limits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from scraper.fetch.decode import CutShort, Decoder, Layers, decoder
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.library import httpcore, httpx
from scraper.fetch.pools import Pools
from scraper.fetch.sockets import Backend
from scraper.secrets import masked_field
from scraper.urls import Address

HEADER_BYTES = 64 << 10
ERROR_BYTES = 1 << 20  # kept of the body of an error page
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# fields that are sent back: each character represents one byte as it came
SENT_BACK = frozenset({"etag", "last-modified", "set-cookie"})
SENDING = "http11.send_request_headers.started"  # the library's name for that moment
BODILESS = frozenset({204, 205, 304})

Turn = Callable[[], Awaitable[None]]
Look = Callable[[int, Mapping[str, str], bytes], None]


class TooLarge(Exception):
    """The body or the headers exceed their limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back for one request."""

    status: int
    headers: Mapping[str, str]  # names in lower case, repeated fields joined
    set_cookies: tuple[str, ...]
    body: bytes
    complete: bool | None  # None: no header gives the length


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyLimit:
    """How much of a body to take."""

    most: int  # bytes, after decoding
    cut: bool = False  # a longer one is kept so far and called whole, instead of refused
    look: Look | None = None  # may refuse by the headers and the first bytes


class Client:
    """Sends requests over connections that it keeps."""

    def __init__(self, settings: FetchSettings, backend: Backend) -> None:
        self._http = httpx.AsyncClient(
            transport=Pools(backend, settings.proxy), follow_redirects=False, trust_env=False
        )
        times = {
            "connect": settings.connect_timeout,
            "read": settings.read_timeout,
            "write": 10.0,
            "pool": None,
        }
        self._extensions = {"timeout": times}

    async def get(
        self, at: Address, headers: list[tuple[bytes, bytes]], limit: BodyLimit, turn: Turn
    ) -> Reply:
        """Ask for an address: one hop, no redirect followed.

        `turn` is awaited when the connection is open.

        Raises TooLarge, BadCoding, CutShort, BlockedAddress, NoSuchHost, TlsFailed or an error of
        the library.
        """

        async def trace(event: str, info: dict[str, Any]) -> None:
            if event == SENDING and info["request"].method == b"GET":  # not a proxy's CONNECT
                await turn()

        extensions = {**self._extensions, "trace": trace}
        request = httpx.Request("GET", str(at), headers=_hosted(headers, at), extensions=extensions)
        return await self._send(request, limit)

    async def post(
        self, at: Address, headers: list[tuple[bytes, bytes]], limit: BodyLimit, content: bytes
    ) -> Reply:
        """Send content to an address at once; raises as `get`."""
        request = httpx.Request(
            "POST",
            str(at),
            headers=_hosted(headers, at),
            content=content,
            extensions=self._extensions,
        )
        return await self._send(request, limit)

    async def _send(self, request: httpx.Request, limit: BodyLimit) -> Reply:
        response = await self._http.send(request, stream=True)
        try:
            fields, cookies = _fields(response.extensions["fields"])
            body, complete = await _body(response, fields, limit)
        finally:
            await response.aclose()
        return Reply(
            status=response.status_code,
            headers=fields,
            set_cookies=cookies,
            body=body,
            complete=complete,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()


def _hosted(headers: list[tuple[bytes, bytes]], at: Address) -> list[tuple[bytes, bytes]]:
    """Return the headers with the host: without it, the library decodes its name, and may fail."""
    if any(name.lower() == b"host" for name, _ in headers):
        return headers
    return [(b"host", at.authority.encode("ascii")), *headers]


def _fields(raw: list[tuple[bytes, bytes]]) -> tuple[dict[str, str], tuple[str, ...]]:
    if sum(len(name) + len(value) for name, value in raw) > HEADER_BYTES:
        raise TooLarge(f"headers of more than {HEADER_BYTES >> 10} KiB")
    fields: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in raw:
        name = raw_name.decode("latin-1").lower()
        value = raw_value.decode("latin-1") if name in SENT_BACK else _text(raw_value)
        if name == "set-cookie":
            cookies.append(value)
        kept = masked_field(name, value)
        fields[name] = f"{fields[name]}, {kept}" if name in fields else kept
    return fields, tuple(cookies)


def _text(raw: bytes) -> str:
    """Return a field's value as text: from UTF-8 where that is valid, else from Latin-1.

    A Location is often in UTF-8, against RFC 9110.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


async def _body(
    response: httpx.Response, fields: Mapping[str, str], limit: BodyLimit
) -> tuple[bytes, bool | None]:
    """Return the body, and whether it is whole: None if nothing shows it."""
    length = fields.get("content-length", "")
    if response.status_code in REDIRECTS and length != "0":
        return b"", True  # closed unread: it is not needed, and it may be endless
    if response.status_code in BODILESS:
        return b"".join([piece async for piece in _stream(response)]), True
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        limit = replace(limit, most=min(limit.most, ERROR_BYTES), cut=True)
    encoding = fields.get("content-encoding", "")
    if not encoding and not limit.cut:
        _check_announced(length, limit.most)
    body, whole = await _read(response, decoder(encoding), limit, fields)
    is_framed = bool(length) or "chunked" in fields.get("transfer-encoding", "").lower()
    return body, True if is_framed or whole else None


def _check_announced(length: str, most: int) -> None:
    """Raise TooLarge for a body that is announced to be longer than the most that is taken."""
    if length.isdecimal() and int(length) > most:
        raise TooLarge(f"{int(length) / (1 << 20):.0f} MiB")


async def _read(
    response: httpx.Response,
    coding: Decoder | Layers | None,
    limit: BodyLimit,
    fields: Mapping[str, str],
) -> tuple[bytes, bool]:
    """Return the decoded body, and whether its own coding shows that it is whole."""
    pieces: list[bytes] = []
    size = wire = 0
    async for data in _stream(response):
        wire += len(data)
        for piece in coding.feed(data) if coding else (data,):
            if not size and limit.look:
                limit.look(response.status_code, fields, piece)
            size += len(piece)
            pieces.append(piece)
            if size > limit.most:
                return _enough(pieces, limit), True
        if wire > limit.most:  # a stream of nothing: empty members, blocks without output
            return _enough(pieces, limit), True
    if coding:
        coding.finish()
    return b"".join(pieces), coding is not None and coding.done


def _enough(pieces: list[bytes], limit: BodyLimit) -> bytes:
    if not limit.cut:
        raise TooLarge(f"more than {limit.most / (1 << 20):.0f} MiB")
    return b"".join(pieces)[: limit.most]


async def _stream(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async with aclosing(response.aiter_raw()) as stream:  # type: ignore[type-var]  # a generator, typed as less
            async for data in stream:
                yield data
    except httpcore.RemoteProtocolError as error:
        raise CutShort(str(error)) from None
