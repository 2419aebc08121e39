"""What one program made of one page: a row a reading, and the values themselves where they stand nowhere else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from scraper.archive import record
from scraper.archive.reading import Reading
from scraper.archive.record import Row, dump

LEVEL = 6  # zstd


def note(db: sqlite3.Connection, reading: Reading, article_id: int | None, version: int | None) -> None:
    """Write down a reading; one that gave no version keeps its values. An article without a page has no reading."""
    if reading.capture_id is None:
        return
    db.execute(
        "INSERT INTO extractions(capture_id, article_id, version, extractor, extracted_at, verdict, evidence, sources,"
        " text_sha256, word_count, fields) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            reading.capture_id,
            article_id,
            version,
            reading.extractor,
            reading.at,
            reading.row["verdict"],
            dump(reading.article.verdict.evidence),
            dump(dict(reading.article.sources)),
            reading.row["text_sha256"],
            reading.row["word_count"],
            None if version else pack(record.whole(reading.article)),
        ),
    )


def sources(db: sqlite3.Connection, capture_id: int | None) -> dict[str, str]:
    """Field -> strategy, of the newest reading of a capture."""
    row = db.execute(
        "SELECT sources FROM extractions WHERE capture_id = ? ORDER BY id DESC LIMIT 1", (capture_id,)
    ).fetchone()
    return json.loads(row[0]) if row else {}


def pack(fields: Mapping[str, Any]) -> bytes:
    """Values as the bytes of a `fields` column."""
    import zstandard

    return zstandard.ZstdCompressor(level=LEVEL).compress(dump(fields).encode("utf-8", "replace"))


def unpack(data: bytes) -> Row:
    """The values of a `fields` column."""
    import zstandard

    out: Row = json.loads(zstandard.ZstdDecompressor().decompress(data))
    return out
