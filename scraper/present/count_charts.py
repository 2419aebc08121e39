"""Turn counts into charts: articles by a field or by a period, and the trends of some terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scraper.present.charts import Chart, ChartSeries
from scraper.present.periods import period_of, periods_between

PERIODS = ("day", "month", "year")  # fields whose values are moments
MOST_NAMES = 30  # rows of a picture; the rest is one more
MISSING = "(none)"


class CountedValue(Protocol):
    """How many articles have a value of a field."""

    @property
    def value(self) -> str | None:
        """Return the value; None if the articles have none."""

    @property
    def count(self) -> int:
        """Return how many articles."""


class CountedTerm(Protocol):
    """How many articles of a period have a term."""

    @property
    def period(self) -> str:
        """Return the day, week, month or year."""

    @property
    def term(self) -> str:
        """Return the term."""

    @property
    def count(self) -> int:
        """Return how many articles."""

    @property
    def share(self) -> float | None:
        """Return the share of all articles of the period, 0 to 1; None if it has none."""


def count_chart(rows: Sequence[CountedValue], by: str, site: str | None) -> Chart:
    """Return the counts of one field as a chart: over time, or by name, the most frequent first."""
    named = _periods(rows, by) if by in PERIODS else _names(rows)
    place = f" on {site}" if site else ""
    return Chart(
        title=f"Articles{place} by {by}",
        axis=by,
        labels=tuple(label for label, _ in named),
        series=(ChartSeries(name="articles", values=tuple(count for _, count in named)),),
        is_ranking=by not in PERIODS,
    )


def _periods(rows: Sequence[CountedValue], by: str) -> list[tuple[str, int]]:
    """Return all periods from the first to the last; a date that names none is left out."""
    counts = {row.value: row.count for row in rows}
    known = [value for value in counts if value and period_of(value, by) == value]
    return [(period, counts.get(period, 0)) for period in periods_between(known, by)]


def _names(rows: Sequence[CountedValue]) -> list[tuple[str, int]]:
    named = [(row.value or MISSING, row.count) for row in rows]
    rest = named[MOST_NAMES:]
    if len(rest) > 1:
        return [*named[:MOST_NAMES], (f"{len(rest)} others", sum(count for _, count in rest))]
    return named


def trend_chart(
    rows: Sequence[CountedTerm],
    terms: Sequence[str],
    by: str,
    site: str | None,
    *,
    normalise: bool,
) -> Chart:
    """Return the counts of some terms over time as a chart; with `normalise`, their shares."""
    values: dict[str, list[float | None]] = {term: [] for term in terms}
    for row in rows:
        values[row.term].append(row.share if normalise else row.count)
    what = "Share of articles with" if normalise else "Articles with"
    place = f" on {site}" if site else ""
    return Chart(
        title=f"{what} {', '.join(terms)}{place}, by {by}",
        axis=by,
        labels=tuple(dict.fromkeys(row.period for row in rows)),
        series=tuple(ChartSeries(name=term, values=tuple(values[term])) for term in terms),
        is_share=normalise,
    )
