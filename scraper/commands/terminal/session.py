"""What every command shares: the options that mean the same everywhere, and the archive that they name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from scraper.cleaning import clean, clean_argument
from scraper.commands.terminal import settings
from scraper.commands.terminal.safe_text import is_terminal, paragraphs, plain, wants_colour
from scraper.secrets import masked

if TYPE_CHECKING:
    from scraper.archive import Archive


@dataclass
class Session:
    """The shared options of one call."""

    db: str = "archive.db"
    quiet: bool = False
    verbose: int = 0
    color: str = "auto"
    debug: bool = False
    config: str | None = None
    no_config: bool = False
    log_file: str | None = None
    log_format: str = "text"
    allow_trigger: tuple[str, ...] = ()
    loaded: dict[str, tuple[Any, Path]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()  # settings of ./scraper.toml that count only if the file is named
    is_private: bool = False  # the run has secrets, and its archive may be one that others can read
    ranks: dict[str, int] = field(
        default_factory=dict
    )  # how strong the place is that an option comes from

    def setting(self, key: str) -> Any:
        """A value from the settings files, or None."""
        return self.loaded[key][0] if key in self.loaded else None

    def archive(
        self,
        *,
        read_only: bool = False,
        create: bool = True,
        inspects: bool = False,
        in_memory: bool = False,
    ) -> Archive:
        """Open the archive that --db names, or create it.

        It must exist to be read, or with `create=False`. With `in_memory`, an archive that is thrown away takes its
        place.
        """
        from scraper.archive import Archive
        from scraper.archive.store.opening import Permission

        if read_only or not create:
            self.must_exist()
        if in_memory:
            return Archive.open(MEMORY)
        may = Permission(self.allow_trigger, inspects, self.warn)
        archive = Archive.open(
            self.db, create=create and not read_only, read_only=read_only, permission=may
        )
        if not read_only:
            self._warn_of_place()
            self._warn_of_readers()
        return archive

    def _warn_of_readers(self) -> None:
        """Say once how to make an archive private that a run with secrets goes on writing to."""
        file = Path(self.db)
        if self.is_private and os.name == "posix" and file.stat().st_mode & OTHERS:
            import shlex

            self.is_private = False
            self.warn(
                f"{self.db} can be read by others, and this run uses cookies or headers that are yours alone:"
                f" chmod 600 {shlex.quote(self.db)}"
            )

    def _warn_of_place(self) -> None:
        """Say once what is wrong with the disk that is about to be written to."""
        from scraper.archive.maintenance.upkeep import bad_place

        if trouble := bad_place(Path(self.db).absolute()):
            self.say(f"warning: {trouble}")

    def must_exist(self) -> None:
        """Raise an InputError that says how to make an archive, if there is none."""
        from scraper.errors import InputError

        if not Path(self.db).exists():
            raise InputError(
                f"there is no archive at {self.db}: `scraper fetch URL` makes one, --db names another"
            )

    def say(self, message: str) -> None:
        """Tell a person, on standard error, unless they asked for quiet."""
        if not self.quiet:
            click.echo(paragraphs(masked(message)), err=True)

    def warn(self, message: str) -> None:
        """Tell what went wrong, on standard error, in one line: also those who asked for quiet, for cron reads it."""
        click.echo(plain(masked(message)), err=True)

    def keep_private(self) -> None:
        """Let nobody but the user read what is written from now on."""
        self.is_private = True
        os.umask(os.umask(OTHERS) | OTHERS)

    def tell_of_ignored(self, keys: Sequence[str]) -> None:
        """Tell of settings that do not count, and how they would."""
        if keys:
            self.warn(
                f"{', '.join(keys)} in ./scraper.toml: not taken from a file that was not named;"
                " if it is yours, say --config scraper.toml"
            )

    @property
    def colour(self) -> bool:
        """Whether standard output is coloured."""
        return wants_colour(self.color, sys.stdout)

    @property
    def progress(self) -> bool:
        """Whether progress is drawn: only where a person looks at standard error."""
        return not self.quiet and is_terminal(sys.stderr)


DEFAULTS = {
    name: value
    for name, value in vars(Session()).items()
    if name not in ("loaded", "ignored", "ranks", "is_private")
}
MEMORY = ":memory:"  # SQLite's name of a database without a file
OTHERS = 0o077  # what a file's mode says of all but its owner


def session() -> Session:
    """The session of the running command."""
    return click.get_current_context().ensure_object(Session)


# from where a shared option may come, the weakest first; click reads them once before the command and once after it
SOURCES = (
    ParameterSource.DEFAULT,
    ParameterSource.DEFAULT_MAP,
    ParameterSource.ENVIRONMENT,
    ParameterSource.COMMANDLINE,
)


def _store(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Keep a shared option, unless it comes from a weaker place than what is kept."""
    name, shared = param.name or "", ctx.ensure_object(Session)
    source = ctx.get_parameter_source(name)
    rank = SOURCES.index(source) if source in SOURCES else 0
    if rank and rank >= shared.ranks.get(name, 0):
        shared.ranks[name] = rank
        setattr(shared, name, value)
    return value


