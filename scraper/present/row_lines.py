"""Write the rows of a list as JSON, CSV or Markdown: for files and for the web."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scraper.cleaning import dump_json
from scraper.present.article_table import cell
from scraper.present.cells import as_text, typed
from scraper.present.render import markdown_cell

Row = Mapping[str, Any]


def json_array(rows: Iterable[Row], names: Sequence[str]) -> Iterator[str]:
    """Yield a JSON array, an object for each row."""
    lead = "["
    for row in rows:
        yield f"{lead}{json_object(row, names)}"
        lead = ",\n "
    yield "[]\n" if lead == "[" else "]\n"


def json_object(row: Row, names: Sequence[str]) -> str:
    """Return a row as a JSON object of some columns."""
    return dump_json({name: typed(row.get(name)) for name in names})


def csv_lines(rows: Iterable[Row], names: Sequence[str], *, headers: bool = True) -> Iterator[str]:
    """Yield lines of CSV that no spreadsheet runs, the names of the columns first."""
    if headers:
        yield _csv_line([cell(name) for name in names])
    for row in rows:
        yield _csv_line([as_text(cell(typed(row.get(name)))) for name in names])


def markdown_lines(rows: Iterable[Row], names: Sequence[str]) -> Iterator[str]:
    """Yield a table of Markdown, in which the characters of Markdown itself are escaped."""
    yield _markdown_row([markdown_cell(name) for name in names])
    yield _markdown_row(["---"] * len(names))
    for row in rows:
        yield _markdown_row([markdown_cell(as_text(typed(row.get(name)))) for name in names])


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
