"""List what changed and what else became of articles, the newest first.

The rows are those of the view `v_changes`. A list shows the newest few of many, so the moments of
edits and events are walked from the newest on, by their indexes, and words are read only until
there are enough.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence

from scraper import urls
from scraper.archive.articles import record
from scraper.archive.articles.filters import ChangeFilter, of_label
from scraper.archive.articles.record import Row
from scraper.archive.store.row_types import SkippedRows, check
from scraper.archive.store.schema_objects import require

ENDLESS = -1  # SQLite's LIMIT for all rows
FEW = 2000  # articles; the changes of more are found more quickly among all changes
# filter -> SQL; each ? takes the value once. Of an article, by its id:
_OF_ARTICLE = {
    "article_id": "{id} = ?",
    "site": "{id} IN (SELECT a.id FROM articles a WHERE a.site = ?)",
}
# of the moment of an edit or event:
_OF_MOMENT = {
    "since": "{at} >= ?",
    # a moment that begins with this one is up to it, too
    "until": f"{{at}} <= ? || char({sys.maxunicode})",
}
# of a changed paragraph:
_OF_CHANGE = {
    "field": "c.field = ?",
    "kind": "c.kind = ?",
    "min_words": "c.words_added + c.words_removed >= ?",
}
_EDITS = (
    "SELECT v.first_seen AS at, v.article_id, v.number AS version, v.stealth, NULL AS event"
    " FROM versions v WHERE v.number > 1 AND {where}"
)
_EVENTS = (
    "SELECT e.at, e.article_id, e.version, 0 AS stealth, e.id AS event FROM events e WHERE {where}"
)
# an event of an older file does not name its version, which began in the same second
_VERSION = (
    "coalesce(m.version, CASE e.kind WHEN 'retitled' THEN"
    " (SELECT number FROM versions WHERE article_id = m.article_id AND first_seen = m.at) END)"
)
_HEADLINE_THEN = (
    f"(SELECT CASE WHEN {_VERSION} = a.version THEN a.headline ELSE p.headline END"
    " FROM (SELECT 1) LEFT JOIN past_texts p ON p.article_id = m.article_id"
    f" AND p.number = {_VERSION})"
)
# The limit of the inner list keeps SQLite from putting the wide rows in order instead.
_ROWS = f"""
  SELECT m.article_id, m.at, a.site, a.headline, a.byline, {_VERSION} AS version, c.field,
    coalesce(c.kind, e.kind) AS kind, coalesce(c.words_added, 0) AS words_added,
    coalesce(c.words_removed, 0) AS words_removed, c.materiality, m.stealth, a.url,
    CASE WHEN m.event IS NULL THEN c.before WHEN e.kind = 'retitled' THEN e.detail END AS before,
    CASE WHEN m.event IS NULL THEN c.after WHEN e.kind = 'retitled' THEN {_HEADLINE_THEN}
      ELSE e.detail END AS after
  FROM ({{moments}} ORDER BY 1 DESC, 2, 3 LIMIT {ENDLESS}) m
  LEFT JOIN changes c ON m.event IS NULL AND c.article_id = m.article_id AND c.version = m.version
  LEFT JOIN events e ON e.id = m.event
  JOIN articles a ON a.id = m.article_id
  WHERE (m.event IS NOT NULL OR c.id IS NOT NULL) AND {{where}} LIMIT ? OFFSET ?
"""


def changes(
    db: sqlite3.Connection, asked: ChangeFilter, limit: int | None, offset: int = 0
) -> Iterator[Row]:
    """Yield changes and events, the newest first; raise DamagedRow at the end if any is damaged."""
    require(db, "v_changes", "v_versions")  # changed views may mean other rows
    sql, values = _statement(asked, ENDLESS if limit is None else limit, offset)
    skipped = SkippedRows()
    for row in db.execute(sql, values):
        found = None
        with skipped.noting():
            check("v_changes", f"{row['article_id']}, {row['version']}", row)
            found = dict(row)
        if found is not None:
            yield found
    skipped.report()


def _statement(asked: ChangeFilter, limit: int, offset: int) -> tuple[str, list[object]]:
    """Return the SQL of a list, and its values."""
    moments: list[str] = []
    values: list[object] = []
    for sql, conditions in _moments(asked):
        where, its_values = _joined(conditions)
        moments.append(sql.format(where=where))
        values += its_values
    row_conditions = [
        (condition, getattr(asked, name))
        for name, condition in _OF_CHANGE.items()
        if getattr(asked, name) is not None
    ]
    where, row_values = _joined(row_conditions)
    if row_conditions:  # an event has no words: it is among those with 0 or more of them
        of_event = 0 if _wants_words(asked) else 1
        # a plain condition would make SQLite gather all moments before it reads the first row
        where = f"CASE WHEN c.id IS NULL THEN {of_event} ELSE {where} END"
    sql = _ROWS.format(moments=" UNION ALL ".join(moments), where=where)
    return sql, [*values, *row_values, limit, offset]


Conditions = list[tuple[str, object]]


def _moments(asked: ChangeFilter) -> Iterator[tuple[str, Conditions]]:
    """Yield the lists of moments that may have what is asked for, with their conditions."""
    wants_event = asked.event is not None
    if not wants_event:
        conditions = _conditions(asked, "v.article_id", "v.first_seen")
        if asked.stealth is not None:
            conditions.append(("v.stealth = ?", asked.stealth))
        yield _EDITS, conditions
    if wants_event or not (_wants_words(asked) or asked.stealth):
        conditions = _conditions(asked, "e.article_id", "e.at")
        if wants_event:
            conditions.append(("e.kind = ?", asked.event))
        yield _EVENTS, conditions


def _wants_words(asked: ChangeFilter) -> bool:
    """Return whether only changed words are asked for, not events."""
    return asked.field is not None or asked.kind is not None or bool(asked.min_words)


def _conditions(asked: ChangeFilter, article_id: str, at: str) -> Conditions:
    """Return the conditions over the article and the moment, by the names of their columns."""
    found: Conditions = []
    for name, condition in (_OF_ARTICLE | _OF_MOMENT).items():
        value = getattr(asked, name)
        if value is None:
            continue
        if name == "site":
            value = urls.site(f"https://{value}") or value
        found.append((condition.format(id=article_id, at=at), value))
    if asked.label is not None:
        labelled, parameters = of_label(asked.label)
        sql = f"{article_id} IN (SELECT a.id FROM articles a WHERE {labelled})"
        found.append((sql, tuple(parameters)))
    if asked.among is not None:
        listed = record.dump(sorted(asked.among))
        # with a plus, SQLite walks the moments and looks up the article of each in the list
        walked = "+" if len(asked.among) > FEW else ""
        found.append((f"{walked}{article_id} IN (SELECT value FROM json_each(?))", listed))
    return found


def _joined(conditions: Sequence[tuple[str, object]]) -> tuple[str, list[object]]:
    """Return one condition, and a value for each ? in it."""
    values: list[object] = []
    for sql, value in conditions:
        if isinstance(value, tuple):
            values += value
        else:
            values += [value] * sql.count("?")
    return " AND ".join(sql for sql, _ in conditions) or "1", values
