"""The command line: each command in a module of its own, loaded only when it is called.

Standard output carries data only; everything else goes to standard error. Exit codes are the same for every command.
"""

from __future__ import annotations

from importlib import import_module

import click

from scraper.commands.terminal.error_exit import guarded
from scraper.commands.terminal.session import Command, shared_options
from scraper.version import __version__

# name -> (module, what it does, in a line); the line stands here so that --help loads no command
COMMANDS: dict[str, tuple[str, str]] = {
    "fetch": ("fetch", "Fetch URLs, keep the pages, read the articles, archive them."),
    "feed": ("feed", "Follow feeds and sitemaps: discover, add, list, poll."),
    "extract": ("extract", "Read articles from files: no network, no archive."),
    "explain": ("explain", "Say where each field came from and what was removed."),
    "rules": ("rules", "List, show and try site rules."),
    "search": ("search", "Find articles by their words."),
    "list": ("listing", "List articles."),
    "show": ("show", "Show one article for reading."),
    "history": ("history", "Tell the life of one article: its versions and events."),
    "diff": ("diff", "Show what changed between two versions, word by word."),
    "changes": ("changes", "List what newsrooms changed, stealthily or not."),
    "label": ("label", "List and show the tables that articles came with."),
    "tag": ("tag", "Give articles tags; compare those of two coders."),
    "note": ("note", "Write notes about articles or passages of them."),
    "exclude": ("exclude", "Leave articles out of the corpus, with a reason."),
    "stats": (
        "stats",
        "Count what became of what was asked for; compare runs, label sets, archives.",
    ),
    "export": ("export", "Write articles as CSV or JSON Lines."),
    "query": ("query", "Ask the archive in SQL, read-only."),
    "import": ("imports", "Put in articles that another archive exported."),
    "status": ("status", "Tell what ran, what waits, what failed and why; --check for monitors."),
    "doctor": ("doctor", "Tell how well each site is read, and what broke when."),
    "reextract": ("reextract", "Read every kept page again with today's rules."),
    "verify": ("verify", "Look for damage in the archive."),
    "backup": ("backup", "Write a consistent copy of the archive."),
    "migrate": ("migrate", "Bring the archive to today's schema."),
    "optimize": ("optimize", "Merge the search index."),
    "config": ("config", "Show each setting and where it comes from."),
    "path": ("path", "Print where the archive, the settings and the state are."),
    "completion": ("completion", "Print the shell's completion script."),
    "demo": ("demo", "Archive a small made-up web over loopback and look around in it."),
}

EXIT_CODES = """\b
Exit codes (the same for every command):
    0  done, also when nothing was new
    1  everything failed; for search-like commands, no match
    2  wrong usage or configuration
    3  some failed (see --error-file and --report); --strict makes it 1
    4  login or payment needed, for all that was asked
    5  blocked or rate-limited, for all that was asked
    6  verify found damage
    7  status --check: unhealthy
    8  the archive's schema is newer than this program
   74  disk full or file not writable; what was reported as kept is kept
   75  another run holds the archive
  130  interrupted; what was kept is kept, the same command goes on
"""


class LazyGroup(click.Group):
    """Knows its commands by the table above and loads one when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Load the command's module."""
        if name not in COMMANDS:
            return None
        command = import_module(f"scraper.commands.{COMMANDS[name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table; unlike click's own, it loads nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for one that does not exist."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(
                f"No such command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else "")
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    params=shared_options(hidden=False),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="scraper")
def scraper() -> None:
    """Fetch news articles politely, read them cleanly, keep every version in one searchable SQLite file."""


def main() -> None:
    """The installed `scraper`."""
    guarded(scraper)


__all__ = ["COMMANDS", "Command", "main", "scraper"]
