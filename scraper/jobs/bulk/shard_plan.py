"""Plan a bulk run: which files make shards, what those are called, and which part does which.

Pure. A plan depends on the names of the sources only, so that each task of a job array makes the
same one, wherever the files are mounted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from scraper.errors import InputError
from scraper.jobs.parts import WorkPart
from scraper.sources.bulk_kinds import PAGE_SUFFIXES, kind_by_name

FORMATS = ("parquet", "jsonl")
FAILURES = "failures-"
UNFINISHED = ".part"  # what the name of a file ends with until it is whole
LONGEST_NAME = 200  # bytes; file systems allow 255, and endings are added


@dataclass(frozen=True, slots=True)
class Shard:
    """One file or folder of pages, and the name by which what is made of it is called."""

    name: str  # below the folder that was named; of a file that was named, its name
    path: str

    def rows(self, form: str) -> str:
        """Return the name of the file of rows."""
        return f"{file_name(self.name)}.{form}"

    @property
    def failures(self) -> str:
        """Return the name of the file of failures."""
        return f"{FAILURES}{file_name(self.name)}.jsonl"


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source as a user named it, with the paths of the files in it if it is a folder."""

    path: str
    name: str  # the last part of the path
    files: tuple[tuple[str, str], ...] | None = None  # name below the folder, path; None: a file


def share(shards: Sequence[Shard], part: WorkPart) -> list[Shard]:
    """Return the shards that are those of a part."""
    return list(shards[part.number - 1 :: part.of])


def plan(sources: Iterable[NamedSource]) -> list[Shard]:
    """Return the shards of sources, sorted by name; raise InputError where two would be one file.

    In a folder, each file that holds many pages is a shard. If there are pages too, or nothing
    else, the folder itself is one: the pages in it, one by one.
    """
    shards: dict[str, Shard] = {}
    for source in sources:
        for shard in _shards(source):
            other = shards.setdefault(shard.rows(""), shard)
            if other.path != shard.path:
                raise InputError(
                    f"{other.path} and {shard.path} would be written to the same file:"
                    " name the folder that holds both, or give them other names"
                )
    return sorted(shards.values(), key=lambda shard: shard.name)


def _shards(source: NamedSource) -> list[Shard]:
    if source.files is None:
        return [Shard(source.name, source.path)]
    found = [Shard(name, path) for name, path in source.files if kind_by_name(name)]
    endings = {PurePosixPath(name).suffix.lower() for name, _ in source.files}
    has_pages = not PAGE_SUFFIXES.isdisjoint(endings)
    if has_pages or not found:
        found.append(Shard(source.name, source.path))
    return found


def file_name(name: str) -> str:
    """Return a name as that of a file: 2026/a.warc.gz becomes 2026-a.warc.gz."""
    flat = re.sub(r"[/\\\x00-\x1f\x7f]+", "-", name).lstrip("-._") or "shard"
    if flat.startswith(FAILURES):  # which begins the names of other files than those of rows
        flat = f"source-{flat}"
    return flat.encode()[-LONGEST_NAME:].decode(errors="ignore")
