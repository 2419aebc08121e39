"""A new archive out of several, which are only read: it appears whole or not at all.

The first archive is copied, index and all; then each other one is added to the copy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from scraper.archive.crawl import runs
from scraper.archive.merging import article_pairs, known_articles, known_rows, new_articles
from scraper.archive.merging.inflow import Inflow
from scraper.archive.merging.joined_corpus import join_corpus
from scraper.archive.merging.joined_crawl import join_crawl
from scraper.archive.merging.joined_pages import join_bodies, join_captures
from scraper.archive.merging.run_origins import join_runs, keep_captures, set_apart
from scraper.archive.store import triggers
from scraper.archive.store.bulk_index import merged_later
from scraper.archive.store.connection import connect, sqlite_errors, transaction
from scraper.archive.store.migrations import schema_version
from scraper.archive.store.row_types import SkippedRows
from scraper.archive.store.times import now, stamp
from scraper.errors import InputError
from scraper.progress import Progress

UNFINISHED = ".part"  # what the name of the file ends with until it is whole
NAME = "merge"  # of the run
# what makes a text of the bytes of a column: of damaged text the row's checksum is wrong then
_text = partial(str, encoding="utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Input:
    """An archive that is merged, opened for reading."""

    db: sqlite3.Connection
    path: Path


@dataclass(frozen=True, slots=True)
class MergeRun:
    """What is recorded of a merge, and where it is noted how far it has come."""

    command: Sequence[str] = ("scraper", NAME)
    clock: Callable[[], datetime] = now
    allow: Sequence[str] = ()  # names of triggers in the first archive that may run
    progress: Progress = field(default_factory=Progress)


@dataclass(slots=True)
class Merged:
    """What became of the articles of all archives, and what was passed over."""

    articles: int = 0  # in the new archive
    new: int = 0  # not in an archive before
    joined: int = 0  # in one before
    damage: str | None = None


def merge_archives(
    inputs: Sequence[Input],
    target: Path,
    run: MergeRun,
    *,
    replace: bool = False,
) -> Merged:
    """Write a new archive with all that is in others.

    Raise InputError if the file is there already and not to be replaced, or is one of the others,
    and UnknownTrigger if the first archive has a trigger that would run in the new one.
    """
    _refuse(inputs, target, replace=replace)
    first = inputs[0]
    triggers.refuse(first.db, str(first.path), schema_version(first.db), run.allow)
    part = target.with_name(f"{target.name}{UNFINISHED}")
    _remove(part)
    try:
        part.touch(mode=_mode(inputs))  # as private as the most private of them
        _copy(inputs[0], part, run.progress)
        with sqlite_errors(str(target)), closing(_connect(part)) as db, merged_later(db):
            done = _add_all(db, inputs, run)
        _keep_safe(part)
        part.replace(target)
    finally:
        _remove(part)
    return done


def _refuse(inputs: Sequence[Input], target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise InputError(f"{target} is a folder: name the file to write")
    if any(target.exists() and target.samefile(one.path) for one in inputs):
        raise InputError(f"{target} is one of the archives to merge: name another file")
    if target.exists() and not replace:
        raise InputError(f"{target} exists: name another file, or replace it with --force")
    if not target.parent.is_dir():
        raise InputError(f"there is no folder {target.parent}")


def _mode(inputs: Sequence[Input]) -> int:
    mode = 0o666
    for one in inputs:
        mode &= one.path.stat().st_mode
    return mode


def _remove(part: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        part.with_name(f"{part.name}{end}").unlink(missing_ok=True)


def _copy(first: Input, part: Path, progress: Progress) -> None:
    """Copy an archive as it is now, also while others write to it."""
    progress.begin(f"copies {first.path.name}")
    with sqlite_errors(str(first.path)), closing(sqlite3.connect(part)) as copy:
        first.db.backup(copy)


def _connect(part: Path) -> sqlite3.Connection:
    """Connect to the unfinished file: until it is whole, nothing of it needs to be safe."""
    db = connect(part, read_only=False)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA temp_store = MEMORY")
    db.text_factory = _text
    return db


def _keep_safe(part: Path) -> None:
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _add_all(db: sqlite3.Connection, inputs: Sequence[Input], run: MergeRun) -> Merged:
    done = Merged()
    skipped = SkippedRows()
    at = stamp(run.clock())
    with transaction(db):
        set_apart(db, inputs[0].path.name, at)
        run_id = runs.start(db, run.command, runs.PROGRAM, at, NAME)
        for one in inputs[1:]:
            inflow = Inflow(one.db, db, skipped, run.progress)
            with sqlite_errors(str(one.path)):
                _add(inflow, one.path.name, at)
            done.joined += len(inflow.joined)
            done.new += len(inflow.articles) - len(inflow.joined)
        (done.articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
        runs.end(db, run_id, {"new": done.new, "joined": done.joined}, stamp(run.clock()))
    done.damage = skipped.line
    return done


def _add(inflow: Inflow, name: str, at: str) -> None:
    """Add all that is in one archive."""
    source = inflow.source
    decode, source.text_factory = source.text_factory, _text
    source.execute("BEGIN")  # one state of the file, whoever writes to it
    try:
        origins = join_runs(inflow, name, at)
        join_bodies(inflow)
        join_captures(inflow)
        keep_captures(inflow, origins)
        _add_articles(inflow)
        inflow.progress.begin("merges visits, feeds, labels and notes")
        known_rows.join_events(inflow)
        known_rows.join_extractions(inflow)
        known_rows.join_fetches(inflow)
        join_crawl(inflow)
        join_corpus(inflow)
    finally:
        source.execute("ROLLBACK")
        source.text_factory = decode


def _add_articles(inflow: Inflow) -> None:
    pairs = article_pairs.find(inflow)
    ids = inflow.article_ids()
    new_articles.add(inflow, [article_id for article_id in ids if article_id not in pairs])
    known_articles.join(inflow, pairs)
    known_rows.join_aliases(inflow)
