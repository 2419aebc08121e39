"""The templates of the reading room, and the filters that they use.

All that is put into a template is escaped. Markup comes only from functions of ours that have
escaped what is not theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from scraper.archive.search.snippets import CLOSE, OPEN
from scraper.patterns import late
from scraper.present.counted_things import counted
from scraper.present.dates_in_words import in_words
from scraper.web import addresses, static_files
from scraper.web.outside_links import REL, web_address

if TYPE_CHECKING:
    from scraper.present.charts import Chart

FOLDER = Path(__file__).parent / "templates"
TEASER = 180  # characters
KEPT = 100  # compiled templates: more than there are
_LANGUAGE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return a template, filled with values."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=KEPT,
    )
    made.filters.update(
        words=in_words,
        count=count_in_words,
        counted=counted,
        hits=hits,
        teaser=teaser,
        sentence=sentence,
        language=language,
        direction=direction,
        share=share_in_words,
        picture=picture,
        numbers=numbers,
        web=web_address,
    )
    made.globals.update(to=addresses, static=static_files.address, REL=REL)
    return made


def count_in_words(number: int) -> str:
    """Return a number with a separator of thousands."""
    return f"{number:,}"


def sentence(line: str) -> str:
    """Return a line of a command as a sentence of a page."""
    closing = "" if line.endswith((".", "?", "!")) else "."
    return f"{line[:1].upper()}{line[1:]}{closing}"


def teaser(text: str) -> str:
    """Return how a text begins, on one line and up to the end of a word."""
    words = " ".join(text.split())
    if len(words) <= TEASER:
        return words
    return f"{words[:TEASER].rpartition(' ')[0] or words[:TEASER]}…"


def hits(snippet: str) -> Markup:
    """Return a snippet of a search with its hits in <mark>; all else in it is escaped."""
    escaped = str(escape(snippet))
    opened, closed = escaped.count(OPEN), escaped.count(CLOSE)
    if opened != closed:  # a snippet that was cut within a hit
        return Markup(escaped.replace(OPEN, "").replace(CLOSE, ""))  # noqa: S704 - escaped above
    marked = escaped.replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    return Markup(marked)  # noqa: S704 - escaped above


def share_in_words(share: float) -> str:
    """Return a share, 0 to 1, as a percentage."""
    from scraper.present.chart_axis import number  # most pages have no charts

    return number(share, is_share=True)


def picture(chart: Chart) -> Markup:
    """Return a chart as an SVG element, whose colours are in the style sheet."""
    from scraper.present.chart_page import bare_picture

    return Markup(bare_picture(chart))  # noqa: S704 - all text in it is escaped


def numbers(chart: Chart) -> Markup:
    """Return the numbers of a chart as a table."""
    from scraper.present.chart_page import chart_table

    return Markup(chart_table(chart))  # noqa: S704 - all text in it is escaped


def language(code: str | None) -> str:
    """Return the code of a language as the attribute `lang` may have it, else ""."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def direction(name: str | None) -> str:
    """Return the direction of a text as the attribute `dir` may have it."""
    return name if name in ("ltr", "rtl") else "auto"
