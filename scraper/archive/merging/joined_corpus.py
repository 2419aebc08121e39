"""What people brought and added in two archives: label sets, tags, notes and exclusions."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from scraper.archive.merging.inflow import Inflow, Row, first_of, put
from scraper.archive.merging.known_rows import join_notes
from scraper.archive.store import checksums

_SEPARATOR = "; "  # of several reasons


def join_corpus(inflow: Inflow) -> None:
    """Add what people brought and added."""
    _join_label_sets(inflow)
    _join_tags(inflow)
    _join_exclusions(inflow)
    join_notes(inflow)


def _join_label_sets(inflow: Inflow) -> None:
    sets: dict[int, int] = {}
    for row in inflow.sound("label_sets"):
        was = row.pop("id")
        sql = "SELECT * FROM label_sets WHERE name = ?"
        known = inflow.target.execute(sql, (row["name"],)).fetchone()
        if known is None:
            sets[was] = checksums.insert(inflow.target, "label_sets", **row)
            continue
        sets[was] = known["id"]
        before = {name: known[name] for name in row}
        is_damaged = inflow.is_damaged("label_sets", known)
        after = row if is_damaged else _label_set(before, row)
        if is_damaged or after != before:
            checksums.update(inflow.target, "label_sets", {"id": known["id"]}, **after)
    _join_label_rows(inflow, sets)


def _label_set(one: Row, other: Row) -> Row:
    columns = [json.loads(row["columns"]) for row in (one, other)]
    added = [name for name in columns[1] if name not in columns[0]]
    return {
        "name": one["name"],
        "source": first_of((one["source"], other["source"])),
        "columns": json.dumps([*columns[0], *added], ensure_ascii=False)
        if added
        else one["columns"],
        "url_column": min(one["url_column"], other["url_column"]),
        "added_at": min(one["added_at"], other["added_at"]),
        "updated_at": max(one["updated_at"], other["updated_at"]),
    }


def _join_label_rows(inflow: Inflow, sets: dict[int, int]) -> None:
    """Add the rows of tables that the target does not have; a number that is taken is not used."""
    known = {set_id: _known_rows(inflow.target, set_id) for set_id in set(sets.values())}
    taken = {set_id: {row[0] for row in rows} for set_id, rows in known.items()}
    contents = {set_id: {row[1:] for row in rows} for set_id, rows in known.items()}
    new, late = [], []
    for row in inflow.sound("label_rows"):
        set_id = sets.get(row["set_id"])
        if set_id is None or (row["url"], row["error"], row["cells"]) in contents[set_id]:
            continue
        moved = {**row, "set_id": set_id}
        if row["row"] in taken[set_id]:
            late.append(moved)
        else:
            new.append(moved)
    for row in new:
        taken[row["set_id"]].add(row["row"])
    for row in late:
        row["row"] = max(taken[row["set_id"]]) + 1
        taken[row["set_id"]].add(row["row"])
    put(inflow.target, "label_rows", [*new, *late])


def _known_rows(db: sqlite3.Connection, set_id: int) -> list[tuple[Any, ...]]:
    sql = "SELECT row, url, error, cells FROM label_rows WHERE set_id = ?"
    return [tuple(row) for row in db.execute(sql, (set_id,))]


def _join_tags(inflow: Inflow) -> None:
    """Add tags; one that a coder gave in both archives has the earlier time."""
    sql = "SELECT * FROM coder_tags WHERE article_id = ? AND tag = ? AND coder = ?"
    for row in inflow.sound("coder_tags"):
        article_id = inflow.articles.get(row["article_id"])
        if article_id is None:
            continue
        found = inflow.target.execute(sql, (article_id, row["tag"], row["coder"])).fetchone()
        if found is None:
            values = {name: row[name] for name in ("tag", "coder", "added_at")}
            checksums.insert(inflow.target, "coder_tags", article_id=article_id, **values)
        elif inflow.is_damaged("coder_tags", found) or row["added_at"] < found["added_at"]:
            key = {"id": found["id"]}
            checksums.update(inflow.target, "coder_tags", key, added_at=row["added_at"])


def _join_exclusions(inflow: Inflow) -> None:
    """Add exclusions; of two of the same article by the same coder, both reasons are kept."""
    sql = "SELECT * FROM coder_exclusions WHERE article_id = ? AND coder = ?"
    for row in inflow.sound("coder_exclusions"):
        article_id = inflow.articles.get(row["article_id"])
        if article_id is None:
            continue
        found = inflow.target.execute(sql, (article_id, row["coder"])).fetchone()
        values = {name: row[name] for name in ("reason", "coder", "added_at")}
        if found is None:
            checksums.insert(inflow.target, "coder_exclusions", article_id=article_id, **values)
            continue
        if not inflow.is_damaged("coder_exclusions", found):
            values["reason"] = _reasons(found["reason"], row["reason"])
            values["added_at"] = min(found["added_at"], row["added_at"])
        checksums.update(inflow.target, "coder_exclusions", {"id": found["id"]}, **values)


def _reasons(one: str, other: str) -> str:
    """Return two reasons as one text; what both give is there once."""
    if one == other:
        return one
    return _SEPARATOR.join(sorted({*one.split(_SEPARATOR), *other.split(_SEPARATOR)}))
