"""Read one page that the caller already has: no network, no archive, no process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scraper import urls
from scraper.cleaning import clean_text
from scraper.errors import InputError
from scraper.jobs.read_page import ReadTask, article_of
from scraper.models import LARGEST_PAGE, Article, Page

SNIFFED = 4096  # bytes; the signature of any file format is within them
UTF_8_HTML = {"content-type": "text/html; charset=utf-8"}


def extract_article(
    html: bytes | str | Page,
    url: str | None = None,
    *,
    fetched_at: datetime | None = None,
    rules: Sequence[str | Path] = (),
) -> Article:
    """Read the article on one page; return it with the strategy that found each field.

    Nothing is fetched and nothing is stored, so the call is safe in any thread and inside a running
    event loop. The result is the same as that of `scraper extract`.

    Args:
        html: The page: its bytes as the server sent them (the charset is detected), its text if it
            is decoded already, or a `Page`, which brings its own address and headers.
        url: The address of the page, http or https: it makes relative links absolute and decides
            which site rule applies. Required with bytes and text, refused with a `Page`.
        fetched_at: When the page was fetched, with a time zone; dates later than that are not
            believed. Default: now. Refused with a `Page`.
        rules: Folders with site rules of your own, which precede the built-in ones.

    Returns:
        An `Article`. Fields that were not found are None or empty. `article.verdict` gives the kind
        of page: a consent wall, a login or a list of articles is a result, not an error.

    Raises:
        InputError: The input is not a web page (a PDF, an image, a feed, more than 256 MB), is of
            another type, or has no valid address.
    """
    page = _page_of(html, url, fetched_at)
    return article_of(ReadTask(page=page, rules=tuple(Path(folder) for folder in rules)))


def _page_of(html: bytes | str | Page, url: str | None, fetched_at: datetime | None) -> Page:
    if isinstance(html, Page):
        if url is not None or fetched_at is not None:
            raise InputError("a Page has its own url and fetched_at: leave them out")
        _refuse_unreadable(html)
        return html
    page = Page(
        url=_address_of(url),
        final_url=_address_of(url),
        body=_body_of(html),
        headers=UTF_8_HTML if isinstance(html, str) else {},
        fetched_at=_moment(fetched_at),
    )
    _refuse_unreadable(page)
    return page


def _address_of(url: str | None) -> str:
    if not isinstance(url, str) or not url.strip():
        raise InputError(
            "the address of the page is missing: extract_article(html, url='https://…')"
        )
    try:
        return str(urls.address(url))
    except ValueError as error:
        raise InputError(str(error)) from None


def _body_of(html: object) -> bytes:
    if isinstance(html, str):
        return clean_text(html).encode("utf-8")
    if isinstance(html, bytes | bytearray | memoryview):
        return bytes(html)
    kind = type(html).__name__
    raise InputError(f"extract_article takes bytes, text or a Page, not {kind}")


def _moment(given: datetime | None) -> datetime:
    if given is None:
        return datetime.now(UTC)
    if given.tzinfo is None:
        raise InputError("fetched_at needs a time zone, such as datetime.now(UTC)")
    return given.astimezone(UTC)


def _refuse_unreadable(page: Page) -> None:
    from scraper.page_kind.by_http import not_a_page

    if len(page.body) > LARGEST_PAGE:
        raise InputError(f"the page is larger than {LARGEST_PAGE >> 20} MB")
    if other := not_a_page(page.headers, page.body[:SNIFFED]):
        raise InputError(f"not a web page but {other}")
