"""The runs of an archive that is merged into another: a chain of its own, as it was sealed.

A run that both archives have, for one was copied from the other, is known by its hash.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

from scraper.archive.merging.inflow import Inflow, Row, next_id, put
from scraper.archive.store import checksums

# what a run was sealed over, and what is known of it besides; its id and place are kept apart
_KEPT = (
    *("command", "program", "started_at", "ended_at", "counts", "captures_from", "captures_to"),
    *("captures_sha256", "previous_sha256", "sha256", "name", "owner", "error"),
)

# id of a chain in the source, None for the file's own -> its id in the target
Origins = dict[int | None, int]


def set_apart(db: sqlite3.Connection, name: str, at: str) -> None:
    """Make the chain of a file an origin, so that the file may begin another one."""
    if db.execute("SELECT 1 FROM runs WHERE origin_id IS NULL").fetchone() is None:
        return
    head = _head(db, None, "sealed")
    origin = checksums.insert(db, "origins", name=name, sha256=head, merged_at=at)
    db.execute(
        "UPDATE runs SET origin_id = ?, origin_run = id, origin_sealed = sealed, sealed = NULL"
        " WHERE origin_id IS NULL",
        (origin,),
    )
    ids = db.execute("SELECT id FROM captures ORDER BY id")
    _keep_ranges(db, origin, ((row[0], row[0]) for row in ids))


def _head(db: sqlite3.Connection, origin: int | None, place: str) -> str | None:
    sql = f"SELECT sha256 FROM runs WHERE origin_id IS ? AND {place} IS NOT NULL"
    row = db.execute(f"{sql} ORDER BY {place} DESC LIMIT 1", (origin,)).fetchone()
    return row[0] if row else None


def join_runs(inflow: Inflow, name: str, at: str) -> Origins:
    """Add the runs of the source, chain by chain, that the target does not have.

    Return the chains that had any: their ids in the source and in the target.
    """
    source = inflow.source
    known = {_identity(dict(row)): row["id"] for row in inflow.target.execute(_RUNS)}
    chains: list[tuple[int | None, str]] = [(None, name)]
    chains += [(row["id"], row["name"]) for row in source.execute("SELECT * FROM origins")]
    made: Origins = {}
    for origin, called in chains:
        new = _join_chain(inflow, known, origin, called, at)
        if new is not None:
            made[origin] = new
    return made


_RUNS = f"SELECT id, origin_run, origin_sealed, sealed, {', '.join(_KEPT)} FROM runs"


def _join_chain(
    inflow: Inflow, known: dict[str, int], origin: int | None, name: str, at: str
) -> int | None:
    """Add the new runs of one chain; return the id of the origin that they have now."""
    rows = inflow.source.execute(f"{_RUNS} WHERE origin_id IS ? ORDER BY id", (origin,)).fetchall()
    new = []
    for row in map(dict, rows):
        found = known.get(_identity(row))
        if found is None:
            new.append(row)
        else:
            inflow.runs[row["id"]] = found
    if not new:
        return None
    head = _head(inflow.source, origin, "sealed" if origin is None else "origin_sealed")
    made = checksums.insert(inflow.target, "origins", name=name, sha256=head, merged_at=at)
    first = next_id(inflow.target, "runs")
    put(inflow.target, "runs", (_moved(row, made, first + n) for n, row in enumerate(new)))
    for number, row in enumerate(new, first):
        inflow.runs[row["id"]] = known[_identity(row)] = number
    return made


def _identity(row: Row) -> str:
    """Return what no other run has: its hash, or all that is known of one that has none."""
    return row["sha256"] or json.dumps([row[name] for name in _KEPT])


def _moved(row: Row, origin: int, new_id: int) -> Row:
    was = row["id"] if row["origin_run"] is None else row["origin_run"]
    place = row["sealed"] if row["origin_run"] is None else row["origin_sealed"]
    kept = {name: row[name] for name in _KEPT}
    return {"id": new_id, "origin_id": origin, "origin_run": was, "origin_sealed": place, **kept}


def keep_captures(inflow: Inflow, origins: Origins) -> None:
    """Record which captures the new chains were sealed over, by their old ids and today's."""
    for old, new in origins.items():
        _keep_ranges(inflow.target, new, _pairs(inflow, old))


def _pairs(inflow: Inflow, origin: int | None) -> Iterator[tuple[int, int]]:
    """Yield the ids of the captures of a chain, as they were and in the target."""
    if origin is None:
        yield from sorted(inflow.captures.items())
        return
    ranges = "SELECT * FROM origin_captures WHERE origin_id = ? ORDER BY first_id"
    for row in inflow.source.execute(ranges, (origin,)).fetchall():
        for was in range(row["first_id"], row["last_id"] + 1):
            now = inflow.captures.get(was + row["shift"])
            if now is not None:
                yield was, now


def _keep_ranges(db: sqlite3.Connection, origin: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Record ids, as they were and as they are, by the ranges that were moved as one."""
    rows = []
    for shift, group in groupby(pairs, key=lambda pair: pair[1] - pair[0]):
        moved = [was for was, _ in group]
        rows.append(
            {"origin_id": origin, "first_id": moved[0], "last_id": moved[-1], "shift": shift}
        )
    put(db, "origin_captures", rows)
