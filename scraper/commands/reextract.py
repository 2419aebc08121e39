"""`scraper reextract`: every kept page, read again with today's rules."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.options import Seconds, rules_option
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.safe_text import plain
from scraper.commands.terminal.session import command, session
from scraper.jobs.run import recorded
from scraper.models import PAGES_ONLY

if TYPE_CHECKING:
    from scraper.jobs.reextraction import Reextracted

COLUMNS = (
    "site",
    "pages",
    "same",
    "gained",
    "lost",
    "changed",
    "reclassified",
    "refused",
    "failed",
)
ALL_FAILED, SOME_FAILED = 1, 3


@command("reextract")
@click.option("--site", help="Only pages of this site.")
@click.option(
    "--dry-run/--no-dry-run", "-s/", help="Report what would be gained and lost, and write nothing."
)
@click.option("--undo/--no-undo", help="Go back to the reading before the last one.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True,
              help="Processes that read pages.")  # fmt: skip
@click.option("--page-timeout", type=Seconds(), default=30, show_default=True,
              help="Seconds for reading one page.")  # fmt: skip
@rules_option
@limit_option(0)
@listing_options()
def reextract(
    site: str | None, jobs: int, page_timeout: float, rules: tuple[Path, ...], limit: int, form: str | None,
    columns: str | None, *, dry_run: bool, undo: bool, no_headers: bool,
) -> None:  # fmt: skip
    """Read every kept page again with today's rules, without network; never makes a version of an article.

    A row a site tells how many pages were read, how many say the same as before, which fields were gained, lost or
    changed and on how many pages, how many articles turned out to be lists or products (they are marked, and nothing
    is deleted), and how many readings were refused because they are no articles. What was there before is kept;
    --undo puts it back.
    """
    from scraper.jobs import reextraction

    if undo and dry_run:
        raise click.UsageError("--undo and --dry-run do not go together")
    plan = reextraction.ReextractPlan(
        site=site, dry_run=dry_run, rules=rules, jobs=jobs, page_timeout=page_timeout
    )
    with session().archive(create=False) as archive:
        pages = reextraction.undo(archive, site) if undo else reextraction.reextract(archive, plan)
        if dry_run:
            report = _summed(pages)
        else:
            with recorded(archive, run_hooks()) as run:
                report = _summed(pages)
                run.counts.update(sum(report.values(), Counter()))
    rows = [{"site": name, **_row(report[name])} for name in sorted(report)]
    write_rows(rows[: limit or None], COLUMNS, form=form, chosen=columns, no_headers=no_headers)
    read, failed = (sum(row[name] for row in rows) for name in ("pages", "failed"))
    if not rows:
        of = f" of {site}" if site else ""
        session().say(f"there is no earlier reading{of}" if undo else f"there is no kept page{of}")
    if failed:
        session().warn(f"{failed} of {read} pages could not be read")
        sys.exit(ALL_FAILED if failed == read else SOME_FAILED)


def _summed(pages: Iterable[Reextracted]) -> dict[str, Counter[str]]:
    """Per site: how often each thing happened; a field as `gained byline`."""
    report: dict[str, Counter[str]] = defaultdict(Counter)
    for number, done in enumerate(pages, 1):
        report[done.site].update(["pages", *_happened(done)])
        if done.error is not None:
            session().say(f"{done.url}: {plain(done.error)}")
        if session().progress:
            click.echo(f"\r\x1b[K{number} pages read", err=True, nl=False)
    if session().progress:
        click.echo("\r\x1b[K", err=True, nl=False)
    return report


def _happened(done: Reextracted) -> list[str]:
    if done.reread is None:
        return ["failed", "fault"] if done.fault else ["failed"]
    if done.reread.reclassified in PAGES_ONLY:
        return ["reclassified"]
    if done.reread.refused:
        return ["same" if done.reread.refused in PAGES_ONLY else "refused"]
    fields = ["reclassified"] if done.reread.reclassified else []
    fields += [
        f"{what} {name}"
        for what in ("gained", "lost", "changed")
        for name in getattr(done.reread, what)
    ]
    return fields or ["same"]


def _row(counts: Counter[str]) -> dict[str, Any]:
    """The counts as a row; fields as `byline 3, section 1`, the most frequent first."""
    row: dict[str, Any] = {name: counts[name] for name in COLUMNS[1:]}
    for what in ("gained", "lost", "changed"):
        names = [
            (key.removeprefix(f"{what} "), n)
            for key, n in counts.most_common()
            if key.startswith(f"{what} ")
        ]
        row[what] = ", ".join(f"{name} {n}" for name, n in names)
    return row


command = reextract
