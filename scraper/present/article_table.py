"""Articles as a table, a row an article: lists become texts, and no cell is taken for a formula by a spreadsheet."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scraper.present.cells import guarded

COLUMNS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline", "authors", "date_published",
    "date_modified", "section", "tags", "language", "word_count", "is_free", "verdict", "caption", "credit",
    "lead_image", "version", "first_seen", "last_changed", "last_seen", "body_text",
)  # fmt: skip
BETWEEN = "; "


def csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """RFC 4180, with a header line."""
    out = io.StringIO()
    writer = csv_module.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([cell(_value(row, name)) for name in COLUMNS])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def cell(value: Any) -> Any:
    """A value as it may stand in a table."""
    if isinstance(value, bool):
        return int(value)
    return guarded(value) if isinstance(value, str) else value


def _value(row: Mapping[str, Any], name: str) -> Any:
    if name == "authors":
        return BETWEEN.join(author["name"] for author in row.get("authors") or ())
    if name == "tags":
        return BETWEEN.join(row.get("tags") or ())
    if name == "lead_image":
        images = row.get("images") or ()
        return next(
            (image["url"] for image in images if image.get("lead")),
            images[0]["url"] if images else None,
        )
    return row.get(name)
