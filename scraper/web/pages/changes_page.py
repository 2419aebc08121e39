"""What newsrooms changed: the list with its filters, its other forms, and as feeds to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.archive import Archive, ChangeFilter, Filters
from scraper.errors import DamagedRow, InputError
from scraper.present import change_entries
from scraper.present.change_entries import Rows
from scraper.present.change_in_context import RETITLED
from scraper.present.diff_passages import TITLES
from scraper.present.history_rows import materiality
from scraper.present.listed_columns import CHANGES, CHANGES_SHOWN
from scraper.web import addresses, forms
from scraper.web.changes_in_parts import ChangesInParts
from scraper.web.changes_state import CHOICES, MOST_PAGES, ChangesState
from scraper.web.forms import ListedRows
from scraper.web.pages.changes_feed import FEEDS, changes_feed
from scraper.web.room_request import Answer, RoomRequest, View, view_of
from scraper.web.row_source import Row
from scraper.web.time_line import EditInWords, detail_in_words, edit_in_words

SHOWN = 25  # edits and events of a page
FORMS = (*forms.TABLES, *FEEDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeLine:
    """An edit or an event in the list."""

    article_id: int
    headline: str | None
    url: str
    site: str
    at: str
    is_event: bool
    is_stealth: bool
    name: str  # of an event its kind; of an edit the fields
    detail: str  # of an event
    version: int | None
    first: EditInWords | None  # the change that matters most
    others: tuple[EditInWords, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangesAnswer:
    """What a page of changes shows."""

    lines: tuple[ChangeLine, ...] = ()
    page: int = 1
    has_more: bool = False
    notes: tuple[str, ...] = ()


def changes(asked: RoomRequest) -> Answer:
    """Return the page of changes, or its rows in another form."""
    state = ChangesState.of(asked.query)
    if asked.form in FEEDS:
        return changes_feed(asked, state)
    if asked.form:
        return forms.in_form(asked, _rows(asked, state))
    try:
        page = asked.whole("page", 1, most=MOST_PAGES)
        wanted, notes = state.filter(asked.archive, asked.now)
    except InputError as error:
        return _view(state, ChangesAnswer(), error=str(error))
    groups, damage = _groups(asked.archive, wanted, (page - 1) * SHOWN, SHOWN + 1)
    lines = tuple(map(_line, groups[:SHOWN]))
    advice = None if lines or page > 1 else _advice(asked.archive, wanted)
    has_more = len(groups) > SHOWN
    every_note = (*notes, *filter(None, [damage, advice]))
    return _view(state, ChangesAnswer(lines=lines, page=page, has_more=has_more, notes=every_note))


def _groups(
    archive: Archive, wanted: ChangeFilter, start: int, most: int
) -> tuple[list[Rows], str | None]:
    """Return so many edits and events from a place on, and what could not be read."""
    damage: list[str] = []

    def rows() -> Iterator[Row]:
        try:
            yield from archive.articles.changes(wanted)
        except DamagedRow as error:
            damage.append(str(error))

    asks_for_headlines = wanted.event == RETITLED
    found = change_entries.grouped(rows(), start + most, retitled=asks_for_headlines)
    return found[start:], "; ".join(damage) or None


def _fields(words: Rows) -> dict[str, None]:
    """Return the fields of changes by their titles, each once."""
    changed = [str(one["field"]) for one in words if one["field"]]
    return dict.fromkeys(TITLES.get(name, name) for name in changed)


def _line(rows: Rows) -> ChangeLine:
    row = rows[0]
    is_event = row["field"] is None
    words = [one for one in rows if one["field"] is not None or one["kind"] == RETITLED]
    ranked = words if is_event else sorted(words, key=materiality, reverse=True)
    edits = tuple(map(edit_in_words, ranked))
    fields = _fields(words)
    return ChangeLine(
        article_id=row["article_id"],
        headline=row["headline"],
        url=row["url"],
        site=row["site"],
        at=row["at"],
        is_event=is_event,
        is_stealth=any(one["stealth"] for one in rows),
        name=row["kind"] if is_event else ", ".join(fields).lower(),
        detail="" if words else detail_in_words(row),
        version=row["version"],
        first=edits[0] if edits else None,
        others=edits[1:],
    )


def _advice(archive: Archive, wanted: ChangeFilter) -> str:
    """Return why the list is empty; an unknown site is named."""
    filters = Filters(site=wanted.site)
    if archive.articles.count(filters):
        return "No change matches."
    return archive.articles.not_found(filters)


def _view(state: ChangesState, answer: ChangesAnswer, *, error: str | None = None) -> View:
    page = answer.page
    goes_on = answer.has_more and page < MOST_PAGES
    values = {
        "state": state,
        "answer": answer,
        "typed": "",  # the words are in the form of the page
        "choices": CHOICES,
        "titles": TITLES,
        "previous": state.address(page=page - 1) if page > 1 else None,
        "following": state.address(page=page + 1) if goes_on else None,
        "feeds": {
            name: (state.address(f"{addresses.CHANGES}.{name}"), kind.partition(";")[0])
            for name, (_, kind) in FEEDS.items()
        },
        "forms": forms.links(state.address(), forms.TABLES) if answer.lines else [],
    }
    return view_of("changes.html", values, error)


def _rows(asked: RoomRequest, state: ChangesState) -> ListedRows:
    """Return the rows of the list, as `scraper changes` prints them."""
    wanted, _ = state.filter(asked.archive, asked.now)
    fetch = ChangesInParts(wanted).fetch
    return ListedRows(name="changes", columns=CHANGES[:CHANGES_SHOWN], fetch=fetch)
