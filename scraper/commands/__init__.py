"""The command line: each command is a module of its own, loaded only when it is called.

Stdout carries only data; everything else goes to stderr. Exit codes are the same
for all commands.
"""

from __future__ import annotations

from importlib import import_module

import click

from scraper.commands.terminal.command_class import Command, example_block, shared_options
from scraper.commands.terminal.error_exit import guarded
from scraper.version import __version__

# name -> (module, what it does, in a line); the line is here so that --help loads no command
COMMANDS: dict[str, tuple[str, str]] = {
    "fetch": ("fetch", "Fetch URLs, keep the pages, read the articles and archive them."),
    "feed": ("feed", "Follow feeds and sitemaps: discover, add, set, list, poll."),
    "run": ("run_round", "Poll feeds, refresh articles and retry failures: the cron line."),
    "refresh": ("refresh_articles", "Look again at articles that are due; keep what was edited."),
    "extract": ("extract", "Read articles from files, without network or archive."),
    "bulk": ("bulk", "Read the articles of large files, such as WARC, into tables."),
    "explain": ("explain", "Show where each field came from and what was removed."),
    "rules": ("rules", "List, show and test site rules."),
    "search": ("search", "Find articles by their words."),
    "list": ("listing", "List articles."),
    "show": ("show", "Show articles for reading, or a kept page."),
    "serve": ("serve", "Serve a reading room: the archive as pages for a browser."),
    "open": ("open_article", "Open one article in a browser."),
    "history": ("history", "List the versions and events of one article."),
    "diff": ("diff", "Show what changed between two versions, word by word."),
    "changes": ("changes", "List what newsrooms changed, or write a feed of it."),
    "label": ("label", "List and show the tables that articles came with."),
    "tag": ("tag", "Tag articles, and compare the tags of two coders."),
    "note": ("note", "Write notes about articles or passages."),
    "exclude": ("exclude", "Exclude articles from the corpus, with a reason."),
    "stats": ("stats", "Count articles; count or compare what became of addresses."),
    "trends": ("trends", "Count the articles with a word over time, as bars or a picture."),
    "export": ("export", "Write articles as tables, references, books, pages or WARC."),
    "query": ("query", "Run read-only SQL over the archive, or a canned question."),
    "import": ("imports", "Add articles, saved pages, feeds and lists of addresses."),
    "status": ("status", "Report runs, the queue and failures; --check is for monitoring."),
    "doctor": ("doctor", "Report how well each site is read, and what broke when."),
    "reextract": ("reextract", "Read every kept page again with the current rules."),
    "verify": ("verify", "Check the archive for damage."),
    "backup": ("backup", "Write a consistent copy of the archive."),
    "prune": ("prune", "Delete the pages of old versions, never a text."),
    "merge": ("merge", "Make one archive out of several."),
    "migrate": ("migrate", "Update the archive to the current schema."),
    "optimize": ("optimize", "Make the archive smaller and its searches faster."),
    "config": ("config", "Show each setting and where it comes from."),
    "path": ("path", "Print where files are, or what Datasette needs to know."),
    "completion": ("completion", "Print the completion script for a shell."),
    "demo": ("demo", "Archive a small made-up web that this machine serves."),
}

EXAMPLES = (
    "scraper demo",
    "scraper fetch https://news.example/story",
    "scraper search harbour --since 30d",
)
EXIT_CODES = """\b
Exit codes (the same for all commands):
    0  success, even if nothing was new, or if `run` or `refresh` will retry
       what failed
    1  everything failed; for search-like commands, no match
    2  wrong usage or configuration
    3  some failed (see --error-file and --report); with --strict, 1
    4  everything needs a login or payment
    5  everything is blocked or rate-limited
    6  the archive is damaged, or export --verify found a difference
    7  status --check found trouble
    8  the archive's schema is newer than this program
   74  disk full, file not writable, or a trigger that was not allowed;
       everything reported as kept is kept
   75  another run is using the archive
  130  interrupted; what was archived is kept, the same command goes on
"""


class LazyGroup(click.Group):
    """A group that knows its commands from COMMANDS and loads one when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Load the module of a command and return the command, or None."""
        if name not in COMMANDS:
            return None
        command = import_module(f"scraper.commands.{COMMANDS[name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without loading them, as click would."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command; for an unknown name, suggest a similar one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"Did you mean {near[0]!r}?" if near else "See `scraper --help`."
            ctx.fail(f"No such command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    params=shared_options(hidden=False),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"{example_block(EXAMPLES)}{EXIT_CODES}",
)
@click.version_option(__version__, prog_name="scraper")
def scraper() -> None:
    """Fetch news articles politely, read them cleanly and keep every version of each.

    Everything is in one searchable SQLite file.
    """


def main() -> None:
    """Run the command line; this is the installed `scraper`."""
    guarded(scraper)


__all__ = ["COMMANDS", "Command", "main", "scraper"]
