"""`scraper trends`: count the articles with a word over time, as bars, rows or a picture."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import filter_options
from scraper.commands.terminal.pictures import (
    draw_picture,
    picture_options,
    print_bars,
    refuse_other_files,
    wants_reading,
)
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.listed_columns import TRENDS

if TYPE_CHECKING:
    from scraper.archive.search.term_counts import TrendRow
    from scraper.commands.terminal.bar_rows import BarRow

COLUMNS = TRENDS
PERIODS = ("day", "week", "month", "year")
NO_MATCH = 1
EXAMPLES = (
    "scraper trends harbour storm --by month",
    "scraper trends '\"rent cap\" OR mietendeckel' --normalise -o rents.svg",
    "scraper trends strike --by week --since 2026-01-01 --csv > strike.csv",
)


@declare_command("trends", examples=EXAMPLES)
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@click.option(
    "--by",
    type=click.Choice(PERIODS),
    default="month",
    show_default=True,
    help="Count by the day, ISO week, month or year of publication, as the page states it.",
)
@click.option(
    "--normalise/--no-normalise",
    help="Draw the share of all articles of each period, not their number.",
)
@picture_options
@filter_options
@listing_options()
def trends(
    terms: tuple[str, ...],
    by: str,
    output: str | None,
    listing: Listing,
    *,
    normalise: bool,
    force: bool,
    **filters: Any,
) -> None:
    """Count the articles with each TERM over time, in their current text.

    A TERM is a query as for `scraper search`; several are counted apart. On a terminal, the counts
    are drawn as bars. Rows have the columns count, `of` (all articles of the period that the other
    options select) and share (0 to 1). Articles whose date is not precise enough are left out. Exit
    code 1 means that nothing matches.
    """
    from scraper.archive import Filters

    refuse_other_files(output)
    wanted = Filters(**filters)
    unique = tuple(dict.fromkeys(terms))
    with session().archive(read_only=True) as archive:
        found = archive.search.trends(unique, wanted, by)
    for note in (*found.notes, *_left_out(found.left_out, by)):
        session().say(note)
    if output is not None:
        from scraper.present.count_charts import trend_chart

        chart = trend_chart(found.rows, unique, by, wanted.site, normalise=normalise)
        draw_picture(chart, output, force=force)
    if wants_reading(listing):
        print_bars(_bars(found.rows[: listing.most], normalise=normalise))
    else:
        listing.write(listing.first(map(asdict, found.rows)), COLUMNS)
    if not any(row.count for row in found.rows):
        session().say("nothing found")
        sys.exit(NO_MATCH)


def _left_out(count: int, by: str) -> list[str]:
    if not count:
        return []
    articles = "1 article: its" if count == 1 else f"{count:,} articles: their"
    return [f"left out {articles} date does not name the {by}"]


def _bars(rows: Sequence[TrendRow], *, normalise: bool) -> list[BarRow]:
    from scraper.commands.terminal.bar_rows import BarRow

    drawn: list[BarRow] = []
    for row in rows:
        value = row.share if normalise else row.count
        drawn.append(BarRow(row.period, row.term, value, _number(value, is_share=normalise)))
    return drawn


def _number(value: float | None, *, is_share: bool) -> str:
    from scraper.present.chart_axis import number

    return "–" if value is None else number(value, is_share=is_share)


command = trends
