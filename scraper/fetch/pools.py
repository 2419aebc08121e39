"""The client's transport: a small pool of connections for each origin, on our own sockets.

The library's one pool is scanned whole at each request, which is most of its cost (encode/httpx
discussion 3215).
"""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from scraper import urls
from scraper.fetch.library import httpcore, httpx

PER_HOST = 2  # connections
KEEPALIVE = 15.0  # seconds
MAX_POOLS = 128  # origins whose connections are kept open when idle


@dataclass(slots=True)
class _Pool:
    pool: httpcore.AsyncConnectionPool
    busy: int = 0


class Pools(httpx.AsyncBaseTransport):
    """Sends each request over its origin's pool.

    A response's header fields are in its extension "fields" and not in its headers.
    The library would act on them, fail at a Location that browsers follow, and gather cookies,
    while hops, cookies and codings are handled by our own modules.
    """

    def __init__(self, backend: httpcore.AsyncNetworkBackend, proxy: str | None) -> None:
        self._backend, self._proxy = backend, proxy
        self._pools: OrderedDict[str, _Pool] = OrderedDict()
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; errors are httpcore's and the backend's."""
        pool = await self._pool(request.url)
        pool.busy += 1
        try:
            response = await _send(pool.pool, request)
        except BaseException:
            pool.busy -= 1
            raise
        extensions = {**response.extensions, "fields": response.headers}
        return httpx.Response(response.status, stream=_Body(response, pool), extensions=extensions)

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
        if self._tls is None and (secure or self._proxy):
            self._tls = tls_context()
        return httpcore.AsyncConnectionPool(
            ssl_context=self._tls,
            proxy=_proxy(self._proxy) if self._proxy else None,
            max_connections=PER_HOST,
            max_keepalive_connections=PER_HOST,
            keepalive_expiry=KEEPALIVE,
            network_backend=self._backend,
        )

    async def _shed(self) -> None:
        """Close what has been idle longest.

        Otherwise ten thousand hosts would need ten thousand sockets.
        """
        excess = len(self._pools) - MAX_POOLS
        if excess <= 0:
            return
        idle = [origin for origin, pool in self._pools.items() if not pool.busy]
        idle.pop()  # the newest: it has just been opened, for the request that follows
        for origin in idle[:excess]:
            await self._pools.pop(origin).pool.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = self._pools, OrderedDict()
        for pool in pools.values():
            await pool.pool.aclose()
        await asyncio.sleep(0)  # a transport closes in the loop's next round


class _Body(httpx.AsyncByteStream):
    """The body as it comes over the wire; its pool is busy until it is closed."""

    def __init__(self, response: httpcore.Response, pool: _Pool) -> None:
        self._response, self._pool, self._closed = response, pool, False

    def __aiter__(self) -> AsyncIterator[bytes]:
        assert not isinstance(self._response.stream, bytes)
        return aiter(self._response.stream)  # type: ignore[arg-type]  # an async pool's response streams so

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._pool.busy -= 1
            await self._response.aclose()


async def _send(pool: httpcore.AsyncConnectionPool, request: httpx.Request) -> httpcore.Response:
    target = httpcore.URL(
        scheme=request.url.raw_scheme,
        host=request.url.raw_host,
        port=request.url.port,
        target=request.url.raw_path,
    )
    asked = httpcore.Request(
        request.method,
        target,
        headers=request.headers.raw,
        content=request.content or None,
        extensions=request.extensions,
    )
    response = await pool.handle_async_request(asked)
    if not response.extensions["network_stream"].get_extra_info("heard"):
        # Bytes after the last body passed for this answer: the connection is out of step.
        await response.aclose()
        response = await pool.handle_async_request(asked)
    return response


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts the system's authorities.

    Where the system has none, those of certifi are trusted.
    """
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


def _proxy(proxy: str) -> httpcore.Proxy:
    at = urls.address(proxy)
    name, _, password = at.userinfo.partition(":")
    auth = (unquote_to_bytes(name), unquote_to_bytes(password)) if name else None
    return httpcore.Proxy(at.origin, auth=auth)
