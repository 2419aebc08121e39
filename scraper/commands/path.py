"""`scraper path`: print where the files are, and what Datasette needs, for other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from scraper.commands.terminal import settings
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.output_file import STANDARD_OUTPUT, write_text
from scraper.commands.terminal.safe_text import is_terminal, visible
from scraper.commands.terminal.session import session

DATASETTE = "datasette"
EXAMPLES = (
    'sqlite3 "$(scraper path db)"',
    "scraper path config",
    "scraper path datasette -o metadata.json",
)


def state_folder() -> Path:
    """Return the folder of logs without a name of their own (XDG Base Directory)."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "scraper"


@declare_command("path", examples=EXAMPLES)
@click.argument("what", type=click.Choice(["db", "config", "state", DATASETTE]), default="db")
@click.option("-o", "--output", metavar="FILE", help="Of datasette: write to FILE.")
@click.option("--force/--no-force", help="Replace FILE if it exists.")
def path(what: str, output: str | None, *, force: bool) -> None:
    """Print the path of the archive (db), the settings file (config) or the logs (state).

    `datasette` prints metadata for Datasette: which tables to hide, where to search, how to sort
    and cut, and the canned questions of `scraper query --list`. It is JSON, which is YAML, too.
    """
    shared = session()
    if what == DATASETTE:
        _write_metadata(Path(shared.db), output, force=force)
        return
    if output is not None:
        raise click.UsageError(f"-o is for `scraper path {DATASETTE}`")
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


def _write_metadata(archive: Path, output: str | None, *, force: bool) -> None:
    """Write what Datasette needs, and say on standard error how to start it."""
    import json  # only here: `path` starts without it

    from scraper.archive.questions.datasette_metadata import SETTINGS, datasette_metadata

    written = json.dumps(datasette_metadata(archive), indent=2, ensure_ascii=False)
    write_text(output or STANDARD_OUTPUT, [written, "\n"], force=force)
    if output is None:
        return
    given = " ".join(f"--setting {name} {json.dumps(value)}" for name, value in SETTINGS.items())
    session().say(f"Datasette 0.65: datasette {archive} -m {output} {given}")
    session().say(f"Datasette 1.0: datasette {archive} -m {output} -c {output}")


command = path
