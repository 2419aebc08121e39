"""Show counts to people: bars on a terminal, and a picture in a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal.output_file import write_text
from scraper.commands.terminal.row_output import Listing
from scraper.commands.terminal.safe_text import is_terminal
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.commands.terminal.bar_rows import BarRow
    from scraper.present.charts import Chart

F = TypeVar("F", bound=Callable[..., Any])

PAGE = ".html"
PICTURES = (".svg", PAGE)


def picture_options(function: F) -> F:
    """Give a command -o/--output and --force, for a picture of what it counts."""
    text = "Draw a picture, too: .svg, or .html with its table."
    function = click.option("--force/--no-force", help="Replace FILE if it exists.")(function)
    return click.option("-o", "--output", metavar="FILE", help=text)(function)


def refuse_other_files(output: str | None) -> None:
    """Raise UsageError for the name of a file that is no picture."""
    if output is not None and Path(output).suffix.lower() not in PICTURES:
        raise click.UsageError(
            f"{output}: a picture ends in .svg or .html; for rows use --csv > FILE"
        )


def draw_picture(chart: Chart, output: str, *, force: bool) -> None:
    """Write a chart to a file: the picture, or a page with its table."""
    from scraper.present.chart_page import chart_page
    from scraper.present.svg_chart import draw

    is_page = Path(output).suffix.lower() == PAGE
    drawn = chart_page(chart) if is_page else draw(chart)
    write_text(output, [drawn], force=force)
    session().say(f"drew {output}")


def wants_reading(listing: Listing) -> bool:
    """Return whether rows are looked at on a terminal, and no form of them was asked for."""
    return listing.form is None and not listing.columns and is_terminal(sys.stdout)


def print_bars(rows: Sequence[BarRow]) -> None:
    """Print counts as bars, as wide as the terminal."""
    from scraper.commands.terminal.bar_rows import bar_lines

    for line in bar_lines(rows, shutil.get_terminal_size().columns):
        click.echo(line)
