"""`scraper show`: show articles for reading, or the page that one was read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from scraper.commands.terminal.article_argument import reading_of_article
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.output_file import STANDARD_OUTPUT, write_bytes, write_text
from scraper.commands.terminal.pager import pager_option, show_text
from scraper.commands.terminal.reading_view import drawn_reading, reads_on_terminal
from scraper.commands.terminal.safe_text import paragraphs, visible
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.present.article_page import ARTICLE_FORMS, RULE
from scraper.present.reading import Reading
from scraper.present.reading_lines import reading_lines

TEXT = "text"
FORM_OF_FILE = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json"}
EXAMPLES = (
    "scraper show https://news.example/story",
    "scraper show 42 43 --version 1 -o stories.html",
    "scraper show 42 --page -o page.html",
)


@declare_command("show", examples=EXAMPLES)
@click.argument("whats", nargs=-1, required=True, metavar="URL|ID...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(ARTICLE_FORMS)),
    help="Print the article in this format.  [default: text, or as the suffix of FILE says]",
)
@click.option(
    "--version",
    "number",
    type=click.IntRange(1),
    help="Show this version.  [default: the newest]",
)
@click.option("--page/--no-page", help="Write the kept page of the article instead, byte for byte.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default=STANDARD_OUTPUT,
    help="Write to FILE.  [default: standard output]",
)
@click.option("--force/--no-force", help="Replace FILE if it exists.")
@pager_option
def show(
    whats: tuple[str, ...],
    form: str | None,
    number: int | None,
    output: str,
    *,
    page: bool,
    force: bool,
    pager: bool | None,
) -> None:
    """Show articles, named by URL or id, and at their end what coders added.

    On a terminal, the text is wrapped, and its links are numbered and listed below it. With --page,
    write the page that the version was read from, byte for byte as the server sent it, but without
    the compression of the connection.
    """
    if page:
        write_bytes(output, [_kept_page(whats, form, number)], force=force)
        return
    chosen = form or FORM_OF_FILE.get(Path(output).suffix.lower(), TEXT)
    with session().archive(read_only=True) as archive:
        readings = [reading_of_article(archive, what, number) for what in whats]
    if output != STANDARD_OUTPUT:
        write_text(output, [ARTICLE_FORMS[chosen](readings), "\n"], force=force)
    elif reads_on_terminal():
        show_text(_for_terminal(chosen, readings), pager=pager)
    else:
        text = ARTICLE_FORMS[chosen](readings)
        # Plain text is for people, even through a pipe: nothing in it may act on a terminal.
        click.echo(paragraphs(text) if chosen == TEXT else text)


def _for_terminal(form: str, readings: Sequence[Reading]) -> str:
    """Return the articles, laid out if they are text, and safe in any form."""
    if form != TEXT:
        return visible(ARTICLE_FORMS[form](readings))
    return f"\n\n{RULE}\n\n".join(drawn_reading(reading_lines(each)) for each in readings)


def _kept_page(whats: tuple[str, ...], form: str | None, number: int | None) -> bytes:
    """Return the page that a version of the article was read from, byte for byte.

    Raise InputError if it is not kept.
    """
    if form:
        raise click.UsageError("--page writes the page as it was: use it without --format")
    if len(whats) > 1:
        raise click.UsageError("--page writes one page: name one article")
    with session().archive(read_only=True) as archive:
        row = archive.articles.get(whats[0], version=number)
        capture_id = row["capture_id"]
        if capture_id is None:
            version = row["version"]
            raise InputError(f"the archive does not keep the page of {whats[0]}, version {version}")
        return archive.pages.load(capture_id).body


command = show
