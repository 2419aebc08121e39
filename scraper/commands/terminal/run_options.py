"""Options of every command that fetches, and the settings and plan that they describe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal.options import Header, Network, Seconds, WebAddress, rules_option
from scraper.commands.terminal.session import session
from scraper.models import LARGEST_PAGE

if TYPE_CHECKING:
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan

F = TypeVar("F", bound=Callable[..., Any])

ASKING = (
    click.option("--delay", type=Seconds(), default=1.0, show_default=True,
                 help="Seconds between two requests to one host, at the least."),
    click.option("--per-host", type=click.IntRange(1, 2), default=1, show_default=True,
                 help="Requests at a time on one host."),
    click.option("--concurrency", type=click.IntRange(1, 256), default=32, show_default=True,
                 help="Requests at a time on all hosts."),
    click.option("--retries", type=click.IntRange(0, 10), default=2, show_default=True,
                 help="Tries after the first, where another may help."),
    click.option("--timeout", type=Seconds(0.1), default=60, show_default=True,
                 help="Seconds for one page with its redirects."),
    click.option("--max-bytes", type=click.IntRange(1024, LARGEST_PAGE), default=20 << 20, show_default=True,
                 help="The largest page."),
    click.option("--user-agent", help="In place of ours."),
    click.option("--contact", help="A URL or mail address for the sites' operators, shown in the user agent."),
    click.option("--cookies", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                 help="A cookie file (Netscape format)."),
    click.option("--header", multiple=True, type=Header(), metavar="'NAME: VALUE'",
                 help="A further request header; repeatable. Authorization, Cookie and keys go to the hosts of the "
                      "addresses asked for, not to those of redirects."),
    click.option("--proxy", help="Fetch through this proxy; it then judges addresses, not we."),
    click.option("--robots/--no-robots", default=True, show_default=True,
                 help="Obey robots.txt (RFC 9309)."),
    click.option("--allow-net", multiple=True, type=Network(), metavar="CIDR",
                 help="A private or loopback network that may be fetched from; repeatable."),
    click.option("--render/--no-render",
                 help="Run the JavaScript of pages that are empty without it (needs Chromium and scraper[render])."),
    click.option("--browser", metavar="PROGRAM",
                 help="Chromium's program for --render.  [default: the one on the PATH]"),
)  # fmt: skip
READING = (
    click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True,
                 help="Processes that read pages."),
    click.option("--page-timeout", type=Seconds(), default=30, show_default=True,
                 help="Seconds for reading one page."),
    click.option("--wayback", is_flag=False, flag_value="https://web.archive.org", type=WebAddress(), metavar="[BASE]",
                 help="Look dead links up in the Internet Archive, and say so."),
    click.option("--max-time", type=Seconds(), help="Begin nothing new after so long."),
    click.option("--fail-limit", type=click.IntRange(1), help="Stop after so many failures."),
)  # fmt: skip
PLANNED = ("jobs", "page_timeout", "max_time", "fail_limit", "rules", "wayback")


def asking_options(function: F) -> F:
    """Give a command the options of asking servers; they arrive in **asking or **network."""
    return _given(function, ASKING)


def network_options(function: F) -> F:
    """Give a command all options of fetching; they arrive in **network."""
    return _given(rules_option(function), (*ASKING, *READING))


def _given(function: F, options: Sequence[Callable[[F], F]]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def settings_of(network: dict[str, Any]) -> FetchSettings:
    """Return the options as settings of the fetcher."""
    from scraper.commands.terminal.site_settings import sites_of
    from scraper.fetch.fetch_settings import FetchSettings

    chosen = {name: value for name, value in network.items() if name not in (*PLANNED, "header")}
    return FetchSettings(
        sites=sites_of(session().setting("site") or {}), headers=network["header"], **chosen
    )


def plan_of(network: dict[str, Any], *, max_age: float, force: bool = False) -> Plan:
    """Return the options as the plan of a run."""
    from scraper.jobs.collect import Plan

    return Plan(max_age=max_age, force=force, **{name: network[name] for name in PLANNED})
