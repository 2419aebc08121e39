"""`scraper path`: where things are, so that other programs can be pointed at them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from scraper.commands.terminal import settings
from scraper.commands.terminal.safe_text import is_terminal, visible
from scraper.commands.terminal.session import command, session


def state_folder() -> Path:
    """Where logs go that nobody named a file for (XDG Base Directory)."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "scraper"


@command("path")
@click.argument("what", type=click.Choice(["db", "config", "state"]), default="db")
def path(what: str) -> None:
    """Print the path of the archive (db), of the settings file (config) or of the state folder (state)."""
    shared = session()
    if what == "db":
        found = Path(shared.db)
    elif what == "config":
        found = next(iter(settings.files(shared.config)), settings.user_folder() / "config.toml")
    else:
        found = state_folder()
    if is_terminal(sys.stdout):
        click.echo(visible(str(found.absolute())))
    else:
        sys.stdout.buffer.write(os.fsencode(found.absolute()) + b"\n")  # a path need not be UTF-8


command = path
