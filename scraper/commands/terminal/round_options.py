"""The options of `scraper run` that say whom to inform of a round, and what to call for it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal.options import WebAddress

if TYPE_CHECKING:
    from scraper.jobs.article_hooks import Hook

F = TypeVar("F", bound=Callable[..., Any])


class HookCommand(click.ParamType["Hook"]):
    """An event and the command to run for it; the environment variable has one a line."""

    name = "hook"
    envvar_list_splitter = "\n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Hook:
        """Return the hook of `EVENT=COMMAND`, its words split as a shell would split them."""
        from scraper.jobs.article_hooks import EVENTS, Hook

        if isinstance(value, Hook):
            return value
        event, _, command = str(value).partition("=")
        if event.strip() not in EVENTS:
            wanted = ", ".join(f"{one}=COMMAND" for one in EVENTS)
            self.fail(f"{value!r} names no event; write {wanted}", param, ctx)
        try:
            words = shlex.split(command)
        except ValueError as error:
            self.fail(f"{command!r} is not a command ({error})", param, ctx)
        if not words:
            self.fail(f"{value!r} has no command behind the =", param, ctx)
        return Hook(event=event.strip(), words=tuple(words))


INFORMING = (
    click.option(
        "--ping",
        type=WebAddress(),
        metavar="URL",
        help="Report to this address, as healthchecks.io wants it: URL/start when the run begins,"
        " URL when it went well, URL/fail when it did not.",
    ),
    click.option(
        "--notify",
        type=WebAddress(),
        metavar="URL",
        help="Post the report to this address when something gets into trouble or is well again,"
        " and daily meanwhile.",
    ),
    click.option(
        "--exec",
        multiple=True,
        type=HookCommand(),
        metavar="EVENT=COMMAND",
        help="Run a command for each new, edited or vanished article, which is in its environment"
        " (SCRAPER_URL, SCRAPER_HEADLINE, ...); repeatable. After a run that was killed, the next"
        " one makes up for it, and may call some twice.",
    ),
    click.option(
        "--prometheus", metavar="FILE", help="Write gauges for Prometheus' node exporter to FILE."
    ),
)
INFORMED = ("ping", "notify", "exec", "prometheus")


def informing_options(function: F) -> F:
    """Give a command the options; they arrive in **network."""
    for option in reversed(INFORMING):
        function = option(function)
    return function
