"""Tables of URLs, as people and spreadsheets write them.

A header, one address a row, other columns beside it. The delimiter is the one under which the
header has the wanted column. What is before the header (blank lines, `sep=;`, comments) is
passed over, columns of one name are numbered, and a row that is longer than the header gives its
further cells too: no value is lost in silence.
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
ALSO = (
    "link",
    "href",
    "address",
    "webaddress",
    "weblink",
    "webpage",
    "permalink",
    "source",
)  # names that people give the column
LARGEST_CELL = (
    1 << 28
)  # characters: Python's own limit is 128 KB, and some tables hold whole articles
HEADER_AND_ROW = 2  # rows that show which column holds addresses
FEWEST_COLUMNS = 2  # of a table whose columns are not named by the user; one is a plain list
SHOWN = 60  # characters of a broken line
MOST_BEFORE = 20  # rows before the header
# Excel reads and writes such a first line; other programs put more delimiters behind it.
_SEPARATOR = re.compile(
    r'(?<![ \t])[ \t]*+"?sep=(?P<sign>[^\r\n"])"?[ \t,;|]*(?:\r\n|\r|\n|$)', re.IGNORECASE
)
_BREAK = re.compile(r"\r\n|\r|\n")
_NOTHING_PARTS = (
    "\x1f"  # the delimiter of a table of one column: addresses may hold all of DELIMITERS
)


class Table(NamedTuple):
    """A table whose header was found."""

    header: tuple[str, ...]
    at: int  # the column of the addresses, from 0
    rows: Iterator[tuple[int, list[str]]]  # the line that each begins on, and its cells


def read_table(text: str, column: str = URL) -> Iterator[Lead | Rejected]:
    """Yield the addresses in a column, each with its row.

    Raise InputError for what is no such table.
    """
    table = _table(text, column)
    for line, cells in table.rows:
        url = cells[table.at].strip() if table.at < len(cells) else ""
        row = {
            name: cell
            for i, (name, cell) in enumerate(_named(table.header, cells))
            if i != table.at
        }
        yield checked(line, url, url, row)


def columns_of(text: str, column: str = URL) -> tuple[tuple[str, ...], str]:
    """Return the names of a table's columns, in their order, and the one that holds the addresses.

    Raise InputError for what is no such table.
    """
    table = _table(text, column)
    return table.header, table.header[table.at]


def column_of_addresses(text: str) -> str | None:
    """Return which column of a table holds addresses.

    None for a text that is no table with a header.
    """
    for delimiter in _delimiters(text):
        try:
            rows = list(islice(_filled(_body(text)[0], delimiter), HEADER_AND_ROW))
        except InputError:
            continue
        if len(rows) < HEADER_AND_ROW or len(rows[0][1]) < FEWEST_COLUMNS:
            continue
        (_, header), (_, first) = rows
        found = [
            i
            for i, cell in enumerate(first)
            if isinstance(checked(0, cell, cell.strip(), {}), Lead)
        ]
        if found and found[0] < len(header) and not any("://" in name for name in header):
            return _tidy(header[found[0]]) or None
    return None


def _table(text: str, column: str) -> Table:
    """Find the header.

    Raise InputError, with the columns that there are or the place where the header is broken.
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
        raise (
            broken[0]
            if broken and max(map(len, seen), default=0) <= 1
            else InputError(_missing(seen, column))
        )
    columns, delimiter, before = max(found, key=lambda each: each[0])
    rows = _filled(body, delimiter if columns > 1 else _NOTHING_PARTS)
    _, names = next(islice(rows, before, None))
    place = _place(names, column)
    assert place is not None  # it was found there
    return Table(header=_numbered(names), at=place, rows=rows)


def _header(body: str, delimiter: str, column: str) -> tuple[int, list[str]]:
    """Return the header under a delimiter, and how many rows are before it.

    Comments that do not name the column.
    """
    header: list[str] = []
    for before, (_, header) in enumerate(islice(_filled(body, delimiter), MOST_BEFORE)):
        if _place(header, column) is not None or not header[0].strip().startswith(COMMENT):
            return before, header
    return 0, header


