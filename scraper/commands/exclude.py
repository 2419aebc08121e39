"""`scraper exclude`: exclude articles from the corpus, with a reason."""

from __future__ import annotations

import click

from scraper.commands.terminal.coder_options import article_ids, coder_of, coder_option
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.counted_things import counted

COLUMNS = ("article_id", "reason", "coder", "added_at", "headline", "site", "url", "id")
EXAMPLES = ('scraper exclude 14 15 --reason "obituary"', "scraper exclude 14 --undo")


@declare_command("exclude", examples=EXAMPLES)
@click.argument("articles", nargs=-1, metavar="[URL|ID]...|-")
@click.option("--reason", metavar="TEXT", help="The reason; a new one replaces the old one.")
@click.option("--undo/--no-undo", help="Include the articles again.")
@click.option("--list/--no-list", "listed", help="List the exclusions.")
@coder_option
@listing_options()
def exclude(
    articles: tuple[str, ...],
    reason: str | None,
    coder: str | None,
    listing: Listing,
    *,
    undo: bool,
    listed: bool,
) -> None:
    """Exclude articles from the corpus, named by URL or id; - reads the names from standard input.

    The articles stay in the archive, with who excluded them, when and why.
    """
    if listed or not articles:
        with session().archive(read_only=True) as archive:
            listing.write(listing.first(map(dict, archive.corpus.exclusions.walk())), COLUMNS)
        return
    if not undo and not reason:
        raise click.UsageError("give a reason for the exclusion with --reason TEXT")
    with session().archive(create=False) as archive, archive.transaction():
        who, exclusions = coder_of(coder), archive.corpus.exclusions
        found = article_ids(archive, articles)
        if undo:
            changed = sum(exclusions.remove(one, coder=who) for one in found)
            session().say(f"{changed:,} of {counted(len(found), 'article')} included again")
            return
        for one in found:
            exclusions.add(one, reason or "", coder=who)
    session().say(f"{counted(len(found), 'article')} excluded")


command = exclude
