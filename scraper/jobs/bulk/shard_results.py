"""Write what came of records into the files of their shards, one shard after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from scraper.jobs.bulk import done_lines
from scraper.jobs.bulk.done_lines import DoneLine, InputState
from scraper.jobs.bulk.read_record import EXTRACTOR, RecordAnswer
from scraper.jobs.bulk.shard_files import ShardBusy, ShardWriter
from scraper.jobs.bulk.shard_plan import Shard
from scraper.progress import Progress


@dataclass(frozen=True, kw_only=True, slots=True)
class ShardResult:
    """What became of one shard."""

    shard: Shard
    done: DoneLine | None = None
    error: str | None = None  # why it is not finished
    skipped: bool = False  # it was done before


def totals(results: Iterable[ShardResult]) -> Counter[str]:
    """Count the shards that were made, what is in them, and those that were skipped."""
    counts: Counter[str] = Counter()
    for result in results:
        counts["skipped"] += result.skipped
        if result.done is None or result.skipped:
            continue
        counts["shards"] += 1
        counts["rows"] += result.done.rows
        counts["failures"] += result.done.failures
        counts["refused"] += sum(result.done.refused.values())
    return counts


@dataclass(frozen=True, slots=True)
class ShardBegin:
    """The answers for the records of a shard follow."""

    shard: Shard
    state: InputState


@dataclass(frozen=True, slots=True)
class ShardEnd:
    """No more answers for the shard follow."""

    passed_over: Counter[str]  # records without a row, by reason
    digest: Future[str] | None  # of the source, where its state has none
    error: str | None = None


class ShardResults:
    """The shard that is being written, and its counts."""

    def __init__(self, folder: Path, form: str, settings: str, progress: Progress) -> None:
        self._folder, self._form, self._settings = folder, form, settings
        self._progress = progress
        self._begun: ShardBegin | None = None
        self._writer: ShardWriter | None = None
        self._busy: str | None = None
        self._counts: Counter[str] = Counter()  # rows and failures
        self._refused: Counter[str] = Counter()
        self._pages = 0

    def begin(self, step: ShardBegin) -> None:
        """Open the files of a shard, unless another run writes them."""
        self._begun, self._busy = step, None
        self._counts, self._refused = Counter(), Counter()
        try:
            self._writer = ShardWriter(self._folder, step.shard, self._form)
        except ShardBusy as busy:
            self._busy = str(busy)

    def write(self, answer: RecordAnswer) -> None:
        """Write what came of a record."""
        self._pages += 1
        self._progress.what = f"{self._pages:,} pages"
        if self._writer is None:
            return
        if answer.row is not None:
            self._writer.add(answer.row)
            self._counts["rows"] += 1
        elif answer.failure is not None:
            self._writer.fail(answer.failure)
            self._counts["failures"] += 1
            self._progress.failed += 1
        elif answer.refused is not None:
            self._refused[answer.refused] += 1

    def end(self, step: ShardEnd) -> ShardResult:
        """Finish the files of the shard, or give them up if its source could not be read."""
        assert self._begun is not None
        shard = self._begun.shard
        error = self._busy or step.error
        if self._writer is None or error is not None:
            self.give_up()
            return ShardResult(shard=shard, error=error)
        sizes = self._writer.finish()
        self._writer = None
        state = self._begun.state
        if step.digest is not None:
            state = replace(state, sha256=step.digest.result())
        line = DoneLine(
            shard=shard.name,
            input=state,
            extractor=EXTRACTOR,
            settings=self._settings,
            files=sizes,
            rows=self._counts["rows"],
            failures=self._counts["failures"],
            refused=dict(sorted((self._refused + step.passed_over).items())),
        )
        done_lines.add(self._folder, line)
        return ShardResult(shard=shard, done=line)

    def give_up(self) -> None:
        """Remove the files of a shard that is not finished."""
        if self._writer is not None:
            self._writer.give_up()
            self._writer = None
