"""Charts as SVG: bars, lines and small multiples, each a file that needs nothing else.

Title and description are inside, colours follow the reader's light or dark scheme, series differ
by dashes as well as colour, and the same chart gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from scraper.present.chart_axis import cut, labelled, number, ticks
from scraper.present.chart_document import GUTTER, TOP, WIDTH, document
from scraper.present.chart_frame import Frame, dot
from scraper.present.charts import Chart, ChartSeries
from scraper.present.svg_ranking import ranking

HEIGHT = 380
LEFT, RIGHT, BOTTOM = 64, 16, 34  # margins for numbers and labels
LEGEND = 24  # pixels of the line that names the series
PANEL = 150  # height of each of several small charts
PER_ROW = 2  # small charts side by side
LABEL = 84  # pixels for a label of the lower axis
NAME_LETTERS, LABEL_LETTERS = 22, 12
# More bars than this are too thin, and more lines than this cannot be told apart: each has a class
# of its own, with a colour and dashes.
MOST_BARS, MOST_LINES = 40, 4
BAR_SHARE = 0.75  # of the room of a label that its bars fill
WIDEST = 56  # pixels of a bar; a wider one looks like a wall


def draw(chart: Chart) -> str:
    """Return the chart in the form that suits it."""
    if chart.is_ranking:
        return ranking(chart)
    if len(chart.series) > MOST_LINES:
        return small_multiples(chart)
    if len(chart.labels) * len(chart.series) <= MOST_BARS:
        return bars(chart)
    return lines(chart)


def bars(chart: Chart) -> str:
    """Return the chart with a bar for each number."""
    frame = _whole(chart)
    names = _legend(chart, _square)
    return document(chart, HEIGHT, [*_axes(chart, frame), *names, *_bars(chart, frame)])


def lines(chart: Chart) -> str:
    """Return the chart with a line for each series, broken where it has no number."""
    frame = _whole(chart)
    drawn = [_line(one, n, frame) for n, one in enumerate(chart.series)]
    names = _legend(chart, _dash)
    return document(chart, HEIGHT, [*_axes(chart, frame), *names, *drawn])


def small_multiples(chart: Chart) -> str:
    """Return a small chart for each series, all with the same axes."""
    rows = -(-len(chart.series) // PER_ROW)
    parts: list[str] = []
    for n, one in enumerate(chart.series):
        frame = _panel(chart, n)
        parts += _axes(chart, frame)
        name = escape(cut(one.name, NAME_LETTERS * 2))
        parts.append(f'<text x="{dot(frame.left)}" y="{dot(frame.top - 8)}">{name}</text>')
        parts.append(_line(one, 0, frame))
    return document(chart, TOP + rows * PANEL, parts)


def _whole(chart: Chart) -> Frame:
    scale = ticks(chart.highest, whole=not chart.is_share)
    below_legend = TOP + (LEGEND if len(chart.series) > 1 else 0)
    return Frame(
        left=LEFT,
        top=below_legend,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        labels=len(chart.labels),
        scale=tuple(scale),
    )


def _panel(chart: Chart, n: int) -> Frame:
    """Return the frame of a small chart; the last scale number fits all series."""
    scale = ticks(chart.highest, whole=not chart.is_share)
    width = (WIDTH - RIGHT) / PER_ROW
    left = n % PER_ROW * width
    top = TOP + n // PER_ROW * PANEL
    return Frame(
        left=left + LEFT,
        top=top + LEGEND,
        right=left + width - GUTTER,
        bottom=top + PANEL - BOTTOM,
        labels=len(chart.labels),
        scale=(scale[0], scale[-1]),
    )


def _axes(chart: Chart, frame: Frame) -> Iterator[str]:
    """Yield lines across with their numbers, and the labels below."""
    for value in frame.scale:
        y = frame.y(value)
        shown = number(value, is_share=chart.is_share)
        yield f'<path class="grid" d="M{dot(frame.left)} {dot(y)}H{dot(frame.right)}"/>'
        yield f'<text x="{dot(frame.left - 8)}" y="{dot(y + 4)}" text-anchor="end">{shown}</text>'
    for place in labelled(chart.labels, int(frame.width // LABEL)):
        x = frame.middle(place)
        text = escape(cut(chart.labels[place], LABEL_LETTERS))
        yield (
            f'<text x="{dot(x)}" y="{dot(frame.bottom + 18)}" text-anchor="middle">{text}</text>'
        )


def _legend(chart: Chart, sign: Callable[[float, int], str]) -> Iterator[str]:
    """Yield the names of several series, each after its sign; of one, the title has the name."""
    if len(chart.series) == 1:
        return
    room = (WIDTH - LEFT - RIGHT) / len(chart.series)
    for n, one in enumerate(chart.series):
        x = LEFT + n * room
        yield sign(x, n)
        name = escape(cut(one.name, NAME_LETTERS))
        yield f'<text x="{dot(x + 28)}" y="{TOP + 8}">{name}</text>'


def _dash(x: float, n: int) -> str:
    return _path(f"M{dot(x)} {TOP + 4}h22", n)


def _square(x: float, n: int) -> str:
    return f'<rect x="{dot(x + 10)}" y="{TOP - 2}" width="12" height="12" class="bar{n}"/>'


def _bars(chart: Chart, frame: Frame) -> Iterator[str]:
    width = min(WIDEST, frame.step * BAR_SHARE / len(chart.series))
    half = width * len(chart.series) / 2
    for n, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            if not value:
                continue
            x = frame.middle(place) - half + n * width
            y = frame.y(value)
            yield (
                f'<rect x="{dot(x)}" y="{dot(y)}" width="{dot(width)}"'
                f' height="{dot(frame.bottom - y)}" class="bar{n}"/>'
            )


def _line(one: ChartSeries, n: int, frame: Frame) -> str:
    steps: list[str] = []
    is_begun = False
    for place, value in enumerate(one.values):
        if value is None:
            is_begun = False
            continue
        at = f"{dot(frame.middle(place))} {dot(frame.y(value))}"
        steps.append(f"L{at}" if is_begun else f"M{at}h0")  # h0: a number alone is a dot
        is_begun = True
    return _path("".join(steps), n)


def _path(steps: str, n: int) -> str:
    return f'<path class="line line{n}" d="{steps}"/>'
