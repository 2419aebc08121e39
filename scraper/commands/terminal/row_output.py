"""Rows of a listing, in the form that was asked for: one set of options for every command that lists.

On a terminal: aligned, coloured, cut to the width. In a pipe: the same rows, tab-separated, whole, no colour.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click

from scraper.cleaning import dump_json
from scraper.commands.terminal.safe_text import is_terminal, marked, plain, shown
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.present.cells import guarded

Row = Mapping[str, Any]
F = TypeVar("F", bound=Callable[..., Any])

FLAGS = {
    "json": "A JSON array.",
    "nl": "One JSON object a line.",
    "csv": "Comma-separated values.",
    "tsv": "Tab-separated values.",
    "table": "An aligned table, also in a pipe.",
}


def listing_options(*, without: str | None = None) -> Callable[[F], F]:
    """Give a command the options of a listing; they arrive as `form`, `columns` and `no_headers`."""
    options = [
        click.option("--no-headers/--headers", "no_headers", help="Leave the column names out."),
        click.option("--columns", metavar="A,B", help="Which columns, in which order."),
    ]
    for name, line in reversed(FLAGS.items()):
        if name != without:
            short = ("-t",) if name == "table" else ()
            options.append(click.option(*short, f"--{name}", "form", flag_value=name, help=line))

    def decorate(function: F) -> F:
        for option in options:
            function = option(function)
        return function

    return decorate


def limit_option(default: int | None) -> Callable[[F], F]:
    """-n/--limit."""
    return click.option(
        "-n", "--limit", type=click.IntRange(min=0), default=default, show_default=default is not None,
        help="At most so many rows; 0 means all.",
    )  # fmt: skip


def write_rows(
    rows: Iterable[Row],
    columns: Sequence[str],
    *,
    form: str | None,
    chosen: str | None,
    no_headers: bool,
) -> int:
    """Print the rows as they come; return how many there were."""
    names = _choose(columns, chosen)
    form = form or ("table" if is_terminal(sys.stdout) else "tsv")
    count, damage = 0, None

    def counted() -> Iterator[Row]:
        nonlocal count, damage
        try:
            for row in rows:
                count += 1
                yield row
        except DamagedRow as error:  # told when the rows that can be read have been printed
            damage = error

    WRITERS[form](counted(), names, not no_headers)
    if damage is not None:
        raise damage
    return count


def _choose(columns: Sequence[str], chosen: str | None) -> list[str]:
    if not chosen:
        return list(columns)
    names = [name.strip() for name in chosen.split(",") if name.strip()]
    if not names:
        raise click.UsageError(f"--columns names none; there are {', '.join(columns)}")
    unknown = [name for name in names if name not in columns]
    if unknown:
        raise click.UsageError(f"unknown column {unknown[0]!r}; there are {', '.join(columns)}")
    return names


def _value(value: Any) -> str:
    """A cell in a form without types; control characters are taken out by whoever shows it to a person."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple, dict)):
        return dump_json(value)
    return str(value)


def _typed(value: Any) -> Any:
    """A value as JSON can hold it: bytes in hexadecimal, a hit in brackets, as a pipe shows it."""
    if isinstance(value, bytes):
        return value.hex()
    return marked(value, colour=False) if isinstance(value, str) and "\ue000" in value else value


def _json(rows: Iterable[Row], names: list[str], _headers: bool) -> None:
    lead = "["
    for row in rows:
        click.echo(f"{lead}{_object(row, names)}", nl=False)
        lead = ",\n "
    click.echo("[]" if lead == "[" else "]")


def _nl(rows: Iterable[Row], names: list[str], _headers: bool) -> None:
    for row in rows:
        click.echo(_object(row, names))


def _object(row: Row, names: list[str]) -> str:
    return dump_json({name: _typed(row.get(name)) for name in names})


def _csv(rows: Iterable[Row], names: list[str], headers: bool) -> None:
    from scraper.present.article_table import cell

    if headers:
        click.echo(shown(_csv_line([cell(name) for name in names])), nl=False)
    for row in rows:
        click.echo(
            shown(_csv_line([_value(cell(_typed(row.get(name)))) for name in names])), nl=False
        )


def _csv_line(cells: list[str]) -> str:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _tsv(rows: Iterable[Row], names: list[str], headers: bool) -> None:
    if headers:
        click.echo("\t".join(map(guarded, map(plain, names))))
    for row in rows:
        click.echo("\t".join(_tsv_cell(_typed(row.get(name))) for name in names))


def _tsv_cell(value: Any) -> str:
    """A cell on one line; spreadsheets open this form, too, and must not take a text for a formula."""
    text = plain(_value(value))
    return guarded(text) if isinstance(value, str) else text


def _table(rows: Iterable[Row], names: list[str], headers: bool) -> None:
    from scraper.commands.terminal import aligned_table

    colour = session().colour
    aligned_table.draw(
        ([_shown(row.get(name), colour) for name in names] for row in rows), names, headers=headers
    )


def _shown(value: Any, colour: bool) -> str:
    text = _value(value)
    return marked(text, colour=colour) if "\ue000" in text else plain(text)


WRITERS: dict[str, Callable[[Iterable[Row], list[str], bool], None]] = {
    "json": _json,
    "nl": _nl,
    "csv": _csv,
    "tsv": _tsv,
    "table": _table,
}


class Stream:
    """Rows that come one by one, each written as it comes where the form allows it."""

    def __init__(
        self,
        columns: Sequence[str],
        *,
        form: str | None,
        chosen: str | None = None,
        no_headers: bool = False,
    ) -> None:
        self._names = _choose(columns, chosen)
        self._form = form or "tsv"
        self._headers = not no_headers
        self._kept: list[Row] = []

    def write(self, row: Row) -> None:
        """Write the row, or keep it for forms that need all of them."""
        if self._form in ("json", "table"):
            self._kept.append(row)
            return
        WRITERS[self._form]([row], self._names, self._headers)
        self._headers = False

    def close(self) -> None:
        """Write what was kept."""
        if self._form in ("json", "table"):
            WRITERS[self._form](self._kept, self._names, self._headers)
