"""Read tables of URLs, as people and spreadsheets write them.

A table has a header, one URL a row, and other columns. Its delimiter is the one under which the
header has the wanted column. What is above the header (blank lines, `sep=;`, comments) is skipped,
columns with the same name are numbered, and the cells of a row that is longer than the header are
kept, so that no value is lost.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources.url_list import COMMENT, URL, Rejected, checked

DELIMITERS = ",;\t|^~¦；，"
# Other names that people give the column of URLs.
ALSO = frozenset("link href address webaddress weblink webpage permalink source".split())
# Characters: Python's own limit is 128 KB, and some tables hold whole articles.
LARGEST_CELL = 1 << 28
HEADER_AND_ROW = 2  # rows that show which column has URLs
FEWEST_COLUMNS = 2  # of a table without --column; one column is a plain list
SHOWN = 60  # characters of a broken line
MOST_BEFORE = 20  # rows before the header
# Excel reads and writes such a first line; other programs add more delimiters to it.
_SEPARATOR = re.compile(
    r'(?<![ \t])[ \t]*+"?sep=(?P<sign>[^\r\n"])"?[ \t,;|]*(?:\r\n|\r|\n|$)', re.IGNORECASE
)
_BREAK = re.compile(r"\r\n|\r|\n")
# The delimiter of a table of one column, since URLs may contain all of DELIMITERS.
_NO_DELIMITER = "\x1f"


class Table(NamedTuple):
    """A table whose header was found."""

    header: tuple[str, ...]
    at: int  # the column of the URLs, from 0
    rows: Iterator[tuple[int, list[str]]]  # the line that each begins on, and its cells


def read_table(text: str, column: str = URL) -> Iterator[Lead | Rejected]:
    """Yield the URLs in a column, each with its row.

    Raise InputError if the text is not a table with such a column.
    """
    table = _table(text, column)
    wanted = table.header[table.at]
    for line, cells in table.rows:
        row = dict(_named(table.header, cells))
        url = row.pop(wanted, "").strip()
        yield checked(line, url, url, row)


def columns_of(text: str, column: str = URL) -> tuple[tuple[str, ...], str]:
    """Return the names of a table's columns, in their order, and the one that holds the addresses.

    Raise InputError for what is no such table.
    """
    table = _table(text, column)
    return table.header, table.header[table.at]


def column_of_addresses(text: str) -> str | None:
    """Return the column of a table that has URLs.

    Return None for a text that is not a table with a header.
    """
    body, _ = _body(text)
    for delimiter in _delimiters(text):
        try:
            rows = list(islice(_filled(body, delimiter), HEADER_AND_ROW))
        except InputError:
            continue
        if len(rows) < HEADER_AND_ROW:
            continue
        (_, header), (_, first) = rows
        is_header = len(header) >= FEWEST_COLUMNS and "://" not in "".join(header)
        if is_header:
            for name, cell in zip(header, first, strict=False):
                if _is_url(cell):
                    return _tidy(name) or None
    return None


def _is_url(cell: str) -> bool:
    return isinstance(checked(0, cell, cell.strip(), {}), Lead)


def _table(text: str, column: str) -> Table:
    """Find the header.

    Raise InputError that names the columns, or the place where the header is broken.
    """
    body, _ = _body(text)
    found: list[tuple[int, str, int]] = []  # columns, delimiter, rows before the header
    seen: list[list[str]] = []
    broken: list[InputError] = []
    for delimiter in _delimiters(text):
        try:
            before, header = _header(body, delimiter, column)
        except InputError as error:
            broken.append(error)
            continue
        if _place(header, column) is not None:
            found.append((len(header), delimiter, before))
        seen.append(header)
    if not found:
        has_columns = any(len(header) > 1 for header in seen)
        if broken and not has_columns:
            raise broken[0]
        raise InputError(_missing(seen, column))
    columns, delimiter, before = max(found, key=lambda each: each[0])
    rows = _filled(body, delimiter if columns > 1 else _NO_DELIMITER)
    _, names = next(islice(rows, before, None))
    place = _place(names, column)
    assert place is not None  # it was found there
    return Table(header=_numbered(names), at=place, rows=rows)


def _header(body: str, delimiter: str, column: str) -> tuple[int, list[str]]:
    """Return how many rows of comments are above the header under a delimiter, and the header."""
    header: list[str] = []
    for before, (_, header) in enumerate(islice(_filled(body, delimiter), MOST_BEFORE)):
        is_comment = header[0].strip().startswith(COMMENT)
        if not is_comment or _place(header, column) is not None:
            return before, header
    return 0, header


def _body(text: str) -> tuple[str, str | None]:
    """Return the table with its `sep=` line blank, and the delimiter that this line names."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    start = len(text) - len(text.lstrip("\r\n"))
    match = _SEPARATOR.match(text, start)
    if match is None:
        return text, None
    lines = len(_BREAK.findall(text[: match.end()]))  # kept, so that messages name the right line
    return "\n" * lines + text[match.end() :], match["sign"]


