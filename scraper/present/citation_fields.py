"""Describe an article as a reference."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from scraper.models import AuthorKind
from scraper.patterns import late
from scraper.references import Citation, PersonName, cited_date, on_a_line, split_name

_NOT_IN_KEY = late("[^a-z0-9]+")
LONGEST_KEY_WORD = 20  # letters of a name in a key: enough to recognise it


def citation(row: Mapping[str, Any]) -> Citation:
    """Return the row of an article as a reference."""
    values = {
        "title": _words(row, "headline") or row["url"],
        "author": _names(row),
        "container-title": _words(row, "publisher") or row["site"],
        "issued": cited_date(row.get("date_published")),
        "section": _words(row, "section"),
        "URL": row["url"],
        "accessed": cited_date(row.get("last_seen") or row.get("last_changed")),
        "language": _words(row, "language"),
        "abstract": _words(row, "subheadline"),
        "keyword": _tags(row),
    }
    kept = {name: value for name, value in values.items() if value}
    return Citation(_key(row, kept), kept)


def _names(row: Mapping[str, Any]) -> list[PersonName]:
    names = [_name(author) for author in row.get("authors") or ()]
    return [name for name in names if name.family]


def _tags(row: Mapping[str, Any]) -> list[str]:
    tags = map(on_a_line, row.get("tags") or ())
    return [tag for tag in tags if tag]


def _words(row: Mapping[str, Any], name: str) -> str:
    return on_a_line(row.get(name) or "")


def _name(author: Mapping[str, Any]) -> PersonName:
    name = on_a_line(author["name"] or "")
    if author.get("kind") == AuthorKind.ORGANISATION:
        return PersonName(name)
    return split_name(name)


def _key(row: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Return a key such as holm2026-17: name or site, year, and the id, which makes it unique."""
    names = values.get("author")
    first = names[0].family if names else row["site"]
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode().lower()
    word = _NOT_IN_KEY.sub("", plain)[:LONGEST_KEY_WORD] or "article"
    year = "".join(f"{part:04}" for part in values.get("issued", ())[:1])
    return f"{word}{year}-{row['id']}"
