"""The canned questions: each with its parameters, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from scraper.archive import Archive
from scraper.archive.questions.canned import Question, questions
from scraper.errors import InputError
from scraper.present.listed_columns import QUESTIONS
from scraper.web import addresses, forms
from scraper.web.forms import ListedRows
from scraper.web.reader import SECONDS
from scraper.web.room_request import Answer, PageMissing, RoomRequest, View, view_of
from scraper.web.row_source import Row, held

MOST_ROWS = 500  # of a page; the other forms have all
ID = "article_id"  # the column that names an article


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a question found."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    has_more: bool


def queries(asked: RoomRequest) -> Answer:
    """Return the list of questions."""
    found = list(questions().values())
    if not asked.form:
        listed = forms.links(addresses.QUERIES, forms.TABLES)
        return View(template="queries.html", values={"questions": found, "forms": listed})
    rows = [
        {
            "name": question.name,
            "parameters": " ".join(question.parameters),
            "description": question.description,
        }
        for question in found
    ]
    fetch = held(rows, dict)
    return forms.in_form(asked, ListedRows(name="queries", columns=QUESTIONS, fetch=fetch))


def query(asked: RoomRequest) -> Answer:
    """Return what one question finds; it is asked as soon as its page is."""
    question = questions().get(asked.path["name"])
    if question is None:
        raise PageMissing(f"No question is called {asked.path['name']!r}.")
    values = {name: asked.one(name) for name in question.parameters}
    if asked.form:
        return forms.in_form(asked, _listed(asked.archive, question, values))
    address = addresses.with_query(addresses.query(question.name), **values)
    try:
        found = _asked(asked.archive, question, values, MOST_ROWS)
    except InputError as error:
        return _view(question, values, address, error=str(error))
    return _view(question, values, address, found=found)


def _asked(
    archive: Archive, question: Question, values: dict[str, str | None], most: int | None
) -> Found:
    columns, rows = archive.query(question.sql, values, seconds=SECONDS)
    wanted = None if most is None else most + 1
    found = tuple(islice(rows, wanted))
    return Found(
        columns=columns,
        rows=found[:most],
        has_more=most is not None and len(found) > most,
    )


def _view(
    question: Question,
    values: dict[str, str | None],
    address: str,
    *,
    found: Found | None = None,
    error: str | None = None,
) -> View:
    shown = {
        "question": question,
        "given": values,
        "found": found,
        "links": _places(found.columns) if found else {},
        "forms": forms.links(address, forms.TABLES) if found and found.rows else [],
    }
    return view_of("query.html", shown, error)


def _places(columns: Sequence[str]) -> dict[str, int]:
    """Return the places of the columns that become links: of articles, sites and web addresses."""
    return {name: columns.index(name) for name in (ID, "site", "url", "feed") if name in columns}


def _listed(archive: Archive, question: Question, values: dict[str, str | None]) -> ListedRows:
    """Return all rows of a question; raise InputError if its parameters are wrong."""
    found = _asked(archive, question, values, None)

    def as_row(cells: tuple[Any, ...]) -> Row:
        return dict(zip(found.columns, cells, strict=True))

    fetch = held(found.rows, as_row)
    return ListedRows(name=question.name, columns=found.columns, fetch=fetch)
