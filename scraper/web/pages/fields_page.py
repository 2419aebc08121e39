"""How well articles were read over time: which share of each month's has a headline, a date, ..."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from scraper.archive import Filters
from scraper.archive.maintenance.health_by_month import MonthOfHealth
from scraper.present.charts import Chart, ChartSeries
from scraper.web import addresses, forms
from scraper.web.forms import ListedRows
from scraper.web.room_request import Answer, RoomRequest, View
from scraper.web.row_source import held

SHARES = {"headline": "headline", "byline": "byline", "date_published": "date", "image": "picture"}
MONTHS = ("month", "articles", *SHARES, "words")


def months(asked: RoomRequest) -> Answer:
    """Return how well articles were read, by the month in which they came."""
    site = asked.one("site")
    found = asked.archive.maintenance.health_by_month(site)
    if asked.form:
        fetch = held(found, asdict)
        return forms.in_form(asked, ListedRows(name="fields", columns=MONTHS, fetch=fetch))
    address = addresses.with_query(addresses.FIELDS, site=site)
    values = {
        "site": site or "",
        "charts": [_shares(found, site), _counts(found, site)] if found else [],
        "note": None if found else asked.archive.articles.not_found(Filters(site=site)),
        "forms": forms.links(address, forms.TABLES) if found else [],
    }
    return View(template="fields.html", values=values)


def _shares(months: Sequence[MonthOfHealth], site: str | None) -> Chart:
    place = f" of {site}" if site else ""
    return Chart(
        title=f"Share of articles{place} with each field, by month of arrival",
        axis="month",
        labels=tuple(month.month for month in months),
        series=tuple(
            ChartSeries(name=title, values=tuple(getattr(month, name) for month in months))
            for name, title in SHARES.items()
        ),
        is_share=True,
    )


def _counts(months: Sequence[MonthOfHealth], site: str | None) -> Chart:
    place = f" of {site}" if site else ""
    return Chart(
        title=f"Articles{place}, by month of arrival",
        axis="month",
        labels=tuple(month.month for month in months),
        series=(ChartSeries(name="articles", values=tuple(one.articles for one in months)),),
    )
