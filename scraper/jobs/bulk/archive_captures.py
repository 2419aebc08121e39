"""Read the captures of an archive as records of a bulk run."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from scraper import faults
from scraper.archive import Archive
from scraper.archive.pages.captures import CaptureName
from scraper.errors import PagePruned
from scraper.sources.bulk_filters import RecordFilter, refusal, refusal_of_head
from scraper.sources.bulk_records import (
    BulkFault,
    BulkItem,
    BulkItems,
    BulkRecord,
    ReadingCounts,
    utc_text,
)

BATCH = 200  # captures that are listed at once: no listing stays open while pages are read


def read(path: str, wanted: RecordFilter, counts: ReadingCounts | None = None) -> BulkItems:
    """Yield the pages that an archive keeps, in the order in which they came.

    The key is the id of the capture. The archive is only read. Pages that were pruned are counted
    as passed over; what is damaged is a fault.
    """
    counts = counts if counts is not None else ReadingCounts()
    with Archive.open(Path(path), create=False, read_only=True) as archive:
        after = 0
        while batch := list(islice(archive.pages.captures(after=after), BATCH)):
            for capture in batch:
                yield from _wanted(archive, capture, wanted, counts)
            after = batch[-1]["id"]


def _wanted(
    archive: Archive, capture: CaptureName, wanted: RecordFilter, counts: ReadingCounts
) -> BulkItems:
    refused = refusal_of_head(wanted, capture["final_url"], None, None)
    item = None if refused else _item(archive, capture, counts)
    if isinstance(item, BulkRecord):
        refused = refusal(wanted, item)
    if refused:
        counts.refused[refused] += 1
    elif item is not None:
        yield item


def _item(archive: Archive, capture: CaptureName, counts: ReadingCounts) -> BulkItem | None:
    key = str(capture["id"])
    try:
        page = archive.pages.load(capture["id"])
    except PagePruned:
        counts.others += 1
        return None
    except Exception as error:
        if faults.ends_the_run(error):
            raise
        return BulkFault(key, capture["final_url"], str(error))
    return BulkRecord(
        key=key,
        url=page.final_url,
        content=page.body,
        headers=tuple(page.headers.items()),
        status=page.status,
        mime=page.headers.get("content-type", "").partition(";")[0].strip().lower(),
        fetched_at=utc_text(page.fetched_at),
    )
