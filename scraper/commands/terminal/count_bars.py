"""Turn the counts of `scraper stats` into bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.archive.articles.counts import CountRow
    from scraper.commands.terminal.bar_rows import BarRow


def count_bars(rows: Sequence[CountRow]) -> list[BarRow]:
    """Return the counts as rows with bars."""
    from scraper.commands.terminal.bar_rows import BarRow
    from scraper.present.chart_axis import number
    from scraper.present.count_charts import MISSING

    return [
        BarRow("", row.value or MISSING, row.count, number(row.count, is_share=False))
        for row in rows
    ]
