"""The pages of an archive that is merged into another: each body once, and each capture once."""

from __future__ import annotations

import sqlite3
from collections.abc import Container
from typing import Any

from scraper.archive.merging.inflow import NOT_AS_STORED, Inflow, Row, next_id, put
from scraper.archive.pages import packing
from scraper.archive.store import checksums
from scraper.archive.store.row_types import damaged
from scraper.errors import Damaged

_SAME = (
    *("url", "final_url", "site", "status", "headers", "redirects", "complete"),
    *("fetched_at", "source", "body_id"),
)
_OF_ADDRESS = f"SELECT id, {', '.join(_SAME)} FROM captures WHERE final_url = ?"
_BODY = "SELECT id, sha256, raw_bytes, codec, base_id, data, checksum FROM bodies"


def join_bodies(inflow: Inflow) -> None:
    """Add the bodies that the target does not have, packed as they are."""
    depths: dict[int, int] = {}
    count = inflow.source.execute("SELECT count(*) FROM bodies").fetchone()[0]
    inflow.progress.begin("merges pages", total=count, unit="pages")
    for row in inflow.progress.over(inflow.source.execute(f"{_BODY} ORDER BY id")):
        _place(inflow, dict(row), depths, packing.BASES)
    for row in inflow.sound("dictionaries"):
        _keep_dictionary(inflow, row)


def _place(inflow: Inflow, row: Row, depths: dict[int, int], bases: int) -> None:
    """Add a body after the one that it was packed against; `bases` are those that may follow."""
    if row["id"] in inflow.bodies:
        return
    target = inflow.target
    known = target.execute(f"{_BODY} WHERE sha256 = ?", (row["sha256"],)).fetchone()
    if known is not None:
        inflow.bodies[row["id"]] = known["id"]
        _restore(inflow, known, row)
        return
    if checksums.of_body(row) != row["checksum"]:
        inflow.skipped.add(damaged("bodies", row["id"], NOT_AS_STORED))
        return
    base_id, depth = None, 0
    if row["base_id"] is not None:
        base_id = _base(inflow, row["base_id"], depths, bases)
        depth = 1 + _depth(inflow, base_id, depths)
    packed: Any = {**row, "base_id": base_id}
    if row["base_id"] is not None and (base_id is None or depth > packing.BASES):
        packed, depth = _packed_alone(inflow, row), 0
    if packed is not None:
        made = packing.add(target, packed)
        inflow.bodies[row["id"]], depths[made] = made, depth


def _restore(inflow: Inflow, known: sqlite3.Row, row: Row) -> None:
    """Give the target a page that was pruned there or is damaged, and is whole in the source."""
    is_damaged = checksums.of_body(known) != known["checksum"]
    if packing.pruned_at(row) is not None or checksums.of_body(row) != row["checksum"]:
        return
    if packing.pruned_at(known) is None and not is_damaged:
        return
    if is_damaged:
        inflow.skipped.add(damaged("bodies", known["id"], NOT_AS_STORED))
    whole = _packed_alone(inflow, row)
    if whole is not None:
        values = (whole["codec"], whole["data"], checksums.of_body(whole), known["id"])
        inflow.target.execute(
            "UPDATE bodies SET codec = ?, base_id = NULL, data = ?, checksum = ? WHERE id = ?",
            values,
        )


def _base(inflow: Inflow, base_id: int, depths: dict[int, int], bases: int) -> int | None:
    """Return the id of a base in the target, to which it is added first."""
    if base_id not in inflow.bodies and bases:
        row = inflow.source.execute(f"{_BODY} WHERE id = ?", (base_id,)).fetchone()
        if row is not None:
            _place(inflow, dict(row), depths, bases - 1)
    return inflow.bodies.get(base_id)


def _depth(inflow: Inflow, body_id: int | None, depths: dict[int, int]) -> int:
    """Return on how many others a body of the target rests."""
    if body_id is None:
        return 0
    if body_id not in depths:
        sql = "SELECT base_id FROM bodies WHERE id = ?"
        (base_id,) = inflow.target.execute(sql, (body_id,)).fetchone()
        depths[body_id] = 0 if base_id is None else 1 + _depth(inflow, base_id, depths)
    return depths[body_id]


def _packed_alone(inflow: Inflow, row: Row) -> packing.BodyRow | None:
    """Return a body that rests on no other; None if it cannot be read."""
    try:
        raw = packing.unpack(inflow.source, row["id"])
    except Damaged:
        inflow.skipped.add(damaged("bodies", row["id"], NOT_AS_STORED))
        return None
    made = packing.pack(inflow.target, raw, None)
    return {
        "sha256": row["sha256"],
        "raw_bytes": row["raw_bytes"],
        "codec": made.codec,
        "base_id": made.base_id,
        "data": made.data,
    }


def _keep_dictionary(inflow: Inflow, row: Row) -> None:
    """Record that a body is a dictionary; which pages have been packed, the target's own rows say.

    So `optimize` packs again those that came, against one dictionary for all.
    """
    new_id = inflow.bodies.get(row["body_id"])
    has = "SELECT 1 FROM dictionaries WHERE body_id = ?"
    if new_id is None or inflow.target.execute(has, (new_id,)).fetchone():
        return
    checksums.insert(inflow.target, "dictionaries", body_id=new_id, pages=row["pages"], packed_to=0)


def join_captures(inflow: Inflow) -> None:
    """Add the captures that the target does not have."""
    last = next_id(inflow.target, "captures") - 1
    inflow.new = last
    new: list[Row] = []
    taken: set[int] = set()  # a capture of the target is that of one of the source
    for row in inflow.sound("captures"):
        body_id = inflow.bodies.get(row["body_id"])
        if body_id is None:
            what = "the page that it kept is damaged"
            inflow.skipped.add(damaged("captures", row["id"], what))
            continue
        moved = {**row, "body_id": body_id, "run_id": inflow.runs.get(row["run_id"])}
        found = _known(inflow, moved, taken)
        if found is None:
            last += 1
            found = last
            new.append({**moved, "id": found})
        inflow.captures[row["id"]] = found
        taken.add(found)
        if len(new) >= _HELD:
            put(inflow.target, "captures", new)
            new = []
    put(inflow.target, "captures", new)


_HELD = 5000  # captures that wait to be written: one of them is not looked for among the others


def _known(inflow: Inflow, row: Row, taken: Container[int]) -> int | None:
    """Return the id of the same capture in the target as it was before, or None."""
    for known in inflow.target.execute(_OF_ADDRESS, (row["final_url"],)):
        if known["id"] > inflow.new or known["id"] in taken:
            continue
        if all(known[name] == row[name] for name in _SAME):
            return int(known["id"])
    return None
