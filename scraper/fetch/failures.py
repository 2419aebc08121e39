"""What can go wrong between a URL and its page, each with its reason and one line.

The line names what is wrong and what to do.
"""

from __future__ import annotations

from http import HTTPStatus

from scraper.errors import FetchError
from scraper.fetch.client import TooLarge
from scraper.fetch.decode import BadCoding, CutShort
from scraper.fetch.guard import BlockedAddress
from scraper.fetch.library import httpcore, httpx
from scraper.fetch.sockets import NoSuchHost, TlsFailed
from scraper.outcomes import Reason, policy

# the first class that fits wins; {0} is the exception's own text
CAUSES: tuple[tuple[type[BaseException], Reason, str], ...] = (
    (
        BlockedAddress,
        Reason.BLOCKED_ADDRESS,
        "not fetched: {0}; if you mean to reach it, allow it with --allow-net",
    ),
    (NoSuchHost, Reason.DNS, "no such host ({0}); check the spelling, or the connection"),
    (TlsFailed, Reason.TLS, "invalid TLS certificate: {0}; only the site can fix it"),
    (CutShort, Reason.TRUNCATED, "the page came cut short ({0}); try again"),
    (
        BadCoding,
        Reason.BAD_ENCODING,
        "the body does not match its Content-Encoding ({0}); only the site can fix it",
    ),
    (TooLarge, Reason.TOO_LARGE, "too large: {0}; --max-bytes sets the limit"),
    (
        httpcore.TimeoutException,
        Reason.TIMEOUT,
        "the server took too long; try again, or give it a longer --timeout",
    ),
    (
        TimeoutError,
        Reason.TIMEOUT,
        "the page took too long; try again, or give it a longer --timeout",
    ),
    (httpcore.ConnectError, Reason.REFUSED, "no connection ({0}); the server may be down"),
    (httpcore.ProxyError, Reason.REFUSED, "the proxy refused: {0}"),
    (httpcore.NetworkError, Reason.RESET, "the server broke the connection; try again"),
    (httpcore.RemoteProtocolError, Reason.PROTOCOL, "the answer is not proper HTTP ({0})"),
    (httpcore.ProtocolError, Reason.PROTOCOL, "the request cannot be sent ({0})"),
    (httpx.InvalidURL, Reason.BAD_URL, "not a URL: {0}"),
)
KNOWN = tuple(cause for cause, _, _ in CAUSES)
_SILENT = "disconnected without sending"  # h11's words for a connection closed before any answer

# statuses with a better message than that of their class; the rest: see by_status
STATUSES: dict[int, tuple[Reason, str]] = {
    401: (
        Reason.LOGIN,
        "a login is needed (401); give one with --cookies, --header or [site] headers",
    ),
    402: (Reason.LOGIN, "payment is needed (402)"),
    403: (
        Reason.BLOCKED,
        "the site refuses us (403); it may want --contact, --cookies, or not to be scraped",
    ),
    404: (Reason.NOT_FOUND, "no such page (404)"),
    407: (Reason.LOGIN, "the proxy wants a login (407)"),
    410: (Reason.GONE, "the page is gone for good (410)"),
    429: (
        Reason.RATE_LIMITED,
        "the site asks us to slow down (429); try later, with a longer --delay",
    ),
    451: (Reason.BLOCKED, "withheld for legal reasons (451)"),
}

# failures of the host and not of one page: these slow the host down and count for its breaker
HOST_STATUSES = frozenset({429, 502, 503, 504})
PAGE_STATUSES = frozenset({451})  # a court forbids one page
SLOW_DOWN = frozenset({429, 503})  # the host is well and has too much of us


def by_exception(url: str, error: BaseException) -> FetchError:
    """Return the outcome for an exception of the layers below; `error` is one of KNOWN."""
    text = str(error) or type(error).__name__
    if _SILENT in text:
        return FetchError(
            url, Reason.RESET, "the server closed the connection without an answer; try again"
        )
    reason, line = next(
        (reason, line) for cause, reason, line in CAUSES if isinstance(error, cause)
    )
    return FetchError(url, reason, line.format(" ".join(text.split())[:200]))


def by_status(status: int) -> tuple[Reason, str]:
    """Return the reason and the line for a status that brings no page."""
    if status in STATUSES:
        return STATUSES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Reason.SERVER_ERROR, f"the server failed ({status}); try later"
    if status >= HTTPStatus.BAD_REQUEST:
        return Reason.HTTP_ERROR, f"the server refused the request ({status})"
    return Reason.PROTOCOL, f"unexpected HTTP status {status}"


def tells_of_host(error: FetchError) -> bool:
    """Return whether the failure is the host's and not the page's."""
    of_host = policy(error.reason).blames_host or error.status in HOST_STATUSES
    return of_host and error.status not in PAGE_STATUSES
