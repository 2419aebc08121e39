"""`scraper config`: which settings count, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import click

from scraper.commands.terminal import settings
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import DEFAULTS, group, session
from scraper.commands.terminal.session import command as make_command
from scraper.secrets import masked_header, masked_proxy

COLUMNS = ("setting", "value", "origin")


@group("config")
def config() -> None:
    """Show the settings."""


@make_command("show")
@click.option("--origin/--no-origin", help="Tell also where each comes from.")
@limit_option(0)
@listing_options()
def show(
    limit: int, form: str | None, columns: str | None, *, origin: bool, no_headers: bool
) -> None:
    """List each setting and its value: what the next command goes by, if its own options do not say otherwise.

    With --origin: whether it comes from an option, the environment, a settings file (which one), or is built in.
    """
    _check()
    session().tell_of_ignored(session().ignored)
    rows = list(_rows())[: limit or None]
    chosen = columns or ",".join(COLUMNS if origin else COLUMNS[:2])
    write_rows(rows, COLUMNS, form=form, chosen=chosen, no_headers=no_headers)


def _check() -> None:
    """Read all settings as `fetch` would: one that is not valid is an InputError that says where it stands."""
    from scraper.commands.fetch import fetch

    fetch.make_context("fetch", ["--pending"], parent=click.get_current_context().parent)


def _rows() -> Iterator[dict[str, Any]]:
    built_in = _built_in()
    for key in settings.OPTIONS:
        value, origin = _found(key, built_in.get(key))
        yield {"setting": key, "value": SHOWN.get(key, _without_secrets)(value), "origin": origin}
    sites, file = session().loaded.get("site", ({}, None))
    for site, table in sites.items():
        for key, value in table.items():
            yield {
                "setting": f"site.{site}.{key}",
                "value": _without_secrets(value),
                "origin": str(file),
            }


def _found(key: str, built_in: Any) -> tuple[Any, str]:
    """A setting's value and where it comes from, the strongest place first."""
    variable = settings.variable(key)
    if key in DEFAULTS and _given(key):
        return getattr(session(), key), "option"
    if os.environ.get(variable):
        return os.environ[variable], f"environment, {variable}"
    if key in session().loaded:
        value, file = session().loaded[key]
        return value, str(file)
    return built_in, "built-in"


def _without_secrets(value: Any) -> Any:
    """A value fit for a screen: the names of headers without their values, a proxy without its password."""
    if isinstance(value, dict):
        return dict.fromkeys(value, "***")
    return masked_proxy(value) if isinstance(value, str) and "@" in value else value


def _header_names(value: Any) -> Any:
    """Request headers, in a file as a list and in the environment one a line, without what they say."""
    if isinstance(value, str):
        return "\n".join(masked_header(line) for line in value.splitlines())
    return [masked_header(str(text)) for text in value] if isinstance(value, list) else value


SHOWN = {"header": _header_names}


def _given(key: str) -> bool:
    """Whether an option on the command line says it."""
    context: click.Context | None = click.get_current_context()
    while context is not None:
        if context.get_parameter_source(key) is click.core.ParameterSource.COMMANDLINE:
            return True
        context = context.parent
    return False


def _built_in() -> dict[str, Any]:
    """What holds if nobody says anything, as the options of `fetch` have it: they are the widest set."""
    from scraper.commands.extract import extract
    from scraper.commands.fetch import fetch

    values = {
        param.name: param.default
        for command in (extract, fetch)
        for param in command.params
        if param.name
    }
    return {key: DEFAULTS.get(key, _plain(values.get(key))) for key in settings.OPTIONS}


def _plain(default: Any) -> Any:
    """A default as a settings file would have it; click has a value of its own for "none"."""
    return default if isinstance(default, (str, int, float, bool)) else None


config.add_command(show)

command = config
