"""`scraper tag`: short words that coders give to articles."""

from __future__ import annotations

from itertools import islice

import click

from scraper.commands.terminal.coder_options import article_ids, coder_of, coder_option
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = ("article_id", "tag", "coder", "added_at", "headline", "site", "url", "id")
COMPARED = ("tag", "both", "only_first", "only_second", "neither", "kappa")


@command(
    "tag",
    examples=[
        "scraper tag climate 14 15",
        "scraper list --nl --columns url | jq -r .url | scraper tag climate -",
        "scraper tag --compare ann ben",
    ],
)
@click.argument("tag", required=False)
@click.argument("articles", nargs=-1, metavar="[URL|ID]...|-")
@click.option("--remove/--no-remove", help="Take the tag from these articles.")
@click.option("--list/--no-list", "listed", help="List the tags that were given.")
@click.option(
    "--compare", nargs=2, metavar="CODER CODER", help="Count on which articles two coders agree."
)
@coder_option
@limit_option(0)
@listing_options()
def tag_articles(
    tag: str | None,
    articles: tuple[str, ...],
    coder: str | None,
    compare: tuple[str, str] | None,
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    remove: bool,
    listed: bool,
    no_headers: bool,
) -> None:
    """Give a tag to articles, named by URL or id; - reads the names from standard input.

    Tags are kept apart from the tags of the page itself, with who gave them and when. Two coders may tag the same
    articles; --compare counts for each tag where they agree, with Cohen's kappa, over the articles that both of them
    have tagged at all.
    """
    if compare or listed or not tag:
        if tag or articles:
            raise click.UsageError("--list and --compare take neither a tag nor articles")
        _list(compare, limit, form, columns, no_headers=no_headers)
        return
    if not articles:
        raise click.UsageError(f"which articles get the tag {tag!r}? Give their URLs or ids")
    with session().archive(create=False) as archive, archive.transaction():
        who = coder_of(coder)
        change = archive.corpus.tags.remove if remove else archive.corpus.tags.add
        changed = [change(one, tag, coder=who) for one in article_ids(archive, articles)]
    done = "removed from" if remove else "given to"
    session().say(f"{tag}: {done} {sum(changed)} of {len(changed)} articles")


def _list(
    compare: tuple[str, str] | None,
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    no_headers: bool,
) -> None:
    with session().archive(read_only=True) as archive:
        tags = archive.corpus.tags
        rows = tags.compare(*compare) if compare else map(dict, tags.walk())
        known: tuple[str, ...] = COMPARED if compare else COLUMNS
        shown = islice(rows, limit or None)
        write_rows(shown, known, form=form, chosen=columns, no_headers=no_headers)


command = tag_articles
