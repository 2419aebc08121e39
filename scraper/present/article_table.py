"""Write articles as a table: lists become text, and no spreadsheet takes a cell for a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scraper.patterns import late
from scraper.present.cells import guarded
from scraper.present.export_options import AS_DEFAULT, ExportOptions

COLUMNS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "authors", "date_published", "published_day", "published_utc", "date_precision",
    "date_modified", "section", "tags", "language", "word_count", "is_free", "verdict", "caption",
    "credit", "lead_image", "version", "first_seen", "last_changed", "last_seen", "body_text",
)  # fmt: skip
# what --columns may also name
MORE_COLUMNS = ("direction", "extractor", "text_sha256", "vanished_at", "capture_id")
ADDED = ("coder_tags", "notes", "exclusions")  # columns of what coders added
BETWEEN = "; "  # names and tags in one cell
END = "\r\n"
EMPTY = '""'  # a line without a character would be no row
_NEEDS_QUOTES = late(r'[",\r\n]')


def csv(rows: Iterable[Mapping[str, Any]], options: ExportOptions = AS_DEFAULT) -> Iterator[str]:
    """Yield CSV (RFC 4180): a header line, then a row per article.

    Columns of coders follow those of the article, and then a column SET.COLUMN for each label.
    """
    columns = [*(options.columns or COLUMNS), *(ADDED if options.notes else ())]
    finish = unguarded if options.plain else cell
    labels = [f"{name}.{column}" for name, column in options.labels]
    yield csv_line(map(finish, [*columns, *labels]))
    made = [(at, FROM_LISTS[name]) for at, name in enumerate(columns) if name in FROM_LISTS]
    for row in rows:
        cells = [row.get(name) for name in columns]
        for at, make in made:
            cells[at] = make(row)
        cells += [label_cell(row, name, column) for name, column in options.labels]
        yield csv_line(map(finish, cells))


def csv_line(cells: Iterable[Any]) -> str:
    """Return a line of CSV; the module csv looks at each character and takes six times as long."""
    line = ",".join([_quoted(value) for value in cells])
    return f"{line or EMPTY}{END}"


def _quoted(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if _NEEDS_QUOTES.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


def unguarded(value: Any) -> Any:
    """Return a value as a cell: 0 or 1 for a boolean, text as it is."""
    return int(value) if isinstance(value, bool) else value


def cell(value: Any) -> Any:
    """Return a value as a cell: 0 or 1 for a boolean, text that no spreadsheet runs."""
    return guarded(value) if isinstance(value, str) else unguarded(value)


def table_cell(row: Mapping[str, Any], name: str) -> Any:
    """Return the value of a column; lists are one text."""
    make = FROM_LISTS.get(name)
    return make(row) if make else row.get(name)


def _authors(row: Mapping[str, Any]) -> str:
    return BETWEEN.join(author["name"] for author in row.get("authors") or ())


def _tags(row: Mapping[str, Any]) -> str:
    return BETWEEN.join(row.get("tags") or ())


def _lead_image(row: Mapping[str, Any]) -> str | None:
    """Return the address of the lead picture, else of the first."""
    images = row.get("images") or ()
    leads = [image for image in images if image.get("lead")]
    first = [*leads, *images][:1]
    return first[0]["url"] if first else None


def label_cell(row: Mapping[str, Any], label_set: str, column: str) -> str | None:
    """Return what a column of a label set holds; several rows of it may have led to the article."""
    rows = row["labels"].get(label_set, ())
    cells = dict.fromkeys(each["cells"].get(column) for each in rows)
    found = [text for text in cells if text]
    return BETWEEN.join(found) if cells else None


def _coder_tags(row: Mapping[str, Any]) -> str:
    return BETWEEN.join(f"{each['tag']} ({each['coder']})" for each in row["coder_tags"])


def _notes(row: Mapping[str, Any]) -> str:
    return "\n".join(map(_note, row["notes"]))


def _note(note: Mapping[str, Any]) -> str:
    quoted = f"“{note['exact']}”" if note["exact"] else ""
    words = " ".join(text for text in (quoted, note["text"]) if text)
    return f"{words} ({note['coder']})"


def _exclusions(row: Mapping[str, Any]) -> str:
    return BETWEEN.join(f"{each['reason']} ({each['coder']})" for each in row["exclusions"])


# columns that are made from a list of the row
FROM_LISTS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "authors": _authors,
    "tags": _tags,
    "lead_image": _lead_image,
    "coder_tags": _coder_tags,
    "notes": _notes,
    "exclusions": _exclusions,
}
