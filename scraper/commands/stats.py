"""`scraper stats`: count the outcomes of a label set or a run, and compare two of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.archive.corpus.attrition import Asked

ATTRITION = ("step", "reason", "count", "share")
DIFFERENCES = ("where", "url", "first", "second")


EXAMPLES = (
    "scraper stats --attrition cases",
    "scraper stats --compare wave1 wave2",
    "scraper stats --compare archive.db older.db --csv > differences.csv",
)


@declare_command("stats", examples=EXAMPLES)
@click.option("--attrition", metavar="SET|RUN", help="Count what became of each address.")
@click.option(
    "--compare", nargs=2, metavar="A B", help="List what differs in two label sets, runs, archives."
)
@listing_options()
def stats(attrition: str | None, compare: tuple[str, str] | None, listing: Listing) -> None:
    """Count what became of a label set or a run, or compare two of them.

    --attrition counts how many addresses were asked for, came twice, failed (by reason), led to a
    list or a product, led to an article that another address had led to, and led to an article of
    their own (`kept`). `kept_as` divides these by kind (a teaser is the free beginning of an
    article), and `excluded` are those that coders excluded.

    --compare lists the addresses that only one of two selections has, and those with different
    outcomes. A selection is the name of a label set, the number of a run, or the file of an
    archive.
    """
    if (attrition is None) == (compare is None):
        raise click.UsageError("use either --attrition SET|RUN or --compare A B")
    if compare is not None:
        listing.write(listing.first(_differences(*compare)), DIFFERENCES)
        return
    assert attrition is not None
    with session().archive(read_only=True) as archive:
        rows = list(map(asdict, archive.corpus.selections.attrition(attrition)))
    listing.write(listing.first(rows), ATTRITION)


def _differences(first: str, second: str) -> list[dict[str, object]]:
    """Return the differences of two selections; print their number on stderr."""
    from scraper.archive.corpus.comparison import compare

    found = [asdict(one) for one in compare(_selection(first), _selection(second))]
    count = {
        name: sum(one["where"] == name for one in found)
        for name in ("only_first", "only_second", "differs")
    }
    session().say(
        f"only in {first}: {count['only_first']}, only in {second}: {count['only_second']},"
        f" with another outcome: {count['differs']}"
    )
    return found


def _selection(name: str) -> list[Asked]:
    """Return what a label set, a run or an archive has."""
    if Path(name).is_file():
        from scraper.archive import Archive

        with Archive.open(name, read_only=True) as archive:
            return list(archive.corpus.selections.articles())
    with session().archive(read_only=True) as archive:
        return list(archive.corpus.selections.asked(name))


command = stats
