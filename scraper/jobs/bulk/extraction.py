"""Extract the articles of many files on all cores of this machine.

    shards ─► records ─► rows (in workers, page by page) ─► files, one shard after the other

The order of the rows is that of the records, so the same input gives the same bytes.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scraper import faults
from scraper.errors import ScraperError
from scraper.jobs.bulk import done_lines, input_state, plan_file, run_settings, sources_named
from scraper.jobs.bulk.already_done import is_made, is_same_input
from scraper.jobs.bulk.done_lines import InputState
from scraper.jobs.bulk.ordered_reading import OrderedReading
from scraper.jobs.bulk.read_record import (
    ReadOptions,
    RecordAnswer,
    RecordTask,
    answer_of,
    failure_of,
)
from scraper.jobs.bulk.shard_files import sweep
from scraper.jobs.bulk.shard_plan import FORMATS, Shard, share
from scraper.jobs.bulk.shard_results import ShardBegin, ShardEnd, ShardResult, ShardResults
from scraper.jobs.parts import WHOLE, WorkPart
from scraper.progress import BYTES, Progress
from scraper.sources.bulk_records import BulkFault, BulkItem, ReadingCounts
from scraper.workers.pool import PAGE_TIMEOUT, Workers

NoTask = RecordAnswer | ShardBegin | ShardEnd  # the steps that no worker does
ToDo = tuple[Shard, InputState]


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkPlan:
    """What to extract, how, and where the rows go."""

    folder: Path
    shards: Sequence[Shard]  # all, those of other parts too
    part: WorkPart = WHOLE
    form: str = "parquet"
    options: ReadOptions = field(default_factory=ReadOptions)
    jobs: int = 1  # reading processes
    page_timeout: float = PAGE_TIMEOUT  # seconds
    again: bool = False  # also what is done


def extract_shards(plan: BulkPlan, progress: Progress) -> Iterator[ShardResult]:
    """Yield what becomes of each shard of this part, those that were done before first."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    plan_file.add(plan.folder, plan.shards, plan.part)
    mine = share(plan.shards, plan.part)
    sweep(plan.folder, mine, FORMATS)
    to_do: list[ToDo] = []
    for found in _looked_at(plan, mine):
        if isinstance(found, ShardResult):
            yield found
        else:
            to_do.append(found)
    if to_do:
        total = sum(state.size for _, state in to_do)
        progress.begin("reads pages", total=total, unit=BYTES)
        yield from _extract(plan, to_do, progress)


def _looked_at(plan: BulkPlan, shards: Sequence[Shard]) -> Iterator[ShardResult | ToDo]:
    """Yield the result of a shard that is done or cannot be read, any other with its state."""
    done = {} if plan.again else done_lines.read(plan.folder)
    settings = run_settings.digest(plan.options)
    for shard in shards:
        try:
            state = input_state.look_at(shard.path)
            line = done.get(shard.name)
            is_there = line is not None and is_made(plan.folder, line, shard, plan.form, settings)
            if line is not None and is_there and is_same_input(plan.folder, line, shard, state):
                yield ShardResult(shard=shard, done=line, skipped=True)
            else:
                yield shard, state
        except ScraperError as error:
            yield ShardResult(shard=shard, error=str(error))


def _extract(plan: BulkPlan, shards: Sequence[ToDo], progress: Progress) -> Iterator[ShardResult]:
    """Yield the result of each shard once it is written."""
    read = partial(answer_of, plan.options)
    settings = run_settings.digest(plan.options)
    results = ShardResults(plan.folder, plan.form, settings, progress)
    with (
        ThreadPoolExecutor(1, thread_name_prefix="digest") as digests,
        Workers(read, jobs=plan.jobs, timeout=plan.page_timeout) as workers,
    ):
        reading: OrderedReading[NoTask] = OrderedReading(workers)
        positions: deque[int] = deque()  # of what is under way: bytes of all sources before its end
        try:
            for step in reading.answers(_steps(plan, shards, digests, positions)):
                match step:
                    case ShardBegin():
                        results.begin(step)
                    case ShardEnd():
                        progress.done = positions.popleft()
                        yield results.end(step)
                    case RecordAnswer():
                        progress.done = positions.popleft()
                        results.write(step)
        except OSError as error:  # a full disk: most writes do not know to what
            raise OSError(error.errno, error.strerror, error.filename or str(plan.folder)) from None
        finally:
            results.give_up()


def _steps(
    plan: BulkPlan, shards: Sequence[ToDo], digests: ThreadPoolExecutor, positions: deque[int]
) -> Iterator[RecordTask | NoTask]:
    """Yield the records of all shards, one shard after the other, and note where each ends."""
    before = 0
    for shard, state in shards:
        yield ShardBegin(shard, state)
        digest = None if state.sha256 else digests.submit(input_state.digest_of, shard.path)
        counts, error, at = ReadingCounts(), None, 0
        try:
            for item in sources_named.records(shard.path, plan.options.wanted, counts):
                at = min(_position(item, at), state.size)
                positions.append(before + at)
                yield _step_of(shard, item)
        except ScraperError as wrong:
            error = str(wrong)
        except OSError as wrong:
            error = f"cannot read {shard.path}: {wrong.strerror or wrong}"
        except Exception as wrong:
            if faults.ends_the_run(wrong):
                raise
            error = faults.note(wrong, shard.path)
        before += state.size
        positions.append(before)
        yield ShardEnd(_passed_over(counts), digest, error)


def _position(item: BulkItem, before: int) -> int:
    """Return how many bytes of its source precede a record, roughly."""
    offset = item.key.partition("+")[0]
    if offset.isdecimal() and int(offset) > before:
        return int(offset)
    return before + (0 if isinstance(item, BulkFault) else len(item.content))


def _step_of(shard: Shard, item: BulkItem) -> RecordTask | RecordAnswer:
    """Return what a worker is to read; of a record that cannot be read, the answer."""
    if isinstance(item, BulkFault):
        return RecordAnswer(failure=failure_of(shard.name, item, item.reason))
    return RecordTask(shard.name, item)


def _passed_over(counts: ReadingCounts) -> Counter[str]:
    """Return how many records of a source got no row, by reason."""
    return Counter(counts.refused) + Counter(revisit=counts.revisits, other=counts.others)
