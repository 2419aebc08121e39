"""Label sets: what became of their rows; and how far the tags of two coders agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import combinations, islice

from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelSet
from scraper.errors import InputError
from scraper.present import label_table
from scraper.present.counted_things import counted
from scraper.present.listed_columns import AGREEMENT, LABEL_SETS
from scraper.web import addresses, forms, page_tables, subject_pages
from scraper.web.forms import ListedRows
from scraper.web.page_tables import PageCell, PageSection, PageTable, Subject
from scraper.web.room_request import Answer, PageMissing, RoomRequest
from scraper.web.row_source import Row, held, sliced
from scraper.web.subject_pages import SHOWN


def label_sets(asked: RoomRequest) -> Answer:
    """Return the list of label sets."""
    if asked.form:
        fetch = sliced(
            lambda archive: map(label_table.in_a_list, map(asdict, archive.corpus.labels.walk()))
        )
        return forms.in_form(asked, ListedRows(name="labels", columns=LABEL_SETS, fetch=fetch))
    cells = map(_set_cells, asked.archive.corpus.labels.walk())
    titles = ("Label set", "Rows", "Articles", "Columns", "Updated")
    table = page_tables.table("Tables that articles came with", titles, cells)
    subject = Subject(
        title="Label sets",
        lede="" if table else "The archive has none: `scraper fetch table.csv` keeps its columns.",
        sections=(
            PageSection(title="All sets", table=table),
            PageSection(title="Agreement of coders", more=tuple(_pairs(asked.archive))),
        ),
        forms=forms.links(addresses.LABELS, forms.TABLES),
    )
    return subject_pages.view(subject)


def label_set(asked: RoomRequest) -> Answer:
    """Return the page of a label set, or its rows in another form."""
    asked = subject_pages.named(asked, _has_set)
    name: str = asked.path["name"]
    try:
        found = asked.archive.corpus.labels.get(name)
    except InputError:
        raise PageMissing(f"The archive has no label set {name}.") from None
    if asked.form:
        return forms.in_form(asked, _listed(found))
    start = subject_pages.start_of(asked)
    rows = list(islice(asked.archive.corpus.labels.rows(name), start, start + SHOWN + 1))
    subject = Subject(
        title=name,
        lede=f"{counted(found.rows, 'row')} with {counted(found.articles, 'article')}.",
        facts=page_tables.facts(
            (
                ("From", page_tables.text(found.source)),
                ("Column of addresses", page_tables.text(found.url_column)),
                ("Added", page_tables.moment(found.added_at)),
                ("Updated", page_tables.moment(found.updated_at)),
            )
        ),
        links=(page_tables.link("Search these articles", addresses.search(label=name)),),
        sections=(
            PageSection(title="What became of the rows", table=_attrition(asked.archive, name)),
            PageSection(title="Rows", table=_rows(found, rows[:SHOWN])),
        ),
        forms=forms.links(addresses.label_set(name), forms.TABLES),
    )
    has_more, address = len(rows) > SHOWN, addresses.label_set(name)
    return subject_pages.view(subject_pages.paged(asked, address, subject, has_more))


def agreement(asked: RoomRequest) -> Answer:
    """Return how far two coders agree, as `scraper tag --compare` counts it."""
    first, second = asked.one("first"), asked.one("second")
    if not first or not second:
        return _which_coders(asked)
    rows = list(asked.archive.corpus.tags.compare(first, second))
    address = addresses.with_query(addresses.AGREEMENT, first=first, second=second)
    if asked.form:
        fetch = held(rows, dict)
        return forms.in_form(asked, ListedRows(name="agreement", columns=AGREEMENT, fetch=fetch))
    titles = ("Tag", "Both", f"Only {first}", f"Only {second}", "Neither", "Cohen's kappa")
    cells = [[_tag_cell(row), *map(_number, list(row.values())[1:])] for row in rows]
    subject = Subject(
        title=f"{first} and {second}",
        lede="How far two coders agree, over the articles that both of them tagged.",
        sections=(PageSection(title="Tags", table=page_tables.table("By tag", titles, cells)),),
        forms=forms.links(address, forms.TABLES),
    )
    return subject_pages.view(subject)


def _which_coders(asked: RoomRequest) -> Answer:
    """Return links to compare each two coders; raise InputError if rows were asked for."""
    if asked.form:
        raise InputError("name two coders, as first= and second=")
    links = tuple(_pairs(asked.archive))
    lede = "Choose two." if links else "No two coders have given tags yet."
    return subject_pages.view(Subject(title="Agreement of coders", lede=lede, links=links))


def _tag_cell(row: Row) -> PageCell:
    return page_tables.link(row["tag"], addresses.search(tag=row["tag"]))


def _number(value: object) -> PageCell:
    """Return a count or kappa; the latter is not always defined."""
    return page_tables.number(value if isinstance(value, int | float) else None)


def _set_cells(one: LabelSet) -> list[PageCell]:
    return [
        page_tables.link(one.name, addresses.label_set(one.name)),
        page_tables.number(one.rows),
        page_tables.number(one.articles),
        page_tables.text(", ".join(one.columns)),
        page_tables.moment(one.updated_at),
    ]


def _pairs(archive: Archive) -> Iterable[PageCell]:
    """Yield links to compare each two coders."""
    for first, second in combinations(archive.corpus.tags.coders(), 2):
        address = addresses.with_query(addresses.AGREEMENT, first=first, second=second)
        yield page_tables.link(f"{first} and {second}", address)


def _attrition(archive: Archive, name: str) -> PageTable | None:
    rows = [
        [
            page_tables.text(step.step.replace("_", " ")),
            page_tables.text((step.reason or "").replace("_", " ")),
            page_tables.number(step.count),
            page_tables.share(step.share),
        ]
        for step in archive.corpus.selections.attrition(name)
    ]
    titles = ("Step", "Reason", "Addresses", "Share")
    return page_tables.table("Of the addresses asked for", titles, rows)


def _rows(found: LabelSet, rows: Iterable[Row]) -> PageTable | None:
    """Return rows of a set with their articles, or with why there are none."""
    titles = ("Article", *found.columns)
    return page_tables.table("Rows with their articles", titles, [_row(found, row) for row in rows])


def _row(found: LabelSet, row: Row) -> list[PageCell]:
    why = page_tables.text(row["error"] or row["reason"] or "not visited")
    article_id = row["article_id"]
    first = why if article_id is None else subject_pages.headline(article_id, f"{article_id}")
    return [first, *(page_tables.text(row["cells"].get(name)) for name in found.columns)]


def _listed(found: LabelSet) -> ListedRows:
    """Return the rows as `scraper label show` prints them."""

    def fetch(archive: Archive, start: int, most: int) -> Iterable[Row]:
        rows = archive.corpus.labels.rows(found.name)
        return label_table.joined(islice(rows, start, start + most), found.columns)

    columns = (*found.columns, *label_table.columns_beside(found.columns))
    return ListedRows(name="labels", columns=columns, fetch=fetch)


def _has_set(archive: Archive, name: str) -> bool:
    return any(one.name == name for one in archive.corpus.labels.walk())
