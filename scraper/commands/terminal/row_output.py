"""Print the rows of a listing in the chosen form, with one set of options for all commands.

On a terminal, rows are aligned, coloured and cut to its width. In a pipe, the same rows are
tab-separated, complete and without colour.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

import click

from scraper.commands.terminal.completion_types import ColumnNames
from scraper.commands.terminal.safe_text import BOLD, is_terminal, plain, shown
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.present.cells import OPEN, as_text, guarded, marked, typed

LARGEST_BATCH = 512  # rows that are printed at once

Row = Mapping[str, Any]
Function = Callable[..., Any]

FORMS = {
    "json": "Print a JSON array.",
    "nl": "Print one JSON object per line.",
    "csv": "Print comma-separated values.",
    "tsv": "Print tab-separated values.",
    "table": "Print an aligned table, even into a pipe.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The options of a command that lists rows."""

    form: str | None  # a key of WRITERS; None: whatever suits stdout
    columns: str | None  # names between commas
    no_headers: bool
    limit: int = 0  # 0: all rows

    @property
    def most(self) -> int | None:
        """Return how many rows to print at most; None means all."""
        return self.limit or None

    def names(
        self, columns: Sequence[str], default: int | None = None, *, screen: Sequence[str] = ()
    ) -> list[str]:
        """Return the columns that are printed: those of --columns, or else the first `default`.

        Those of `screen`, if any, take their place on a terminal. Raise UsageError for an unknown
        column.
        """
        names = chosen_columns(columns, self.columns, default)
        is_drawn = self.form in (None, "table") and is_terminal(sys.stdout)
        if screen and is_drawn and not self.columns:
            return list(screen)
        return names

    def first(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield no more rows than --limit allows."""
        return islice(rows, self.most)

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[str],
        default: int | None = None,
        *,
        screen: Sequence[str] = (),
    ) -> int:
        """Print the rows as they come, with the columns of `names`; return how many there were.

        Raise DamagedRow after the rows that can be read have been printed.
        """
        names = self.names(columns, default, screen=screen)
        form = self.form or ("table" if is_terminal(sys.stdout) else "tsv")
        counted = CountedRows(rows)
        WRITERS[form](counted, names, not self.no_headers)
        if counted.damage is not None:
            raise counted.damage
        return counted.count


class CountedRows:
    """Rows that are counted as they pass; a damaged one ends them and is kept for later."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0
        self.damage: DamagedRow | None = None

    def __iter__(self) -> Iterator[Row]:
        try:
            for row in self._rows:
                self.count += 1
                yield row
        except DamagedRow as error:
            self.damage = error


LIMIT_HELP = "Print at most this many rows; 0 means all."


def listing_options(
    limit: int | None = 0,
    *,
    without: Sequence[str] = (),
    limit_help: str = LIMIT_HELP,
    columns: Sequence[str] | None = None,
) -> Callable[[Function], Function]:
    """Give a command the options of a listing; they arrive together as the argument `listing`.

    `limit` is the default of --limit, and `without` names options that the command does not take.
    The shell offers `columns`, by default the COLUMNS of the command's module.
    """
    headers = click.option("--no-headers/--headers", "no_headers", help="Omit the column names.")
    chosen = click.option(
        "--columns",
        metavar="A,B",
        type=ColumnNames(columns),
        help="Print these columns, in this order.",
    )
    options: list[Callable[[Function], Function]] = [headers, chosen]
    for name, line in reversed(FORMS.items()):
        short = ("-t",) if name == "table" else ()
        if name not in without:
            options.append(click.option(*short, f"--{name}", "form", flag_value=name, help=line))
    if "limit" not in without:
        options.append(limit_option(limit, limit_help))

    def decorate(function: Function) -> Function:
        @wraps(function)
        def gather(*args: Any, **given: Any) -> Any:
            chosen = {name: given.pop(name) for name in GATHERED if name in given}
            chosen["limit"] = chosen.get("limit") or 0
            return function(*args, listing=Listing(**chosen), **given)

        command: Function = gather
        for option in options:
            command = option(command)
        return command

    return decorate


GATHERED = ("form", "columns", "no_headers", "limit")


def limit_option(default: int | None, text: str = LIMIT_HELP) -> Callable[[Function], Function]:
    """Give a command -n/--limit."""
    return click.option(
        "-n",
        "--limit",
        type=click.IntRange(min=0),
        default=default,
        show_default=default is not None,
        help=text,
    )


def chosen_columns(
    columns: Sequence[str], chosen: str | None, default: int | None = None
) -> list[str]:
    """Return the columns that a user chose, else the default; raise UsageError for another."""
    known = ", ".join(columns)
    if not chosen:
        return list(columns[:default])
    names = [name.strip() for name in chosen.split(",") if name.strip()]
    if not names:
        raise click.UsageError(f"--columns names no column; choose from {known}")
    unknown = [name for name in names if name not in columns]
    if unknown:
        raise click.UsageError(f"unknown column {unknown[0]!r}; choose from {known}")
    return names


def _json(rows: Iterable[Row], names: list[str], _headers: bool) -> None:
    from scraper.present import row_lines

    for piece in row_lines.json_array(rows, names):
        click.echo(piece, nl=False)


def _echo_lines(lines: Iterable[str]) -> None:
    """Print lines, each with its end: the first at once, later ones in growing batches.

    Most of the cost of a long listing was the printing of single lines.
    """
    batch: list[str] = []
    size = 1
    try:
        for line in lines:
            batch.append(line)
            if len(batch) >= size:
                click.echo("".join(batch), nl=False)
                batch.clear()
                size = min(size * 2, LARGEST_BATCH)
    finally:  # an error must not swallow rows that came before it
        if batch:
            click.echo("".join(batch), nl=False)


def _nl(rows: Iterable[Row], names: list[str], _headers: bool) -> None:
    from scraper.present import row_lines

    _echo_lines(f"{row_lines.json_object(row, names)}\n" for row in rows)


def _csv(rows: Iterable[Row], names: list[str], headers: bool) -> None:
    from scraper.present import row_lines

    lines = row_lines.csv_lines(rows, names, headers=headers)
    _echo_lines(map(shown, lines))


def _tsv(rows: Iterable[Row], names: list[str], headers: bool) -> None:
    if headers:
        click.echo("\t".join(map(guarded, map(plain, names))))
    _echo_lines("\t".join([_tsv_cell(row.get(name)) for name in names]) + "\n" for row in rows)


def _tsv_cell(value: Any) -> str:
    """Return a cell on one line that spreadsheets, which open this form too, do not execute."""
    # almost every cell is one of these three
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    if isinstance(value, str) and value.isprintable():
        return guarded(value)
    held = typed(value)
    text = plain(as_text(held))
    return guarded(text) if isinstance(held, str) else text


def _table(rows: Iterable[Row], names: list[str], headers: bool) -> None:
    from scraper.commands.terminal import aligned_table

    colour = session().colour
    cells = ([_shown(row.get(name), colour) for name in names] for row in rows)
    # Columns of a user's own table have names from outside, too.
    aligned_table.draw(cells, list(map(plain, names)), headers=headers)


def _shown(value: Any, colour: bool) -> str:
    text = as_text(value)
    if OPEN not in text:
        return plain(text)
    return marked(text, BOLD) if colour else marked(text)


WRITERS: dict[str, Callable[[Iterable[Row], list[str], bool], None]] = {
    "json": _json,
    "nl": _nl,
    "csv": _csv,
    "tsv": _tsv,
    "table": _table,
}
WHOLE = ("json", "table")  # forms that are written when all rows are known


# suffix of a file -> form of its rows
FORM_OF_SUFFIX = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "nl",
    ".ndjson": "nl",
    ".txt": "table",
}


