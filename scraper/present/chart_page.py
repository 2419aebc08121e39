"""A chart as a web page: the picture, and under it the table with all its numbers."""

from __future__ import annotations

from html import escape

from scraper.cleaning import clean
from scraper.present.chart_axis import number
from scraper.present.chart_document import STYLE_ELEMENT
from scraper.present.charts import Chart
from scraper.present.svg_chart import draw

STYLE = """\
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
figure{margin:0 0 1.5rem}
svg{max-width:100%;height:auto}
table{border-collapse:collapse}
caption{text-align:left;font-weight:600}
th,td{padding:.1rem .8rem .1rem 0;text-align:right;font-variant-numeric:tabular-nums}
th:first-child{text-align:left}"""


def chart_page(chart: Chart) -> str:
    """Return an HTML page of its own with the chart and its table."""
    title = escape(clean(chart.title))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{STYLE}\n</style>",
            "</head>",
            "<body>",
            f"<figure>\n{draw(chart)}</figure>",
            chart_table(chart),
            "</body>",
            "</html>\n",
        ]
    )


def bare_picture(chart: Chart) -> str:
    """Return the picture as an element without its style, for a page whose style sheet has it."""
    return draw(chart).replace(STYLE_ELEMENT, "")


def chart_table(chart: Chart) -> str:
    """Return the numbers of a chart as an HTML table, a row for each label."""
    names = "".join(f'<th scope="col">{_text(one.name)}</th>' for one in chart.series)
    rows = [
        "<table>",
        f"<caption>{_text(chart.title)}</caption>",
        f'<thead><tr><th scope="col">{_text(chart.axis)}</th>{names}</tr></thead>',
        "<tbody>",
        *(_row(chart, place) for place in range(len(chart.labels))),
        "</tbody>",
        "</table>",
    ]
    return "\n".join(rows)


def _row(chart: Chart, place: int) -> str:
    cells = "".join(f"<td>{_cell(chart, one.values[place])}</td>" for one in chart.series)
    return f'<tr><th scope="row">{_text(chart.labels[place])}</th>{cells}</tr>'


def _cell(chart: Chart, value: float | None) -> str:
    if value is None:
        return "–"
    return number(value, is_share=chart.is_share)


def _text(text: str) -> str:
    return escape(clean(text))
