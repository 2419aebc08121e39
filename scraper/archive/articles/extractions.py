"""What one program extracted from one page: a row of `extractions` each.

The values themselves are kept where no version has them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from scraper.archive.articles import record
from scraper.archive.articles.record import Row, Submission, dump
from scraper.archive.store import checksums

LEVEL = 6  # zstd


def note(
    db: sqlite3.Connection, submission: Submission, article_id: int | None, version: int | None
) -> None:
    """Record an extraction; one that gave no version keeps its values.

    An article that was saved without a page has no extraction.
    """
    if submission.capture_id is None:
        return
    checksums.insert(
        db,
        "extractions",
        capture_id=submission.capture_id,
        article_id=article_id,
        version=version,
        extractor=submission.extractor,
        extracted_at=submission.at,
        verdict=submission.row["verdict"],
        evidence=dump(submission.article.verdict.evidence),
        sources=dump(dict(submission.article.sources)),
        text_sha256=submission.row["text_sha256"],
        word_count=submission.row["word_count"],
        fields=None if version else pack(record.whole(submission.article)),
    )


def put_aside(db: sqlite3.Connection, capture_id: int | None, fields: Mapping[str, Any]) -> None:
    """Keep the values of the newest extraction of a capture before another one replaces it."""
    row = db.execute(
        "SELECT max(id) FROM extractions WHERE capture_id = ? AND version IS NOT NULL",
        (capture_id,),
    )
    checksums.update(db, "extractions", {"id": row.fetchone()[0]}, fields=pack(fields))


def was_refused_before(
    db: sqlite3.Connection, article_id: int, text_sha256: str, capture_id: int | None
) -> bool:
    """Return whether another visit read the same text and was turned away."""
    found = db.execute(
        "SELECT 1 FROM extractions"
        " WHERE article_id = ? AND version IS NULL AND text_sha256 = ? AND capture_id IS NOT ?",
        (article_id, text_sha256, capture_id),
    ).fetchone()
    return found is not None


def sources(db: sqlite3.Connection, capture_id: int | None) -> dict[str, str]:
    """Return the newest extraction's table of field -> strategy, for a capture."""
    row = db.execute(
        "SELECT sources FROM extractions WHERE capture_id = ? ORDER BY id DESC LIMIT 1",
        (capture_id,),
    ).fetchone()
    if row is None:
        return {}
    found: dict[str, str] = json.loads(row["sources"])
    return found


def pack(fields: Mapping[str, Any]) -> bytes:
    """Return values as the bytes of a `fields` column."""
    return packed(dump(fields))


def packed(text: str) -> bytes:
    """Return JSON as the bytes of a `fields` column."""
    import zstandard

    return zstandard.ZstdCompressor(level=LEVEL).compress(text.encode("utf-8", "replace"))


def unpack(data: bytes) -> Row:
    """Return the values of a `fields` column."""
    import zstandard

    out: Row = json.loads(zstandard.ZstdDecompressor().decompress(data))
    return out
