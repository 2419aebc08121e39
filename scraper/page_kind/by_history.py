"""Find soft 404s that only several visits show: one body, to the byte, for addresses of a host.

An article at several addresses names one of them (its canonical link, its share buttons);
"not found" names none. A page that is empty until its JavaScript runs is the same for all addresses
of its site, and shows nothing about any of them.
"""

from __future__ import annotations

import html
import re
from collections import OrderedDict
from functools import cache
from http import HTTPStatus
from urllib.parse import urlsplit

from scraper.models import Page
from scraper.outcomes import Reason
from scraper.urls import canonical, host

REMEMBERED = 10_000  # bodies of a run
SHELLS = "shell_roots"  # ids of such elements, in the table of walls


class SameBodyDetector:
    """The newest bodies of a run, and the addresses at which each was seen."""

    def __init__(self, *, enough: int) -> None:
        self._enough = enough  # addresses with one body; 0: any number is fine
        self._seen: OrderedDict[tuple[str, int, int], frozenset[str]] = OrderedDict()

    def obstacle(self, page: Page) -> tuple[Reason, str] | None:
        """Note a page, and return why it is what its host shows for whatever it is asked."""
        if not self._enough or not page.body or page.status != HTTPStatus.OK:
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
        if _is_shell(page.body):
            return None
        return (
            Reason.SOFT_404,
            f"not found: the same page was returned for {len(places) - 1} other URLs",
        )


@cache
def _empty_roots() -> re.Pattern[bytes]:
    """Return what finds an element that a program is to fill."""
    from scraper import lexicon  # few runs need it

    names = b"|".join(re.escape(name).encode() for name in lexicon.phrases_in("walls", SHELLS))
    return re.compile(rb"\bid=[\"']?(?:%s)\b[^<>]{0,200}>\s{0,200}</" % names)


def _is_shell(body: bytes) -> bool:
    """Return whether a page has scripts and an empty element for what they show."""
    return b"<script" in body and _empty_roots().search(body) is not None


def _place(url: str) -> str:
    """Return what distinguishes an address from others of its host."""
    parts = urlsplit(canonical(url))
    return f"{parts.path.rstrip('/')}?{parts.query}"


def _is_named(place: str, body: bytes) -> bool:
    """Return whether a page has this address of its own; a query may be written in two ways."""
    path, _, query = place.partition("?")
    own = query or path.rpartition("/")[2]
    return bool(own) and (own.encode() in body or html.escape(own).encode() in body)
