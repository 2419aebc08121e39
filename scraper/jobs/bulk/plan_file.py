"""Keep `_plan.json`: all shards that were ever asked for, so that what is missing can be named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from scraper.cleaning import BadJson, dump_json, load_json
from scraper.jobs.bulk.shard_plan import UNFINISHED, Shard
from scraper.jobs.parts import WHOLE, WorkPart

NAME = "_plan.json"


def read(folder: Path) -> list[Shard]:
    """Return the shards, sorted by name; none if there is no such file, or it is damaged."""
    try:
        found = load_json((folder / NAME).read_bytes())
        shards = [Shard(str(row["name"]), str(row["path"])) for row in found["shards"]]
    except (FileNotFoundError, BadJson, KeyError, TypeError):
        return []
    return sorted(shards, key=lambda shard: shard.name)


def add(folder: Path, shards: Sequence[Shard], part: WorkPart = WHOLE) -> None:
    """Add shards to the file.

    Tasks of a job array may do so at once: each writes a file of its own and renames it, and each
    knows the whole plan.
    """
    known = {shard.name: shard for shard in read(folder)}
    wanted = known | {shard.name: shard for shard in shards}
    unfinished = folder / f"{NAME}.{part.number}-{part.of}{UNFINISHED}"
    if part == WHOLE:
        for left in folder.glob(f"{NAME}.*{UNFINISHED}"):
            left.unlink(missing_ok=True)
    if known == wanted:
        unfinished.unlink(missing_ok=True)
        return
    rows = [{"name": name, "path": wanted[name].path} for name in sorted(wanted)]
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(dump_json({"shards": rows}, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / NAME)
