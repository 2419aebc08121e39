"""Write the options that a user gave as arguments again, with their values as they were read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import click
from click.core import ParameterSource


def arguments(context: click.Context, without: Collection[str]) -> tuple[str, ...]:
    """Return the options of a call that have another value than by default.

    Those that every command takes, such as --quiet, are not among them: they change no data. A time
    that was given as an age is in it as a moment, so that it means the same later.
    """
    return tuple(_arguments(context, without))


def _arguments(context: click.Context, without: Collection[str]) -> Iterator[str]:
    for param in context.command.params:
        name = param.name or ""
        value = context.params.get(name)
        is_default = context.get_parameter_source(name) is ParameterSource.DEFAULT
        is_shared = not param.expose_value
        if name in without or is_shared or is_default or value == param.get_default(context):
            continue
        if isinstance(param, click.Option):
            yield _argument(param, value)


def _argument(param: click.Option, value: object) -> str:
    """Return an option in one argument: --option or --option=value."""
    option = max(param.opts, key=len)
    if not param.is_flag:
        return f"{option}={value}"
    is_on = value == param.flag_value or value is True
    return option if is_on else param.secondary_opts[0]
