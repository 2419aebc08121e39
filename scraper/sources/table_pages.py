"""Turn a row of a table into a record of a bulk run: which column is the page, which its address.

Rows are those of JSON Lines and Parquet files, such as other crawlers and data sets write them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from scraper.models import LARGEST_PAGE
from scraper.sources.bulk_codings import BodyTooLarge, undone
from scraper.sources.bulk_folder import HTML, is_html, too_large
from scraper.sources.bulk_records import BulkFault, BulkItem, BulkRecord, utc_text

# the first column of these that a row has; `text` is none of them: it is text without markup
CONTENT = ("html", "raw_html", "html_content", "html_base64", "content", "content_base64", "body")
ADDRESS = ("url", "final_url", "uri", "target_uri", "warc_target_uri", "link", "source_url")
TIME = ("fetched_at", "warc_date", "date", "timestamp", "fetch_time", "crawl_date", "retrieved")
STATUS = ("status", "status_code", "http_status", "fetch_status")
TYPE = ("mime", "mime_type", "content_type", "content_mime_type")
DIGEST = ("digest", "content_digest", "payload_digest")
HEADERS = ("headers", "http_headers", "response_headers")
NAMES = frozenset((*CONTENT, *ADDRESS, *TIME, *STATUS, *TYPE, *DIGEST, *HEADERS, "encoding"))
GZIP_HEADERS = (("content-encoding", "gzip"),)
GZIP = b"\x1f\x8b"

Row = Mapping[str, Any]


def has_content(names: Iterable[str]) -> bool:
    """Return whether one of the columns can hold pages."""
    return not {name.lower() for name in names}.isdisjoint(CONTENT)


def record_of(row: Row, key: str) -> BulkItem:
    """Return the record of a row, or a fault if it has no page or no address."""
    lowered = {name.lower(): value for name, value in row.items()}
    url = str(_first(lowered, ADDRESS) or "")
    if not url:
        return BulkFault(key, "", f"no address: none of the columns {', '.join(ADDRESS)}")
    stored = _first(lowered, CONTENT)
    if not isinstance(stored, str | bytes) or not stored:
        return BulkFault(key, url, f"no HTML: none of the columns {', '.join(CONTENT)}")
    try:
        content = _content(stored, is_base64=lowered.get("encoding") == "base64")
    except BodyTooLarge:
        return too_large(key, url)
    if content is None:
        return BulkFault(key, url, "what is marked as base64 is not base64")
    return BulkRecord(
        key=key,
        url=url,
        content=content,
        headers=_headers(_first(lowered, HEADERS)),
        status=_status(_first(lowered, STATUS)),
        mime=_mime(_first(lowered, TYPE), content),
        fetched_at=_moment(_first(lowered, TIME)),
        digest=str(_first(lowered, DIGEST) or ""),
    )


def _first(row: Row, names: Iterable[str]) -> Any:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)


def _content(stored: str | bytes, *, is_base64: bool) -> bytes | None:
    """Return the bytes of a page; None if they are marked as base64 and are not."""
    content = stored if isinstance(stored, bytes) else stored.encode("utf-8", "replace")
    if is_base64 or b"<" not in content:  # a page has markup, base64 has no such character
        decoded = _decoded(content)
        if decoded is None and is_base64:
            return None
        content = decoded or content
    if content.startswith(GZIP):
        content = undone(content, GZIP_HEADERS)
    if len(content) > LARGEST_PAGE:
        raise BodyTooLarge
    return content


def _decoded(content: bytes) -> bytes | None:
    if content.startswith(GZIP):
        return None
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _headers(value: Any) -> tuple[tuple[str, str], ...]:
    """Return headers that are an object, or a list of pairs."""
    if isinstance(value, Mapping):
        return tuple((str(name), str(each)) for name, each in value.items())
    if isinstance(value, list | tuple):
        pairs = [each for each in value if isinstance(each, list | tuple)]
        return tuple((str(pair[0]), str(pair[1])) for pair in pairs if len(pair) > 1)
    return ()


def _status(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None


def _mime(value: Any, content: bytes) -> str:
    stated = str(value or "").partition(";")[0].strip().lower()
    if stated:
        return stated
    return HTML if is_html("", content) else ""


def _moment(value: Any) -> str:
    """Return a time in UTC; one without a zone is taken for UTC. Return "" for no time."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return ""
    if not isinstance(value, datetime):
        return ""
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return utc_text(value.astimezone(UTC))
