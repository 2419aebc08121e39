"""`scraper show`: show articles for reading, or the page that one was read from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.output_target import (
    STDOUT,
    output_option,
    write_bytes,
    write_text,
)
from scraper.commands.terminal.safe_text import paragraphs, shown
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.present.article_page import ARTICLE_FORMS

if TYPE_CHECKING:
    from scraper.archive import Archive

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
@output_option
def show(
    whats: tuple[str, ...], form: str | None, number: int | None, output: str, *, page: bool
) -> None:
    """Show articles, named by URL or id.

    With --page, write the page that the version was read from, exactly as the server sent it.
    """
    if page:
        _write_page(whats, form, number, output)
        return
    chosen = form or FORM_OF_FILE.get(Path(output).suffix.lower(), TEXT)
    with session().archive(read_only=True) as archive:
        articles = [archive.articles.load(what, version=number) for what in whats]
    text = ARTICLE_FORMS[chosen](articles)
    if output != STDOUT:
        write_text(text, output)
        return
    # Plain text is for people, even through a pipe: nothing in it may act on a terminal.
    click.echo(paragraphs(text) if chosen == TEXT else shown(text))


def _write_page(whats: tuple[str, ...], form: str | None, number: int | None, output: str) -> None:
    if form:
        raise click.UsageError("--page writes the page as it was: use it without --format")
    if len(whats) > 1:
        raise click.UsageError("--page writes one page: name one article")
    with session().archive(read_only=True) as archive:
        body = _kept_page(archive, whats[0], number)
    write_bytes(body, output)


def _kept_page(archive: Archive, what: str, number: int | None) -> bytes:
    """Return the page of an article's version; raise InputError if it is not kept."""
    row = archive.articles.get(what, version=number)
    if row["capture_id"] is None:
        raise InputError(f"the archive does not keep the page of {what}, version {row['version']}")
    return archive.pages.load(row["capture_id"]).body


command = show
