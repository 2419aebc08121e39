"""`scraper show`: one article, for reading."""

from __future__ import annotations

import click

from scraper.commands.terminal.safe_text import paragraphs, shown
from scraper.commands.terminal.session import command, session

FORMS = ("text", "markdown", "html", "json")  # present.article_page has a function for each


@command("show")
@click.argument("what", metavar="URL|ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="Its form.",
)
@click.option(
    "--version", "number", type=click.IntRange(1), help="An earlier version.  [default: the newest]"
)
def show(what: str, form: str, number: int | None) -> None:
    """Show one article, by its URL or its id."""
    from scraper.present.article_page import ARTICLE_FORMS

    with session().archive(read_only=True) as archive:
        article = archive.articles.load(what, version=number)
    text = ARTICLE_FORMS[form](article)
    # plain text is for people, even through a pipe: nothing in it may act on a terminal
    click.echo(paragraphs(text) if form == "text" else shown(text))


command = show
