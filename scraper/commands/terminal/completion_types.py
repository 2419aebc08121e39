"""What the shell offers for a value: file names, and what the archive has.

A shell calls the program at each press of the tab key, so an error is an empty list.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click
from click.types import StringParamType

from scraper.commands.terminal.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from scraper.archive import Archive

MOST = 200  # values that are offered: more are no help
BETWEEN = ","  # column names
LIVE = frozenset({"site", "section", "tag", "label"})  # filters whose values the archive offers


class FileName(StringParamType):
    """The name of a file, which the shell completes by itself."""

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the item that makes the shell offer its own files."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class LiveValue(StringParamType):
    """A value that the archive has."""

    def __init__(self, values_of: Callable[[Archive], Iterable[str]]) -> None:
        self._values_of = values_of

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the values that begin like what was typed; none without an archive."""
        from scraper.archive import Archive
        from scraper.errors import ScraperError

        try:
            with Archive.open(ctx.ensure_object(Session).db, read_only=True) as archive:
                values = list(self._values_of(archive))
        except (ScraperError, OSError):
            return []
        return _items(values, incomplete)


class ColumnNames(StringParamType):
    """Names of columns, with commas between them."""

    def __init__(self, columns: Sequence[str] | None = None) -> None:
        self._columns = columns

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return what was typed, with each name that may follow the last comma."""
        before, comma, last = incomplete.rpartition(BETWEEN)
        chosen = before.split(BETWEEN)
        names = [name for name in self._names(ctx) if name not in chosen]
        begun = f"{before}{comma}"
        return _items([f"{begun}{name}" for name in names], f"{begun}{last}")

    def _names(self, ctx: click.Context) -> Sequence[str]:
        """Return the names given, else those that the module of the command lists as COLUMNS."""
        if self._columns is not None:
            return self._columns
        module = sys.modules.get(getattr(ctx.command.callback, "__module__", ""))
        columns: Sequence[str] = getattr(module, "COLUMNS", ())
        return columns


def add_completion(param: click.Parameter, *, is_file: bool) -> None:
    """Let the shell complete a parameter that has no type of its own."""
    if param.type is not click.STRING:
        return
    if is_file:
        param.type = FileName()
    elif param.name in LIVE:
        name = param.name
        param.type = LiveValue(lambda archive: archive.articles.known_values(name))


def followed_feeds(archive: Archive) -> Iterable[str]:
    """Return the addresses of the feeds that are followed."""
    return archive.crawl.feeds.addresses()


def feed_tags(archive: Archive) -> Iterable[str]:
    """Return the tags of the feeds that are followed."""
    return archive.crawl.feeds.known_tags()


def label_sets(archive: Archive) -> Iterable[str]:
    """Return the names of the label sets."""
    return [label_set.name for label_set in archive.corpus.labels.walk()]


def _items(values: Sequence[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    # bash takes the colon of an address for the end of a word, and completes what comes after it
    is_rest = incomplete.startswith("//")
    offered = [value.partition(":")[2] for value in values] if is_rest else values
    # the scripts of click divide values at spaces
    words = [value for value in offered if not any(map(str.isspace, value))]
    begun = incomplete.casefold()
    found = [value for value in words if value.casefold().startswith(begun)]
    return [CompletionItem(value) for value in found[:MOST]]
