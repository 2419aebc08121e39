"""Options of the commands by which coders add to an archive: who codes, and which articles."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.archive import Archive

F = TypeVar("F", bound=Callable[..., Any])
STDIN = "-"


def coder_option(function: F) -> F:
    """Give a command --coder, whose default is the name of the user at the machine."""
    option = click.option(
        "--coder",
        metavar="NAME",
        envvar="SCRAPER_CODER",
        help="The name of the coder.  [default: your login name]",
    )
    return option(function)


def coder_of(name: str | None) -> str:
    """Return the coder's name; raise InputError if the system does not know it."""
    if name and name.strip():
        return name.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise InputError(
            "the system does not know your login name: name the coder with --coder NAME"
        ) from None


def article_ids(archive: Archive, named: tuple[str, ...]) -> list[int]:
    """Return the ids of articles named by URL or id; `-` reads names from standard input.

    Raise InputError for the first that the archive does not have, before any is changed.
    """
    return list(dict.fromkeys(_id_of(archive, name) for name in _expanded(named)))


def _expanded(named: tuple[str, ...]) -> Iterator[str]:
    for name in named:
        if name != STDIN:
            yield name
            continue
        lines = (line.strip() for line in sys.stdin)
        yield from (line for line in lines if line)


def _id_of(archive: Archive, name: str) -> int:
    found = archive.articles.find(name)
    if found is None:
        raise InputError(
            f"the archive has no article {name}: `scraper list` shows those that it has"
        )
    return found
