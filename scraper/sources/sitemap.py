"""Read sitemaps and sitemap indexes (sitemaps.org), with the news extension."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from scraper.models import Lead
from scraper.sources import feed_text, feed_times
from scraper.sources.feed_document import FeedDocument, children, first_text, link_of
from scraper.sources.listed import Feed, leads_of

INDEX = "sitemapindex"
PAGES = "urlset"


def matches(document: FeedDocument) -> bool:
    """Return whether the root is that of a sitemap or of an index."""
    return document.root_name in (INDEX, PAGES)


def read(document: FeedDocument) -> Feed:
    """Read the URLs; those of an index are further sitemaps."""
    root = document.root
    assert root is not None  # matches() saw its name
    is_index = document.root_name == INDEX
    entries = children(root, "sitemap" if is_index else "url")
    leads = leads_of(document, entries, lambda entry: _lead(entry, document.url))
    return Feed(
        kind="sitemap_index" if is_index else "sitemap",
        title=_publication(root),
        leads=() if is_index else leads,
        more=leads if is_index else (),
        fault=document.fault,
    )


def _lead(entry: etree._Element, base: str) -> Lead | None:
    """Return the lead of one URL.

    `lastmod` is not a date of publication, so it is passed on as `date_modified`.
    """
    url = link_of(entry, first_text(entry, "loc"), base)
    if url is None:
        return None
    modified = feed_times.when(first_text(entry, "lastmod"))
    lead = Lead(url=url, id=url, row={"date_modified": modified} if modified else {})
    for news in children(entry, "news")[:1]:
        return replace(
            lead,
            headline=feed_text.headline(first_text(news, "title")),
            date_published=feed_times.when(first_text(news, "publication_date")),
        )
    return lead


def _publication(root: etree._Element) -> str | None:
    """Return the newspaper's name, as its first article of the news extension gives it."""
    for entry in root:
        for news in children(entry, "news"):
            for publication in children(news, "publication"):
                return feed_text.headline(first_text(publication, "name"))
    return None
