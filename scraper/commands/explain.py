"""`scraper explain`: show where each field came from, and why each removed block is gone."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cleaning import dump_json
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import WebAddress, rules_option
from scraper.commands.terminal.page_argument import reading_of
from scraper.commands.terminal.pager import pager_option, show_text
from scraper.commands.terminal.reading_view import reads_on_terminal, wrapped_labels
from scraper.commands.terminal.safe_text import visible
from scraper.present.explained import explained_lines, explained_row

EXAMPLES = (
    "scraper explain https://news.example/story",
    "scraper explain 42",
    "scraper explain page.html --url https://news.example/story --json",
)


@declare_command("explain", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID|FILE")
@click.option("--url", type=WebAddress(), help="The address of FILE.")
@click.option("--json/--no-json", "as_json", help="Print one JSON object, for programs.")
@rules_option
@pager_option
def explain(
    what: str, url: str | None, rules: tuple[Path, ...], *, as_json: bool, pager: bool | None
) -> None:
    """Show where each field of an article came from, and what was removed from the page.

    The first lines show the kind of page, the features for (+) and against (-) a list of pages, and
    the charset. Then each field follows, with the strategy that won, its confidence, and the
    strategies that lost, then each removed block with the reason, then each line near the text with
    the features that decided on it. An article, named by its URL or its id, is read again from its
    kept page, without network; FILE is read as it is.
    """
    from scraper.jobs.explanation import explained
    from scraper.workers.pool import apart

    found = apart(explained, reading_of(what, url, rules))
    if as_json:
        click.echo(dump_json(explained_row(found), indent=2))
        return
    lines = map(visible, explained_lines(found))
    if reads_on_terminal():
        show_text(wrapped_labels(lines), pager=pager)
        return
    for line in lines:
        click.echo(line)


command = explain
