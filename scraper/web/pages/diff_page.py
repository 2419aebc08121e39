"""What changed between two versions of an article, word by word, in one column or in two."""

from __future__ import annotations

from scraper.present.diff_passages import changes_in, diff_fields
from scraper.web import addresses
from scraper.web.pages.article_versions import version_of, versions_of
from scraper.web.room_request import Answer, Elsewhere, RoomRequest, View

ONE_COLUMN, SIDE_BY_SIDE = "one", "side"
VIEWS = {ONE_COLUMN: "One column", SIDE_BY_SIDE: "Side by side"}


def diff(asked: RoomRequest) -> Answer:
    """Return the page for two versions."""
    versions = versions_of(asked)
    before = version_of(versions, asked.path["before"])
    after = version_of(versions, asked.path["after"])
    article = asked.archive.articles.get(before.article_id)
    fields = diff_fields(before, after)
    numbers = [version.number for version in versions]
    values = {
        "article": article,
        "versions": versions,
        "before": before,
        "after": after,
        "fields": fields,
        "changes": changes_in(fields),
        "view": _view(asked),
        "views": VIEWS,
        "older": _step(numbers, after.number, -1),
        "newer": _step(numbers, after.number, 1),
    }
    return View(template="diff.html", values=values)


def choose(asked: RoomRequest) -> Answer:
    """Return where the versions that a form names are compared; by default, the newest two."""
    versions = versions_of(asked)
    newest = versions[-1].number
    after = asked.whole("b", newest, most=newest)
    before = asked.whole("a", max(1, after - 1), most=newest)
    address = addresses.diff(versions[0].article_id, before, after)
    return Elsewhere(address=addresses.with_query(address, view=asked.one("view")))


def _view(asked: RoomRequest) -> str:
    view = asked.one("view")
    return view if view in VIEWS else ONE_COLUMN


def _step(numbers: list[int], after: int, by: int) -> tuple[int, int] | None:
    """Return the edit before or behind the one that made a version, as two versions; or None."""
    place = numbers.index(after) + by
    if not 1 <= place < len(numbers):
        return None
    return numbers[place - 1], numbers[place]
