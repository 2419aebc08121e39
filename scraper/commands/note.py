"""`scraper note`: write notes about articles, or about passages of them."""

from __future__ import annotations

import sys

import click

from scraper.commands.terminal.coder_options import STDIN, article_ids, coder_of, coder_option
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.listed_columns import NOTES

SHOWN = 9  # of the columns, without --columns
EXAMPLES = (
    'scraper note 14 "the figure was corrected later"',
    'scraper note 14 "who says so?" --quote "two of its five arches"',
    "scraper note --list",
)


@declare_command("note", examples=EXAMPLES)
@click.argument("article", required=False, metavar="[URL|ID]")
@click.argument("text", required=False, metavar="[TEXT|-]")
@click.option(
    "--quote",
    metavar="PASSAGE",
    help="Attach the note to this passage; without TEXT, mark the passage.",
)
@click.option(
    "--occurrence",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Use this occurrence of the passage, if there are several.",
)
@click.option(
    "--version",
    "number",
    type=click.IntRange(1),
    help="Use the passage in this version.  [default: the newest]",
)
@click.option("--list/--no-list", "listed", help="List the notes of one article or of all.")
@click.option(
    "--remove", type=click.IntRange(1), metavar="NOTE", help="Remove the note with this id."
)
@coder_option
@listing_options()
def note(
    article: str | None,
    text: str | None,
    quote: str | None,
    occurrence: int,
    number: int | None,
    remove: int | None,
    coder: str | None,
    listing: Listing,
    *,
    listed: bool,
) -> None:
    """Write a note about an article, named by URL or id; - reads the note from standard input.

    With --quote, the note is attached to a passage of one version. The passage is kept with the
    characters around it, so that it can be found again in later versions. To search notes, use
    `scraper search --in notes`.
    """
    if remove is not None:
        with session().archive(create=False) as archive:
            archive.corpus.notes.remove(remove)
        session().say(f"note {remove} removed")
        return
    if listed or article is None:
        if text:
            raise click.UsageError("use --list without a text")
        _list(article, listing)
        return
    written = sys.stdin.read() if text == STDIN else text or ""
    with session().archive(create=False) as archive:
        (article_id,) = article_ids(archive, (article,))
        made = archive.corpus.notes.add(
            article_id,
            written,
            coder=coder_of(coder),
            quotation=quote,
            occurrence=occurrence,
            version=number,
        )
    session().say(f"note {made} on article {article_id}")


def _list(article: str | None, listing: Listing) -> None:
    with session().archive(read_only=True) as archive:
        article_id = article_ids(archive, (article,))[0] if article else None
        notes = map(dict, archive.corpus.notes.walk(article_id))
        listing.write(listing.first(notes), NOTES, SHOWN)


command = note
