"""A checksum a row, for tables without a hash of their own: one flipped bit changes it.

So `verify` can name the row. What SQL puts together is summed in SQL, by a function that each
connection of ours has: a row costs one statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from zlib import crc32

from scraper.cleaning import has_printable_lines

# table -> the columns that its checksum covers: all but the row's id, and what is set to NULL when
# another row is deleted
COVERED: dict[str, tuple[str, ...]] = {
    "captures": ("url", "final_url", "site", "status", "headers", "redirects", "complete",
                 "fetched_at", "source", "body_id", "run_id"),
    "versions": ("article_id", "number", "first_seen", "replaced_at", "capture_id", "date_modified",
                 "text_sha256", "changed", "stealth", "returns", "words_checksum"),
    "changes": ("article_id", "version", "field", "kind", "words_added", "words_removed",
                "materiality", "before", "after"),
    "events": ("article_id", "at", "kind", "version", "capture_id", "detail"),
    "visits": ("article_id", "last_seen", "due_at", "unchanged", "missing", "missing_since",
               "vanished_at"),
    "extractions": ("capture_id", "version", "extractor", "extracted_at", "verdict", "evidence",
                    "sources", "text_sha256",
                    "word_count", "fields"),
    "fetches": ("url", "at", "reason", "status", "error", "ms", "capture_id", "run_id"),
    "hosts": ("host", "delay", "failures", "open_until", "robots", "robots_at", "robots_status"),
    "dictionaries": ("body_id", "pages", "packed_to"),
    "allowed_triggers": ("name", "sha256", "allowed_at"),
    "reseals": ("at", "why", "runs", "captures", "before_sha256", "after_sha256"),
    "queue": ("url", "host", "state", "priority", "attempts", "owner", "lease_until", "reason",
              "error", "lead"),
    "feeds": ("url", "kind", "title", "site", "added_at", "etag", "last_modified", "polled_at",
              "due_at", "failures", "status", "error", "site_url", "folders", "tags", "every",
              "content", "rule", "paused_at", "retired_at", "rhythm", "half_window", "least",
              "quiet", "own_title", "read_at", "moved_to", "moved_since", "moved_polls", "hub"),
    "feed_windows": ("feed_id", "at", "names", "oldest", "newest"),
    "feed_events": ("url", "at", "kind", "detail"),
    "gaps": ("url", "site", "from_at", "to_at", "seen_before", "estimate", "found", "filled_by",
             "filled_at", "tried_at", "names_before", "names_after"),
    "schedules": ("subject", "fingerprint", "since"),
    "troubles": ("subject", "kind", "since", "reported_at", "detail"),
    "origins": ("name", "sha256", "merged_at"),
    "origin_captures": ("origin_id", "first_id", "last_id", "shift"),
    "label_sets": ("name", "source", "columns", "url_column", "added_at", "updated_at"),
    "label_rows": ("set_id", "row", "url", "error", "cells"),
    "coder_tags": ("article_id", "tag", "coder", "added_at"),
    "coder_notes": ("article_id", "version", "text", "field", "exact", "prefix", "suffix", "coder",
                    "added_at"),
    "coder_exclusions": ("article_id", "reason", "coder", "added_at"),
}  # fmt: skip
# table -> the SQL of what names a row that has no id
KEYS = {
    "versions": "article_id || ', ' || number",
    "visits": "article_id",
    "hosts": "host",
    "dictionaries": "body_id",
    "allowed_triggers": "name",
    "label_rows": "set_id || ', ' || row",
    "feed_windows": "feed_id",
    "schedules": "subject",
    "troubles": "subject",
    "origin_captures": "origin_id || ', ' || first_id",
}
# a row of `visits` before the second visit
UNVISITED = {"unchanged": 0, "missing": 0}


class ShownOnce:
    """A text that several checksums cover: Python's way to show it is found once."""

    __slots__ = ("_shown",)

    def __init__(self, text: str) -> None:
        self._shown = _shown(text)

    def __repr__(self) -> str:
        return self._shown


def _shown(text: str) -> str:
    """Return `repr` of a text; of a printable one in a quarter of the time."""
    if not has_printable_lines(text):
        return repr(text)
    inside = text.replace("\\", "\\\\").replace("\n", "\\n")
    if "'" not in text:
        return f"'{inside}'"
    if '"' not in text:
        return f'"{inside}"'
    inside = inside.replace("'", "\\'")
    return f"'{inside}'"


def of(values: Iterable[object]) -> int:
    """Return the checksum of a row's values."""
    return crc32(repr(tuple(values)).encode("utf-8", "surrogatepass"))


def of_body(row: Mapping[str, Any] | sqlite3.Row) -> int:
    """Return the checksum of a row of `bodies`.

    It is of the bytes as they are in the file, whatever they unpack to.
    """
    return of((row["sha256"], row["raw_bytes"], row["codec"], row["base_id"], crc32(row["data"])))


def teach(db: sqlite3.Connection) -> None:
    """Give a connection the SQL functions that statements of ours call."""
    db.create_function("row_sum", -1, lambda *values: of(values), deterministic=True)
    db.create_function("crc32", 1, crc32, deterministic=True)


def insert(db: sqlite3.Connection, table: str, **values: object) -> int:
    """Insert a row with its checksum, and return its id; columns without a value are NULL."""
    covered = [values.get(name) for name in COVERED[table]]
    not_covered = {name: value for name, value in values.items() if name not in COVERED[table]}
    names = (*COVERED[table], *not_covered, "checksum")
    cursor = db.execute(
        f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        (*covered, *not_covered.values(), of(covered)),
    )
    return int(cursor.lastrowid or 0)


def update(db: sqlite3.Connection, table: str, key: Mapping[str, object], **values: object) -> None:
    """Give columns of the row with a key other values, and make its checksum again."""
    assigned = setting(table, **{name: f":{name}" for name in values})
    where = " AND ".join(f"{name} = :its_{name}" for name in key)
    of_the_row = {f"its_{name}": value for name, value in key.items()}
    db.execute(f"UPDATE {table} SET {assigned} WHERE {where}", {**values, **of_the_row})


@cache
def setting(table: str, **to: str) -> str:
    """Return the SQL behind SET that gives columns the values of SQL expressions.

    The checksum is made again in the same statement.
    """
    assigned = [f"{name} = {expression}" for name, expression in to.items()]
    return ", ".join((*assigned, f"checksum = {summed(table, **to)}"))


@cache
def summed(table: str, **to: str) -> str:
    """Return the SQL of a row's checksum, where some columns have the values of expressions."""
    return f"row_sum({', '.join(to.get(name, name) for name in COVERED[table])})"
