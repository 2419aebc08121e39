"""The times in which feeds showed entries that no poll saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from scraper.archive import Filters
from scraper.archive.crawl.gap_report import GapRow
from scraper.present.charts import Chart, ChartSeries
from scraper.present.periods import MONTH, period_of, periods_between
from scraper.web import addresses, forms
from scraper.web.forms import ListedRows
from scraper.web.room_request import Answer, RoomRequest, View
from scraper.web.row_source import held

COLUMNS = tuple(GapRow.__slots__)
MOST_ROWS = 200  # of the table of a page, the newest; the other forms have all


def gaps(asked: RoomRequest) -> Answer:
    """Return the gaps of all feeds, or of those of a site."""
    site = asked.one("site")
    found = asked.archive.crawl.gaps.rows(Filters(site=site))
    if asked.form:
        fetch = held(found, asdict)
        return forms.in_form(asked, ListedRows(name="gaps", columns=COLUMNS, fetch=fetch))
    address = addresses.with_query(addresses.GAPS, site=site)
    values = {
        "site": site or "",
        "gaps": found[::-1][:MOST_ROWS],
        "total": len(found),
        "chart": _by_month(found) if found else None,
        "forms": forms.links(address, forms.TABLES) if found else [],
    }
    return View(template="gaps.html", values=values)


def _by_month(found: Sequence[GapRow]) -> Chart:
    """Return how many gaps ended in each month, those that were filled apart."""
    counted = {name: Counter[str]() for name in ("open", "filled")}
    for gap in found:
        month = period_of(gap.to_at, MONTH) or ""
        counted["filled" if gap.filled_at else "open"][month] += 1
    labels = periods_between([month for counts in counted.values() for month in counts], MONTH)
    series = [
        ChartSeries(name=name, values=tuple(counts[month] for month in labels))
        for name, counts in counted.items()
    ]
    return Chart(
        title="Gaps of feeds, by the month in which they ended",
        axis=MONTH,
        labels=tuple(labels),
        series=tuple(series),
    )
