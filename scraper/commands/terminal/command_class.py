"""Declare commands and groups that take the shared options before or after their name."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import click
from click.core import ParameterSource

from scraper.cleaning import clean, clean_argument
from scraper.commands.terminal import settings
from scraper.commands.terminal.completion_types import add_completion
from scraper.commands.terminal.session import Session
from scraper.secrets import masked

# Where an option may come from, the weakest first. Click reads the shared options twice, before and
# after the command's name, and the later reading must not undo a stronger earlier one.
SOURCES = (
    ParameterSource.DEFAULT,
    ParameterSource.DEFAULT_MAP,
    ParameterSource.ENVIRONMENT,
    ParameterSource.COMMANDLINE,
)
HELP = {"help_option_names": ["-h", "--help"]}
SHARED_OPTIONS = "Run `scraper --help` for the options and exit codes that all commands share."


def _store(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Keep a shared option, unless the value kept before comes from a stronger source."""
    name, shared = param.name or "", ctx.ensure_object(Session)
    source = ctx.get_parameter_source(name)
    rank = SOURCES.index(source) if source in SOURCES else 0
    if rank and rank >= shared.ranks.get(name, 0):
        shared.ranks[name] = rank
        setattr(shared, name, value)
    return value


def shared_options(*, hidden: bool) -> list[click.Parameter]:
    """Return the options that every command takes; only `scraper --help` shows them."""

    def option(*names: str, **more: Any) -> click.Option:
        key = names[-1].partition("/")[0].lstrip("-").replace("-", "_")
        more.setdefault("envvar", settings.variable(key))
        made = click.Option(names, expose_value=False, callback=_store, hidden=hidden, **more)
        add_completion(made, is_file=_names_a_file(made))
        return made

    when, form = click.Choice(["auto", "always", "never"]), click.Choice(["text", "json"])
    return [
        option("--db", metavar="FILE", help="Use this archive.  [default: archive.db]"),
        option(
            "-q",
            "--quiet/--no-quiet",
            help="Print only data, and one line on standard error if something failed.",
        ),
        option("-v", "--verbose", count=True, help="Log to standard error; -vv logs more."),
        option("--color", type=when, help="When to colour the output.  [default: auto]"),
        option(
            "--config",
            metavar="FILE",
            help="Read settings from FILE.  [default: ./scraper.toml, then the user's own]",
        ),
        option("--no-config", is_flag=True, help="Read no settings file."),
        option("--log-file", metavar="FILE", help="Append a log to FILE."),
        option("--log-format", type=form, help="The format of the log.  [default: text]"),
        option(
            "--allow-trigger",
            multiple=True,
            metavar="NAME",
            envvar=None,
            help="Accept a trigger that another program put on the archive's tables, from now on.",
        ),
        option("--debug", is_flag=True, help="Show the traceback of an error."),
    ]


FIRST, UNGROUPED = "Input", "Options"  # sections of a help, with groups and without


