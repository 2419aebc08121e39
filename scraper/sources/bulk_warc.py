"""Read WARC files as records of a bulk run: plain, gzip or zstd, by record or as a whole.

fastwarc parses the records. What is damaged becomes a fault, and the reading goes on at the next
record that can be found: at the next member of a compressed file, or the next version line.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC
from typing import IO, Any, NamedTuple

from scraper.errors import InputError
from scraper.models import LARGEST_PAGE
from scraper.sources import bulk_paths
from scraper.sources.bulk_codings import BodyTooLarge, undone
from scraper.sources.bulk_filters import RecordFilter, refusal_of_head
from scraper.sources.bulk_folder import is_html, too_large
from scraper.sources.bulk_records import (
    BulkFault,
    BulkItem,
    BulkItems,
    BulkRecord,
    ReadingCounts,
    utc_text,
)
from scraper.sources.warc_damage import looks_like_warc, next_record

MISSING = "reading WARC files in bulk needs fastwarc: pip install 'scraper[bulk]'"
EVERYTHING = RecordFilter(statuses=frozenset(), mimes=frozenset())


def read(
    path: str, counts: ReadingCounts | None = None, wanted: RecordFilter = EVERYTHING
) -> BulkItems:
    """Yield the responses of a file, in their order; raise InputError if it is not a WARC file.

    Records that `wanted` refuses by their heads are counted, and their bodies are not unpacked.
    """
    with bulk_paths.open_binary(path) as file:
        yield from read_stream(file, path, counts, wanted)


def read_stream(
    file: IO[bytes],
    called: str,
    counts: ReadingCounts | None = None,
    wanted: RecordFilter = EVERYTHING,
) -> BulkItems:
    """Yield the responses of an open file; messages name it as it is `called`."""
    counts = counts if counts is not None else ReadingCounts()
    yield from _WarcPass(file, called, counts, wanted).items()


class _Opened(NamedTuple):
    """The record whose body is being read."""

    key: str
    url: str


class _WarcPass:
    """The state of one pass over a file."""

    def __init__(
        self, file: IO[bytes], called: str, counts: ReadingCounts, wanted: RecordFilter
    ) -> None:
        self._file, self._called = file, called
        self._counts, self._wanted = counts, wanted
        self._last: int | None = None  # where the last record begins, since the last damage
        self._same = 0  # records before it that begin there, in a file packed as a whole
        self._opened: _Opened | None = None
        self._gap: BulkFault | None = None  # bytes between two records that are none

    def items(self) -> BulkItems:
        """Yield records and faults, past each damaged place."""
        start: int | None = 0
        while start is not None:
            self._forget_place()
            damage = yield from self._items_from(start)
            if damage is None:
                return
            at = start if self._last is None else self._last
            start = next_record(self._file, at + 1)
            fault = self._fault(at, damage, is_rest=start is None)
            if self._is_between(start):
                self._gap = fault
            else:
                self._gap = None
                yield fault

    def _items_from(self, start: int) -> Generator[BulkItem, None, str | None]:
        """Yield what can be read; return what is wrong where it ends, None at the file's end."""
        try:
            for record in _records(self._file, start):
                key = self._key(record.stream_pos)
                if self._gap:
                    yield self._gap
                    self._gap = None
                item = self._item(record, key)
                self._opened = None
                if item is not None:
                    yield item
        except OSError as error:
            return " ".join(str(error).split())
        return None

    def _forget_place(self) -> None:
        self._last, self._same, self._opened = None, 0, None

    def _is_between(self, following: int | None) -> bool:
        """Return whether the damage is after a record that was read and before another place.

        What follows may be a damaged record, which then is the fault, or whole: then bytes that
        are no record are between the two.
        """
        return self._opened is None and self._last is not None and following is not None

    def _fault(self, at: int, damage: str, *, is_rest: bool) -> BulkFault:
        if self._opened:
            return BulkFault(*self._opened, f"damaged record: {damage}")
        if self._last is None:
            if at == 0 and is_rest and not looks_like_warc(self._file):
                raise InputError(f"{self._called} is not a WARC file")
            return BulkFault(str(at), "", f"damaged record: {damage}")
        lost = ", and the rest is lost" if is_rest else ""
        return BulkFault(f"{at}+", "", f"damaged bytes after this record{lost}: {damage}")

    def _key(self, position: int) -> str:
        self._same = self._same + 1 if position == self._last else 0
        self._last = position
        return f"{position}+{self._same}" if self._same else str(position)

    def _item(self, record: Any, key: str) -> BulkItem | None:
        """Return the record of a response, a fault, or None for what is passed over."""
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        http = record.http_headers
        if http is None:
            self._pass_over(record)
            return None
        mime = _mime(record.http_content_type)
        refused = refusal_of_head(self._wanted, url, http.status_code, mime or None)
        if refused:
            self._counts.refused[refused] += 1
            return None
        if record.content_length > LARGEST_PAGE:
            return too_large(key, url)
        self._opened = _Opened(key, url)
        body = record.reader.read(record.content_length)
        if len(body) < record.content_length:
            raise OSError("the file ends in the middle of it")
        if not body and _is_revisit(record):
            self._pass_over(record)
            return None
        return _response(record, key, url, mime, body)

    def _pass_over(self, record: Any) -> None:
        if _is_revisit(record):
            self._counts.revisits += 1
        else:
            self._counts.others += 1


def _records(file: IO[bytes], start: int) -> Iterator[Any]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise InputError(MISSING) from None
    if start:
        file.seek(start)
    answers = WarcRecordType.response | WarcRecordType.revisit
    yield from ArchiveIterator(file, record_types=answers)


def _is_revisit(record: Any) -> bool:
    return str(record.record_type) == "revisit"


def _response(record: Any, key: str, url: str, mime: str, body: bytes) -> BulkItem:
    headers = record.http_headers.to_tuples()
    try:
        content = undone(body, headers)
    except BodyTooLarge:
        return too_large(key, url)
    at = record.record_date
    return BulkRecord(
        key=key,
        url=url,
        content=content,
        headers=headers,
        status=record.http_headers.status_code,
        mime=mime or _guessed(content),
        fetched_at=utc_text(at.astimezone(UTC)) if at else "",
        digest=record.headers.get("WARC-Payload-Digest") or "",
    )


def _mime(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _guessed(content: bytes) -> str:
    return "text/html" if is_html("", content) else ""
