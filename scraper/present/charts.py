"""What a chart shows: some series of numbers over the same labels, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.present.chart_axis import number


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartSeries:
    """A row of numbers under one name, one number a label; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """Series over the same labels, such as the counts of two words by month."""

    title: str
    axis: str  # what the labels are: "month"
    labels: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    is_share: bool = False  # the numbers are shares, 0 to 1, shown as percentages
    is_ranking: bool = False  # the labels are names, not moments: one series, a row for each name

    @property
    def highest(self) -> float:
        """Return the highest number of all series, 0 if there is none."""
        return max((value for one in self.series for value in numbers(one)), default=0.0)


def numbers(one: ChartSeries) -> list[float]:
    """Return the numbers of a series without the gaps."""
    return [value for value in one.values if value is not None]


def description(chart: Chart) -> str:
    """Return the chart in a few sentences, for those who cannot see it."""
    if not chart.labels:
        return "The chart is empty."
    extent = f"By {chart.axis}, from {chart.labels[0]} to {chart.labels[-1]}."
    if chart.is_ranking:
        extent = f"By {chart.axis}, {len(chart.labels)} of them."
    return " ".join([extent, *(_described(chart, one) for one in chart.series)])


def _described(chart: Chart, one: ChartSeries) -> str:
    values = numbers(one)
    if not values or not any(values):
        return f"{one.name}: none."
    highest = max(values)
    place = chart.labels[one.values.index(highest)]
    most = number(highest, is_share=chart.is_share)
    least = number(min(values), is_share=chart.is_share)
    return f"{one.name}: between {least} and {most}, the most in {place}."
