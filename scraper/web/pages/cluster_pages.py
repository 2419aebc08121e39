"""The same text on several sites, or several times on one: who had it first, and who copied it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from scraper import durations
from scraper.archive import Archive, Filters
from scraper.errors import InputError
from scraper.present.counted_things import counted
from scraper.present.listed_columns import ARTICLES, OF_CLUSTERS
from scraper.web import addresses, forms, page_tables, subject_pages
from scraper.web.forms import ListedRows
from scraper.web.page_tables import FilterField, PageCell, PageSection, Subject
from scraper.web.room_request import Answer, PageMissing, RoomRequest
from scraper.web.row_source import Row, gathered

SPAN = 30  # days that are looked at, unless others are asked for: all pairs of texts are compared
AROUND = 7  # days before and after an article: copies of a text come within the week
SHOWN = 50  # clusters of a page
MOST = 25_000  # articles that are compared: a second of work
DAY = 10  # characters of an ISO date
TITLES = ("Match", "Alike", "Published", "Site", "Headline")
TITLE_SEVERAL, TITLE_SAME = "Copies on several sites", "Copies on the same site"
COLUMNS = (*OF_CLUSTERS, *ARTICLES)


class _Wanted(NamedTuple):
    filters: Filters
    same_site: bool = False


def clusters(asked: RoomRequest) -> Answer:
    """Return the clusters of a time, the biggest first."""
    wanted = _wanted(asked)
    _refuse_too_many(asked.archive.articles.count(wanted.filters))
    if asked.form:
        return forms.in_form(asked, _listed("clusters", wanted))
    rows, damage = gathered(_rows(asked.archive, wanted))
    groups = [list(group) for _, group in groupby(rows, key=itemgetter("cluster"))]
    titles = ("First", "Site", "Published", "Copies", "Sites")
    caption = "Those with the most copies first"
    table = page_tables.table(caption, titles, map(_cluster, groups[:SHOWN]))
    note = None if len(groups) <= SHOWN else f"The {SHOWN} with the most copies."
    since, until = wanted.filters.since, wanted.filters.until
    subject = Subject(
        title=TITLE_SAME if wanted.same_site else TITLE_SEVERAL,
        lede=f"Published from {since} to {until or 'now'}: {counted(len(groups), 'text')}.",
        links=(_other(asked, wanted),),
        action=addresses.CLUSTERS,
        fields=(
            FilterField("site", "Site", asked.one("site") or "", "news.example"),
            FilterField("since", "Published since", since or "", "2026-11-23 or 90d"),
            FilterField("until", "Published until", until or "", "2026-11-30"),
            FilterField("same_site", "", "1" if wanted.same_site else ""),
        ),
        troubles=(damage,) if damage else (),
        sections=(PageSection(title="Texts", note=note, table=table),),
        forms=forms.links(_address(asked, same_site=wanted.same_site), forms.ARTICLES),
    )
    return subject_pages.view(subject)


def _refuse_too_many(count: int) -> None:
    """Raise InputError if a page would have to compare too many texts."""
    if count > MOST:
        raise InputError(
            f"{count:,} articles are too many to compare on a page, which takes {MOST:,}: ask for"
            " a shorter time or one site, or use `scraper list --clusters`"
        )


def _address(asked: RoomRequest, *, same_site: bool) -> str:
    kept = {name: asked.one(name) for name in ("site", "since", "until")}
    return addresses.with_query(addresses.CLUSTERS, **kept, same_site="1" if same_site else None)


def _other(asked: RoomRequest, wanted: _Wanted) -> PageCell:
    """Return a link to the other kind of copies, of the same time."""
    title = TITLE_SEVERAL if wanted.same_site else TITLE_SAME
    return page_tables.link(title, _address(asked, same_site=not wanted.same_site))


def cluster(asked: RoomRequest) -> Answer:
    """Return the articles with the text of one, published within a week of it."""
    article_id: int = asked.path["id"]
    found = next(asked.archive.articles.of_ids([article_id]), None)
    if found is None:
        raise PageMissing("The archive has no such article.")
    wanted = _around(found)
    _refuse_too_many(asked.archive.articles.count(wanted.filters))
    if asked.form:
        return forms.in_form(asked, _listed(f"cluster-{article_id}", wanted, article_id))
    rows, _ = gathered(_rows(asked.archive, wanted, article_id))
    said = found["headline"] or found["url"]
    subject = Subject(
        title=f"Copies of {said}",
        lede=_lede(len(rows), wanted),
        links=(subject_pages.headline(article_id, said),),
        sections=(
            PageSection(
                title="Articles",
                table=page_tables.table("The first one on top", TITLES, map(_member, rows)),
            ),
        ),
        forms=forms.links(addresses.cluster(article_id), forms.ARTICLES) if rows else [],
    )
    return subject_pages.view(subject)


def _lede(count: int, wanted: _Wanted) -> str:
    days = f"from {wanted.filters.since} to {wanted.filters.until}"
    if not count:
        return f"No other site had it {days}."
    return f"{counted(count, 'article')}, published {days}."


def _wanted(asked: RoomRequest) -> _Wanted:
    """Return what an address asks for, by default the last month."""
    since = asked.one("since") or f"{SPAN}d"
    until = asked.one("until")
    filters = Filters(
        site=asked.one("site"),
        since=durations.moment(since, asked.now)[:DAY],
        until=durations.moment(until, asked.now) if until else None,
    )
    return _Wanted(filters, same_site=asked.one("same_site") is not None)


def _around(article: Row) -> _Wanted:
    """Return the days around an article."""
    try:
        day = date.fromisoformat((article["date_published"] or article["first_seen"])[:DAY])
    except ValueError:  # a month, or a year
        day = date.fromisoformat(article["first_seen"][:DAY])
    span = timedelta(days=AROUND)
    return _Wanted(Filters(since=(day - span).isoformat(), until=(day + span).isoformat()))


def _rows(archive: Archive, wanted: _Wanted, article_id: int | None = None) -> Iterator[Row]:
    """Yield the members of clusters; of the one with an article, if it is named."""
    found = archive.articles.clusters(wanted.filters, same_site=wanted.same_site)
    if article_id is None:
        yield from found
        return
    for _, members in groupby(found, key=itemgetter("cluster")):
        group = list(members)
        if any(row["id"] == article_id for row in group):
            yield from group


def _listed(name: str, wanted: _Wanted, article_id: int | None = None) -> ListedRows:
    def fetch(archive: Archive, start: int, most: int) -> Iterable[Row]:
        return islice(_rows(archive, wanted, article_id), start, start + most)

    return ListedRows(name=name, columns=COLUMNS, fetch=fetch, whole=fetch)


def _cluster(group: list[Row]) -> list[PageCell]:
    first = group[0]
    published, site, headline = subject_pages.article_cells(first)
    return [
        headline,
        site,
        published,
        page_tables.link(len(group), addresses.cluster(first["id"])),
        page_tables.number(len({row["site"] for row in group})),
    ]


def _member(row: Row) -> list[PageCell]:
    match = page_tables.text(row["match"].replace("_", " "))
    return [match, page_tables.share(row["likeness"]), *subject_pages.article_cells(row)]
