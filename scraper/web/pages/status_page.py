"""The state of the archive: what ran, what waits, what failed, and what is in trouble."""

from __future__ import annotations

from dataclasses import asdict

from scraper.present.listed_columns import STATUS
from scraper.web import addresses
from scraper.web.forms import TABLES, ListedRows, in_form, links
from scraper.web.room_request import Answer, RoomRequest, View
from scraper.web.row_source import sliced


def status(asked: RoomRequest) -> Answer:
    """Return the whole report of the archive's state."""
    if asked.form:
        fetch = sliced(lambda archive: map(asdict, archive.maintenance.status()))
        return in_form(asked, ListedRows(name="status", columns=STATUS, fetch=fetch))
    lines = list(asked.archive.maintenance.status())
    others = links(addresses.STATUS, TABLES)
    return View(template="status.html", values={"lines": lines, "forms": others})