def form_of_file(name: str) -> str:
    """Return the form that a file's suffix asks for; raise UsageError for an unknown one."""
    form = FORM_OF_SUFFIX.get(Path(name).suffix.lower())
    if form is None:
        known = ", ".join(FORM_OF_SUFFIX)
        raise click.UsageError(f"{name}: give the file a suffix that names its form ({known})")
    return form


class Stream:
    """Write rows as they come, where the form allows it, to standard output or a file."""

    def __init__(self, columns: Sequence[str], listing: Listing, file: str | None = None) -> None:
        self._names = chosen_columns(columns, listing.columns)
        form = form_of_file(file) if file else None
        self._form = listing.form or form or "tsv"
        self._headers = not listing.no_headers
        self._kept: list[Row] = []
        self._file = Path(file).open("w", encoding="utf-8", newline="") if file else None  # noqa: SIM115 - closed by close()

    def write(self, row: Row) -> None:
        """Write the row, or keep it for the forms that need all rows at once."""
        if self._form in WHOLE:
            self._kept.append(row)
            return
        self._print([row])
        self._headers = False

    def close(self) -> None:
        """Write the rows that were kept, and the header of a table without rows; close the file."""
        if self._form in WHOLE or (self._file and self._headers):
            self._print(self._kept)
        if self._file:
            self._file.close()

    def _print(self, rows: list[Row]) -> None:
        with redirect_stdout(self._file) if self._file else nullcontext():
            WRITERS[self._form](rows, self._names, self._headers)
        if self._file:
            self._file.flush()  # what is reported as kept is in the file, too
