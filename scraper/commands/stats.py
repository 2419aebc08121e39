"""`scraper stats`: count articles, or the outcomes of a label set or a run; compare two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import filter_options, verdict_option
from scraper.commands.terminal.pictures import (
    draw_picture,
    picture_options,
    print_bars,
    refuse_other_files,
    wants_reading,
)
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present import listed_columns

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.archive.corpus.attrition import Asked

ATTRITION = listed_columns.ATTRITION
DIFFERENCES = ("where", "url", "first", "second")
COUNTS = listed_columns.COUNTS
FIELDS = ("site", "day", "month", "year", "author", "section", "language", "verdict")
EXAMPLES = (
    "scraper stats --by month --since 2026-01-01 -o articles.svg",
    "scraper stats --attrition cases",
    "scraper stats --compare archive.db older.db --csv > differences.csv",
)


@declare_command("stats", examples=EXAMPLES)
@click.option("--by", type=click.Choice(FIELDS), help="Count all values of one field.")
@click.option("--attrition", metavar="SET|RUN", help="Count what became of each address.")
@click.option(
    "--compare", nargs=2, metavar="A B", help="List what differs in two label sets, runs, archives."
)
@picture_options
@filter_options
@verdict_option
@listing_options()
def stats(
    by: str | None,
    attrition: str | None,
    compare: tuple[str, str] | None,
    output: str | None,
    listing: Listing,
    *,
    force: bool,
    **filters: Any,
) -> None:
    """Count articles, or what became of a label set or a run, or compare two of them.

    Without --attrition and --compare, count the articles that the filters select by site, month,
    author, verdict and language: the ten largest counts of each, the last twelve months. --by
    counts all values of one field, on a terminal with bars; -o draws them as a picture. A share is
    of all articles selected; an article with several authors counts for each, and an empty value
    means that the field is missing. Dates are those of publication, as the page states them. The
    rows `gaps` count, by site, the times in which feeds showed entries that no poll saw and that
    were not found elsewhere; only --site, --since and --until apply to them.

    --attrition counts how many addresses were asked for, came twice, failed (by reason), led to a
    list or a product, led to an article that another address had led to, and led to an article of
    their own (`kept`). `kept_as` divides these by kind (a teaser is the free beginning of an
    article), and `excluded` are those that coders excluded.

    --compare lists the addresses that only one of two selections has, and those with different
    outcomes. A selection is the name of a label set, the number of a run, or the file of an
    archive.
    """
    _check_choice(by, attrition, compare, filters)
    refuse_other_files(output)
    if output is not None and by is None:
        raise click.UsageError("-o draws the values of one field: name it with --by")
    if compare is not None:
        listing.write(listing.first(_differences(*compare)), DIFFERENCES)
        return
    with session().archive(read_only=True) as archive:
        if attrition is not None:
            rows = list(map(asdict, archive.corpus.selections.attrition(attrition)))
            listing.write(listing.first(rows), ATTRITION)
        elif by is None:
            _write_overview(archive, filters, listing)
        else:
            _write_counts(archive, by, filters, listing, output, force=force)


def _check_choice(
    by: str | None,
    attrition: str | None,
    compare: tuple[str, str] | None,
    filters: Mapping[str, Any],
) -> None:
    """Raise UsageError if the options ask for two things at once."""
    if attrition is not None and compare is not None:
        raise click.UsageError("use either --attrition SET|RUN or --compare A B")
    if attrition is None and compare is None:
        return
    if by is not None or any(value is not None for value in filters.values()):
        raise click.UsageError(
            "--attrition and --compare count all that was asked for: use them without --by and"
            " without filters"
        )


def _write_overview(archive: Archive, filters: Mapping[str, Any], listing: Listing) -> None:
    """Print the largest counts of several fields, and the open gaps of the feeds."""
    from scraper.archive import Filters

    wanted = Filters(**filters)
    counted = chain(archive.articles.counts(wanted), archive.crawl.gaps.counts(wanted))
    rows = map(asdict, counted)
    if not listing.write(listing.first(rows), COUNTS):
        session().say(archive.articles.not_found(wanted))


def _write_counts(
    archive: Archive,
    by: str,
    filters: Mapping[str, Any],
    listing: Listing,
    output: str | None,
    *,
    force: bool,
) -> None:
    """Print the counts of one field, which names its column, and draw them if asked."""
    from scraper.archive import Filters
    from scraper.commands.terminal.count_bars import count_bars

    wanted = Filters(**filters)
    found = list(archive.articles.counts(wanted, by=by))
    if output is not None:
        from scraper.present.count_charts import count_chart

        draw_picture(count_chart(found, by, wanted.site), output, force=force)
    if not found:
        session().say(archive.articles.not_found(wanted))
    if found and wants_reading(listing):
        print_bars(count_bars(found[: listing.most]))
    else:
        rows = ({by: row.value, **asdict(row)} for row in found)
        listing.write(listing.first(rows), (by, "count", "share"))


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
