"""Soft 404s that only show over several visits: one body, to the byte, for quite different addresses of a host.

An article at several addresses names one of them (its canonical link, its share buttons); "not found" names none.
"""

from __future__ import annotations

import html
from collections import OrderedDict
from urllib.parse import urlsplit

from scraper.models import Page
from scraper.outcomes import Reason
from scraper.urls import canonical, host

REMEMBERED = 10_000  # bodies of a run


class Twins:
    """Remembers the newest bodies of a run and where they were seen."""

    def __init__(self, *, enough: int) -> None:
        self._enough = enough  # addresses with one body; 0: any number is fine
        self._seen: OrderedDict[tuple[str, int, int], frozenset[str]] = OrderedDict()

    def obstacle(self, page: Page) -> tuple[Reason, str] | None:
        """Take note of a page; tell if it is one that its host shows for whatever it is asked."""
        if not self._enough or not page.body or page.status != 200:
            return None
        key = (host(page.final_url), hash(page.body), len(page.body))
        places = self._seen.pop(key, frozenset())
        if len(places) < self._enough:
            places |= {_place(page.url)}
        self._seen[key] = places
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        if len(places) < self._enough or any(_is_named(place, page.body) for place in places):
            return None
        return (
            Reason.SOFT_404,
            f"the page is no more (the very same came for {len(places) - 1} other addresses)",
        )


def _place(url: str) -> str:
    """What tells an address from others of its host."""
    parts = urlsplit(canonical(url))
    return f"{parts.path.rstrip('/')}?{parts.query}"


def _is_named(place: str, body: bytes) -> bool:
    """Whether a page knows of this address of its own; a query may be written in it in two ways."""
    path, _, query = place.partition("?")
    own = query or path.rpartition("/")[2]
    return bool(own) and (own.encode() in body or html.escape(own).encode() in body)
