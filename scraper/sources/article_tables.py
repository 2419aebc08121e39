"""Read articles from Parquet files of ours, as rows that `export jsonl` would write.

`export parquet` and `bulk extract` make such files; other programs may have changed them since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from scraper.cleaning import load_json
from scraper.errors import InputError
from scraper.sources import bulk_paths

MISSING = "Parquet needs pyarrow: pip install 'scraper[parquet]'"
BATCH = 256  # rows that are unpacked together
# members of a row that an archive reads, where a file has a column of that name
TEXTS = (
    "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "date_published", "date_modified", "section", "language", "direction", "verdict", "body_text",
    "body_form", "extractor", "first_seen", "last_changed", "last_seen",
)  # fmt: skip
OTHERS = ("authors", "tags", "images", "sources", "word_count", "is_free")
# columns that become members of another name or shape
CHANGED = ("author_details", "fetched_at", "lead_image", "caption", "credit")
NEEDED = frozenset({"url", "body_text"})
JSON_START = ("{", "[")

Row = dict[str, Any]


def files_of(path: str) -> list[str]:
    """Return the Parquet files that a path names: itself, or those in a folder, sorted.

    What a partition or a bulk run wrote is such a folder. Raise InputError if there is none.
    """
    if not bulk_paths.is_folder(path):
        return [path]
    found = [file for file in bulk_paths.files_below(path) if file.endswith(".parquet")]
    if not found:
        raise InputError(f"{path} is a folder without Parquet files")
    return found


def count_rows(path: str) -> int:
    """Return how many rows a file has; raise InputError if it has no articles."""
    with _opened(path) as table:
        return int(table.metadata.num_rows)


def rows(path: str) -> Iterator[Row]:
    """Yield the rows of a file; raise InputError if it has no articles, or where it is damaged."""
    with _opened(path) as table:
        known = {*TEXTS, *OTHERS, *CHANGED}
        names = [name for name in table.schema_arrow.names if name in known]
        for batch in table.iter_batches(batch_size=BATCH, columns=names, use_threads=False):
            for values in batch.to_pylist():
                yield article_row(values)


def article_row(values: Mapping[str, Any]) -> Row:
    """Return the values of a row as those of `export jsonl`."""
    row = {name: _text(values[name]) for name in TEXTS if values.get(name) is not None}
    row |= {name: _plain(values[name]) for name in OTHERS if values.get(name) is not None}
    details = _plain(values.get("author_details"))
    if details:
        row["authors"] = details
    if values.get("fetched_at") is not None:
        row.setdefault("first_seen", _text(values["fetched_at"]))
    if "images" not in row and values.get("lead_image"):
        row["images"] = [_lead_image(values)]
    return row


def _lead_image(values: Mapping[str, Any]) -> Row:
    """Return the picture of a table that has a column for one only."""
    named = {"url": "lead_image", "caption": "caption", "credit": "credit"}
    return {"lead": True, **{name: values.get(column) for name, column in named.items()}}


def _text(value: Any) -> Any:
    """Return a time as the archive writes it; any other value as it is."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: Any) -> Any:
    """Return a value that may be kept as a JSON text."""
    if isinstance(value, str) and value.startswith(JSON_START):
        try:
            return load_json(value)
        except ValueError:
            return value
    return value


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """Open a table of articles; its errors become InputError."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InputError(MISSING) from None
    with bulk_paths.open_binary(path) as file:
        try:
            table = ParquetFile(file)
            missing = NEEDED.difference(table.schema_arrow.names)
            if missing:
                raise InputError(
                    f"{path} has no articles: the column {min(missing)} is missing"
                    " (`export parquet` and `bulk extract` write such files)"
                )
            yield table
        except (ArrowException, OSError) as error:
            why = " ".join(str(error).split())
            raise InputError(f"{path} is not a Parquet file, or damaged: {why}") from None
