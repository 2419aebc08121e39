"""`scraper tag`: give articles tags, and compare the tags of two coders."""

from __future__ import annotations

import click

from scraper.commands.terminal.coder_options import article_ids, coder_of, coder_option
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present import listed_columns
from scraper.present.counted_things import counted

COLUMNS = ("article_id", "tag", "coder", "added_at", "headline", "site", "url", "id")
COMPARED = listed_columns.AGREEMENT
EXAMPLES = (
    "scraper tag climate 14 15",
    "scraper list --nl --columns url | jq -r .url | scraper tag climate -",
    "scraper tag --compare ann ben",
)


@declare_command("tag", examples=EXAMPLES)
@click.argument("tag", required=False)
@click.argument("articles", nargs=-1, metavar="[URL|ID]...|-")
@click.option("--remove/--no-remove", help="Remove the tag from these articles.")
@click.option("--list/--no-list", "listed", help="List all tags with their articles.")
@click.option(
    "--compare", nargs=2, metavar="CODER CODER", help="Count on which articles two coders agree."
)
@coder_option
@listing_options()
def tag_articles(
    tag: str | None,
    articles: tuple[str, ...],
    coder: str | None,
    compare: tuple[str, str] | None,
    listing: Listing,
    *,
    remove: bool,
    listed: bool,
) -> None:
    """Give a tag to articles, named by URL or id; - reads the names from standard input.

    These tags are separate from the tags of the page itself, and record who gave them and when. Two
    coders may tag the same articles: --compare counts for each tag where they agree, with Cohen's
    kappa, over the articles that both of them have tagged.
    """
    if compare or listed or not tag:
        if tag or articles:
            raise click.UsageError("use --list and --compare without a tag and without articles")
        _list(compare, listing)
        return
    if not articles:
        raise click.UsageError(f"name the articles that get the tag {tag!r}, by URL or id")
    with session().archive(create=False) as archive, archive.transaction():
        who = coder_of(coder)
        change = archive.corpus.tags.remove if remove else archive.corpus.tags.add
        changed = [change(one, tag, coder=who) for one in article_ids(archive, articles)]
    done = "removed from" if remove else "given to"
    session().say(f"{tag}: {done} {sum(changed):,} of {counted(len(changed), 'article')}")


def _list(compare: tuple[str, str] | None, listing: Listing) -> None:
    with session().archive(read_only=True) as archive:
        tags = archive.corpus.tags
        if compare:
            listing.write(listing.first(tags.compare(*compare)), COMPARED)
        else:
            listing.write(listing.first(map(dict, tags.walk())), COLUMNS)


command = tag_articles
