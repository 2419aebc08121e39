"""A dead link's last life: the Internet Archive's index of captures (CDX) and the capture itself.

The capture is taken byte for byte. The protocols: https://archive.org/developers/wayback-cdx-
server.html and RFC 7089 (Memento). `id_` in an address asks for the body as it was, without the
Archive's banner and rewritten links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from scraper.cleaning import load_json
from scraper.errors import FetchError
from scraper.fetch.fetcher import Fetcher
from scraper.models import Page
from scraper.outcomes import Reason
from scraper.page_kind.by_http import Expect, not_a_page

BASE = "https://web.archive.org"
FIELDS = ("timestamp", "original", "statuscode", "mimetype", "digest")
# media types of pages; a revisit is a page that had not changed
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "warc/revisit")
LIMIT = -20  # the last so many captures
STAMP = "%Y%m%d%H%M%S"


@dataclass(frozen=True, kw_only=True, slots=True)
class Memento:
    """One capture that the Archive holds."""

    original: str
    captured_at: datetime  # UTC
    digest: str
    base: str = BASE

    @property
    def url(self) -> str:
        """Return where its bytes are, as they were."""
        return f"{self.base}/web/{self.captured_at:%Y%m%d%H%M%S}id_/{self.original}"


async def mementos(fetcher: Fetcher, url: str, *, base: str = BASE) -> list[Memento]:
    """Return the good captures of a URL, newest first.

    Raises FetchError, NOT_FOUND if there is none.
    """
    rows = await _index(fetcher, url, base, [("limit", str(LIMIT))])
    found = _newest_first([row for row in rows if row.get("mimetype") in PAGES], base)
    if not found:
        raise FetchError(url, Reason.NOT_FOUND, "the Internet Archive has no capture of it")
    return found


async def captures(
    fetcher: Fetcher, url: str, span: tuple[datetime, datetime], *, most: int, base: str = BASE
) -> list[Memento]:
    """Return the last `most` good captures in a span of time, newest first, of any media type.

    Raises FetchError.
    """
    since, until = span
    asked = [("from", f"{since:{STAMP}}"), ("to", f"{until:{STAMP}}"), ("limit", str(-most))]
    return _newest_first(await _index(fetcher, url, base, asked), base)


async def fetch(
    fetcher: Fetcher, url: str, *, base: str = BASE, before: datetime | None = None
) -> Page:
    """Return the newest capture of a URL (before a moment) as a page of that URL.

    The page's `fetched_at` is the capture's own time, its `final_url` the captured address. Its
    header `content-location` names where the bytes came from. Raises FetchError.
    """
    known = await mementos(fetcher, url, base=base)
    chosen = next(
        (memento for memento in known if before is None or memento.captured_at <= before), None
    )
    if chosen is None:
        raise FetchError(
            url,
            Reason.NOT_FOUND,
            f"the Internet Archive has no capture of it before {before:%Y-%m-%d}",
        )
    try:
        page = await fetcher.fetch(chosen.url, expect=Expect.ANYTHING, asked=url)
    except FetchError as error:
        raise FetchError(
            url, error.reason, f"the Internet Archive's capture: {error}", status=error.status
        ) from error
    if name := not_a_page(page.headers, page.body[:4096]):
        raise FetchError(
            url, Reason.NOT_HTML, f"the Internet Archive's capture is not a web page but {name}"
        )
    return replace(
        page,
        url=url,
        final_url=chosen.original,
        headers={**_as_captured(page), "content-location": page.final_url},
        fetched_at=_time_of(page, chosen),
        redirects=(),
    )


async def _index(
    fetcher: Fetcher, url: str, base: str, options: list[tuple[str, str]]
) -> Sequence[dict[str, str]]:
    """Return the rows of the index about a URL; raises FetchError."""
    query = [("url", url), ("output", "json"), ("fl", ",".join(FIELDS)), *options]
    query += [("filter", "statuscode:200|-"), ("collapse", "digest")]
    page = await fetcher.fetch(
        f"{base}/cdx/search/cdx?{urlencode(query)}", expect=Expect.ANYTHING, asked=url
    )
    return _rows(url, page)


def _newest_first(rows: Sequence[dict[str, str]], base: str) -> list[Memento]:
    """Return the captures of the rows that name one."""
    found = list(filter(None, [_memento(row, base) for row in rows]))
    return sorted(found, key=lambda memento: memento.captured_at, reverse=True)


def _rows(url: str, page: Page) -> Sequence[dict[str, str]]:
    """Return the index's answer: a list of lists, the first of which names the columns.

    Nothing at all for no capture.
    """
    try:
        table = load_json(page.body or b"[]")
        names, *rows = table or [[]]
        return [dict(zip(names, row, strict=True)) for row in rows]
    except (ValueError, TypeError):
        raise FetchError(
            url, Reason.PROTOCOL, "the Internet Archive's index gave no list; try again later"
        ) from None


def _memento(row: dict[str, str], base: str) -> Memento | None:
    try:
        moment = datetime.strptime(row["timestamp"], STAMP).replace(tzinfo=UTC)
        return Memento(
            original=row["original"], captured_at=moment, digest=row.get("digest", ""), base=base
        )
    except (KeyError, ValueError, TypeError):
        return None


def _time_of(page: Page, chosen: Memento) -> datetime:
    """Return when the bytes were captured.

    The Archive may redirect to a nearer capture than the one asked for.
    """
    try:
        return parsedate_to_datetime(page.headers["memento-datetime"]).astimezone(UTC)
    except (KeyError, ValueError):
        return chosen.captured_at


def _as_captured(page: Page) -> dict[str, str]:
    """Return the captured site's own headers, which the Archive keeps under a prefix.

    They replace the Archive's own content type.
    """
    prefix = "x-archive-orig-"
    own = {
        name.removeprefix(prefix): value
        for name, value in page.headers.items()
        if name.startswith(prefix)
    }
    return {"content-type": page.headers.get("content-type", ""), **own}
