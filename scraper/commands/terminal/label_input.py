"""Keep the columns of a run's input as a label set; find them again for addresses of old runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.commands.terminal.inputs import STDIN, InputTable
from scraper.models import Lead
from scraper.secrets import without_secrets
from scraper.sources.url_list import Rejected

if TYPE_CHECKING:
    from scraper.archive import Archive


def keep_labels(archive: Archive, tables: list[InputTable], label_set: str | None) -> None:
    """Keep each table under `label_set`, or under the name of its file.

    A table from standard input has no name, so it is kept only with `label_set`. Raise InputError
    where a set of that name holds another table.
    """
    kept = [table for table in tables if not table.is_error_file]
    if label_set and len(kept) > 1:
        raise click.UsageError("--label-set names one table; fetch -a FILE and --csv FILE in turn")
    for table in kept:
        name = label_set or (None if table.file == STDIN else Path(table.file).stem)
        if name:
            archive.corpus.labels.keep(_label_table(table, name), _rows(table))


def with_labels(archive: Archive, url: str) -> Lead:
    """Return an address with the columns that it came with, where a label set has it."""
    return Lead(url=url, row=archive.corpus.labels.cells_of(url))


def _label_table(table: InputTable, name: str) -> LabelTable:
    source = None if table.file == STDIN else table.file
    return LabelTable(name=name, columns=table.columns, url_column=table.url_column, source=source)


def _rows(table: InputTable) -> Iterator[LabelRow]:
    for entry in table.entries:
        if isinstance(entry, Rejected):
            url, error, cell = entry.text, entry.why, entry.cell
        else:
            url, error, cell = entry.url, None, entry.url
        written = url if cell is None else without_secrets(cell)
        cells = {table.url_column: written, **entry.row}
        in_order = {column: cells[column] for column in table.columns if column in cells}
        yield LabelRow(url=url, cells=in_order, error=error)
