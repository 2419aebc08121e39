"""Write the pages that articles were read from, byte for byte, with a table of what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from scraper.models import KeptPage
from scraper.present.article_table import cell, csv_line
from scraper.present.export_options import AS_DEFAULT, ExportOptions

INDEX = "index.csv"
TOGETHER = 100  # lines of it that are held, for each writing opens the file
COLUMNS = (
    "file", "article_id", "version", "url", "final_url", "status", "content_type", "fetched_at",
    "bytes", "sha256", "complete",
)  # fmt: skip
# type of a page -> suffix of its file
SUFFIXES = {"text/plain": ".txt", "application/xml": ".xml", "text/xml": ".xml"}


def pages(
    rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each page, and parts of index.csv between them."""
    index = [csv_line(COLUMNS)]
    for row in rows:
        for kept in row["pages"]:
            name = page_name(row["id"], kept)
            index.append(csv_line(map(cell, _cells(name, row["id"], kept))))
            yield name, kept.page.body
        if len(index) >= TOGETHER:
            yield INDEX, _encoded(index)
            index = []
    yield INDEX, _encoded(index)


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode("utf-8", "replace")


def page_name(article_id: int, kept: KeptPage) -> str:
    """Return a name of the numbers of article, version and capture, and what the page is."""
    suffix = SUFFIXES.get(content_type(kept), ".html")
    return f"{article_id}-{kept.version}-{kept.capture_id}{suffix}"


def content_type(kept: KeptPage) -> str:
    """Return the type that the server declared, in lower case and without its parameters."""
    declared = kept.page.headers.get("content-type", "")
    return declared.partition(";")[0].strip().lower()


def _cells(name: str, article_id: int, kept: KeptPage) -> list[Any]:
    page = kept.page
    return [
        name,
        article_id,
        kept.version,
        page.url,
        page.final_url,
        page.status,
        page.headers.get("content-type", ""),
        page.fetched_at.isoformat().replace("+00:00", "Z"),
        len(page.body),
        sha256(page.body).hexdigest(),
        page.complete,
    ]
