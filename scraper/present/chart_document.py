"""The SVG file around a drawn chart: its title, its description, its colours in light and dark."""

from __future__ import annotations

from html import escape
from zlib import crc32

from scraper.cleaning import clean
from scraper.present.chart_axis import cut
from scraper.present.charts import Chart, description

WIDTH = 720  # of all charts, in pixels
TOP = 44  # pixels for the title
GUTTER = 16  # at the edges, and between small charts
TITLE_LETTERS = 84
# Each colour has a contrast of 4.5 or more against its paper.
STYLE = """\
.scraper-chart{--paper:#fff;--ink:#1c1e21;--s0:#0b62a8;--s1:#a8430a;--s2:#1b7038;--s3:#84358f;\
color:var(--ink);background:var(--paper);font:12px system-ui,sans-serif}
@media (prefers-color-scheme:dark){.scraper-chart{--paper:#15181b;--ink:#e6e6e3;--s0:#6db3f0;\
--s1:#f0955a;--s2:#6cc686;--s3:#d695e0}}
.scraper-chart text{fill:currentColor}
.scraper-chart .grid{stroke:currentColor;stroke-opacity:.18}
.scraper-chart .line{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"""


def document(chart: Chart, height: int, parts: list[str]) -> str:
    """Return the file: the title, the description and what is drawn."""
    title, told = clean(chart.title), clean(description(chart))
    # several charts may be put into one page, where ids must differ
    mark = f"{crc32(f'{title} {told}'.encode()):08x}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="scraper-chart" role="img"'
        f' viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' aria-labelledby="title-{mark} description-{mark}">'
    )
    heading = escape(cut(title, TITLE_LETTERS))
    lines_of_file = [
        head,
        f'<title id="title-{mark}">{escape(title)}</title>',
        f'<desc id="description-{mark}">{escape(told)}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect width="{WIDTH}" height="{height}" style="fill:var(--paper)"/>',
        f'<text x="{GUTTER}" y="24" font-size="15" font-weight="600">{heading}</text>',
        *map(clean, parts),
        "</svg>",
    ]
    return "\n".join(lines_of_file) + "\n"