def shared_options(*, hidden: bool) -> list[click.Parameter]:
    """The options that every command takes, shown once, in `scraper --help`."""

    def option(*names: str, **more: Any) -> click.Option:
        more.setdefault(
            "envvar", settings.variable(names[-1].partition("/")[0].lstrip("-").replace("-", "_"))
        )
        return click.Option(names, expose_value=False, callback=_store, hidden=hidden, **more)

    return [
        option("--db", metavar="FILE", help="The archive.  [default: archive.db]"),
        option("-q", "--quiet/--no-quiet", help="Print nothing but data, and one line where something failed."),
        option("-v", "--verbose", count=True, help="Say more; twice, say everything."),
        option("--color", type=click.Choice(["auto", "always", "never"]), help="Colour the output.  [default: auto]"),
        option("--config", metavar="FILE", help="Settings file.  [default: ./scraper.toml, then the user's]"),
        option("--no-config", is_flag=True, help="Read no settings file."),
        option("--log-file", metavar="FILE", help="Write a log."),
        option("--log-format", type=click.Choice(["text", "json"]), help="Its form.  [default: text]"),
        option("--allow-trigger", multiple=True, metavar="NAME", envvar=None,
               help="Let a trigger run that somebody else put on the archive's tables; remembered in the archive."),
        option("--debug", is_flag=True, help="Show the traceback of an error."),
    ]  # fmt: skip


class Command(click.Command):
    """A command that takes the shared options too, before or after its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {name for param in self.params for name in param.opts}
        self.params += [
            option for option in shared_options(hidden=True) if not taken & set(option.opts)
        ]
        for param in self.params:
            if isinstance(param, click.Option) and param.name in settings.OPTIONS:
                param.envvar = settings.variable(param.name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse two flags that choose different values of one thing; click would silently take the last."""
        _, _, given = self.make_parser(ctx).parse_args(list(args))
        chosen: dict[str | None, click.Parameter] = {}
        for param in given:
            if (
                isinstance(param, click.Option)
                and param.is_flag
                and not param.is_bool_flag
                and not param.count
            ):
                first = chosen.setdefault(param.name, param)
                if first is not param:
                    raise click.UsageError(
                        f"{first.opts[-1]} and {param.opts[-1]} do not go together", ctx
                    )
        rest = super().parse_args(ctx, args)
        for param in self.params:
            if param.name in ctx.params and not _names_a_file(param):
                ctx.params[param.name] = _cleaned(ctx.params[param.name])
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Start the log, then run; what a run with secrets writes is the user's alone."""
        shared = ctx.ensure_object(Session)
        umask = os.umask(0)
        os.umask(umask)
        try:
            if _has_secrets(shared, ctx.params):
                shared.keep_private()
            _start_log(shared)
            shared.tell_of_ignored([key for key in shared.ignored if key in ctx.params])
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
        """Give the settings files' values as defaults before the options are read."""
        shared = parent.ensure_object(Session) if parent else Session()
        _early(shared, args)
        if not shared.no_config:
            shared.loaded, shared.ignored = settings.load(shared.config)
        values = {
            key: value for key, (value, _) in shared.loaded.items() if key in settings.OPTIONS
        }
        return super().make_context(info_name, args, parent, default_map=values, **extra)


