"""Lay out the rows of a bulk run: an article under the field names of the archive, and its source.

A row of JSON Lines has each field of FIELDS. In Parquet, `authors` are names, as in `export
parquet`; all that is known of them is in `author_details`, and objects are JSON texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scraper.cleaning import dump_json
from scraper.present.parquet import GroupedFile, Row, TypedColumn, Values, parquet_file

OF_ARTICLE = (
    "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline", "authors",
    "date_published", "date_modified", "section", "tags", "language", "direction", "word_count",
    "is_free", "verdict", "verdict_evidence", "images", "caption", "credit", "body_text",
    "body_form", "body_markdown", "sources", "text_sha256", "extractor",
)  # fmt: skip
OF_RECORD = (
    "source", "record", "fetched_at", "status", "mime", "headers", "payload_digest",
)  # fmt: skip
FIELDS = (*OF_ARTICLE, *OF_RECORD)

# the types of columns that are no texts
TYPES = {
    "tags": "strings",
    "word_count": "integer",
    "is_free": "boolean",
    "verdict_evidence": "strings",
    "images": "pictures",
    "fetched_at": "datetime",
    "status": "integer",
}
OBJECTS = ("sources", "headers")


def parquet_rows() -> GroupedFile:
    """Return a Parquet file that takes rows of a bulk run."""
    columns: dict[str, TypedColumn] = {}
    for name in FIELDS:
        columns[name] = TypedColumn(TYPES.get(name, "string"), _members(name))
        if name == "authors":
            columns[name] = TypedColumn("strings", _author_names)
            columns["author_details"] = TypedColumn("people", _members("authors"))
    for name in OBJECTS:
        columns[name] = TypedColumn("string", _as_json(name))
    return parquet_file(columns)


def json_line(row: Row) -> str:
    """Return a row as a line of JSON."""
    return f"{dump_json(row, compact=True)}\n"


def _members(name: str) -> Values:
    return lambda rows: [row[name] for row in rows]


def _as_json(name: str) -> Values:
    def texts(rows: Sequence[Row]) -> list[Any]:
        return [dump_json(row[name], compact=True) for row in rows]

    return texts


def _author_names(rows: Sequence[Row]) -> list[Any]:
    return [_names(row["authors"]) for row in rows]


def _names(authors: Sequence[Mapping[str, Any]]) -> list[str]:
    return [author["name"] for author in authors]
