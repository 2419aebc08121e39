"""Write kept pages as WARC, the file format of web archives; warcio makes the records.

A page is a response record with two more: metadata as JSON, with what HTTP does not show, and a
conversion, the text of the article. A body that came before is a revisit record without bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote

from scraper.cleaning import dump_json
from scraper.errors import InputError
from scraper.models import KeptPage, Page
from scraper.present.byte_sink import ByteSink
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.version import __version__

MISSING = "WARC needs warcio: pip install 'scraper[warc]'"
JSON = "application/json"
# The kept bytes are without these codings, so that they must not be declared.
UNDRESSED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
ORIGINAL = "X-Archive-Orig-"  # what the name of such a header begins with
CUT_OFF = "disconnect"  # in WARC-Truncated
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def warc(
    rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT
) -> Iterator[bytes]:
    """Yield the bytes of a WARC file, in which each record is compressed by itself."""
    return _written(rows, _WarcFile())


def _written(rows: Iterable[Mapping[str, Any]], file: _WarcFile) -> Iterator[bytes]:
    for row in rows:
        for kept in row["pages"]:
            file.add(row, kept)
            yield file.sink.taken()


class _WarcFile:
    """A file that is being written, with the bodies that it has."""

    def __init__(self) -> None:
        try:
            from warcio.statusandheaders import StatusAndHeaders
            from warcio.warcwriter import WARCWriter
        except ImportError:
            raise InputError(MISSING) from None
        self.sink = ByteSink()
        self._writer = WARCWriter(self.sink, gzip=True)
        self._headers_of = StatusAndHeaders
        self._bodies: dict[str, tuple[str, str]] = {}  # digest -> address and date of the first

    def add(self, row: Mapping[str, Any], kept: KeptPage) -> None:
        """Add the records of a page; the first one is preceded by what describes the file."""
        page = kept.page
        if not self._bodies:
            about = f"software: scraper {__version__}\r\nformat: WARC File Format 1.0\r\n"
            self._record("warcinfo", kept, about.encode(), "application/warc-fields", uri="")
        response = self._response(kept)
        self._record("metadata", kept, dump_json(_facts(page)).encode(), JSON, of=response)
        is_of_the_text = row.get("is_text_from_last_page", True)  # else its own page was pruned
        if kept is row["pages"][-1] and is_of_the_text:
            text = (row.get("body_text") or "").encode("utf-8", "replace")
            self._record("conversion", kept, text, "text/plain; charset=utf-8", of=response)

    def _response(self, kept: KeptPage) -> str:
        """Write a response, or a revisit of a body that is there already; return its id."""
        page = kept.page
        headers = {"WARC-Record-ID": _record_id(kept, "response"), "WARC-Date": _date(page)}
        if page.complete is False:
            headers["WARC-Truncated"] = CUT_OFF
        record = self._writer.create_warc_record(
            page.final_url,
            "response",
            payload=BytesIO(page.body),
            length=len(page.body),
            http_headers=self._http(page),
            warc_headers_dict=headers,
        )
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        first = self._bodies.setdefault(digest, (page.final_url, headers["WARC-Date"]))
        if first != (page.final_url, headers["WARC-Date"]) and page.body:
            record = self._writer.create_revisit_record(
                page.final_url, digest, *first, http_headers=self._http(page),
                warc_headers_dict=headers,
            )  # fmt: skip
        self._writer.write_record(record)
        return headers["WARC-Record-ID"]

    def _http(self, page: Page) -> Any:
        """Return the status and headers that fit the kept bytes."""
        fields = [_field(name, value) for name, value in page.headers.items()]
        fields.append(("Content-Length", str(len(page.body))))
        try:
            reason = HTTPStatus(page.status).phrase
        except ValueError:
            reason = ""
        return self._headers_of(f"{page.status} {reason}".strip(), fields, protocol="HTTP/1.1")

    def _record(  # noqa: PLR0913 - the parts of a record
        self,
        kind: str,
        kept: KeptPage,
        payload: bytes,
        content_type: str,
        *,
        of: str | None = None,
        uri: str | None = None,
    ) -> None:
        headers = {"WARC-Record-ID": _record_id(kept, kind), "WARC-Date": _date(kept.page)}
        if of:
            headers["WARC-Refers-To"] = of
        record = self._writer.create_warc_record(
            kept.page.final_url if uri is None else uri,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type=content_type,
            warc_headers_dict=headers,
        )
        self._writer.write_record(record)


def _facts(page: Page) -> dict[str, Any]:
    """Return what HTTP does not show of a page, and its headers as they came."""
    return {
        "scraper": __version__,
        "url": page.url,
        "redirects": [[hop.url, hop.status, hop.location] for hop in page.redirects],
        "headers": dict(page.headers),
        "complete": page.complete,
    }


def _field(name: str, value: str) -> tuple[str, str]:
    """Return a header in ASCII, on one line; one that does not fit the kept bytes is renamed."""
    shown = quote(" ".join(value.split()), safe=PRINTABLE)
    return (f"{ORIGINAL}{name.title()}" if name in UNDRESSED else name.title()), shown


def _record_id(kept: KeptPage, kind: str) -> str:
    """Return an id that is the same each time."""
    name = f"{kept.page.final_url} {_date(kept.page)} {kept.capture_id} {kind}"
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"


def _date(page: Page) -> str:
    return page.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")
