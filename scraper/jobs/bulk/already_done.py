"""Decide which shards of a bulk run need no work: made whole, by this extractor, of this input."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scraper.jobs.bulk import done_lines, input_state
from scraper.jobs.bulk.done_lines import DoneLine, InputState
from scraper.jobs.bulk.read_record import EXTRACTOR
from scraper.jobs.bulk.shard_plan import Shard


def is_made(folder: Path, line: DoneLine, shard: Shard, form: str, settings: str) -> bool:
    """Return whether what a line states is there, whole, and by this extractor and settings."""
    if (line.extractor, line.settings) != (EXTRACTOR, settings):
        return False
    return shard.rows(form) in line.files and is_whole(folder, line)


def is_whole(folder: Path, line: DoneLine) -> bool:
    """Return whether the files of a shard are there with the sizes that they had."""
    paths = [(folder / name, size) for name, size in line.files.items()]
    return all(path.is_file() and path.stat().st_size == size for path, size in paths)


def is_same_input(folder: Path, line: DoneLine, shard: Shard, state: InputState) -> bool:
    """Return whether a source has the bytes that it had; one that was only touched has."""
    if line.input.is_like(state):
        return not state.sha256 or state.sha256 == line.input.sha256
    if state.size != line.input.size or state.sha256 or not line.input.sha256:
        return False
    if input_state.digest_of(shard.path) != line.input.sha256:
        return False
    done_lines.add(folder, replace(line, input=replace(state, sha256=line.input.sha256)))
    return True
