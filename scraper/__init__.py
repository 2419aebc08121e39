"""Fetch news articles politely, read them cleanly and keep every version in one searchable file.

This is the public API. Names are loaded on first use, so `import scraper` is fast:

    from scraper import Archive, FetchSettings, Query, extract_article, fetch_articles

    article = extract_article(html, url="https://news.example/story")
    outcomes = fetch_articles(["https://news.example/story"], "archive.db")

Values are frozen dataclasses; times are ISO 8601 strings or aware datetimes in UTC, durations are
seconds, sizes are bytes. Everything that scraper raises on purpose is a `ScraperError`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.archive import Archive, Filters, Hit, Query
    from scraper.errors import (
        ArchiveError,
        FetchError,
        InputError,
        ScraperError,
    )
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.single_page import extract_article
    from scraper.jobs.synchronous import fetch_articles
    from scraper.models import (
        Article,
        Author,
        AuthorKind,
        Block,
        BlockKind,
        Candidate,
        Change,
        ChangeKind,
        Image,
        Outcome,
        Page,
        Span,
        Verdict,
        VerdictKind,
        Version,
    )
    from scraper.outcomes import Reason

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "Author",
    "AuthorKind",
    "Block",
    "BlockKind",
    "Candidate",
    "Change",
    "ChangeKind",
    "FetchError",
    "FetchSettings",
    "Filters",
    "Hit",
    "Image",
    "InputError",
    "Outcome",
    "Page",
    "Query",
    "Reason",
    "ScraperError",
    "Span",
    "Verdict",
    "VerdictKind",
    "Version",
    "__version__",
    "extract_article",
    "fetch_articles",
]

_ELSEWHERE = {
    "Archive": "scraper.archive",
    "ArchiveError": "scraper.errors",
    "FetchError": "scraper.errors",
    "FetchSettings": "scraper.fetch.fetch_settings",
    "Filters": "scraper.archive",
    "Hit": "scraper.archive",
    "InputError": "scraper.errors",
    "Query": "scraper.archive",
    "Reason": "scraper.outcomes",
    "ScraperError": "scraper.errors",
    "extract_article": "scraper.jobs.single_page",
    "fetch_articles": "scraper.jobs.synchronous",
}
_MODELS = "scraper.models"  # the module of every public name that _ELSEWHERE does not list


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562); raise AttributeError for any other."""
    if name not in __all__:
        # `from scraper import urls` comes here, too; Python then imports the submodule.
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_ELSEWHERE.get(name, _MODELS)), name)
    globals()[name] = value  # the next use does not come here
    return value


def __dir__() -> list[str]:
    """Return the public names, for completion in a notebook."""
    return sorted({*globals(), *__all__})
