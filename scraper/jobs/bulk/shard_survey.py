"""Find out what is done of a bulk run and what is missing, from the files in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scraper.errors import InputError
from scraper.jobs.bulk import done_lines, plan_file
from scraper.jobs.bulk.already_done import is_whole
from scraper.jobs.bulk.done_lines import DoneLine
from scraper.jobs.bulk.read_record import EXTRACTOR
from scraper.jobs.bulk.shard_plan import FAILURES, FORMATS, Shard


class ShardState(StrEnum):
    """What a shard can be."""

    DONE = "done"
    MISSING = "missing"  # not begun, or not finished
    DAMAGED = "damaged"  # its files are not what they were when it was done
    OUTDATED = "outdated"  # made by another version of scraper


@dataclass(frozen=True, slots=True)
class SurveyedShard:
    """A shard, its state, and what is known of it since it was done."""

    shard: Shard
    state: ShardState
    done: DoneLine | None


def survey(folder: Path) -> list[SurveyedShard]:
    """Return all shards of a folder, by name; raise InputError if no bulk run wrote to it."""
    shards = plan_file.read(folder)
    if not shards:
        raise InputError(f"{folder} is not the folder of a bulk run: it holds no {plan_file.NAME}")
    return list(_surveyed(folder, shards))


def form_of(folder: Path) -> str | None:
    """Return the format of the shards that are done in a folder, None if none is."""
    for line in done_lines.read(folder).values():
        for form in FORMATS:
            if any(_is_rows(name, form) for name in line.files):
                return form
    return None


def _is_rows(name: str, form: str) -> bool:
    return name.endswith(f".{form}") and not name.startswith(FAILURES)


def _surveyed(folder: Path, shards: list[Shard]) -> Iterator[SurveyedShard]:
    done = done_lines.read(folder)
    for shard in shards:
        line = done.get(shard.name)
        yield SurveyedShard(shard, _state(folder, line), line)


def _state(folder: Path, line: DoneLine | None) -> ShardState:
    if line is None:
        return ShardState.MISSING
    if not is_whole(folder, line):
        return ShardState.DAMAGED
    return ShardState.DONE if line.extractor == EXTRACTOR else ShardState.OUTDATED
