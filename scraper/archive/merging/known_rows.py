"""Rows about articles and addresses: each that the target does not have is added."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from scraper.archive.articles import identity
from scraper.archive.merging.inflow import BATCH, Inflow, Row, among, put
from scraper.archive.store import checksums

# the kinds of aliases, the surest first
_KINDS = (identity.GIVEN, identity.FETCHED, identity.CANONICAL, identity.FEED)
_HELD = 2000  # rows that wait to be written


def add_new(
    inflow: Inflow,
    table: str,
    moved: Callable[[Row], Row | None],
    key: tuple[str, ...],
    looked_up: str,
) -> None:
    """Add the rows of a table that the target did not have.

    `moved` returns a row as the target has it, None for one that is left out; `key` are the columns
    by which a row is known, of which `looked_up` has an index.
    """
    (last,) = inflow.target.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    sql = f"SELECT id, {', '.join(key)} FROM {table} WHERE {looked_up} IS ? AND id <= ?"
    new: list[Row] = []
    taken: set[int] = set()  # each row of the target is that of one of the source
    for row in inflow.sound(table):
        row.pop("id")
        now = moved(row)
        if now is None:
            continue
        wanted = tuple(now[name] for name in key)
        known = inflow.target.execute(sql, (now[looked_up], last)) if last else ()
        if not _is_taken(known, wanted, taken):
            new.append(now)
        if len(new) >= _HELD:
            put(inflow.target, table, new)
            new = []
    put(inflow.target, table, new)


def _is_taken(known: Iterable[sqlite3.Row], wanted: tuple[Any, ...], taken: set[int]) -> bool:
    """Return whether one of the rows, each led by its id, has these values; take the first such."""
    for row_id, *values in known:
        if row_id not in taken and tuple(values) == wanted:
            taken.add(row_id)
            return True
    return False


def join_events(inflow: Inflow) -> None:
    """Add what befell articles."""
    add_new(inflow, "events", _of_article(inflow), checksums.COVERED["events"], "article_id")


def join_extractions(inflow: Inflow) -> None:
    """Add what programs made of captures."""
    of_article = _of_article(inflow)

    def moved(row: Row) -> Row | None:
        if row["capture_id"] not in inflow.captures:
            return None  # the damaged capture was named
        if row["article_id"] is None:
            return {**row, "capture_id": inflow.captures[row["capture_id"]]}
        return of_article(row)

    # where two articles could not be joined, a page may be one's here and another's there
    key = (*checksums.COVERED["extractions"], "article_id")
    add_new(inflow, "extractions", moved, key, "capture_id")


def _of_article(inflow: Inflow) -> Callable[[Row], Row | None]:
    def moved(row: Row) -> Row | None:
        article_id = inflow.articles.get(row["article_id"])
        if article_id is None:
            return None  # the damaged article was named
        now = {**row, "article_id": article_id}
        now["version"] = inflow.version(row["article_id"], row["version"])
        if "capture_id" in row:
            now["capture_id"] = inflow.captures.get(row["capture_id"])
        return now

    return moved


def join_notes(inflow: Inflow) -> None:
    """Add notes, at the version that they are about."""
    key = checksums.COVERED["coder_notes"]
    add_new(inflow, "coder_notes", _of_article(inflow), key, "article_id")


def join_fetches(inflow: Inflow) -> None:
    """Add the log of visits."""
    key = ("url", "at", "reason", "status", "error", "ms", "capture_id", "article_id")

    def moved(row: Row) -> Row:
        return {
            **row,
            "capture_id": inflow.captures.get(row["capture_id"]),
            "article_id": inflow.articles.get(row["article_id"]),
            "run_id": inflow.runs.get(row["run_id"]),
        }

    add_new(inflow, "fetches", moved, key, "url")


def join_aliases(inflow: Inflow) -> None:
    """Add the addresses of articles; one that means two articles goes to the surer one."""
    rows = inflow.source.execute("SELECT url, article_id, kind FROM aliases").fetchall()
    for start in range(0, len(rows), BATCH):
        part = [dict(row) for row in rows[start : start + BATCH]]
        _join_some(inflow.target, _moved_aliases(inflow, part))


def _moved_aliases(inflow: Inflow, rows: Iterable[Row]) -> list[Row]:
    return [
        {**row, "article_id": inflow.articles[row["article_id"]]}
        for row in rows
        if row["article_id"] in inflow.articles
    ]


def _join_some(db: sqlite3.Connection, rows: list[Row]) -> None:
    sql = "SELECT url, article_id, kind FROM aliases WHERE url IN"
    known = {row["url"]: dict(row) for row in among(db, sql, (row["url"] for row in rows))}
    put(db, "aliases", [row for row in rows if row["url"] not in known])
    for row in rows:
        before = known.get(row["url"], row)
        if before != row:
            best = min((before, row), key=lambda one: _trust(db, one))
            db.execute(
                "UPDATE aliases SET article_id = :article_id, kind = :kind WHERE url = :url", best
            )


def _trust(db: sqlite3.Connection, alias: Row) -> tuple[Any, ...]:
    """Return by what an alias is believed: its article's own address, then by its kind."""
    sql = "SELECT url, first_seen FROM articles WHERE id = ?"
    url, first_seen = db.execute(sql, (alias["article_id"],)).fetchone()
    is_claimed = alias["kind"] in identity.CLAIMED
    place = _KINDS.index(alias["kind"]) if alias["kind"] in _KINDS else len(_KINDS)
    return (url != alias["url"], is_claimed, first_seen, url, place)
