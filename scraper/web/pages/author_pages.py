"""The authors of the archive, and the articles of one of them."""

from __future__ import annotations

from dataclasses import asdict

from scraper.archive import Filters
from scraper.archive.articles.author_list import AuthorProfile
from scraper.errors import InputError
from scraper.present.counted_things import counted
from scraper.present.listed_columns import AUTHORS
from scraper.web import addresses, forms, page_tables, subject_pages
from scraper.web.forms import ListedRows
from scraper.web.page_tables import FilterField, PageSection, Subject
from scraper.web.room_request import Answer, PageMissing, RoomRequest
from scraper.web.subject_pages import SHOWN


def authors(asked: RoomRequest) -> Answer:
    """Return a page of the list of authors, or all of them in another form."""
    part = asked.one("name") or ""
    if asked.form:
        return forms.in_form(asked, _listed(part))
    start = subject_pages.start_of(asked)
    found = list(asked.archive.articles.authors(part, limit=SHOWN + 1, offset=start))
    cells = [
        [page_tables.link(one.name, addresses.author(one.id)), page_tables.number(one.articles)]
        for one in found[:SHOWN]
    ]
    table = page_tables.table("Those with the most articles first", ("Author", "Articles"), cells)
    address = addresses.with_query(addresses.AUTHORS, name=part or None)
    subject = Subject(
        title="Authors",
        lede="" if cells else "No author has this name." if part else "No author is known.",
        action=addresses.AUTHORS,
        fields=(FilterField("name", "Name", part),),
        sections=(PageSection(title="All authors", table=table),),
        forms=forms.links(address, forms.TABLES),
    )
    has_more = len(found) > SHOWN
    return subject_pages.view(subject_pages.paged(asked, address, subject, has_more))


def _listed(part: str) -> ListedRows:
    return ListedRows(
        name="authors",
        columns=AUTHORS,
        fetch=lambda archive, start, most: map(
            asdict, archive.articles.authors(part, limit=most, offset=start)
        ),
    )


def author(asked: RoomRequest) -> Answer:
    """Return the page of an author, or their articles in another form."""
    author_id: int = asked.path["id"]
    filters = Filters(author_id=author_id)
    try:
        found = asked.archive.articles.author(author_id)
    except InputError:
        raise PageMissing("The archive has no such author.") from None
    if asked.form:
        return forms.in_form(asked, subject_pages.articles_of(f"author-{author_id}", filters))
    sites = [
        [page_tables.link(site, addresses.site(site)), page_tables.number(count)]
        for site, count in found.sites
    ]
    subject = Subject(
        title=found.name,
        lede=_lede(found),
        facts=page_tables.facts(
            (
                ("Role", page_tables.text(", ".join(found.roles))),
                ("First article", page_tables.moment(found.first)),
                ("Last article", page_tables.moment(found.last)),
            )
        ),
        links=tuple(map(page_tables.outside, found.links)),
        sections=(
            PageSection(
                title="Newest articles",
                table=subject_pages.article_table(asked.archive, filters, "The newest first"),
                more=(page_tables.link("Search", addresses.search(author=found.name)),),
            ),
            PageSection(
                title="Sites",
                table=page_tables.table(
                    "Those with the most articles first", ("Site", "Articles"), sites
                ),
            ),
        ),
        forms=forms.links(addresses.author(author_id), forms.ARTICLES),
    )
    return subject_pages.view(subject)


def _lede(found: AuthorProfile) -> str:
    articles, sites = counted(found.articles, "article"), counted(len(found.sites), "site")
    return f"{articles} on {sites}."