def _delimiters(text: str) -> str:
    """Return the delimiters to try, the one that the table names first."""
    _, named = _body(text)
    if named is None:
        return DELIMITERS
    return named + DELIMITERS.replace(named, "")


def _filled(body: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the line it begins on.

    Raise InputError that names a line.
    """
    csv.field_size_limit(LARGEST_CELL)
    spaced = f'{delimiter} "' in body  # a, "b, c"
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=delimiter, strict=True, skipinitialspace=spaced
    )
    line = 1
    try:
        for cells in reader:
            if any(cell.strip().strip(DELIMITERS) for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(_broken(body, delimiter, line, reader.line_num, str(error))) from None


def _broken(body: str, delimiter: str, first: int, last: int, error: str) -> str:
    """Return the message for a row that cannot be read.

    Usually a quotation mark is not closed where it should be.
    """
    lines = _BREAK.split(body)[first - 1 : last]
    row = "\n".join(lines)
    opened = _opened(row, delimiter)
    if opened is None:
        return f"the table is broken at line {last}: {error}"
    above = row[:opened].count("\n")
    text = lines[above]
    if len(text) > SHOWN:
        text = f"{text[: SHOWN - 1]}…"
    until = f"until line {last}, or closed too early there"
    if "end of data" in error:
        until = "to the end of the table"
    return (
        f"the table is broken at line {first + above}: a quotation mark in {text!r} is open"
        f' {until}; close it, or write "" for one inside a cell'
    )


def _opened(row: str, delimiter: str) -> int | None:
    """Return where the last cell in quotation marks begins in a row, as csv reads it."""
    found = None
    inside = False
    at_start = True
    for place, sign in enumerate(row):
        if sign == '"':
            if at_start and not inside:
                found = place
            continues = row[place - 1 : place] == '"'  # "" is one mark, and the cell goes on
            inside = not inside and (at_start or continues)
        begins_cell = sign in f"{delimiter}\n" or (at_start and sign == " ")
        at_start = begins_cell and not inside
    return found


def _missing(seen: Sequence[Sequence[str]], column: str) -> str:
    """Return the message for a table without the wanted column; it names the others."""
    header = [_tidy(name) for name in max(seen, key=len, default=[])]
    named = ", ".join(filter(None, header)) if header else "none: it is empty"
    likely = [name for name in header if _folded(name) in ALSO]
    hint = f"is it --column {_quoted(likely[0])}?" if likely else "name one with --column"
    return f"the table has no column {column!r} (its columns: {named}); {hint}"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _place(header: Sequence[str], column: str) -> int | None:
    """Return the place of a column with this name, else without regard to case and spaces."""
    for form in (_tidy, _folded):
        names = list(map(form, header))
        wanted = form(column)
        if wanted in names:
            return names.index(wanted)
    return None


def is_named(wanted: str, name: str) -> bool:
    """Return whether a column of this name is the wanted one."""
    return _place([name], wanted) is not None


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a header, numbered so that each is unique: note, note_2.

    A third column without a name is column_3.
    """
    tidy = list(map(_tidy, names))
    unique: list[str] = []
    for place, name in enumerate(tidy, 1):
        start = name or f"column_{place}"
        free = start
        number = 1
        while free in unique or (free != name and free in tidy):
            number += 1
            free = f"{start}_{number}"
        unique.append(free)
    return tuple(unique)


def _named(header: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row with their names.

    Cells beyond the header are named by their place, and left out if they are empty.
    """
    yield from zip(header, cells, strict=False)
    for place, cell in enumerate(cells[len(header) :], len(header) + 1):
        if cell.strip():
            yield f"column_{place}", cell
