"""`scraper open`: show one article in a browser."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from scraper.commands.terminal.article_argument import reading_of_article
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.session import session

EXAMPLES = ("scraper open 42", "scraper open https://news.example/story --version 1")


@declare_command("open", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID")
@click.option(
    "--version",
    "number",
    type=click.IntRange(1),
    help="Open this version.  [default: the newest]",
)
def open_article(what: str, number: int | None) -> None:
    """Open one article, named by its URL or its id, in a browser.

    The page is the one that `scraper show --format html` prints; it is written to a temporary file,
    which only you can read. If there is no browser, the name of the file is printed.
    """
    import webbrowser

    from scraper.present.article_html import article_pages

    with session().archive(read_only=True) as archive:
        reading = reading_of_article(archive, what, number)
    # The file must outlive this process: the browser reads it later.
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="scraper-", suffix=".html", delete=False
    ) as file:
        file.write(f"{article_pages([reading])}\n")
    page = Path(file.name)
    if webbrowser.open(page.as_uri()):
        session().say(f"opened {page}")
    else:
        session().say("there is no browser; the page is in this file")
        click.echo(str(page))


command = open_article
