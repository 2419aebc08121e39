"""Join the shards of a bulk run into one file, in the order of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scraper.jobs.bulk.shard_survey import SurveyedShard

BLOCK = 1 << 20  # bytes that are copied at a time


def joined_rows(folder: Path, shards: Sequence[SurveyedShard], form: str) -> Iterator[bytes]:
    """Yield the bytes of a file with the rows of all shards, which are done."""
    paths = [folder / each.shard.rows(form) for each in shards]
    if form == "jsonl":
        return _copied(paths)
    from scraper.present.parquet import joined

    return joined(paths)


def joined_failures(folder: Path, shards: Iterable[SurveyedShard]) -> Iterator[bytes]:
    """Yield the failures of all shards."""
    named = (each.shard.failures for each in shards if each.done)
    return _copied([path for path in map(folder.joinpath, named) if path.is_file()])


def _copied(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            while data := file.read(BLOCK):
                yield data
