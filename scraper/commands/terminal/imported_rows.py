"""Add rows of articles to the archive, and report what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from scraper.commands.terminal.partial_failure import exit_if_failed, print_failures
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.session import session
from scraper.jobs.run import recorded
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive.transfer.import_jsonl import Imported


def import_rows(
    lines: Iterable[str | bytes], progress: Progress, *, what: str, strict: bool
) -> None:
    """Import rows, each as a line of JSON; exit with the code of failures if some are refused.

    `what` is what a row is called in messages: a line of a file, or a row of a table.
    """
    sums = None
    with (
        session().archive() as archive,
        recorded(archive, run_hooks()) as run,
        session().watched(progress) as shown,
    ):
        for sums in archive.transfer.import_jsonl(lines):
            run.counts.update(_counts(sums, run.counts))
            shown.failed = len(sums.refused)
    session().say(_sentence(sums) if sums else "nothing to import")
    if sums:
        print_failures([f"{what} {row.number}: {row.why}" for row in sums.refused])
        exit_if_failed(len(sums.refused), sums.added + sums.known, strict=strict)


def _counts(sums: Imported, before: Mapping[str, int]) -> dict[str, int]:
    """Return what a batch adds to the counts of the run."""
    faults = sum(row.fault for row in sums.refused)
    now = {
        "new": sums.added,
        "same": sums.known,
        "refused": len(sums.refused) - faults,
        "fault": faults,
    }
    return {reason: count - before.get(reason, 0) for reason, count in now.items() if count}


def _sentence(sums: Imported) -> str:
    refused = f", {len(sums.refused):,} refused" if sums.refused else ""
    return f"{sums.added:,} new, {sums.known:,} already here{refused}"
