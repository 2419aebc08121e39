"""`scraper completion`: click's own completion script for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from scraper.commands.terminal.session import command


@command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL, e.g. for ~/.bashrc: eval "$(scraper completion bash)"."""
    from scraper.commands import scraper

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(scraper, {}, "scraper", "_SCRAPER_COMPLETE").source())


command = completion
