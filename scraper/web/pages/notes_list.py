"""All notes of an archive in one place, the last one written first."""

from __future__ import annotations

from collections.abc import Iterable

from scraper.archive import Archive
from scraper.present.listed_columns import NOTES
from scraper.web import addresses, forms
from scraper.web.forms import ListedRows
from scraper.web.room_request import Answer, RoomRequest, View
from scraper.web.row_source import Row, gathered

SHOWN = 50  # notes of a page
MOST_PAGES = 10_000


def notes(asked: RoomRequest) -> Answer:
    """Return the notes of all coders, or of one, as a page or in another form."""
    coder = asked.one("coder")

    def fetch(archive: Archive, start: int, most: int) -> Iterable[Row]:
        return map(dict, archive.corpus.notes.latest(most, start, coder=coder))

    if asked.form:
        return forms.in_form(asked, ListedRows(name="notes", columns=NOTES, fetch=fetch))
    page = asked.whole("page", 1, most=MOST_PAGES)
    rows, damage = gathered(fetch(asked.archive, (page - 1) * SHOWN, SHOWN + 1))
    address = addresses.with_query(addresses.NOTES, coder=coder)
    values = {
        "notes": rows[:SHOWN],
        "damage": damage,
        "coder_chosen": coder,
        "coders": asked.archive.corpus.notes.coders(),
        "forms": forms.links(address, forms.TABLES) if rows else [],
        "previous": _page(coder, page - 1) if page > 1 else None,
        "following": _page(coder, page + 1) if len(rows) > SHOWN else None,
    }
    return View(template="notes.html", values=values)


def _page(coder: str | None, number: int) -> str:
    return addresses.with_query(addresses.NOTES, coder=coder, page=number)
