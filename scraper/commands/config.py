"""`scraper config`: show which settings apply, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import click

from scraper.commands.terminal import settings
from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import DEFAULTS, session
from scraper.secrets import masked_header, masked_proxy, masked_service

COLUMNS = ("setting", "value", "origin")
WITHOUT_ORIGIN = 2  # of the columns
HIDDEN = "***"
SERVICES = ("ping", "notify")
EXAMPLES = ("scraper config show --origin", "scraper --config news.toml config show --json")


@declare_group("config")
def config() -> None:
    """Show the settings that apply and where they come from."""


@declare_command("show", examples=EXAMPLES)
@click.option("--origin/--no-origin", help="Show where each setting comes from, too.")
@listing_options()
def show(listing: Listing, *, origin: bool) -> None:
    """List the settings that commands use where their own options do not override them.

    With --origin, each row names the source: an option, an environment variable, a settings file,
    or built-in.
    """
    _check()
    session().warn_of_ignored(session().ignored)
    listing.write(listing.first(_rows()), COLUMNS, None if origin else WITHOUT_ORIGIN)


def _check() -> None:
    """Read all settings as commands do; raise InputError for an invalid one, with its place."""
    from scraper.commands.fetch import fetch
    from scraper.commands.run_round import run_round

    parent = click.get_current_context().parent
    fetch.make_context("fetch", ["--pending"], parent=parent)
    run_round.make_context("run", [], parent=parent)


def _rows() -> Iterator[dict[str, Any]]:
    built_in = _built_in()
    for key in settings.OPTIONS:
        value, origin = _found(key, built_in.get(key))
        shown = _masked(key, value)
        yield {"setting": key, "value": shown, "origin": origin}
    yield from _of_tables("site")
    yield from _of_tables("label")


def _of_tables(kind: str) -> Iterator[dict[str, Any]]:
    """Yield the settings of sites, or of label sets."""
    tables, file = session().loaded.get(kind, ({}, None))
    for owner, table in tables.items():
        for key, value in table.items():
            name, shown = f"{kind}.{owner}.{key}", _without_secrets(value)
            yield {"setting": name, "value": shown, "origin": str(file)}


def _found(key: str, built_in: Any) -> tuple[Any, str]:
    """Return a setting's value and its source; the strongest source wins."""
    variable = settings.variable(key)
    if key in DEFAULTS and _is_typed(key):
        return getattr(session(), key), "option"
    if os.environ.get(variable):
        return os.environ[variable], f"environment, {variable}"
    if key in session().loaded:
        value, file = session().loaded[key]
        return value, str(file)
    return built_in, "built-in"


def _masked(key: str, value: Any) -> Any:
    """Return a value without what is secret in it."""
    if key == "header":
        return _header_names(value)
    if key in SERVICES and isinstance(value, str):
        return masked_service(value)
    return _without_secrets(value)


def _without_secrets(value: Any) -> Any:
    """Return a table with its values hidden, or a proxy without its password."""
    if isinstance(value, dict):
        return dict.fromkeys(value, HIDDEN)
    if isinstance(value, str) and "@" in value:
        return masked_proxy(value)
    return value


def _header_names(value: Any) -> Any:
    """Return request headers with their values hidden.

    They are a list in a settings file and lines of text in the environment.
    """
    if isinstance(value, str):
        return "\n".join(map(masked_header, value.splitlines()))
    if isinstance(value, list):
        return [masked_header(str(text)) for text in value]
    return value


def _is_typed(key: str) -> bool:
    """Return whether an option on the command line gives the setting."""
    context: click.Context | None = click.get_current_context()
    while context is not None:
        if context.get_parameter_source(key) is click.core.ParameterSource.COMMANDLINE:
            return True
        context = context.parent
    return False


def _built_in() -> dict[str, Any]:
    """Return the built-in defaults: those of five commands cover all settings."""
    from scraper.commands.extract import extract
    from scraper.commands.fetch import fetch
    from scraper.commands.refresh_articles import refresh
    from scraper.commands.run_round import run_round
    from scraper.commands.status import status

    commands = (extract, fetch, refresh, run_round, status)
    params = [param for command in commands for param in command.params]
    values = {param.name: param.default for param in params if param.name}
    return {key: DEFAULTS.get(key, _plain(values.get(key))) for key in settings.OPTIONS}


def _plain(default: Any) -> Any:
    """Return a default as a settings file would have it; click marks a missing one by an object."""
    return default if isinstance(default, (str, int, float, bool)) else None


config.add_command(show)

command = config
