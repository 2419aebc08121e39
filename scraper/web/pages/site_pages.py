"""The sites of the archive: how many articles, how well they are read, feeds, changes, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from scraper.archive import Archive, ChangeFilter, Filters, Query
from scraper.archive.articles.site_list import SiteCount
from scraper.archive.maintenance.health import FIELDS, Health
from scraper.present import feed_reading
from scraper.present.counted_things import counted
from scraper.present.listed_columns import HEALTH, SITES
from scraper.web import addresses, forms, page_tables, subject_pages
from scraper.web.forms import ListedRows
from scraper.web.page_tables import PageCell, PageRow, PageSection, PageTable, Subject
from scraper.web.room_request import Answer, PageMissing, RoomRequest
from scraper.web.row_source import Row, sliced
from scraper.web.search_facets import facet_lists
from scraper.web.search_state import SearchState
from scraper.web.subject_pages import SHOWN

CHANGES = 10  # of a site, the newest
HEALTH_TITLES = (
    "Site", "Articles", "Headline", "Byline", "Date", "Picture", "Words", "Newest", "Trouble",
)  # fmt: skip


def sites(asked: RoomRequest) -> Answer:
    """Return the list of sites."""
    if asked.form:
        fetch = sliced(lambda archive: map(asdict, archive.articles.sites()))
        return forms.in_form(asked, ListedRows(name="sites", columns=SITES, fetch=fetch))
    found = list(asked.archive.articles.sites())
    start = subject_pages.start_of(asked)
    shown = found[start : start + SHOWN]
    titles = ("Site", "Articles", "Share", "Last published")
    table = page_tables.table("Those with the most articles first", titles, map(_site_row, shown))
    subject = Subject(
        title="Sites",
        lede=f"{counted(len(found), 'site')}." if found else "The archive has no articles yet.",
        links=(
            page_tables.link("How well each is read", addresses.HEALTH),
            page_tables.link("Authors", addresses.AUTHORS),
            page_tables.link("Feeds", addresses.FEEDS),
            page_tables.link("Copies on several sites", addresses.CLUSTERS),
        ),
        sections=(PageSection(title="All sites", table=table),),
        forms=forms.links(addresses.SITES, forms.TABLES),
    )
    has_more = len(found) > start + SHOWN
    return subject_pages.view(subject_pages.paged(asked, addresses.SITES, subject, has_more))


def _site_row(one: SiteCount) -> list[PageCell]:
    return [
        page_tables.link(one.site, addresses.site(one.site)),
        page_tables.number(one.count),
        page_tables.share(one.share),
        page_tables.moment(one.newest),
    ]


def health(asked: RoomRequest) -> Answer:
    """Return how well each site is read, as `scraper doctor` reports it."""
    if asked.form:
        fetch = sliced(lambda archive: map(asdict, _by_trouble(archive)))
        return forms.in_form(asked, ListedRows(name="health", columns=HEALTH, fetch=fetch))
    rows = [_health_row(one) for one in _by_trouble(asked.archive)]
    caption = "Sites with trouble first; shares of articles that have each field"
    subject = Subject(
        title="Health",
        lede="How well each site is read.",
        sections=(
            PageSection(title="Sites", table=page_tables.table(caption, HEALTH_TITLES, rows)),
        ),
        forms=forms.links(addresses.HEALTH, forms.TABLES),
    )
    return subject_pages.view(subject)


def site(asked: RoomRequest) -> Answer:
    """Return the page of a site, or its articles in another form."""
    asked = subject_pages.named(asked, _has_site)
    name: str = asked.path["name"].lower()
    if asked.form and _has_site(asked.archive, name):
        return forms.in_form(asked, subject_pages.articles_of(name, Filters(site=name)))
    found = next(iter(asked.archive.maintenance.health(name)), None)
    feeds = [feed for feed in asked.archive.crawl.feeds.walk() if feed["site"] == name]
    if found is None and not feeds:
        raise PageMissing(f"The archive has nothing from {name}.")
    if asked.form:  # it was visited, and gave no article
        return forms.in_form(asked, subject_pages.articles_of(name, Filters(site=name)))
    return subject_pages.view(_site(asked.archive, name, found, feeds))


def _site(archive: Archive, name: str, found: Health | None, feeds: Sequence[Row]) -> Subject:
    counts = archive.search.facets(Query(typed="", filters=Filters(site=name)))
    state = SearchState({"site": name})
    divided = [one for one in facet_lists(counts, state) if one.name != "site"]
    sections = (
        PageSection(
            title="Newest articles",
            table=subject_pages.article_table(
                archive, Filters(site=name), "The newest first", of_site=True
            ),
            more=(page_tables.link("All articles", addresses.search(site=name)),),
        ),
        PageSection(title="Fields", table=_fields(found)),
        PageSection(
            title="Changes",
            table=_changes(archive, name),
            more=(page_tables.link("All changes", addresses.changes(site=name)),),
        ),
        PageSection(title="Feeds", table=feed_table(feeds)),
        PageSection(title="Gaps", table=gap_table(archive, Filters(site=name))),
    )
    return Subject(
        title=name,
        lede=f"{counted(found.articles if found else 0, 'article')}.",
        facts=_facts(found),
        troubles=(found.trouble,) if found and found.trouble else (),
        sections=tuple([one for one in sections if one.table]),
        facets=tuple(divided),
        is_estimate=counts.is_estimate,
        forms=forms.links(addresses.site(name), forms.ARTICLES),
    )


def _facts(found: Health | None) -> tuple[page_tables.PageFact, ...]:
    if found is None:
        return ()
    return page_tables.facts(
        (
            ("Words of an article (median)", page_tables.number(found.words)),
            ("Last article came", page_tables.moment(found.newest)),
            ("Lists among the newest pages", page_tables.number(found.listings or None)),
            ("Products among them", page_tables.number(found.products or None)),
        )
    )


def _fields(found: Health | None) -> PageTable | None:
    """Return which share of the articles has each field."""
    if found is None or not found.articles:
        return None
    rows = [
        [page_tables.text(name.replace("_", " ")), page_tables.share(getattr(found, name))]
        for name in FIELDS
    ]
    return page_tables.table("Articles that have each field", ("Field", "Share"), rows)


def _changes(archive: Archive, name: str) -> PageTable | None:
    rows = archive.articles.changes(ChangeFilter(site=name), limit=CHANGES)
    titles = ("When", "Article", "Field", "Kind", "Before", "After")
    return page_tables.table("Edits and other events, the newest first", titles, map(_change, rows))


def _change(row: Row) -> list[PageCell]:
    said = row["headline"] or row["url"]
    return [
        page_tables.moment(row["at"]),
        page_tables.link(said, addresses.history(row["article_id"])),
        page_tables.text(row["field"]),
        page_tables.text(row["kind"]),
        page_tables.text(row["before"]),
        page_tables.text(row["after"]),
    ]


def feed_table(feeds: Sequence[Row]) -> PageTable | None:
    """Return feeds with the result of their last polls."""
    titles = ("Feed", "Last poll", "Entries", "State")
    return page_tables.table("With the result of their last polls", titles, map(_feed, feeds))


def _feed(feed: Row) -> list[PageCell]:
    return [
        page_tables.link(feed["title"] or feed["url"], addresses.feed(feed["id"])),
        page_tables.moment(feed["polled_at"]),
        page_tables.number(feed["entries"]),
        page_tables.text(feed_reading.state_of(feed) or "well"),
    ]


def gap_table(archive: Archive, filters: Filters, url: str | None = None) -> PageTable | None:
    """Return the times in which feeds showed entries that no poll saw, of one feed or a site."""
    gaps = [gap for gap in archive.crawl.gaps.rows(filters) if url in (None, gap.url)]
    rows = [
        [
            page_tables.moment(gap.from_at),
            page_tables.moment(gap.to_at),
            page_tables.text(gap.url),
            page_tables.number(gap.estimate),
            page_tables.number(gap.found),
            page_tables.text(gap.filled_by if gap.filled_at else "open"),
        ]
        for gap in gaps
    ]
    titles = ("From", "To", "Feed", "Missed, about", "Found", "Filled by")
    return page_tables.table("Times in which entries came and went unseen", titles, rows)


def _health_row(one: Health) -> PageRow:
    cells = [
        page_tables.link(one.site, addresses.site(one.site)),
        page_tables.number(one.articles),
        *(page_tables.share(getattr(one, name)) for name in FIELDS),
        page_tables.number(one.words),
        page_tables.moment(one.newest),
        page_tables.text(one.trouble),
    ]
    return PageRow(cells, is_trouble=one.trouble is not None)


def _by_trouble(archive: Archive) -> Iterator[Health]:
    yield from sorted(archive.maintenance.health(None), key=lambda one: one.trouble is None)


def _has_site(archive: Archive, name: str) -> bool:
    return archive.articles.count(Filters(site=name)) > 0
