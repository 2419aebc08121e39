"""Describe what a bulk reader yields: records of pages, and faults of records that are damaged.

Each `bulk_*` module of this room has `read(path)`, which yields both in the order of its source.
A fault never ends the reading where the rest of the source can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scraper.workers.pickling import pickled_by_slots


@pickled_by_slots
@dataclass(frozen=True, slots=True)
class BulkRecord:
    """One page of a source, as it was stored."""

    key: str  # where it is in its source: byte offset, member name, row number; unique there
    url: str  # the record's own
    content: bytes  # without its transfer coding and content coding
    headers: tuple[tuple[str, str], ...] = ()  # of the HTTP response
    status: int | None = None
    mime: str = ""  # of the response, or guessed from the bytes; "" if unknown
    fetched_at: str = ""  # ISO 8601, UTC; "" if unknown
    digest: str = ""  # of the payload, as the source states it: "sha1:…"


@pickled_by_slots
@dataclass(frozen=True, slots=True)
class BulkFault:
    """One record that could not be read, and why."""

    key: str
    url: str  # "" if unknown
    reason: str  # one line


@dataclass(slots=True)
class ReadingCounts:
    """How many records a reader passed over without yielding them, by what they are."""

    revisits: int = 0  # they refer to a payload that was captured elsewhere
    others: int = 0  # files that are no pages, records without an HTTP response
    refused: Counter[str] = field(default_factory=Counter)  # by a filter, by its reason


BulkItem = BulkRecord | BulkFault
BulkItems = Iterator[BulkItem]


def utc_text(moment: datetime) -> str:
    """Return a moment in UTC as records state it, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
