"""Write articles as a table: lists become text, and no spreadsheet takes a cell for a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from csv import writer
from typing import Any

from scraper.present.cells import guarded

COLUMNS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "authors", "date_published", "date_modified", "section", "tags", "language", "word_count",
    "is_free", "verdict", "caption", "credit", "lead_image", "version", "first_seen",
    "last_changed", "last_seen", "body_text",
)  # fmt: skip
BETWEEN = "; "  # names and tags in one cell


def csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield CSV (RFC 4180): a header line, then a row per article."""
    out = io.StringIO()
    table = writer(out)
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([cell(_value(row, name)) for name in COLUMNS])
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


# columns that are made from a list of the row
FROM_LISTS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "authors": _authors,
    "tags": _tags,
    "lead_image": _lead_image,
}
