"""What people brought along and added, beside the articles of an export.

`archive/transfer/added_rows.py` puts the same members in again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scraper.archive.store.connection import Room, translate_errors

Row = Mapping[str, Any]

_LABELS = (
    "SELECT s.name, r.row, r.url, s.url_column, r.cells FROM aliases l"
    " JOIN label_rows r ON r.url = l.url JOIN label_sets s ON s.id = r.set_id"
    " WHERE l.article_id = ? ORDER BY s.name, r.row"
)
# member of a row -> SQL of its objects
_NOTES = {
    "coder_tags": (
        "SELECT tag, coder, added_at FROM coder_tags WHERE article_id = ? ORDER BY tag, coder"
    ),
    "notes": (
        "SELECT version, field, exact, prefix, suffix, text, coder, added_at FROM coder_notes"
        " WHERE article_id = ? ORDER BY id"
    ),
    "exclusions": (
        "SELECT reason, coder, added_at FROM coder_exclusions WHERE article_id = ? ORDER BY coder"
    ),
}


class Additions(Room):
    """Labels, tags, notes and exclusions as members of exported rows."""

    @translate_errors
    def label_columns(self) -> list[tuple[str, str]]:
        """Return set and column of every label, sets by name and columns in their own order."""
        sets = self.db.execute("SELECT name, columns FROM label_sets ORDER BY name").fetchall()
        return [(name, column) for name, columns in sets for column in json.loads(columns)]

    @translate_errors
    def with_labels(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the same rows with `labels`: for each set, the rows that led to the article.

        Each of them has row, url, url_column and cells.
        """
        for row in rows:
            labels: dict[str, list[Row]] = {}
            for name, *values in self.db.execute(_LABELS, (row["id"],)):
                labels.setdefault(name, []).append(_label_row(*values))
            yield {**row, "labels": labels}

    @translate_errors
    def with_notes(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the same rows with `coder_tags`, `notes` and `exclusions`, lists of objects."""
        for row in rows:
            yield {**row, **{name: self._objects(sql, row["id"]) for name, sql in _NOTES.items()}}

    def _objects(self, sql: str, article_id: int) -> list[Row]:
        cursor = self.db.cursor()
        cursor.row_factory = sqlite3.Row
        return [dict(row) for row in cursor.execute(sql, (article_id,))]


def _label_row(number: int, url: str, url_column: str, cells: str) -> Row:
    return {"row": number, "url": url, "url_column": url_column, "cells": json.loads(cells)}
