"""A chart of names as SVG: a row for each, with its bar and its number."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from scraper.present.chart_axis import cut, number
from scraper.present.chart_document import GUTTER, TOP, WIDTH, document
from scraper.present.chart_frame import dot
from scraper.present.charts import Chart

ROW = 22  # pixels of a row
BAR = 14  # of its bar
BASELINE = 11  # from the top of the bar to the foot of the letters
NAMES, NUMBERS = 200, 80  # pixels for names on the left and numbers behind the bars
NAME_LETTERS = 28


def ranking(chart: Chart) -> str:
    """Return the chart with horizontal bars, in the order of its labels."""
    height = TOP + ROW * len(chart.labels) + GUTTER
    return document(chart, height, list(_rows(chart)))


def _rows(chart: Chart) -> Iterator[str]:
    room = WIDTH - NAMES - NUMBERS - GUTTER
    highest = chart.highest or 1.0
    for place, label in enumerate(chart.labels):
        value = chart.series[0].values[place] or 0.0
        top = TOP + place * ROW
        foot = top + BASELINE
        width = value / highest * room
        name = escape(cut(label, NAME_LETTERS))
        yield f'<text x="{NAMES - 8}" y="{foot}" text-anchor="end">{name}</text>'
        yield f'<rect x="{NAMES}" y="{top}" width="{dot(width)}" height="{BAR}" class="bar0"/>'
        shown = number(value, is_share=chart.is_share)
        yield f'<text x="{dot(NAMES + width + 6)}" y="{foot}">{shown}</text>'
