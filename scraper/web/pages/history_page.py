"""The versions of an article as a time line, with what else became of it and its visits."""

from __future__ import annotations

from scraper.archive import ChangeFilter
from scraper.web.pages.article_versions import versions_of
from scraper.web.room_request import RoomRequest, View
from scraper.web.time_line import time_line

VISITS = 500  # the newest that are shown


def history(asked: RoomRequest) -> View:
    """Return the page of an article's life."""
    versions = versions_of(asked)
    archive = asked.archive
    article = archive.articles.get(versions[0].article_id)
    changed = archive.articles.changes(ChangeFilter(article_id=article["id"]))
    seen = archive.articles.visits(article["id"], most=VISITS)
    values = {
        "article": article,
        "versions": versions,
        "items": time_line(versions, changed, seen),
        "captures": seen.captures,
        "is_cut": len(seen.visits) == VISITS,
        "most": VISITS,
    }
    return View(template="history.html", values=values)
