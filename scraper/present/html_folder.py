"""Write articles as a folder of web pages for reading, which work without network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scraper.present.article_html import article_pages
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.present.file_names import file_name
from scraper.present.reading import Reading


def html(
    rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of a file per article."""
    for row in rows:
        page = article_pages([Reading(row["article"], row)])
        yield file_name(row, ".html"), page.encode("utf-8", "replace")
