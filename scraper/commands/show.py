"""`scraper show`: show one article for reading."""

from __future__ import annotations

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.safe_text import paragraphs, shown
from scraper.commands.terminal.session import session
from scraper.present.article_page import ARTICLE_FORMS

TEXT = "text"
EXAMPLES = (
    "scraper show https://news.example/story",
    "scraper show 42 --version 1 --format markdown > story.md",
)


@declare_command("show", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(ARTICLE_FORMS)),
    default=TEXT,
    show_default=True,
    help="Print the article in this format.",
)
@click.option(
    "--version",
    "number",
    type=click.IntRange(1),
    help="Show this version.  [default: the newest]",
)
def show(what: str, form: str, number: int | None) -> None:
    """Show one article, named by its URL or its id."""
    with session().archive(read_only=True) as archive:
        article = archive.articles.load(what, version=number)
    text = ARTICLE_FORMS[form](article)
    # Plain text is for people, even through a pipe: nothing in it may act on a terminal.
    click.echo(paragraphs(text) if form == TEXT else shown(text))


command = show
