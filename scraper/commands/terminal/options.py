"""Options that several commands take, with the same meaning in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from scraper import durations
from scraper.cleaning import clean_argument
from scraper.errors import InputError
from scraper.secrets import is_secret

F = TypeVar("F", bound=Callable[..., Any])


class Seconds(click.ParamType[float]):
    """A span of time, such as 90 or 15m, of `least` seconds or more."""

    name = "span"

    def __init__(self, least: float = 0.0) -> None:
        self._least = least

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds of a text or number."""
        length = durations.seconds(value)
        if length is None:
            self.fail(f"{value!r} is not a span of time; write {durations.EXAMPLES}", param, ctx)
        if length < self._least:
            self.fail(f"{value!r} is too short; the minimum is {self._least:g} s", param, ctx)
        return length


class Age(Seconds):
    """A span of time, or `forever`."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds of a text or number; `forever` is longer than any archive exists."""
        if durations.is_forever(value):
            return float(durations.LONGEST)
        return super().convert(value, param, ctx)


class Choices(click.Choice[str]):
    """Some of the choices, with commas between them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the chosen ones as a tuple."""
        parts = [part.strip() for part in str(value).split(",")]
        return tuple(super(Choices, self).convert(part, param, ctx) for part in parts)


class WebAddress(click.ParamType[str]):
    """A web address, http or https."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address; of one for a feed reader (feed:), the web address in it."""
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
        """Return the text if it is a network."""
        import ipaddress

        try:
            ipaddress.ip_network(str(value))
        except ValueError as error:
            self.fail(f"{error}; write it like 127.0.0.0/8", param, ctx)
        return str(value)


class Header(click.ParamType[tuple[str, str]]):
    """A request header; the environment variable has one per line."""

    name = "header"
    envvar_list_splitter = "\n"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the name and value of `Name: value`; messages do not show the value, a secret."""
        if isinstance(value, tuple):
            return value[0], value[1]
        name, colon, text = (part.strip() for part in str(value).partition(":"))
        if not name or not colon:
            self.fail("write 'Name: value'", param, ctx)
        if not text and is_secret(name):
            # Without quotation marks, the shell splits the header and its value looks like a URL.
            self.fail(f"{name} has no value; write '{name}: value', in quotation marks", param, ctx)
        return name, text


class When(click.ParamType[str]):
    """A moment: an ISO 8601 date or time, or a span of time before now (7d, 24h)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the moment as ISO 8601 text."""
        try:
            return durations.moment(str(value), datetime.now(UTC))
        except InputError as error:
            self.fail(str(error), param, ctx)


page_timeout_option = click.option(
    "--page-timeout",
    type=Seconds(),
    default=30,
    show_default=True,
    help="Give up on reading a page after this many seconds.",
)


def jobs_option(most: int = 64, default: str = "one per core") -> Callable[[F], F]:
    """Return the option for how many processes read; without it, the command chooses."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, most),
        help=f"Read in this many processes.  [default: {default}]",
    )


def rules_option(function: F) -> F:
    """Give a command --rules; its folder and the user's own come before the built-in rules."""

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
        help="Use the site rules (TOML files) in FOLDER, too.",
    )(function)


FILTERS = (
    click.option("--site", help="Only from this site."),
    click.option("--author", help="Only by this author."),
    click.option(
        "--since", type=When(), help="Only published on or after this date, or so long ago (7d)."
    ),
    click.option("--until", type=When(), help="Only published before this date."),
    click.option("--lang", "language", help="Only in this language (en, de, ...)."),
    click.option("--section", help="Only from this section."),
    click.option(
        "--label",
        metavar="SET|COLUMN=VALUE",
        help="Only of a label set, or with this value in a column of one (SET:COLUMN=VALUE).",
    ),
    click.option("--tag", help="Only with this tag, of the page or of a coder."),
    click.option(
        "--excluded/--not-excluded",
        default=None,
        help="Only what coders excluded, or only the rest.",
    ),
)


VERDICTS = ("article", "live_blog", "teaser", "listing", "product")
VERDICT = click.option(
    "--verdict",
    type=click.Choice(VERDICTS),
    help="Only of this kind; listings and products were archived by an older version.",
)
CHOICE = (
    VERDICT,
    click.option(
        "--sample",
        type=click.IntRange(1),
        metavar="N",
        help="Draw N articles at random, as by --seed.",
    ),
    click.option(
        "--seed",
        default="0",
        show_default=True,
        help="The same seed draws the same sample anywhere.",
    ),
)


def choice_options(function: F) -> F:
    """Give a command the filters and --verdict, --sample and --seed."""
    for option in reversed(CHOICE):
        function = option(function)
    return filter_options(function)


def verdict_option(function: F) -> F:
    """Give a command --verdict."""
    return VERDICT(function)


def filter_options(function: F) -> F:
    """Give a command the options that select articles, as the fields of `archive.Filters`."""
    for option in reversed(FILTERS):
        function = option(function)
    return function


def choosing_options(function: F) -> F:
    """Give a command the options that select articles, but for those about exclusions."""
    for option in reversed(FILTERS[:-1]):
        function = option(function)
    return function
