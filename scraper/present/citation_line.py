"""Cite an article in one line of text, with the version of the archive that was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.present.dates_in_words import in_words
from scraper.references import on_a_line

MOST = 3  # names that are given in full; of more, the first


def citation_line(row: Mapping[str, Any]) -> str:
    """Return names, headline, publisher, date and address of an article's row, and its version."""
    headline = on_a_line(row.get("headline") or "")
    parts = [
        _names(row),
        f"“{headline}”" if headline else "",
        on_a_line(row.get("publisher") or row["site"]),
        in_words(row.get("date_published")),
        row["url"],
    ]
    version = f"version {row['version']}, archived {in_words(row['last_changed'])}"
    return f"{', '.join(filter(None, parts))} ({version})."


def _names(row: Mapping[str, Any]) -> str:
    names = [on_a_line(author["name"] or "") for author in row.get("authors") or ()]
    names = [name for name in names if name]
    if len(names) > MOST:
        return f"{names[0]} and others"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
