"""`scraper path`: print where the files are, to point other programs at them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from scraper.commands.terminal import settings
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.safe_text import is_terminal, visible
from scraper.commands.terminal.session import session

EXAMPLES = ('datasette "$(scraper path db)"', "scraper path config")


def state_folder() -> Path:
    """Return the folder of logs without a name of their own (XDG Base Directory)."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "scraper"


@declare_command("path", examples=EXAMPLES)
@click.argument("what", type=click.Choice(["db", "config", "state"]), default="db")
def path(what: str) -> None:
    """Print the path of the archive (db), the settings file (config) or the logs (state)."""
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
