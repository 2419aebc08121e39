"""`scraper note`: what coders write about an article, or about a passage of it."""

from __future__ import annotations

import sys
from itertools import islice

import click

from scraper.commands.terminal.coder_options import STDIN, article_ids, coder_of, coder_option
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = (
    "id", "article_id", "text", "exact", "field", "version", "is_current", "coder", "added_at", "headline", "site",
    "url", "prefix", "suffix",
)  # fmt: skip
SHOWN = 9  # of them, unless --columns says otherwise


@command(
    "note",
    examples=[
        'scraper note 14 "the figure was corrected later"',
        'scraper note 14 "who says so?" --quote "two of its five arches"',
        "scraper note --list",
    ],
)
@click.argument("article", required=False, metavar="[URL|ID]")
@click.argument("text", required=False, metavar="[TEXT|-]")
@click.option(
    "--quote", metavar="PASSAGE", help="The passage that the note is about; without TEXT, a mark."
)
@click.option(
    "--occurrence", type=click.IntRange(1), default=1, show_default=True,
    help="Which occurrence of the passage, where there are several.",
)  # fmt: skip
@click.option(
    "--version",
    "number",
    type=click.IntRange(1),
    help="The version that it is about.  [default: the newest]",
)
@click.option("--list/--no-list", "listed", help="List the notes, of one article or of all.")
@click.option(
    "--remove", type=click.IntRange(1), metavar="NOTE", help="Remove the note of this id."
)
@coder_option
@limit_option(0)
@listing_options()
def note(
    article: str | None,
    text: str | None,
    quote: str | None,
    occurrence: int,
    number: int | None,
    remove: int | None,
    coder: str | None,
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    listed: bool,
    no_headers: bool,
) -> None:
    """Write a note about an article, named by URL or id; - reads the note from standard input.

    With --quote, the note is anchored to a passage of one version: the passage is kept with the characters around it,
    so that it is found again in later versions. Notes are searched by `scraper search --in notes`.
    """
    if remove is not None:
        with session().archive(create=False) as archive:
            archive.corpus.notes.remove(remove)
        session().say(f"note {remove} removed")
        return
    if listed or article is None:
        if text:
            raise click.UsageError("--list takes no text")
        chosen = columns or ",".join(COLUMNS[:SHOWN])
        _list(article, limit, form, chosen, no_headers=no_headers)
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


def _list(
    article: str | None, limit: int, form: str | None, chosen: str, *, no_headers: bool
) -> None:
    with session().archive(read_only=True) as archive:
        article_id = article_ids(archive, (article,))[0] if article else None
        rows = map(dict, archive.corpus.notes.walk(article_id))
        write_rows(
            islice(rows, limit or None), COLUMNS, form=form, chosen=chosen, no_headers=no_headers
        )


command = note
