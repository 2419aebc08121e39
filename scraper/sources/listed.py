"""Hold what a feed or sitemap lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from scraper import faults
from scraper.models import Lead
from scraper.sources.feed_document import FeedDocument
from scraper.sources.feed_wishes import FeedWishes

T = TypeVar("T")

PART = 200  # entries that are read between two looks at the time
MAX_LEADS = 50_000  # the limit of sitemaps.org; a feed with more is an attack or a mistake


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A list of leads that a site publishes, usually the newest first."""

    kind: str  # rss, atom, json_feed, sitemap, sitemap_index, url_list
    title: str | None = None
    leads: tuple[Lead, ...] = ()
    more: tuple[Lead, ...] = ()  # further feeds: the sitemaps of an index
    older: str | None = None  # the page of the entries before these (RFC 5005, JSON Feed)
    archive: str | None = None  # the archive document of the entries before these (RFC 5005)
    generator: str | None = None  # what it states about the program that made it
    wishes: FeedWishes = field(default_factory=FeedWishes)
    hub: str | None = None  # WebSub: who would push its news
    fault: str | None = None  # where the document is broken; `leads` has what could be read
    unread: tuple[str, ...] = ()  # a line for each entry that met an error in scraper itself


def leads_of(
    document: FeedDocument, items: Iterable[T], read: Callable[[T], Lead | None]
) -> tuple[Lead, ...]:
    """Return the leads of a document's entries, as far as there is time.

    An entry that raises an error is skipped.
    """
    found = []
    for number, item in enumerate(islice(items, MAX_LEADS)):
        if number % PART == 0 and document.enough():
            break
        try:
            lead = read(item)
        except Exception as error:  # noqa: BLE001 - a bad entry must not cost the others
            document.unread.append(faults.note(error, document.url))
            continue
        if lead is not None:
            found.append(lead)
    return tuple(found)