class Command(click.Command):
    """A command that takes the shared options too, before or after its name.

    `groups` are sections of its help: name -> the options in it, as parameters or as typed (--x).
    Options in no group come first, under FIRST.
    """

    def __init__(
        self, *args: Any, groups: Mapping[str, Collection[str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._groups = groups or {}
        taken = {name for param in self.params for name in param.opts}
        shared = shared_options(hidden=True)
        self.params += [option for option in shared if not taken & set(option.opts)]
        for param in self.params:
            add_completion(param, is_file=_names_a_file(param))
            if isinstance(param, click.Option) and param.name in settings.OPTIONS:
                param.envvar = settings.variable(param.name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments and clean their text; raise UsageError for contradicting flags."""
        _, _, given = self.make_parser(ctx).parse_args(list(args))
        _refuse_contradiction(given, ctx)
        rest = super().parse_args(ctx, args)
        for param in self.params:
            if param.name in ctx.params and not _names_a_file(param):
                ctx.params[param.name] = _cleaned(ctx.params[param.name])
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, in sections if the command has groups of them."""
        first = FIRST if self._groups else UNGROUPED
        sections: dict[str, list[tuple[str, str]]] = {name: [] for name in (first, *self._groups)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                sections[self._group_of(param, first)].append(record)
        for name, records in sections.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)

    def _group_of(self, param: click.Option, otherwise: str) -> str:
        names = {param.name, *param.opts}
        named = [name for name, members in self._groups.items() if not names.isdisjoint(members)]
        return named[0] if named else otherwise

    def invoke(self, ctx: click.Context) -> Any:
        """Start the log and run the command; files written with secrets are the user's alone."""
        shared = ctx.ensure_object(Session)
        umask = os.umask(0)
        os.umask(umask)
        try:
            if _has_secrets(shared, ctx.params):
                shared.keep_private()
            _start_log(shared)
            shared.warn_of_ignored([key for key in shared.ignored if key in ctx.params])
            return super().invoke(ctx)
        finally:
            os.umask(umask)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Make the values of the settings files the defaults before the options are read."""
        shared = parent.ensure_object(Session) if parent else Session()
        _read_config_options(shared, args)
        if not shared.no_config:
            shared.loaded, shared.ignored = settings.load(shared.config)
        known = settings.OPTIONS.keys() & shared.loaded.keys()
        values = {key: shared.loaded[key][0] for key in known}
        return super().make_context(info_name, args, parent, default_map=values, **extra)


def _refuse_contradiction(given: Sequence[click.Parameter], ctx: click.Context) -> None:
    """Raise UsageError for two flags that set one value; click would take the last silently."""
    chosen: dict[str | None, click.Parameter] = {}
    for param in given:
        if not isinstance(param, click.Option) or not param.is_flag:
            continue
        if param.is_bool_flag or param.count:
            continue
        first = chosen.setdefault(param.name, param)
        if first is not param:
            raise click.UsageError(f"use either {first.opts[-1]} or {param.opts[-1]}", ctx)


def _cleaned(value: Any) -> Any:
    """Return an argument without the characters that no text may hold.

    An address keeps bytes that are not UTF-8, escaped.
    """
    if isinstance(value, tuple):
        return tuple([_cleaned(item) for item in value])
    is_address = isinstance(value, str) and "://" in value
    return clean_argument(value) if is_address else clean(value)


def _names_a_file(param: click.Parameter) -> bool:
    """Return whether a value is a file name, whose bytes need not be UTF-8 and must not change."""
    if isinstance(param.type, click.Path):
        return True
    named = (param.metavar or param.name or "").upper()
    return any(word in named for word in ("FILE", "FOLDER", "PROGRAM"))


def not_typed(error: click.BadParameter) -> str | None:
    """Return the message for a bad value that was not typed, with the variable or file it is in.

    Return None for a value that was typed: click's own message is right for it.
    """
    name = error.param.name if error.param else None
    if error.ctx is None or name is None:
        return None
    source, shared = error.ctx.get_parameter_source(name), error.ctx.find_object(Session)
    if source is ParameterSource.ENVIRONMENT:
        return f"{settings.variable(name)}: {error.message}"
    if source is ParameterSource.DEFAULT_MAP and shared:
        return f"{shared.loaded[name][1]}: {name}: {error.message}"
    return None


def _read_config_options(shared: Session, args: list[str]) -> None:
    """Find --config and --no-config: the files give defaults, so they are read before the rest."""
    for i, arg in enumerate(args):
        if arg == "--no-config":
            shared.no_config = True
        elif arg == "--config" and i + 1 < len(args):
            shared.config = args[i + 1]
        elif arg.startswith("--config="):
            shared.config = arg.removeprefix("--config=")


class Group(click.Group):
    """Several commands under one name; its help lists the first sentence of each."""

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does; click itself would cut the lines."""
        lines = [(name, _first_sentence(self.commands[name])) for name in sorted(self.commands)]
        with formatter.section("Commands"):
            formatter.write_dl(lines)


def _first_sentence(command: click.Command) -> str:
    paragraph, _, _ = (command.help or "").partition("\n\n")
    sentence, _, _ = " ".join(paragraph.split()).partition(". ")
    return f"{sentence.rstrip('.')}."


def _has_secrets(shared: Session, given: Mapping[str, Any]) -> bool:
    """Return whether a command fetches with cookies, headers, user names or passwords."""
    if "cookies" not in given:
        return False
    if given["cookies"] or given["header"]:
        return True
    sites = (shared.setting("site") or {}).values()
    if any({"cookies", "headers"} & set(table) for table in sites):
        return True
    addresses = str([given.get(name) for name in ("proxy", "addresses", "urls", "url", "wayback")])
    return masked(addresses) != addresses


def declare_command(
    name: str, *, examples: Sequence[str], **more: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command whose help ends with the examples, one per line."""
    epilog = f"{example_block(examples)}{SHARED_OPTIONS}"
    return click.command(name, cls=Command, context_settings=HELP, epilog=epilog, **more)


def declare_group(name: str) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a group of commands."""
    return click.group(name, cls=Group, context_settings=HELP)


def example_block(examples: Sequence[str]) -> str:
    """Return the examples as a paragraph that click does not wrap."""
    lines = [f"    {example}" for example in examples]
    return "\n".join(["\b", "Examples:", *lines]) + "\n\n"


def _start_log(shared: Session) -> None:
    """Send the log to --log-file, or with -v to stderr."""
    if shared.log_file or shared.verbose:
        from scraper.commands.terminal import logs

        logs.start(shared.log_file, shared.log_format, verbose=shared.verbose)
