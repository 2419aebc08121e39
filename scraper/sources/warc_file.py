"""Read the web pages of a WARC file, whoever wrote it; warcio parses the records."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from scraper import urls
from scraper.cleaning import load_json
from scraper.errors import InputError
from scraper.models import LARGEST_PAGE, Page, Redirect
from scraper.sources.bulk_filters import PAGE_TYPES, SUCCESS

MISSING = "WARC needs warcio: pip install 'scraper[warc]'"
GZIP = b"\x1f\x8b"
LONGEST_TAIL = 64 << 20  # bytes after the last page: a longer rest is not looked at
BLOCK = 1 << 20  # bytes that are asked for at a time
ANSWERS = ("response", "revisit")
OURS = "scraper"  # the member of the metadata that `export warc` writes

Facts = Mapping[str, Any]  # what such a metadata record states


def pages(path: Path, *, called: str = "") -> Iterator[Page]:
    """Yield the pages of a file in their order: successful answers that are text or HTML.

    A revisit record gets the body that it refers to. Raise InputError if the file is not WARC, or
    where it is damaged; messages name the file as it is `called`, by default by its path.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise InputError(MISSING) from None
    try:
        with path.open("rb") as file:
            yield from _WarcReader(path, called or str(path), ArchiveIterator).pages(file)
    except ArchiveLoadFailed as error:
        why = " ".join(str(error).split())
        raise InputError(f"{called or path} is not a WARC file, or damaged: {why}") from None


class _Waiting(NamedTuple):
    """A page of which the next record may tell more."""

    record_id: str | None
    page: Page


class _WarcReader:
    """The state of one pass over a file."""

    def __init__(self, path: Path, called: str, iterate: Any) -> None:
        self._path, self._called, self._iterate = path, called, iterate
        self._last = 0  # where the last page is
        self._bodies: dict[str | None, int] = {}  # digest -> where in the file the first one is

    def pages(self, file: IO[bytes]) -> Iterator[Page]:
        """Yield the pages, each when the record after it has shown what more is known of it."""
        waiting: _Waiting | None = None
        records, record = self._iterate(file), None
        for record in records:
            if record.rec_type == "metadata":
                waiting = _with_facts(waiting, record)
            elif record.rec_type in ANSWERS and record.http_headers is not None:
                if waiting:
                    yield waiting.page
                waiting = self._read(record, records)
        if waiting:
            yield waiting.page
        is_short = record is not None and getattr(record.raw_stream, "limit", 0) > 0
        if is_short or _has_half_a_record(self._path, self._last):
            raise InputError(f"{self._called} ends in the middle of a record: it is not complete")

    def _read(self, record: Any, records: Any) -> _Waiting | None:
        """Return the page of a record, and note where its body is."""
        page = self._page(record)
        if page is None:
            return None
        if record.rec_type == "response":
            self._last = records.get_record_offset()  # only now, for this reads the record's rest
            digest = record.rec_headers.get_header("WARC-Payload-Digest")
            self._bodies.setdefault(digest, self._last)
        return _Waiting(record.rec_headers.get_header("WARC-Record-ID"), page)

    def _page(self, record: Any) -> Page | None:
        """Return the page of a record; None for what is no page."""
        header, http = record.rec_headers.get_header, record.http_headers
        status, digest = http.get_statuscode(), header("WARC-Payload-Digest")
        declared = http.get_header("Content-Type") or ""
        kind = declared.partition(";")[0].strip().lower()
        if not status.isdigit() or int(status) not in SUCCESS or kind not in PAGE_TYPES:
            return None
        address = _address(header("WARC-Target-URI"))
        at = _moment(header("WARC-Date"))
        body = self._body(record, digest)
        if address is None or at is None or body is None:
            return None
        return Page(
            url=address,
            final_url=address,
            status=int(status),
            headers=_joined(http.headers),
            body=body,
            fetched_at=at,
            complete=not header("WARC-Truncated"),
        )

    def _body(self, record: Any, digest: str | None) -> bytes | None:
        """Return the bytes of a page without its codings; None if there are too many or none."""
        if record.rec_type == "response":
            return _whole(record.content_stream())
        offset = self._bodies.get(digest) if digest else None
        if offset is None:
            return None
        with self._path.open("rb") as file:
            file.seek(offset)
            first = next(iter(self._iterate(file)))
            return self._body(first, None)


def _has_half_a_record(path: Path, start: int) -> bool:
    """Return whether a compressed file ends within a record; warcio takes that for its end."""
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(len(GZIP))
        if data != GZIP:
            return False
        data += file.read(LONGEST_TAIL)
    return len(data) < LONGEST_TAIL and _ends_within_a_member(data)


def _ends_within_a_member(data: bytes) -> bool:
    while data:
        member, piece = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
        try:
            while not member.eof and (piece or data):
                piece = member.decompress(data, BLOCK)
                data = member.unconsumed_tail
        except zlib.error:
            return True
        if not member.eof:
            return True
        data = member.unused_data
    return False


def _whole(stream: Any) -> bytes | None:
    """Return what a stream holds, which gives few bytes at a time; None if that is too much."""
    data = bytearray()
    while piece := stream.read(BLOCK):
        data += piece
        if len(data) > LARGEST_PAGE:
            return None
    return bytes(data)


def _with_facts(waiting: _Waiting | None, record: Any) -> _Waiting | None:
    """Return a page with what a metadata record notes, if the record refers to it."""
    if waiting is None or record.rec_headers.get_header("WARC-Refers-To") != waiting.record_id:
        return waiting
    return waiting._replace(page=_completed(waiting.page, _facts(record)))


def _completed(page: Page, facts: Facts) -> Page:
    """Return a page with what `export warc` noted of it; as it is if that is nonsense."""
    try:
        redirects = tuple(
            Redirect(url=str(url), status=int(status), location=str(to))
            for url, status, to in facts["redirects"]
        )
        return Page(
            url=_address(facts["url"]) or page.url,
            final_url=page.final_url,
            status=page.status,
            headers={str(name): str(value) for name, value in facts["headers"].items()},
            body=page.body,
            fetched_at=page.fetched_at,
            redirects=redirects,
            complete=facts["complete"] if facts["complete"] is None else bool(facts["complete"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return page


def _facts(record: Any) -> Facts:
    try:
        found = load_json(_whole(record.content_stream()) or b"")
    except ValueError:
        return {}
    return found if isinstance(found, dict) and OURS in found else {}


def _address(url: Any) -> str | None:
    """Return an address of the web, None for another; some programs put brackets around it."""
    if not isinstance(url, str):
        return None
    try:
        return str(urls.address(url.strip("<>")))
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(microsecond=0) if moment.tzinfo else None


def _joined(fields: list[tuple[str, str]]) -> dict[str, str]:
    """Return headers by their names in lower case; repeated ones are joined."""
    out: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        out[key] = f"{out[key]}, {value}" if key in out else value
    return out
