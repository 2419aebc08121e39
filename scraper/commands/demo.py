"""`scraper demo`: archive a made-up web that this machine serves."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import RunReport
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.demo import Web

EXAMPLES = ("scraper demo", "scraper demo --db demo.db")
ROWS = Listing(form=None, columns=None, no_headers=False)
NEXT = """
Try:
  {program} search --db {db} {word}
  {program} list --db {db} --columns date_published,site,headline,version
  {program} show --db {db} {url}"""


@declare_command("demo", examples=EXAMPLES)
def demo() -> None:
    """Archive a small made-up web that this machine serves, and suggest what to try next.

    The pages are served on a loopback port and fetched over real HTTP, politely and with robots.txt
    obeyed. Some of them fail, as on the real web, and one is edited between two visits. The result
    is an ordinary archive.
    """
    from scraper.demo import Web

    shared = session()
    report = RunReport(ROWS)
    with Web() as web, shared.archive() as archive:
        place = f"127.0.0.1:{web.port}"
        shared.say(f"serving {len(web.hosts)} made-up sites on {place}, archiving into {shared.db}")
        shared.say("")
        _visit_all(web, archive, report)
        url = web.edited[0]
    report.close()
    shared.say(NEXT.format(program=_program(), db=shared.db, word="harbour", url=url))


def _visit_all(web: Web, archive: Archive, report: RunReport) -> None:
    """Visit all pages, then the feeds, then the pages that were edited in the meantime."""
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan
    from scraper.jobs.run import poll_and_visit, visit
    from scraper.models import Lead

    settings = FetchSettings(
        delay=0.0, allow_net=("127.0.0.0/8",), retries=0, contact="demo@example.org"
    )
    hooks = run_hooks(Interrupts())

    def visit_again(urls: Sequence[str]) -> None:
        leads, plan = [Lead(url=url) for url in urls], Plan(max_age=0.0)
        visit(archive, leads, settings, plan, report, resolve=web.resolve, hooks=hooks)

    visit_again((*web.urls, *web.other_urls))
    for feed in web.feeds:
        archive.crawl.feeds.add(feed)
    poll_and_visit(archive, web.feeds, settings, Plan(), report, resolve=web.resolve, hooks=hooks)
    while web.step():
        session().say("\nthe newsrooms edit their pages; visiting the edited ones again\n")
        visit_again(web.edited)


def _program() -> str:
    """Return how to call the program: in a checkout, it need not be on the PATH."""
    if shutil.which("scraper"):
        return "scraper"
    called = Path(sys.argv[0])
    return os.path.relpath(called) if called.name == "scraper" else f"{sys.executable} -m scraper"


command = demo
