"""The feeds that the archive follows: how each was asked, what it showed, what was missed."""

from __future__ import annotations

from scraper.archive import Archive, Filters
from scraper.archive.crawl.entry_list import SeenEntry
from scraper.errors import InputError
from scraper.present import feed_reading
from scraper.present.listed_columns import ALL_OF_FEEDS, ONE_FEED
from scraper.web import addresses, forms, page_tables, subject_pages
from scraper.web.forms import ListedRows
from scraper.web.page_tables import PageCell, PageSection, Subject
from scraper.web.pages.site_pages import feed_table, gap_table
from scraper.web.room_request import Answer, PageMissing, RoomRequest
from scraper.web.row_source import Row, sliced

ENTRIES = 50  # of a feed, those seen last


def feeds(asked: RoomRequest) -> Answer:
    """Return the list of feeds."""
    if asked.form:
        fetch = sliced(lambda archive: map(feed_reading.listed, archive.crawl.feeds.walk()))
        return forms.in_form(asked, ListedRows(name="feeds", columns=ALL_OF_FEEDS, fetch=fetch))
    table = feed_table(list(asked.archive.crawl.feeds.walk()))
    subject = Subject(
        title="Feeds",
        lede="" if table else "No feed is followed yet: `scraper feed add URL` adds one.",
        sections=(PageSection(title="Followed", table=table),),
        forms=forms.links(addresses.FEEDS, forms.TABLES),
    )
    return subject_pages.view(subject)


def feed(asked: RoomRequest) -> Answer:
    """Return the page of a feed."""
    feed_id: int = asked.path["id"]
    try:
        found: Row = asked.archive.crawl.feeds.get(feed_id)
    except InputError:
        raise PageMissing("No such feed is followed.") from None
    events = asked.archive.crawl.feeds.events(feed_id)
    if asked.form:
        whole = feed_reading.whole(found, events)
        fetch = sliced(lambda _: [whole])
        rows = ListedRows(name=f"feed-{feed_id}", columns=ONE_FEED, fetch=fetch)
        return forms.in_form(asked, rows)
    lines = list(feed_reading.lines(found, events))
    known = [(line["about"], page_tables.text(line["note"])) for line in lines]
    happened = [(name, cell) for name, cell in known if name == "event"]
    shown = dict(known) | {
        "url": page_tables.outside(found["url"]),
        "site": page_tables.link(found["site"], addresses.site(found["site"])),
    }
    subject = Subject(
        title=found["title"] or found["url"],
        facts=page_tables.facts(
            [(name.capitalize(), cell) for name, cell in shown.items() if name != "event"]
        ),
        sections=_sections(asked.archive, found, [cell for _, cell in happened]),
        forms=forms.links(addresses.feed(feed_id), forms.TABLES),
    )
    return subject_pages.view(subject)


def _sections(archive: Archive, feed: Row, events: list[PageCell]) -> tuple[PageSection, ...]:
    entries = archive.crawl.feeds.entries(feed["id"], limit=ENTRIES)
    gaps = gap_table(archive, Filters(), feed["url"])
    sections = (
        PageSection(
            title="Entries",
            table=page_tables.table("Those seen last", ("Seen", "Entry"), map(_entry, entries)),
        ),
        PageSection(title="Gaps", table=gaps),
        PageSection(
            title="Events",
            table=page_tables.table("What happened to it", ("Event",), [[one] for one in events]),
        ),
    )
    return tuple([one for one in sections if one.table])


def _entry(entry: SeenEntry) -> list[PageCell]:
    seen = page_tables.moment(entry.seen_at)
    if entry.article_id is None:
        return [seen, page_tables.outside(entry.url)]
    return [seen, subject_pages.headline(entry.article_id, entry.headline or entry.url)]
