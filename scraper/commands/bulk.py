"""`scraper bulk`: read the articles of large files, on this machine or on many."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.bulk_extract import extract_in_bulk
from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.output_file import STANDARD_OUTPUT, write_bytes
from scraper.commands.terminal.partial_failure import SOME_FAILED
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.errors import InputError, ScraperError
from scraper.present.counted_things import counted
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.jobs.bulk.shard_survey import SurveyedShard

COLUMNS = ("shard", "state", "rows", "failures", "refused", "extractor", "path")
MERGED = (
    "scraper bulk merge articles -o articles.parquet",
    "scraper bulk merge rows -o some.jsonl --partial --failures failed.jsonl",
)
STATUS = ("scraper bulk status articles", "scraper bulk status articles --missing --nl")


@declare_group("bulk")
def bulk() -> None:
    """Read the articles of large files, such as WARC, on all cores or in a job array."""


@declare_command("status", examples=STATUS)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--missing/--all", help="List only the shards that are not done.")
@listing_options()
def bulk_status(folder: Path, listing: Listing, *, missing: bool) -> None:
    """List the shards of a bulk run: done, missing, damaged, or outdated.

    A damaged shard is one whose files have changed since. An outdated one was made by another
    version of scraper. `bulk extract` makes all of them again. The exit code is 3 if a shard is not
    done.
    """
    from scraper.jobs.bulk.shard_survey import ShardState, survey

    shards = survey(folder)
    done = [each for each in shards if each.state is ShardState.DONE]
    listed = (_row(each) for each in shards if not (missing and each.state is ShardState.DONE))
    listing.write(listing.first(listed), COLUMNS)
    rows = sum(each.done.rows for each in done if each.done)
    session().say(
        f"{len(done):,} of {counted(len(shards), 'shard')} done, with {counted(rows, 'row')}"
    )
    if len(done) < len(shards):
        sys.exit(SOME_FAILED)


def _row(each: SurveyedShard) -> dict[str, Any]:
    line = each.done
    return {
        "shard": each.shard.name,
        "state": str(each.state),
        "rows": line.rows if line else None,
        "failures": line.failures if line else None,
        "refused": sum(line.refused.values()) if line else None,
        "extractor": line.extractor if line else None,
        "path": each.shard.path,
    }


class NotAllDone(ScraperError):
    """Some shards are missing where all were wanted."""

    exit_code = SOME_FAILED


@declare_command("merge", examples=MERGED)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(),
    help="Write the rows of all shards to FILE, in the format of the shards.",
)
@click.option(
    "--failures", metavar="FILE", type=click.Path(), help="Write the failures of all to FILE, too."
)
@click.option("--partial/--whole", help="Merge what is done, though shards are missing.")
@click.option("--force/--no-force", help="Replace FILE if it exists.")
def bulk_merge(
    folder: Path, output: str, failures: str | None, *, partial: bool, force: bool
) -> None:
    """Join the shards of a bulk run into one file, in the order of their names.

    The same shards give the same bytes. Nothing is written if a shard is missing, unless --partial
    is given.
    """
    from scraper.jobs.bulk import shard_merge, shard_survey
    from scraper.jobs.bulk.shard_survey import ShardState

    shards = shard_survey.survey(folder)
    done = [each for each in shards if each.state in (ShardState.DONE, ShardState.OUTDATED)]
    form = shard_survey.form_of(folder)
    lacking = len(shards) - len(done)
    if lacking and not partial:
        raise NotAllDone(
            f"{lacking:,} of {counted(len(shards), 'shard')} not done:"
            f" `scraper bulk status {folder}` lists all, and --partial merges the others"
        )
    if not done or form is None:
        raise InputError(f"no shard of {folder} is done: there is nothing to merge")
    with session().watched(Progress(unit="shards", total=len(done))) as progress:
        write_bytes(output, _merged(done, folder, form, progress), force=force)
        if failures:
            write_bytes(failures, shard_merge.joined_failures(folder, done), force=force)
    rows = sum(each.done.rows for each in done if each.done)
    if output != STANDARD_OUTPUT:
        merged = counted(len(done), "shard")
        session().say(f"wrote {output}: {counted(rows, 'row')} of {merged}")


def _merged(
    done: list[SurveyedShard], folder: Path, form: str, progress: Progress
) -> Iterator[bytes]:
    """Yield the bytes of the merged file, and note the last shard as done at its end."""
    from scraper.jobs.bulk import shard_merge

    yield from shard_merge.joined_rows(folder, done, form)
    progress.done = len(done)


for subcommand in (extract_in_bulk, bulk_status, bulk_merge):
    bulk.add_command(subcommand)

command = bulk
