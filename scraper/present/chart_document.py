"""The SVG file around a drawn chart: its title, its description, its colours in light and dark.

What is drawn has classes and no styles of its own, so that a page whose policy forbids styles
outside its style sheet can show it, too.
"""

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
.scraper-chart .paper{fill:var(--paper)}
.scraper-chart .bar0{fill:var(--s0)}
.scraper-chart .bar1{fill:var(--s1)}
.scraper-chart .bar2{fill:var(--s2)}
.scraper-chart .bar3{fill:var(--s3)}
.scraper-chart .line0{stroke:var(--s0)}
.scraper-chart .line1{stroke:var(--s1);stroke-dasharray:7 4}
.scraper-chart .line2{stroke:var(--s2);stroke-dasharray:2 4}
.scraper-chart .line3{stroke:var(--s3);stroke-dasharray:9 4 2 4}
.scraper-chart .grid{stroke:currentColor;stroke-opacity:.18}
.scraper-chart .line{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"""
STYLE_ELEMENT = f"<style>\n{STYLE}\n</style>\n"


def document(chart: Chart, height: int, parts: list[str]) -> str:
    """Return the file: the title, the description and what is drawn."""
    title, described = clean(chart.title), clean(description(chart))
    # several charts may be put into one page, where ids must differ
    mark = f"{crc32(f'{title} {described}'.encode()):08x}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="scraper-chart" role="img"'
        f' viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' aria-labelledby="title-{mark} description-{mark}">'
    )
    heading = escape(cut(title, TITLE_LETTERS))
    lines_of_file = [
        head,
        f'<title id="title-{mark}">{escape(title)}</title>',
        f'<desc id="description-{mark}">{escape(described)}</desc>',
        STYLE_ELEMENT.rstrip("\n"),
        f'<rect width="{WIDTH}" height="{height}" class="paper"/>',
        f'<text x="{GUTTER}" y="24" font-size="15" font-weight="600">{heading}</text>',
        *map(clean, parts),
        "</svg>",
    ]
    return "\n".join(lines_of_file) + "\n"
