"""The pages that reading lists kept for reading: the text of each in HTML, as a page of its own.

Wallabag has it in the entry, Omnivore in a folder beside its files of metadata.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from scraper import urls
from scraper.models import Page
from scraper.sources.reading_lists import ExportedFile
from scraper.sources.saved_links import moment_of, text_of_value

HTML = {"content-type": "text/html; charset=utf-8"}

Beside = Callable[[str], str]  # a name relative to the export -> the text of that file, or ""


class CopyNames(NamedTuple):
    """Where a program has the copy of a page, and what states when and how it was made."""

    saved_at: str
    published: str
    content: str = ""  # the key of the HTML
    slug: str = ""  # the key of the name of a file with the HTML
    folder: str = ""  # in which those files are


WALLABAG_COPIES = CopyNames(saved_at="created_at", published="published_at", content="content")
OMNIVORE_COPIES = CopyNames(
    saved_at="savedAt", published="publishedAt", slug="slug", folder="content"
)


def copies(file: ExportedFile, names: CopyNames, beside: Beside) -> Iterator[Page]:
    """Yield the copies in an export as if they had been fetched when they were saved.

    An entry without a copy, an address or a time has none.
    """
    for entry in file.objects:
        if isinstance(entry, dict):
            page = _copy(entry, names, beside)
            if page is not None:
                yield page


def _copy(entry: Mapping[str, Any], names: CopyNames, beside: Beside) -> Page | None:
    content = text_of_value(entry.get(names.content)) or _beside(entry, names, beside)
    saved_at = moment_of(entry.get(names.saved_at))
    if not content.strip():
        return None
    with suppress(ValueError):
        url = str(urls.address(text_of_value(entry.get("url"))))
        moment = datetime.fromisoformat(saved_at)
        if moment.tzinfo is not None:
            body = _document(entry, url, moment_of(entry.get(names.published)), content)
            return Page(url=url, final_url=url, headers=HTML, body=body, fetched_at=moment)
    return None


def _beside(entry: Mapping[str, Any], names: CopyNames, beside: Beside) -> str:
    """Return the HTML in a file of its own, or ""; a name that leads elsewhere is not followed."""
    slug = text_of_value(entry.get(names.slug))
    is_a_name = bool(slug) and PurePosixPath(slug).name == slug and "\\" not in slug
    return beside(f"{names.folder}/{slug}.html") if is_a_name else ""


def _document(entry: Mapping[str, Any], url: str, published: str, content: str) -> bytes:
    """Return a copy as a whole page: what the entry states of it, and its HTML."""
    title = escape(text_of_value(entry.get("title")))
    language = escape(text_of_value(entry.get("language")))
    stated = {
        "og:url": url,
        "article:published_time": published,
    }
    head = "".join(
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in stated.items()
        if value
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{content}</article></body></html>"
    ).encode("utf-8", "replace")
