"""What pages about a subject share: their part of a long list, and their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from scraper.archive import Archive, Filters
from scraper.present.listed_columns import ARTICLES
from scraper.web import addresses, page_tables
from scraper.web.forms import ListedRows
from scraper.web.page_tables import PageCell, PageTable, Subject
from scraper.web.room_request import RoomRequest, View
from scraper.web.row_source import Row, gathered

SHOWN = 100  # rows of a page of a list
RECENT = 20  # rows of a section
MOST_PAGES = 1_000
ARTICLE_TITLES = ("Published", "Site", "Headline")
OF_ARTICLE = ("date_published", "site", "headline", "url")


def view(subject: Subject) -> View:
    """Return the page of a subject."""
    return View(template="subject.html", values={"subject": subject})


def named(asked: RoomRequest, exists: Callable[[Archive, str], bool]) -> RoomRequest:
    """Return a request for a page by a name, whose end may look like that of a form.

    `/sites/point.md` is the page of a site in Moldova, if the archive has it.
    """
    whole = f"{asked.path['name']}.{asked.form}"
    if asked.form and exists(asked.archive, whole):
        return replace(asked, form="", path={**asked.path, "name": whole})
    return asked


def articles_of(name: str, filters: Filters) -> ListedRows:
    """Return the articles that filters let pass, as `scraper list` prints them."""

    def brief(archive: Archive, start: int, most: int) -> Iterable[Row]:
        return archive.articles.brief(ARTICLES, filters, limit=most, offset=start)

    def whole(archive: Archive, start: int, most: int) -> Iterable[Row]:
        return archive.articles.walk(filters, limit=most, offset=start)

    return ListedRows(name=name, columns=ARTICLES, fetch=brief, whole=whole)


def article_table(
    archive: Archive, filters: Filters, caption: str, *, of_site: bool = False
) -> PageTable | None:
    """Return the newest articles that filters let pass; of a site without its name."""
    rows, _ = gathered(archive.articles.brief(OF_ARTICLE, filters, limit=RECENT))
    cells = map(article_cells, rows)
    if not of_site:
        return page_tables.table(caption, ARTICLE_TITLES, cells)
    titles = (ARTICLE_TITLES[0], ARTICLE_TITLES[-1])
    return page_tables.table(caption, titles, [[when, said] for when, _, said in cells])


def article_cells(row: Row) -> list[PageCell]:
    """Return the cells of an article in a table."""
    return [
        page_tables.moment(row["date_published"]),
        page_tables.link(row["site"], addresses.site(row["site"])),
        headline(row["id"], row["headline"] or row["url"]),
    ]


def headline(article_id: int, said: str) -> PageCell:
    """Return a cell that leads to an article."""
    return page_tables.link(said, addresses.article(article_id))


def paged(asked: RoomRequest, address: str, subject: Subject, has_more: bool) -> Subject:  # noqa: FBT001 - a fact about the list
    """Return the page of a list with links to the pages before and after it."""
    page = page_of(asked)
    return replace(
        subject,
        previous=addresses.with_query(address, page=page - 1) if page > 1 else None,
        following=addresses.with_query(address, page=page + 1) if has_more else None,
    )


def page_of(asked: RoomRequest) -> int:
    """Return the number of the page that was asked for."""
    return asked.whole("page", 1, most=MOST_PAGES)


def start_of(asked: RoomRequest) -> int:
    """Return how many rows come before the page that was asked for."""
    return (page_of(asked) - 1) * SHOWN
