"""What a reply to a request means: follow it, refuse it, or ask once more.

Decisions on values, without clock or network.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from scraper.errors import FetchError
from scraper.fetch import meta_refresh
from scraper.fetch.client import Reply
from scraper.fetch.hops import UnexpectedContent
from scraper.models import Page
from scraper.outcomes import Reason, policy
from scraper.page_kind import by_http
from scraper.urls import Address, joined, shown

LOCATION_BYTES = 8 << 10  # of a Location; no server has a longer address to go to
EDGE = 4096  # bytes at each end of a page in which its <html> and </html> are looked for
LINE = 100  # characters of an address that a message quotes

RETRYABLE_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


def is_success(status: int) -> bool:
    """Return whether a status is one of 2xx."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def refuse_early(status: int, headers: Mapping[str, str], start: bytes) -> None:
    """Raise UnexpectedContent for what is not a page, before it is read whole."""
    if not is_success(status):
        return  # an error's body may be anything
    name = by_http.not_a_page(headers, start)
    if name:
        raise UnexpectedContent(name)


def meta_location(reply: Reply) -> str | None:
    """Return where a page without text of its own redirects to, as it is written there."""
    if reply.status != HTTPStatus.OK:
        return None
    return meta_refresh.target(reply.headers, reply.body)


def redirect_target(at: Address, location: str) -> Address | None:
    """Return where a redirect leads from an address, None if that is not a web address."""
    if not location.strip() or len(location) > LOCATION_BYTES:
        return None
    try:
        return joined(at, location)
    except ValueError:
        return None


def bad_redirect(url: str, status: int, location: str) -> FetchError:
    """Return the error for a redirect that cannot be followed."""
    line = "redirected nowhere"
    if location:
        line = f"redirected to {shown(location)!r}, which is not a web page"
    return FetchError(url, Reason.BAD_REDIRECT, line, status=status)


def redirect_circle(url: str, at: Address) -> FetchError:
    """Return the error for redirects that lead back to where they have been."""
    line = f"redirected in a circle, back to {str(at)[:LINE]}"
    return FetchError(url, Reason.REDIRECT_LOOP, line)


def too_many_redirects(url: str, most: int) -> FetchError:
    """Return the error for redirects without end."""
    return FetchError(url, Reason.REDIRECT_LOOP, f"redirected more than {most} times")


def is_expected(status: int, *, conditional: bool) -> bool:
    """Return whether a status brings what was requested: a page, or that nothing has changed."""
    if status == HTTPStatus.NOT_MODIFIED:
        return conditional
    # A part was not requested.
    return is_success(status) and status != HTTPStatus.PARTIAL_CONTENT


def may_be_cut(page: Page) -> bool:
    """Return whether a page may be cut short although no header shows it."""
    if page.complete is not None or page.status != HTTPStatus.OK:
        return False
    begins = b"<html" in page.body[:EDGE].lower()
    ends = b"</html" in page.body[-EDGE:].lower()
    return begins and not ends


def is_worth_a_retry(error: FetchError) -> bool:
    """Return whether the same request may succeed a moment later."""
    return policy(error.reason).retry_now or error.status in RETRYABLE_STATUSES


def is_retried(error: FetchError, *, left: int, wait: float, patience: float) -> bool:
    """Return whether a request that failed is made again now.

    `left` is the number of retries that are allowed still, `wait` how many seconds its host is to
    be left alone first, and `patience` how many the run waits for a host.
    """
    return left > 0 and wait <= patience and is_worth_a_retry(error)


def retries_after(page: Page, left: int) -> int | None:
    """Return how many retries are left for a page that may be cut, None to take it as it is.

    One more try is enough: a page that comes twice without its end has none.
    """
    return 0 if left and may_be_cut(page) else None