def _body(text: str) -> tuple[str, str | None]:
    """Return the table with a `sep=` line blank, and the delimiter that this line names."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    start = len(text) - len(text.lstrip("\r\n"))
    match = _SEPARATOR.match(text, start)
    if match is None:
        return text, None
    lines = len(_BREAK.findall(text[: match.end()]))  # they count, as those of the file
    return "\n" * lines + text[match.end() :], match["sign"]


def _delimiters(text: str) -> str:
    """Return the delimiters to try, the one that the table names first."""
    _, named = _body(text)
    return named + DELIMITERS.replace(named, "") if named else DELIMITERS


def _filled(body: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, each with the line it begins on.

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
    """Return the line for a row that cannot be read.

    As a rule a quotation mark that is not closed where it should.
    """
    lines = _BREAK.split(body)[first - 1 : last]
    opened = _opened("\n".join(lines), delimiter)
    if opened is None:
        return f"the table is broken at line {last}: {error}"
    above = "\n".join(lines)[:opened].count("\n")
    text = lines[above][-SHOWN:] if len(lines[above]) <= SHOWN else f"{lines[above][: SHOWN - 1]}…"
    until = (
        "to the end of the table"
        if "end of data" in error
        else f"until line {last}, or closed too early there"
    )
    return (
        f"the table is broken at line {first + above}: a quotation mark in {text!r} is open"
        f' {until}; close it, or write "" for one inside a cell'
    )


def _opened(row: str, delimiter: str) -> int | None:
    """Return where the last cell in quotation marks begins in a row, as csv reads it."""
    found, inside, at_start = None, False, True
    for place, sign in enumerate(row):
        if sign == '"' and inside:
            inside = False
        elif sign == '"' and (
            at_start or row[place - 1] == '"'
        ):  # "" is one mark, and the cell goes on
            inside, found = True, place if at_start else found
        at_start = not inside and (sign in f"{delimiter}\n" or (at_start and sign == " "))
    return found


def _missing(seen: Sequence[Sequence[str]], column: str) -> str:
    """Return the line for a table without the wanted column, with what its header was taken for."""
    header = [_tidy(name) for name in max(seen, key=len, default=[])]
    if not header:
        return (
            f"the table has no column {column!r} (its columns: none: it is empty);"
            " name one with --column"
        )
    named = ", ".join(name for name in header if name)
    likely = next((name for name in header if _folded(name) in ALSO), None)
    hint = f"is it --column {_quoted(likely)}?" if likely else "name one with --column"
    return f"the table has no column {column!r} (its columns: {named}); {hint}"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _place(header: Sequence[str], column: str) -> int | None:
    """Return the place of a column.

    Of that very name, else of that name but for case and white space.
    """
    names = [_tidy(name) for name in header]
    if _tidy(column) in names:
        return names.index(_tidy(column))
    folded = [_folded(name) for name in names]
    return folded.index(_folded(column)) if _folded(column) in folded else None


def is_named(wanted: str, name: str) -> bool:
    """Return whether a column of that name is the one that is wanted."""
    return _place([name], wanted) is not None


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a header so that each is there once: note, note_2.

    A column without a name is column_3.
    """
    taken = {_tidy(name) for name in names}
    out: list[str] = []
    for place, name in enumerate(map(_tidy, names), 1):
        free = name or f"column_{place}"
        number = 1
        while free in out or (free != name and free in taken):
            number += 1
            free = f"{name or f'column_{place}'}_{number}"
        out.append(free)
    return tuple(out)


def _named(header: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row by their names.

    Cells beyond the header that are not empty are named by their place.
    """
    yield from zip(header, cells, strict=False)
    for place, cell in enumerate(cells[len(header) :], len(header) + 1):
        if cell.strip():
            yield f"column_{place}", cell
