"""The versions of an article as a time line, with what else became of it and its visits."""

from __future__ import annotations

from scraper.archive import ChangeFilter
from scraper.present.history_rows import COLUMNS, SHOWN, history_rows
from scraper.web import addresses, forms
from scraper.web.forms import ListedRows
from scraper.web.pages.article_versions import versions_of
from scraper.web.room_request import Answer, RoomRequest, View
from scraper.web.row_source import held
from scraper.web.time_line import time_line

VISITS = 500  # the newest that are shown


def history(asked: RoomRequest) -> Answer:
    """Return the page of an article's life, or its rows in another form."""
    versions = versions_of(asked)
    archive = asked.archive
    article = archive.articles.get(versions[0].article_id)
    changed = list(archive.articles.changes(ChangeFilter(article_id=article["id"])))
    if asked.form:
        rows = history_rows(versions, changed)
        fetch = held(rows, dict)
        listed = ListedRows(name="history", columns=COLUMNS[:SHOWN], fetch=fetch)
        return forms.in_form(asked, listed)
    seen = archive.articles.visits(article["id"], most=VISITS)
    values = {
        "article": article,
        "versions": versions,
        "items": time_line(versions, changed, seen),
        "captures": seen.captures,
        "is_cut": len(seen.visits) == VISITS,
        "most": VISITS,
        "forms": forms.links(addresses.history(article["id"]), forms.TABLES),
    }
    return View(template="history.html", values=values)
