"""Articles as rows: one by its address or id, or all that a filter lets pass."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scraper.archive.articles import article_rows, extractions, identity, record, versions
from scraper.archive.articles.filters import Filters
from scraper.archive.articles.record import Row
from scraper.archive.articles.row_parts import built
from scraper.archive.store.row_types import (
    SkippedRows,
    check,
    damaged,
    read_row,
    readable,
    shape,
)
from scraper.archive.store.schema_objects import require
from scraper.archive.store.watch import was_interrupted
from scraper.errors import DamagedRow, InputError
from scraper.models import Article

ORDERS = {
    "newest": "a.date_published DESC, a.id DESC",
    "oldest": "a.date_published, a.id",
    "added": "a.id",
    "site": "a.site, a.date_published DESC",
}
# without what `record.plain` leaves out, which can be as long as the text
_READ = [name for name in ("id", *record.COLUMNS, *record.OWN) if name not in record.HIDDEN]
_COLUMNS = ", ".join(f"a.{name}" for name in _READ)
_OF_VIEW = ("last_seen", "vanished_at", *record.DATES)
_NAMES = (*_READ, *_OF_VIEW)
_COMPUTED = ", ".join(f"v.{name}" for name in _OF_VIEW)
_SELECT = f"SELECT {_COLUMNS}, {_COMPUTED} FROM v_articles v JOIN articles a ON a.id = v.id"
_SEVERAL = f"{_SELECT} WHERE a.id IN (SELECT value FROM json_each(?))"
# what a version has of its own
_OF_VERSION = (*record.TEXTS, "body_form", "date_modified", "capture_id", "text_sha256")


def article(db: sqlite3.Connection, url_or_id: str | int, version: int | None) -> Row:
    """Return one article with all its fields; raise InputError if the archive has none."""
    article_id = identity.find(db, str(url_or_id))
    if article_id is None:
        raise InputError(
            f"the archive has no article {url_or_id}: `scraper list` shows what it has"
        )
    require(db, "v_articles")
    out = whole(db, article_id)
    assert out is not None
    with readable("extractions of article", article_id):
        out["sources"] = _sources(db, article_id, out["capture_id"])
    if version in (None, out["version"]):
        return out
    return _as_version(db, out, article_id, version)


def _as_version(db: sqlite3.Connection, out: Row, article_id: int, version: int | None) -> Row:
    """Return the same article with the words of another version."""
    require(db, "v_versions")
    then = db.execute(
        "SELECT * FROM v_versions WHERE article_id = ? AND version = ?", (article_id, version)
    ).fetchone()
    if then is None:
        raise InputError(f"article {article_id} has no version {version}; it has {out['version']}")
    check("versions", f"{article_id}, {version}", then)
    return {
        **out,
        **{name: then[name] for name in _OF_VERSION},
        "version": version,
        "last_changed": then["first_seen"],
        "last_seen": then["last_seen"],
    }


def at_version(db: sqlite3.Connection, row: Row, version: int | None) -> Row:
    """Return an article in a version; None is the current one."""
    if version in (None, row["version"]):
        return row
    return _as_version(db, row, row["id"], version)


def several(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Row]:
    """Return articles by their ids, with a few statements for all of them.

    Return none if one of them cannot be read: `whole` finds out which.
    """
    listed = json.dumps(ids)
    try:
        rows = article_rows.tuples(db, _SEVERAL, listed)
        authors, images = article_rows.people_of_several(db, listed)
        return {
            values[0]: _checked(values, authors.get(values[0], []), images.get(values[0], []))
            for values in rows
        }
    except (sqlite3.DatabaseError, DamagedRow) as error:
        if was_interrupted(error):
            raise
        return {}


def with_history(db: sqlite3.Connection, found: Iterator[Row]) -> Iterator[Row]:
    """Yield the same rows, with earlier versions, where there are any, in `versions`."""
    for row in found:
        past = versions.earlier(db, row["id"])
        yield {**row, "versions": past} if past else row


def articles(
    db: sqlite3.Connection, filters: Filters, sort: str, limit: int | None, offset: int
) -> Iterator[Row]:
    """Yield whole articles, as they are asked for."""
    where, values = filters.sql()
    sql = f"SELECT a.id FROM articles a WHERE {where} ORDER BY {ORDERS[sort]} LIMIT ? OFFSET ?"
    rows = db.execute(sql, (*values, -1 if limit is None else limit, offset)).fetchall()
    yield from of_ids(db, [article_id for (article_id,) in rows])


def of_ids(db: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Row]:
    """Yield whole articles; raise DamagedRow at the end if some could not be read."""
    require(db, "v_articles")
    skipped = SkippedRows()
    for article_id in ids:
        row = None
        with skipped.noting():
            row = whole(db, article_id)
        if row is not None:
            yield row
    skipped.report()


def count(db: sqlite3.Connection, filters: Filters) -> int:
    """Return how many articles a filter lets pass."""
    where, values = filters.sql()
    return int(db.execute(f"SELECT count(*) FROM articles a WHERE {where}", values).fetchone()[0])


def whole(db: sqlite3.Connection, article_id: int) -> Row | None:
    """Return an article as people get it, None if it is gone; raise DamagedRow."""
    row = read_row(db, f"{_SELECT} WHERE a.id = ?", (article_id,), "articles", article_id)
    if row is None:
        return None
    with readable("article_authors or images of article", article_id):
        authors, images = article_rows.people(db, article_id)
    for table, people in (("article_authors", authors), ("images", images)):
        for position, one in enumerate(people):
            check(table, f"{row['id']}, {position}", one)
    return record.with_lists(dict(row), authors, images)


def _checked(values: tuple[Any, ...], authors: list[Row], images: list[Row]) -> Row:
    wrong = shape(_NAMES).misfit(values)
    if wrong:
        raise damaged("articles", values[0], wrong)
    return record.with_lists(dict(zip(_NAMES, values, strict=True)), authors, images)


def _sources(db: sqlite3.Connection, article_id: int, capture_id: int | None) -> dict[str, str]:
    try:
        found = extractions.sources(db, capture_id)
    except (ValueError, TypeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise damaged("extractions", f"of article {article_id}", "sources is not what was stored")
    return found


def load(db: sqlite3.Connection, url_or_id: str | int, version: int | None) -> Article:
    """Return one article with its blocks; raise DamagedRow if they cannot be rebuilt."""
    return built(article(db, url_or_id, version))
