"""`scraper changes`: list what newsrooms changed, over all articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from scraper.changes import FIELDS, EditKind
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import When
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.change_in_context import EVENTS, change_of
from scraper.present.listed_columns import CHANGE, CHANGES, CHANGES_SHOWN

if TYPE_CHECKING:
    from scraper.archive import Archive, ChangeFilter

COLUMNS = CHANGES
SCREEN = ("at", "site", "article_id", "version", "field", "kind", "stealth", CHANGE)
KINDS = tuple(map(str, EditKind))
EXAMPLES = (
    "scraper changes --stealth --since 7d",
    "scraper changes --event vanished --csv > vanished.csv",
    "scraper changes --site news.example --atom /srv/www/edits.atom",
)


@declare_command("changes", examples=EXAMPLES)
@click.option("--field", type=click.Choice(FIELDS), help="Only changes of this field.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    metavar="KIND",
    help=f"Only changes of this kind: {', '.join(KINDS)}.",
)
@click.option("--event", type=click.Choice(EVENTS), help="List these events, not changed words.")
@click.option(
    "--min-words", type=click.IntRange(0), help="Only with this many words added and removed."
)
@click.option("--site", help="Only on this site.")
@click.option("--since", type=When(), help="Only from this date on, or from so long ago (7d).")
@click.option("--until", type=When(), help="Only up to the end of this date.")
@click.option("--stealth/--no-stealth", default=None, help="Only stealth edits, or only others.")
@click.option("--label", metavar="SET|COLUMN=VALUE", help="Only articles of a label set.")
@click.option("--query", metavar="WORDS", help="Only articles that `scraper search WORDS` finds.")
@click.option("--atom", metavar="FILE|-", help="Write an Atom feed with the words of each edit.")
@click.option("--json-feed", metavar="FILE|-", help="Write a JSON Feed with them.")
@listing_options(50)
def changes(
    listing: Listing, atom: str | None, json_feed: str | None, query: str | None, **asked: Any
) -> None:
    """List what newsrooms changed in published articles, the newest change first.

    Each row is one changed paragraph, headline, byline or caption: the kind of change (a number, a
    name, a quotation, a typo, a paragraph that only moved, ...) and the words before and after. On
    a terminal, both are in the column change: {a → b} for replaced words, [-a-] for removed and
    {+a+} for added ones. To count words, add --columns words_added,words_removed. The column
    stealth is 1 if the edit is material and the page shows neither a new date nor a note about it.

    With --atom or --json-feed, write a feed that can be followed: each edit or event is an entry,
    with its words before and after. The file is replaced when the new one is whole.
    """
    if asked["kind"] and asked["event"]:
        raise click.UsageError(
            "--kind selects changed words and --event other events: use one of them"
        )
    files = {form: name for form, name in (("atom", atom), ("json_feed", json_feed)) if name}
    if files:
        _check_feeds(listing, files)
    with session().archive(read_only=True) as archive:
        wanted = _wanted(archive, query, asked)
        if files:
            from scraper.commands.terminal.followed_changes import write_feeds

            write_feeds(archive, wanted, files, {**asked, "query": query}, listing.most)
        else:
            _list(archive, wanted, listing)


def _check_feeds(listing: Listing, files: Mapping[str, str]) -> None:
    """Raise UsageError for options of a list, InputError for a file that is not to be replaced."""
    from scraper.commands.terminal.followed_changes import refuse_others

    if listing.form is not None or listing.columns is not None:
        option = f"--{listing.form}" if listing.form else "--columns"
        raise click.UsageError(f"--atom and --json-feed write feeds: use them without {option}")
    refuse_others(files)


def _wanted(archive: Archive, query: str | None, asked: Mapping[str, Any]) -> ChangeFilter:
    """Return which changes are meant."""
    from scraper.archive import ChangeFilter

    if not query:
        return ChangeFilter(**asked)
    found = archive.search.matching(query)
    for note in found.notes:
        session().say(note)
    return ChangeFilter(**asked, among=found.ids)


def _list(archive: Archive, wanted: ChangeFilter, listing: Listing) -> None:
    rows: Iterator[Mapping[str, Any]] = archive.articles.changes(wanted, limit=listing.most)
    # Comparing words takes longer than all the rest: it is done only if it is printed.
    if CHANGE in listing.names(COLUMNS, CHANGES_SHOWN, screen=SCREEN):
        rows = map(_with_change, rows)
    if not listing.write(rows, COLUMNS, CHANGES_SHOWN, screen=SCREEN):
        session().say(_nothing(archive, wanted.site))


def _with_change(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its change in one text."""
    return {**row, CHANGE: change_of(row)}


def _nothing(archive: Archive, site: str | None) -> str:
    """Return the message for an empty list; an unknown site is named."""
    from scraper.archive import Filters

    filters = Filters(site=site)
    if archive.articles.count(filters):
        return "no change matches"
    return archive.articles.not_found(filters)


command = changes
