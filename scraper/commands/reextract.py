"""`scraper reextract`: read every kept page again with the current rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import page_timeout_option, rules_option
from scraper.commands.terminal.partial_failure import exit_if_failed
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import JOBS
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.safe_text import plain
from scraper.commands.terminal.session import session
from scraper.jobs.run import recorded
from scraper.models import PAGES_ONLY
from scraper.present.counted_things import counted
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.jobs.reextraction import Reextracted

COLUMNS = (
    "site", "pages", "same", "gained", "lost", "changed", "reclassified", "refused", "failed",
)  # fmt: skip
OF_FIELDS = ("gained", "lost", "changed")  # columns that name fields
EXAMPLES = (
    "scraper reextract --simulate",
    "scraper reextract --site news.example --rules rules",
    "scraper reextract --undo",
)

Report = dict[str, Counter[str]]  # site -> how often each thing happened


@declare_command("reextract", examples=EXAMPLES)
@click.option("--site", help="Only pages from this site.")
@click.option(
    "-s", "--simulate/--no-simulate", help="Report what would be gained and lost; write nothing."
)
@click.option("--undo/--no-undo", help="Restore what the last re-extraction replaced.")
@JOBS
@page_timeout_option
@rules_option
@listing_options()
def reextract(
    site: str | None,
    jobs: int,
    page_timeout: float,
    rules: tuple[Path, ...],
    listing: Listing,
    *,
    simulate: bool,
    undo: bool,
) -> None:
    """Read every kept page again with the current rules, without network.

    No article gets a new version. Lines that a site repeats leave all its texts, not only those of
    pages that came later: the same pages have the same texts in whatever order they came. Each row
    shows for one site how many pages were read, how many gave the same result, and which fields
    were gained, lost or changed on how many pages. It also counts the articles that turned out to
    be lists or products (they are marked, and nothing is deleted) and the results that were refused
    because they are not articles. The former results are kept; --undo restores them.
    """
    from scraper.jobs import reextraction

    if undo and simulate:
        raise click.UsageError("use either --undo or --simulate")
    plan = reextraction.ReextractPlan(
        site=site, simulate=simulate, rules=rules, jobs=jobs, page_timeout=page_timeout
    )
    with session().archive(create=False) as archive:
        pages = reextraction.undo(archive, site) if undo else reextraction.reextract(archive, plan)
        total = reextraction.count_pages(archive, site)
        pruned = 0 if undo else reextraction.count_pruned(archive, site)
        progress = Progress(total=None if undo else total, unit="pages")  # an undo visits a part
        if simulate:
            report = _report(pages, progress)
        else:
            with recorded(archive, run_hooks()) as run:
                report = _report(pages, progress)
                run.counts.update(sum(report.values(), Counter()))
    if pruned:
        session().say(f"passed over {counted(pruned, 'pruned page')}; the texts stay")
    rows = [{"site": name, **_row(report[name])} for name in sorted(report)]
    listing.write(rows[: listing.most], COLUMNS)
    if not rows:
        wanted = "earlier result" if undo else "kept page"
        session().say(f"there is no {wanted} from {site}" if site else f"there is no {wanted}")
    _exit_if_failed(rows)


def _exit_if_failed(rows: list[dict[str, Any]]) -> None:
    read, failed = (sum(row[name] for row in rows) for name in ("pages", "failed"))
    if failed:
        session().warn(f"{failed:,} of {counted(read, 'page')} could not be read")
        exit_if_failed(failed, read - failed)


def _report(pages: Iterable[Reextracted], progress: Progress) -> Report:
    """Count per site how often each thing happened; a field counts as `gained byline`."""
    report: Report = defaultdict(Counter)
    with session().watched(progress):
        for done in pages:
            report[done.site].update(["pages", *_happened(done)])
            progress.done += 1
            if done.error is not None:
                progress.failed += 1
                session().say(f"{done.url}: {plain(done.error)}")
    return report


def _happened(done: Reextracted) -> list[str]:
    """Return what happened to one page."""
    if done.reread is None:
        return ["failed", "fault"] if done.fault else ["failed"]
    if done.reread.reclassified in PAGES_ONLY:
        return ["reclassified"]
    if done.reread.refused:
        return ["same" if done.reread.refused in PAGES_ONLY else "refused"]
    fields = ["reclassified"] if done.reread.reclassified else []
    for change in OF_FIELDS:
        fields += [f"{change} {name}" for name in getattr(done.reread, change)]
    return fields or ["same"]


def _row(counts: Counter[str]) -> dict[str, Any]:
    """Return the counts as a row; fields as `byline 3, section 1`, the most frequent first."""
    row: dict[str, Any] = {name: counts[name] for name in COLUMNS[1:]}
    for change in OF_FIELDS:
        row[change] = ", ".join(_fields(counts, f"{change} "))
    return row


def _fields(counts: Counter[str], prefix: str) -> Iterator[str]:
    for key, count in counts.most_common():
        if key.startswith(prefix):
            yield f"{key.removeprefix(prefix)} {count}"


command = reextract
