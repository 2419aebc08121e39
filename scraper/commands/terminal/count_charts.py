"""Turn the counts of `scraper stats` into bars and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.archive.articles.counts import CountRow
    from scraper.commands.terminal.bar_rows import BarRow
    from scraper.present.charts import Chart

PERIODS = ("day", "month", "year")  # fields whose values are moments
MOST_NAMES = 30  # rows of a picture; the rest is one more
MISSING = "(none)"


def count_bars(rows: Sequence[CountRow]) -> list[BarRow]:
    """Return the counts as rows with bars."""
    from scraper.commands.terminal.bar_rows import BarRow
    from scraper.present.chart_axis import number

    return [
        BarRow("", row.value or MISSING, row.count, number(row.count, is_share=False))
        for row in rows
    ]


def count_chart(rows: Sequence[CountRow], by: str, site: str | None) -> Chart:
    """Return the counts of one field as a chart: over time, or by name, the most frequent first."""
    from scraper.present.charts import Chart, ChartSeries

    named = _periods(rows, by) if by in PERIODS else _names(rows)
    place = f" on {site}" if site else ""
    return Chart(
        title=f"Articles{place} by {by}",
        axis=by,
        labels=tuple(label for label, _ in named),
        series=(ChartSeries(name="articles", values=tuple(count for _, count in named)),),
        is_ranking=by not in PERIODS,
    )


def _periods(rows: Sequence[CountRow], by: str) -> list[tuple[str, int]]:
    """Return all periods from the first to the last; a date that names none is left out."""
    from scraper.archive.search.periods import period_of, periods_between

    counts = {row.value: row.count for row in rows}
    known = [value for value in counts if value and period_of(value, by) == value]
    return [(period, counts.get(period, 0)) for period in periods_between(known, by)]


def _names(rows: Sequence[CountRow]) -> list[tuple[str, int]]:
    named = [(row.value or MISSING, row.count) for row in rows]
    rest = named[MOST_NAMES:]
    if len(rest) > 1:
        return [*named[:MOST_NAMES], (f"{len(rest)} others", sum(count for _, count in rest))]
    return named
