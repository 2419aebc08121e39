"""Read the HTML files below a folder as records of a bulk run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath

from scraper.errors import InputError
from scraper.models import LARGEST_PAGE
from scraper.patterns import late
from scraper.sources import bulk_paths
from scraper.sources.bulk_kinds import PAGE_SUFFIXES, kind_by_name
from scraper.sources.bulk_records import (
    BulkFault,
    BulkItem,
    BulkItems,
    BulkRecord,
    ReadingCounts,
    utc_text,
)
from scraper.sources.saved_pages import address_inside, stated_origin

SIGNATURE = 1024  # bytes in which a file without such a suffix shows that it is HTML
HTML = "text/html"
_HTML = late(r"(?i)<(?:!doctype\s{1,9}html|html|head)\b")


def read(path: str, counts: ReadingCounts | None = None) -> BulkItems:
    """Yield the pages of a folder, sorted by folder and name, or that of one file."""
    counts = counts if counts is not None else ReadingCounts()
    if not bulk_paths.is_folder(path):
        yield _read_file(path, PurePosixPath(path).name, "") or _no_page(path)
        return
    root = bulk_paths.name_of(path)
    for file in bulk_paths.files_below(path):
        if kind_by_name(file):  # a source of its own
            continue
        item = _read_file(file, bulk_paths.below(file, path), root)
        if item is None:
            counts.others += 1
        else:
            yield item


def page_record(
    name: str, content: bytes, *, root: str, otherwise: str, fetched_at: str = ""
) -> BulkRecord:
    """Return the record of an HTML file that came without its address.

    `name` is its path in the source of the name `root`. The address is `otherwise` if neither the
    page nor the path states one.
    """
    origin = stated_origin(content)
    if origin and origin.saved_at:
        fetched_at = utc_text(origin.saved_at)
    url = origin.url if origin else address_inside(content, PurePosixPath(root, name))
    return BulkRecord(
        key=name, url=url or otherwise, content=content, mime=HTML, fetched_at=fetched_at
    )


def is_html(name: str, start: bytes) -> bool:
    """Return whether a file is a page, by its name or its first bytes."""
    if PurePosixPath(name).suffix.lower() in PAGE_SUFFIXES:
        return True
    return _HTML.search(start[:SIGNATURE].decode("latin-1")) is not None


def _read_file(path: str, name: str, root: str) -> BulkItem | None:
    """Return the record of a file, a fault if it cannot be read, None if it is not a page."""
    try:
        with bulk_paths.open_binary(path) as file:
            start = file.read(SIGNATURE)
            if not is_html(name, start):
                return None
            content = start + file.read(LARGEST_PAGE)
    except InputError as error:
        return BulkFault(key=name, url="", reason=str(error))
    except OSError as error:
        return BulkFault(key=name, url="", reason=f"cannot be read: {error.strerror or error}")
    if len(content) > LARGEST_PAGE:
        return too_large(name)
    return page_record(
        name,
        content,
        root=root,
        otherwise=bulk_paths.address_of(path),
        fetched_at=_changed_at(path),
    )


def too_large(key: str, url: str = "") -> BulkFault:
    """Return the fault of a page that is larger than a page can be."""
    return BulkFault(key, url, f"larger than {LARGEST_PAGE >> 20} MB, not read")


def _no_page(path: str) -> BulkFault:
    return BulkFault(key=PurePosixPath(path).name, url="", reason=f"{path} is not an HTML page")


def _changed_at(path: str) -> str:
    """Return when a local file was last written, "" for one of a store."""
    if bulk_paths.scheme_of(path):
        return ""
    seconds = int(bulk_paths.local_path(path).stat().st_mtime)
    return utc_text(datetime.fromtimestamp(seconds, UTC))
