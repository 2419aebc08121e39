"""Write articles as a table: lists become text, and no spreadsheet takes a cell for a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from csv import writer
from typing import Any

from scraper.present.cells import guarded

COLUMNS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "authors", "date_published", "date_modified", "section", "tags", "language", "word_count",
    "is_free", "verdict", "caption", "credit", "lead_image", "version", "first_seen",
    "last_changed", "last_seen", "body_text",
)  # fmt: skip
ADDED = ("coder_tags", "notes", "exclusions")  # columns of what coders added
BETWEEN = "; "  # names and tags in one cell


def csv(
    rows: Iterable[Mapping[str, Any]],
    *,
    labels: Sequence[tuple[str, str]] = (),
    notes: bool = False,
) -> Iterator[str]:
    """Yield CSV (RFC 4180): a header line, then a row per article.

    `labels` names sets and columns, each of which becomes a column SET.COLUMN, after those of
    `notes`.
    """
    out = io.StringIO()
    table = writer(out)
    columns = (*COLUMNS, *(ADDED if notes else ()))
    table.writerow([*columns, *(cell(f"{name}.{column}") for name, column in labels)])
    for row in rows:
        cells = [_value(row, name) for name in columns]
        cells += [_label(row, name, column) for name, column in labels]
        table.writerow([cell(value) for value in cells])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def cell(value: Any) -> Any:
    """Return a value as a cell: 0 or 1 for a boolean, text that no spreadsheet runs."""
    if isinstance(value, bool):
        return int(value)
    return guarded(value) if isinstance(value, str) else value


def _value(row: Mapping[str, Any], name: str) -> Any:
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


def _label(row: Mapping[str, Any], label_set: str, column: str) -> str | None:
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
