"""`scraper demo`: the main job, shown on a made-up web that is served from this machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import RunReport
from scraper.commands.terminal.session import command, session

NEXT = """
Try:
  {program} search --db {db} {word}
  {program} list --db {db} --columns date_published,site,headline,version
  {program} show --db {db} {url}
"""


@command("demo")
def demo() -> None:
    """Archive a small made-up web and look around in it.

    The pages are served on a loopback port and fetched over real HTTP, politely and with robots.txt obeyed; some of
    them fail, as on the real web. One page is edited twice meanwhile. The archive is an ordinary one.
    """
    from scraper.demo import Web
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan
    from scraper.jobs.run import poll_and_visit, visit
    from scraper.models import Lead

    shared = session()
    settings = FetchSettings(
        delay=0.0, allow_net=("127.0.0.0/8",), retries=0, contact="demo@example.org"
    )
    hooks = run_hooks(Interrupts())
    outcomes = RunReport(form=None, chosen=None, no_headers=False, total=None)
    with Web() as web, shared.archive() as archive:
        shared.say(
            f"serving {len(web.hosts)} made-up sites on 127.0.0.1:{web.port}, archiving into {shared.db}\n"
        )
        plan = Plan(max_age=0.0)
        visit(
            archive,
            [Lead(url=url) for url in (*web.urls, *web.other_urls)],
            settings,
            plan,
            outcomes,
            resolve=web.resolve,
            hooks=hooks,
        )
        for feed in web.feeds:
            archive.crawl.feeds.add(feed)
        poll_and_visit(
            archive, web.feeds, settings, Plan(), outcomes, resolve=web.resolve, hooks=hooks
        )
        while web.step():
            shared.say("\nthe newsrooms edit their pages; visiting those again\n")
            visit(
                archive,
                [Lead(url=url) for url in web.edited],
                settings,
                plan,
                outcomes,
                resolve=web.resolve,
                hooks=hooks,
            )
        url = web.edited[0]
    outcomes.close()
    shared.say(NEXT.format(program=_program(), db=shared.db, word="harbour", url=url).rstrip())


def _program() -> str:
    """How to call the program from here: a checkout's own is not on the PATH."""
    if shutil.which("scraper"):
        return "scraper"
    called = Path(sys.argv[0])
    return os.path.relpath(called) if called.name == "scraper" else f"{sys.executable} -m scraper"


command = demo
