"""Options that several commands take and that mean the same in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from scraper.cleaning import clean_argument
from scraper.commands.terminal import durations
from scraper.secrets import is_secret

F = TypeVar("F", bound=Callable[..., Any])


class Seconds(click.ParamType[float]):
    """A span of time as `spans` reads it, of `least` seconds or more."""

    name = "span"

    def __init__(self, least: float = 0.0) -> None:
        self._least = least

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """A text or number -> seconds."""
        length = durations.seconds(value)
        if length is None:
            self.fail(f"{value!r} is no span of time; write {durations.EXAMPLES}", param, ctx)
        if length < self._least:
            self.fail(f"{value!r} is too short: {self._least:g} s at the least", param, ctx)
        return length


class WebAddress(click.ParamType[str]):
    """A web address, http or https."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return a text that is an address as it is; one meant for a feed reader (feed:) as the web address in it."""
        from scraper import urls

        text = urls.handed_on(clean_argument(str(value)))
        try:
            urls.address(text)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return text


class Network(click.ParamType[str]):
    """A network in CIDR notation."""

    name = "cidr"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """A text that is a network, as it is."""
        import ipaddress

        try:
            ipaddress.ip_network(str(value))
        except ValueError as error:
            self.fail(f"{error}; write for example 127.0.0.0/8", param, ctx)
        return str(value)


class Header(click.ParamType[tuple[str, str]]):
    """A request header; in the environment one a line."""

    name = "header"
    envvar_list_splitter = "\n"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """`Name: value` -> name, value."""
        if isinstance(value, tuple):
            return value[0], value[1]
        name, colon, text = (part.strip() for part in str(value).partition(":"))
        if not name or not colon:
            self.fail(
                "write 'Name: value'", param, ctx
            )  # what was given may be a secret, and is not shown
        if not text and is_secret(
            name
        ):  # without quotation marks the shell makes addresses of the value's words
            self.fail(f"{name} has no value: write '{name}: value', in quotation marks", param, ctx)
        return name, text


class When(click.ParamType[str]):
    """A moment: an ISO 8601 date or time, or a span before now (7d, 24h). Becomes ISO 8601 text."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """A text -> an ISO 8601 date or time."""
        text = str(value).strip()
        if (ago := durations.seconds(text, bare=False)) is not None:
            moment = datetime.now(UTC) - timedelta(seconds=ago)
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is no date; write 2026-11-23, 2026-11-23T08:00 or 7d", param, ctx)
        return text


def rules_option(function: F) -> F:
    """--rules: a folder of site rules before the built-in ones; the user's own folder counts too."""

    def folders(
        _ctx: click.Context, _param: click.Parameter, value: Path | None
    ) -> tuple[Path, ...]:
        from scraper.commands.terminal.settings import user_folder

        return tuple(path for path in (value, user_folder() / "rules") if path and path.is_dir())

    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.option(
        "--rules",
        metavar="FOLDER",
        type=folder,
        callback=folders,
        help="More site rules (TOML files).",
    )(function)


def period_options(function: F) -> F:
    """--since and --until."""
    function = click.option("--until", type=When(), help="Published before this date.")(function)
    return click.option(
        "--since", type=When(), help="Published on or after this date, or so long ago (7d)."
    )(function)
