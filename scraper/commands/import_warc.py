"""`scraper import warc`: keep and read the pages of a web archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import rules_option
from scraper.commands.terminal.partial_failure import SHOWN, exit_if_failed
from scraper.commands.terminal.processors import processors
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.safe_text import plain
from scraper.commands.terminal.session import session
from scraper.files import read_file
from scraper.models import Change, ChangeKind, Outcome
from scraper.present.counted_things import counted
from scraper.progress import Progress

EXAMPLES = ("scraper import warc news.warc.gz", "scraper import wacz news.wacz")


@declare_command("warc", examples=EXAMPLES)
@click.argument("file", metavar="FILE")
@rules_option
@click.option("--strict/--no-strict", help="Exit with 1, not 3, if some pages failed.")
def warc(file: str, rules: tuple[Path, ...], *, strict: bool) -> None:
    """Keep the pages in FILE, and read them as if they had been fetched.

    FILE is a WARC file of any program, or a WACZ file, which holds WARC files. Pages are successful
    answers that are HTML or text. A page that the archive has, or a newer one of the same address,
    is left out, so the same command resumes an interrupted import.

    A line that a site repeats is left out of a text only if it was known when the page was read, so
    that texts can differ from those of the archive that wrote FILE. After `scraper reextract` in
    both, the same pages have the same texts.
    """
    from scraper.jobs import run
    from scraper.jobs.collect import Plan
    from scraper.sources import wacz_file

    read_file(file, "a WARC file", at_most=0)  # refuses what cannot be read
    seen = TakenPages()
    with session().archive() as archive, session().watched(Progress(unit="pages")) as progress:
        hooks = run_hooks(progress=progress)
        pages = wacz_file.pages(Path(file))
        run.take_all(
            archive, pages, Plan(rules=rules, jobs=processors()), seen, source="warc", hooks=hooks
        )
    session().say(seen.sentence())
    failed = seen.counts["failed"]
    exit_if_failed(failed, seen.counts.total() - failed, strict=strict)


class TakenPages:
    """Counts what became of the pages of an import."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __call__(self, outcome: Outcome) -> None:
        """Count an outcome, and print the first errors."""
        if outcome.error is not None:
            self.counts["failed"] += 1
            if self.counts["failed"] <= SHOWN:
                click.echo(f"Error: {plain(outcome.url)}: {plain(outcome.error)}", err=True)
        else:
            self.counts[_kind(outcome.change)] += 1

    def sentence(self) -> str:
        """Return the counts in words."""
        counts = self.counts
        parts = [
            f"{counts['new']:,} new",
            counted(counts["edited"], "new version") if counts["edited"] else "",
            f"{counts['same']:,} already here",
            f"{counts['failed']:,} failed" if counts["failed"] else "",
        ]
        return ", ".join(filter(None, parts))


def _kind(change: Change | None) -> str:
    """Return how a page is counted; a list of pages is new as a page only."""
    if change is None or change.kind is ChangeKind.DEGRADED:
        return "same"
    return str(change.kind)
