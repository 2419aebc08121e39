"""Name the fields of a reference in three formats, in a table that is used in both directions.

What writes references (`present`) and what reads them (`sources`) take the names from here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from scraper.patterns import late

SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
LEAST_PARTS = 2  # a given name and a family name
_DATE = late(r"(\d{4})(?:[-/](0?[1-9]|1[0-2])(?:[-/](0?[1-9]|[12]\d|3[01]))?)?(?!\d)")
_AND = late(r"(?i)(?:^|\s)and(?:\s|$)")  # parts names from each other in BibTeX


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
    # what other programs call it, the best name first
    also_bibtex: tuple[str, ...] = ()
    also_ris: tuple[str, ...] = ()


FIELDS = (
    CitationField("title", "title", "TI", FieldKind.TITLE, (), ("T1",)),
    CitationField("author", "author", "AU", FieldKind.NAMES, (), ("A1",)),
    CitationField(
        "container-title",
        "organization",
        "T2",
        FieldKind.TEXT,
        ("journaltitle", "journal", "newspaper", "publisher"),
        ("JO", "JF", "JA", "PB"),
    ),
    CitationField("issued", "date", "DA", FieldKind.DATE, ("year",), ("Y1", "PY")),
    CitationField("section", "section", "SE", FieldKind.TEXT),
    CitationField("URL", "url", "UR", FieldKind.ADDRESS, ("howpublished",), ("L2",)),
    CitationField("DOI", "doi", "DO", FieldKind.TEXT),
    CitationField("accessed", "urldate", "Y2", FieldKind.DATE),
    CitationField("language", "language", "LA", FieldKind.TEXT, ("langid",)),
    CitationField("abstract", "abstract", "AB", FieldKind.TEXT, (), ("N2",)),
    CitationField("note", "note", "N1", FieldKind.TEXT),
    CitationField("keyword", "keywords", "KW", FieldKind.LIST, ("keyword",)),
)

CitedDate = tuple[int, ...]  # year; year and month; year, month and day


class Citation(NamedTuple):
    """An article as a reference."""

    key: str  # unique in an archive, of letters that every format allows
    values: dict[str, Any]  # by the names of CSL-JSON; fields without a value are left out


class PersonName(NamedTuple):
    """A name; without a given name it is written as it is, like that of an organisation."""

    family: str
    given: str = ""
    suffix: str = ""


def split_name(name: str) -> PersonName:
    """Return the parts of a person's name in the order of Western languages.

    The last word is the family name, with the words in small letters before it (van der Berg).
    A name of one word, such as one in Chinese, one with a comma and one with `and` stay whole.
    """
    words = name.split()
    suffix = words.pop() if len(words) > LEAST_PARTS and words[-1] in SUFFIXES else ""
    is_whole = "," in name or _AND.search(name) is not None
    if len(words) < LEAST_PARTS or is_whole:
        return PersonName(name)
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return PersonName(" ".join(words[start:]), " ".join(words[:start]), suffix)


def cited_date(moment: str | None) -> CitedDate:
    """Return the year, month and day that a text begins with, as many as it has; none for others.

    They are read as 2026-05-01 or 2026/05/01.
    """
    found = _DATE.match(moment or "")
    if found is None:
        return ()
    return tuple(int(part) for part in found.groups() if part)


def on_a_line(text: str) -> str:
    """Return a text with one space for each run of white space."""
    return " ".join(text.split())


def without_commas(text: str) -> str:
    """Return a text for a list whose items are between commas."""
    return on_a_line(text.replace(",", " "))
