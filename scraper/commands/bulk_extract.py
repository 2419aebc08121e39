"""`scraper bulk extract`: read the articles of large files into Parquet or JSON Lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import jobs_option, page_timeout_option, rules_option
from scraper.commands.terminal.partial_failure import SOME_FAILED, print_failures
from scraper.commands.terminal.processors import processors
from scraper.commands.terminal.record_filters import FILTER_GROUP, filter_of, record_filters
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.jobs.parts import WHOLE, WorkPart, part_of
from scraper.present.counted_things import counted
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.jobs.bulk.shard_plan import Shard
    from scraper.jobs.bulk.shard_results import ShardResult

SLURM, TASK = "slurm", "SLURM_ARRAY_TASK_ID"
SCRIPT_OPTION = "--slurm-script"
EXAMPLES = (
    "scraper bulk extract CC-NEWS-*.warc.gz -o articles",
    "scraper bulk extract crawl/ -o rows --format jsonl --only article",
    "scraper bulk extract warcs/ -o articles --slurm-script 100 > bulk.sbatch",
)
ALSO_SAID = {
    "failures": ("page", "could not be read (failures-*.jsonl)"),
    "refused": ("record", "left out"),
    "skipped": ("shard", "done before"),
}
GROUPS = {
    "Filters": FILTER_GROUP,
    "Several machines": ("--shard", SCRIPT_OPTION),
}


@declare_command("extract", examples=EXAMPLES, groups=GROUPS)
@click.argument("sources", nargs=-1, required=True, metavar="SRC...", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="Write the shards to FOLDER.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "jsonl"]),
    default="parquet",
    show_default=True,
    help="Write rows in this format.",
)
@jobs_option(most=256)
@page_timeout_option
@click.option("--force/--no-force", help="Do again what is done.")
@rules_option
@record_filters
@click.option("--shard", metavar="I/N", help=f"Do only part I of N; {SLURM}/N takes I from {TASK}.")
@click.option(
    SCRIPT_OPTION,
    "tasks",
    metavar="N",
    type=click.IntRange(1),
    help="Print the script of a Slurm job array with N tasks, and do nothing.",
)
def extract_in_bulk(
    sources: tuple[str, ...],
    output: Path,
    form: str,
    jobs: int | None,
    page_timeout: float,
    rules: tuple[Path, ...],
    shard: str | None,
    tasks: int | None,
    *,
    force: bool,
    **filters: Any,
) -> None:
    """Read the articles of large files, on all cores of this machine, without an archive.

    SRC is a WARC or WACZ file, a folder or tar of HTML files, JSON Lines or Parquet with the HTML
    in a column, or an archive whose pages are read again. If a folder holds such files, each of
    them is a source. Paths can be those of a store, such as s3://bucket/file.warc.gz.

    Each source becomes one file of rows in FOLDER, with the field names of the archive. A page that
    cannot be read is a row in failures-*.jsonl, with the reason, and no failure of the command. The
    exit code is 3 if a source could not be finished. The same command again does what is missing,
    was made by another version or with other filters, or is of a source that has changed.

    Successful answers that are HTML or text are read, unless --status and --mime name others.
    """
    from scraper.jobs.bulk.extraction import BulkPlan, extract_shards
    from scraper.jobs.bulk.read_record import ReadOptions

    wanted = filter_of(filters)
    if tasks is not None:
        _print_script(_shards(sources), tasks, jobs, shard)
        return
    plan = BulkPlan(
        folder=output,
        shards=_shards(sources),
        part=_part(shard),
        form=form,
        options=ReadOptions(rules=rules, wanted=wanted),
        jobs=jobs or processors(),
        page_timeout=page_timeout,
        again=force,
    )
    _check_folder(output, form)
    with session().watched(Progress(unit="shards")) as progress:
        results = list(extract_shards(plan, progress))
    _report(results, output)


def _check_folder(output: Path, form: str) -> None:
    """Raise InputError for what is not a folder, and for one with shards of another format."""
    from scraper.jobs.bulk import shard_survey

    if not output.is_dir():
        if output.exists():
            raise InputError(f"{output} is a file: name a folder")
        return
    other = shard_survey.form_of(output)
    if other not in (None, form):
        raise InputError(f"{output} holds shards of {other}: name another folder for {form}")


def _shards(sources: Sequence[str]) -> list[Shard]:
    from scraper.jobs.bulk import shard_plan, sources_named

    return shard_plan.plan(each for path in sources for each in sources_named.listed(path))


def _part(given: str | None) -> WorkPart:
    """Return the part that --shard names, with its number from the array task of Slurm."""
    if given is None:
        return WHOLE
    number, mark, of = given.partition("/")
    if number.strip().lower() != SLURM:
        return part_of(given)
    task = os.environ.get(TASK)
    if task is None:
        raise InputError(f"--shard {given}: {TASK} is not set; write --shard i/n outside Slurm")
    return part_of(f"{task}{mark}{of}")


def _print_script(shards: Sequence[Shard], tasks: int, jobs: int | None, part: str | None) -> None:
    from scraper.jobs.bulk import slurm_script

    if part is not None:
        raise click.UsageError(f"use either --shard or {SCRIPT_OPTION}: the script has a --shard")
    if tasks > len(shards):
        session().say(f"the array has {counted(len(shards), 'task')}, one for each shard")
    command = [sys.executable, "-m", "scraper", *_without_script(sys.argv[1:])]
    most = min(tasks, len(shards))
    click.echo(
        slurm_script.script(command, folder=str(Path.cwd()), tasks=most, jobs=jobs), nl=False
    )


def _without_script(words: Sequence[str]) -> list[str]:
    """Return the words of the command line without --slurm-script N."""
    kept: list[str] = []
    is_value = False
    for word in words:
        if not (is_value or word == SCRIPT_OPTION or word.startswith(f"{SCRIPT_OPTION}=")):
            kept.append(word)
        is_value = word == SCRIPT_OPTION
    return kept


def _report(results: Sequence[ShardResult], output: Path) -> None:
    """Print what was done; exit with 3 if a shard is not finished."""
    from scraper.jobs.bulk.shard_results import totals

    counts = totals(results)
    rows, shards = counted(counts["rows"], "row"), counted(counts["shards"], "shard")
    said = [f"wrote {rows} of {shards} to {output}"]
    for name, (thing, what) in ALSO_SAID.items():
        if counts[name]:
            said.append(f"{counted(counts[name], thing)} {what}")
    session().say("; ".join(said))
    errors = [result.error for result in results if result.error is not None]
    print_failures(errors)
    if errors:
        sys.exit(SOME_FAILED)


command = extract_in_bulk
