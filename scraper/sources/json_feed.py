"""Read JSON Feed 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

from typing import Any

from scraper import urls
from scraper.cleaning import BadJson, load_json
from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources import feed_text, feed_times
from scraper.sources.feed_document import FeedDocument
from scraper.sources.listed import Feed, leads_of


def matches(document: FeedDocument) -> bool:
    """Return whether it is a JSON object that may be a feed; `read` checks whether it is.

    A list of URLs may be JSON, too, with one object a line.
    """
    start = document.text.lstrip("\ufeff \t\r\n")
    return start.startswith("{") and ("jsonfeed.org" in start or '"items"' in start)


def read(document: FeedDocument) -> Feed:
    """Read the items; raise InputError for JSON that is broken or not a feed."""
    try:
        feed = load_json(document.text.lstrip("\ufeff"), strict=False)
    except BadJson as error:
        raise InputError(f"{document.url}: broken JSON Feed ({error})") from None
    items = feed.get("items")
    if not isinstance(items, list):
        raise InputError(f"{document.url}: JSON, but not a JSON Feed: it has no list of items")
    base = _text(feed.get("feed_url")) or document.url
    entries = (item for item in items if isinstance(item, dict))
    following = urls.absolute(base, _text(feed.get("next_url")))
    return Feed(
        kind="json_feed",
        title=feed_text.headline(_text(feed.get("title"))),
        leads=leads_of(document, entries, lambda item: _lead(item, document.url)),
        older=following if following != document.url else None,
        hub=_hub(feed.get("hubs"), base),
    )


def _hub(hubs: object, base: str) -> str | None:
    """Return the first WebSub hub of the list."""
    listed = hubs if isinstance(hubs, list) else []
    named = [_text(hub.get("url")) for hub in listed if isinstance(hub, dict)]
    return next(filter(None, [urls.absolute(base, url) for url in named]), None)


def _lead(item: dict[str, Any], base: str) -> Lead | None:
    """Return the lead of one item.

    A link blog points to `external_url`, which counts only if the item has no page of its own.
    """
    links = [_text(item.get(key)) for key in ("url", "external_url", "id")]
    found = [urls.absolute(base, href) for href in links]
    url = next(filter(None, found), None)
    if url is None:
        return None
    date = _text(item.get("date_published")) or _text(item.get("date_modified"))
    return Lead(
        url=url,
        id=_text(item.get("id")) or url,
        headline=feed_text.headline(_text(item.get("title"))),
        date_published=feed_times.when(date),
    )


def _text(value: object) -> str | None:
    """Return a string or a number as a text: ids are numbers in some feeds."""
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if is_text else None
