"""`scraper completion`: print the completion script that click makes for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from scraper.commands.terminal.command_class import declare_command

EXAMPLES = (
    'eval "$(scraper completion bash)"',
    "scraper completion fish > ~/.config/fish/completions/scraper.fish",
)


@declare_command("completion", examples=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL, for example to load it in ~/.bashrc."""
    from scraper.commands import scraper

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(scraper, {}, "scraper", "_SCRAPER_COMPLETE").source())


command = completion
