"""`scraper import html`: keep and read pages that were saved as files."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.import_warc import TakenPages
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import jobs_option, rules_option
from scraper.commands.terminal.partial_failure import exit_if_failed, print_failures
from scraper.commands.terminal.processors import processors
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.session import session
from scraper.present.counted_things import counted
from scraper.progress import Progress

EXAMPLES = (
    "scraper import html saved-pages/",
    "scraper import html www.gazette.example/ --jobs 4",
)


@declare_command("html", examples=EXAMPLES)
@click.argument("named", metavar="FOLDER|FILE...", nargs=-1, required=True)
@rules_option
@jobs_option()
@click.option("--strict/--no-strict", help="Exit with 1, not 3, if some pages failed.")
def html(
    named: tuple[str, ...], rules: tuple[Path, ...], jobs: int | None, *, strict: bool
) -> None:
    """Keep the pages in folders, and read them as if they had been fetched when they were saved.

    These are pages saved by SingleFile or a browser, as HTML or as MHTML (.mhtml, .mht), and
    mirrors of wget and HTTrack. The address is the one that the program that saved the page wrote
    into it; else the one that the folders spell (www.gazette.example/2026/pier.html), as in a
    mirror; else the one that the page states as its canonical address. A page without any is listed
    and left out. The time is the one that the program wrote, else that of the file.

    A page that the archive has, or a newer one of the same address, is left out, so the same
    command resumes an interrupted import.
    """
    from scraper.jobs import run
    from scraper.jobs.collect import Plan
    from scraper.jobs.saved_folder import look_through

    found = look_through(named)
    seen = TakenPages()
    plan = Plan(rules=rules, jobs=jobs or processors())
    total = len(found.files)
    with session().archive() as archive, session().watched(_progress(total)) as progress:
        hooks = run_hooks(progress=progress)
        run.take_all(archive, found.pages(), plan, seen, source="file", hooks=hooks)
    others = f"; {counted(found.others, 'other file')} left alone" if found.others else ""
    refused = f", {len(found.refused):,} refused" if found.refused else ""
    session().say(f"{seen.sentence()}{refused}{others}")
    print_failures(found.refused)
    failed = seen.counts["failed"]
    exit_if_failed(failed + len(found.refused), seen.counts.total() - failed, strict=strict)


def _progress(total: int) -> Progress:
    return Progress(what="reads pages", unit="pages", total=total)
