"""Options of the commands that fetch, and the settings and the plan of a run from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal.ladders import LadderChoice, schedule_of
from scraper.commands.terminal.options import (
    Age,
    Header,
    Network,
    Seconds,
    WebAddress,
    page_timeout_option,
    rules_option,
)
from scraper.commands.terminal.session import session
from scraper.jobs.budget import BUDGET, HOST_BUDGET
from scraper.models import LARGEST_PAGE

if TYPE_CHECKING:
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan

F = TypeVar("F", bound=Callable[..., Any])

SHORTEST = 0.1  # seconds; no page arrives faster, so a shorter time-out is a mistake
INTERNET_ARCHIVE = "https://web.archive.org"

MAX_AGE = click.option(
    "--max-age",
    type=Age(),
    default="1d",
    show_default=True,
    help="Skip pages that were fetched less than this ago (forever: all that were ever fetched).",
)
REPORTING = (
    click.option("--error-file", metavar="FILE",
                 help="Write the URLs that failed, for `fetch -a`."),
    click.option("--report", metavar="FILE",
                 help="Write a JSON report of the run (-: standard output)."),
    click.option("--strict/--no-strict", help="Exit with 1, not 3, if some failed."),
)  # fmt: skip
ASKING = (
    click.option("--delay", type=Seconds(), default=1.0, show_default=True,
                 help="Wait at least this many seconds between requests to one host."),
    click.option("--per-host", type=click.IntRange(1, 2), default=1, show_default=True,
                 help="Send this many requests at a time to one host."),
    click.option("--concurrency", type=click.IntRange(1, 256), default=32, show_default=True,
                 help="Send this many requests at a time to all hosts."),
    click.option("--retries", type=click.IntRange(0, 10), default=2, show_default=True,
                 help="Retry this often where it may help."),
    click.option("--timeout", type=Seconds(SHORTEST), default=60, show_default=True,
                 help="Give up on a page, with its redirects, after this many seconds."),
    click.option("--max-bytes", type=click.IntRange(1024, LARGEST_PAGE), default=20 << 20,
                 show_default=True, help="Refuse pages larger than this."),
    click.option("--user-agent", help="Send this user agent in place of scraper's own."),
    click.option("--contact",
                 help="Add a URL or mail address for site operators to the user agent."),
    click.option("--cookies", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                 help="Send the cookies of this file (Netscape format)."),
    click.option("--header", multiple=True, type=Header(), metavar="'NAME: VALUE'",
                 help="Send this header, too; repeatable. Authorization, Cookie and keys go only "
                      "to the hosts of the given addresses, not to hosts that they redirect to."),
    click.option("--proxy", help="Fetch through this proxy, which then decides on addresses."),
    click.option("--robots/--no-robots", default=True, show_default=True,
                 help="Obey robots.txt (RFC 9309)."),
    click.option("--allow-net", multiple=True, type=Network(), metavar="CIDR",
                 help="Allow fetching from this private or loopback network; repeatable."),
    click.option("--render/--no-render",
                 help="Run the JavaScript of pages that are empty without it (needs Chromium and "
                      "scraper[render])."),
    click.option("--browser", metavar="PROGRAM",
                 help="The Chromium program for --render.  [default: the one on the PATH]"),
)  # fmt: skip
WAYBACK = click.option(
    "--wayback", is_flag=False, flag_value=INTERNET_ARCHIVE, type=WebAddress(),
    metavar="[BASE]", help="Look dead links up in the Internet Archive, and note it.",
)  # fmt: skip
JOBS = click.option(
    "--jobs", type=click.IntRange(1, 64), default=2, show_default=True,
    help="Read pages in this many processes.",
)  # fmt: skip
READING = (
    JOBS,
    page_timeout_option,
    click.option("--max-time", type=Seconds(), help="Start nothing new after this long."),
    click.option("--fail-limit", type=click.IntRange(1), help="Stop after this many failures."),
)  # fmt: skip
PLANNED = (
    "jobs", "page_timeout", "max_time", "fail_limit", "rules", "wayback", "budget", "host_budget",
)  # fmt: skip
LOOKING_AGAIN = (
    click.option("--ladder", metavar="NAME|AGES", type=LadderChoice(), default="default",
                 show_default=True,
                 help="Look again at these ages after the last change: default, newsdiffs, or your "
                      "own (1h,1d,7d)."),
    click.option("--budget", type=click.IntRange(0), default=BUDGET, show_default=True,
                 help="Look again at this many articles at most; 0 means all."),
    click.option("--host-budget", type=click.IntRange(0), default=HOST_BUDGET, show_default=True,
                 help="Look again at this many on one host at most; 0 means all."),
)  # fmt: skip


def _names(options: Sequence[Callable[[F], F]]) -> frozenset[str]:
    """Return the names of options, as a command gets them."""

    def bare() -> None:
        """Take the options, as a command does."""

    for option in options:
        option(bare)  # type: ignore[arg-type]
    params: list[click.Parameter] = vars(bare)["__click_params__"]
    return frozenset(param.name for param in params if param.name)


OF_MANY = frozenset({"retries", "per_host", "render", "browser"})  # of no use to a single request

# sections of the help of commands that fetch -> options
GROUPS = {
    "Network": _names(ASKING) | {"wayback", "max_time", "fail_limit"},
    "Reading": _names(READING) | {"rules"},
    "Output": _names(REPORTING)
    | {"output", "every", "form", "limit", "columns", "no_headers", "--help"},
}


def report_options(function: F) -> F:
    """Give a command --error-file, --report and --strict."""
    return _given(function, REPORTING)


def asking_options(function: F) -> F:
    """Give a command the options of requests; they arrive in **asking or **network."""
    return _given(function, ASKING)


def checking_options(function: F) -> F:
    """Give a command the options of a single request; they arrive in **asking."""
    return _given(function, [option for option in ASKING if not _names([option]) & OF_MANY])


def network_options(function: F) -> F:
    """Give a command all options of fetching; they arrive in **network."""
    return _given(rules_option(function), (*ASKING, WAYBACK, *READING))


def ladder_options(function: F) -> F:
    """Give a command --ladder, --budget and --host-budget, which plan_of reads."""
    return _given(function, LOOKING_AGAIN)


def refreshing_options(function: F) -> F:
    """Give a command the options of fetching what the archive has: dead links are not looked up."""
    return _given(rules_option(function), (*ASKING, *READING))


def _given(function: F, options: Sequence[Callable[[F], F]]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def settings_of(network: dict[str, Any]) -> FetchSettings:
    """Return the options as settings of the fetcher."""
    from scraper.commands.terminal.site_settings import sites_of
    from scraper.fetch.fetch_settings import FetchSettings

    others = (*PLANNED, "ladder", "header")
    chosen = {name: value for name, value in network.items() if name not in others}
    sites = sites_of(session().setting("site") or {})
    return FetchSettings(sites=sites, headers=network["header"], **chosen)


def plan_of(network: dict[str, Any], *, max_age: float, force: bool = False) -> Plan:
    """Return the options as the plan of a run.

    A command without --ladder goes by the ladder of the settings, so that all commands of an
    archive agree on when its articles are due.
    """
    from scraper.jobs.collect import Plan

    shared = session()
    schedule = schedule_of(
        network.get("ladder") or shared.setting("ladder"),
        shared.setting("site") or {},
        shared.setting("label") or {},
    )
    chosen = {name: network[name] for name in PLANNED if name in network}
    return Plan(max_age=max_age, force=force, schedule=schedule, **chosen)
