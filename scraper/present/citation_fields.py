"""Describe an article as a reference, with the names of its fields in three formats.

The table is complete enough to be used backwards: each field has one name in each format.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from scraper.models import AuthorKind
from scraper.patterns import late
from scraper.present.person_names import PersonName, split_name

_DATE = late(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_NOT_IN_KEY = late("[^a-z0-9]+")
LONGEST_KEY_WORD = 20  # letters of a name in a key: enough to recognise it


class FieldKind(StrEnum):
    """What the value of a field is, which decides how a format writes it."""

    TITLE = "title"  # text whose capitals must stay
    TEXT = "text"
    NAMES = "names"  # a list of PersonName
    DATE = "date"  # a CitedDate
    ADDRESS = "address"
    LIST = "list"  # a list of texts


class CitationField(NamedTuple):
    """A field of a reference: its name in CSL-JSON, biblatex and RIS."""

    csl: str
    bibtex: str
    ris: str
    kind: FieldKind


FIELDS = (
    CitationField("title", "title", "TI", FieldKind.TITLE),
    CitationField("author", "author", "AU", FieldKind.NAMES),
    CitationField("container-title", "organization", "T2", FieldKind.TEXT),
    CitationField("issued", "date", "DA", FieldKind.DATE),
    CitationField("section", "section", "SE", FieldKind.TEXT),
    CitationField("URL", "url", "UR", FieldKind.ADDRESS),
    CitationField("accessed", "urldate", "Y2", FieldKind.DATE),
    CitationField("language", "language", "LA", FieldKind.TEXT),
    CitationField("abstract", "abstract", "AB", FieldKind.TEXT),
    CitationField("keyword", "keywords", "KW", FieldKind.LIST),
)

CitedDate = tuple[int, ...]  # year; year and month; year, month and day


class Citation(NamedTuple):
    """An article as a reference."""

    key: str  # unique in an archive, of letters that every format allows
    values: dict[str, Any]  # by the names of CSL-JSON; fields without a value are left out


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


def on_a_line(text: str) -> str:
    """Return a text with one space for each run of white space."""
    return " ".join(text.split())


def cited_date(moment: str | None) -> CitedDate:
    """Return the year, month and day of an ISO date, as many as it has; none for another text."""
    found = _DATE.match(moment or "")
    if found is None:
        return ()
    return tuple(int(part) for part in found.groups() if part)


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