def _cleaned(value: Any) -> Any:
    """Return what was typed without what no text may hold; an address keeps bytes that are not UTF-8, escaped."""
    if isinstance(value, tuple):
        return tuple([_cleaned(item) for item in value])
    return clean_argument(value) if isinstance(value, str) and "://" in value else clean(value)


def _names_a_file(param: click.Parameter) -> bool:
    """Whether a value is the name of a file, whose bytes need not be UTF-8 and must stay as they are."""
    named = param.metavar or param.name or ""
    return isinstance(param.type, click.Path) or any(
        word in named.upper() for word in ("FILE", "FOLDER", "PROGRAM")
    )


def not_typed(error: click.BadParameter) -> str | None:
    """The line for a value that nobody typed: blamed on where it stands; None for one on the command line."""
    name = error.param.name if error.param else None
    if error.ctx is None or name is None:
        return None
    source, shared = error.ctx.get_parameter_source(name), error.ctx.find_object(Session)
    if source is ParameterSource.ENVIRONMENT:
        return f"{settings.variable(name)}: {error.message}"
    if source is ParameterSource.DEFAULT_MAP and shared:
        return f"{shared.loaded[name][1]}: {name}: {error.message}"
    return None


def _early(shared: Session, args: list[str]) -> None:
    """Which settings file counts must be known before click reads the rest."""
    for i, arg in enumerate(args):
        if arg == "--no-config":
            shared.no_config = True
        elif arg == "--config" and i + 1 < len(args):
            shared.config = args[i + 1]
        elif arg.startswith("--config="):
            shared.config = arg.removeprefix("--config=")


class Group(click.Group):
    """Several commands under one name; its help tells the first sentence of each, whole."""

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does; click's own cuts the lines."""
        told = [
            (name, (command.help or "").partition("\n\n")[0])
            for name, command in sorted(self.commands.items())
        ]
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, f"{' '.join(text.split()).partition('. ')[0].rstrip('.')}.")
                    for name, text in told
                ]
            )


def _has_secrets(shared: Session, given: Mapping[str, Any]) -> bool:
    """Whether a command fetches with what only its user has: cookies, headers, user names and passwords."""
    if "cookies" not in given:
        return False
    of_sites = any(
        {"cookies", "headers"} & set(table) for table in (shared.setting("site") or {}).values()
    )
    named = str([given.get(name) for name in ("proxy", "addresses", "urls", "url", "wayback")])
    return bool(given["cookies"] or given["header"] or of_sites or masked(named) != named)


HELP = {"help_option_names": ["-h", "--help"]}
EPILOG = "`scraper --help` lists the options and exit codes that all commands share."


def command(
    name: str | None = None, *, examples: Sequence[str] = (), **attrs: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its examples end its help, each on a line of its own."""
    shown = "\b\n" + "\n".join(examples) + "\n\n" if examples else ""
    return click.command(
        name, cls=Command, context_settings=HELP, epilog=f"{shown}{EPILOG}", **attrs
    )


def group(name: str) -> Callable[[Callable[..., Any]], Group]:
    """Make a group of a function."""
    return click.group(name, cls=Group, context_settings=HELP)


def _start_log(shared: Session) -> None:
    """Send the program's log where it was asked for: a file, or standard error with -v."""
    if shared.log_file or shared.verbose:
        from scraper.commands.terminal import logs

        logs.start(shared.log_file, shared.log_format, verbose=shared.verbose)
