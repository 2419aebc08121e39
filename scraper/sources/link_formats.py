"""List the formats of saved addresses that can be imported: how each is recognised and read."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from scraper.errors import InputError
from scraper.models import Lead
from scraper.references import Citation
from scraper.sources.bibtex_file import read_bibtex
from scraper.sources.bookmarks_file import is_bookmarks, read_bookmarks
from scraper.sources.cited_links import CSL_KEYS, cited_links, is_bibtex, is_ris
from scraper.sources.csl_file import read_csl
from scraper.sources.kept_copies import OMNIVORE_COPIES, WALLABAG_COPIES, CopyNames
from scraper.sources.reading_lists import (
    ExportedFile,
    ListNames,
    read_objects_of,
    read_table_of,
)
from scraper.sources.ris_file import read_ris
from scraper.sources.url_list import Rejected

Read = Callable[[ExportedFile], Iterator[Lead | Rejected]]
Matches = Callable[[ExportedFile], bool]

POCKET = ListNames(
    marks=frozenset({"url", "time_added"}),
    names={
        "title": ("title",),
        "saved_at": ("time_added",),
        "tags": ("tags",),
        "state": ("status",),
    },
)
INSTAPAPER = ListNames(
    marks=frozenset({"url", "selection", "folder"}),
    names={
        "title": ("title",),
        "saved_at": ("timestamp",),
        "tags": ("tags",),
        "folder": ("folder",),
        "note": ("selection",),
    },
)
READER = ListNames(
    marks=frozenset({"url", "document tags", "saved date"}),
    names={
        "title": ("title",),
        "saved_at": ("saved date",),
        "tags": ("document tags",),
        "state": ("location",),
    },
)
READWISE = ListNames(
    url=("source_url", "url"),
    marks=frozenset({"source_url"}),
    names={
        "title": ("title",),
        "saved_at": ("saved_at", "created_at"),
        "date_published": ("published_date",),
        "tags": ("tags", "book_tags"),
        "state": ("location",),
        "note": ("notes", "document_note", "highlights"),
    },
)
OMNIVORE = ListNames(
    marks=frozenset({"url", "slug", "savedAt"}),
    names={
        "title": ("title",),
        "saved_at": ("savedAt",),
        "date_published": ("publishedAt",),
        "tags": ("labels",),
        "state": ("state",),
    },
)
WALLABAG = ListNames(
    marks=frozenset({"url", "is_archived", "is_starred"}),
    names={
        "title": ("title",),
        "saved_at": ("created_at",),
        "date_published": ("published_at",),
        "tags": ("tags",),
        "note": ("annotations",),
    },
    states={"is_archived": "archived", "is_starred": "starred"},
)
TRAFILATURA = ListNames(
    url=("source",),
    marks=frozenset({"source", "source-hostname"}),
    names={
        "title": ("title",),
        "saved_at": ("filedate",),
        "date_published": ("date",),
        "tags": ("tags",),
    },
)
NEWSPAPER = ListNames(
    marks=frozenset({"url", "publish_date", "text"}),
    names={
        "title": ("title",),
        "date_published": ("publish_date",),
        "tags": ("tags", "meta_keywords"),
    },
)


class LinkFormat(NamedTuple):
    """A format of saved addresses."""

    name: str  # of the command, and of the label set
    title: str  # with its article, for messages
    how: str  # a sentence for the help: how to get the file
    example: str  # a name that such a file has
    place: str  # what the number of an entry counts
    readers: tuple[tuple[Matches, Read], ...]
    copies: CopyNames | None = None  # where an export has the texts of pages

    def read(self, file: ExportedFile) -> Iterator[Lead | Rejected]:
        """Yield what a file holds; raise InputError that names what the file is instead."""
        for matches, read in self.readers:
            if matches(file):
                return read(file)
        raise InputError(f"{file.name}: not {self.title}{_instead(file)}")


def _bookmarks(file: ExportedFile) -> Iterator[Lead | Rejected]:
    return read_bookmarks(file.text)


def _is_outline(file: ExportedFile) -> bool:
    return is_bookmarks(file.text)


def _is_text_of(test: Callable[[str], bool], file: ExportedFile) -> bool:
    return test(file.text)


def _cited(
    read: Callable[[str], Iterator[Citation]], file: ExportedFile
) -> Iterator[Lead | Rejected]:
    return cited_links(file.text, read)


def _is_csl(file: ExportedFile) -> bool:
    return file.keys >= CSL_KEYS


def _has_columns(names: ListNames, file: ExportedFile) -> bool:
    return names.marks <= file.columns


def _has_keys(names: ListNames, file: ExportedFile) -> bool:
    return names.marks <= file.keys


def _table(names: ListNames) -> tuple[Matches, Read]:
    return partial(_has_columns, names), partial(read_table_of, names=names)


def _json(names: ListNames) -> tuple[Matches, Read]:
    return partial(_has_keys, names), partial(read_objects_of, names=names)


_REFERENCES = (
    (partial(_is_text_of, is_ris), partial(_cited, read_ris)),
    (partial(_is_text_of, is_bibtex), partial(_cited, read_bibtex)),
    (_is_csl, partial(_cited, read_csl)),
)
_ANEW = "Their texts are not taken over, for a page can be read again and a text cannot."
_OUTLINE = (_is_outline, _bookmarks)
FORMATS = (
    LinkFormat(
        "bookmarks",
        "a file of bookmarks",
        "Browsers and most services export it as HTML (Netscape's format).",
        "bookmarks.html",
        "line",
        (_OUTLINE,),
    ),
    LinkFormat(
        "pocket",
        "a Pocket export",
        "Unpack what Pocket sent, and name its files of CSV; its older HTML is read, too.",
        "part_000000.csv",
        "line",
        (_table(POCKET), _OUTLINE),
    ),
    LinkFormat(
        "instapaper",
        "an Instapaper export",
        "Instapaper's settings offer it as CSV.",
        "instapaper-export.csv",
        "line",
        (_table(INSTAPAPER),),
    ),
    LinkFormat(
        "omnivore",
        "an Omnivore export",
        "Unpack what Omnivore sent, and name its files of metadata.",
        "metadata_*.json",
        "entry",
        (_json(OMNIVORE),),
        OMNIVORE_COPIES,
    ),
    LinkFormat(
        "wallabag",
        "a wallabag export",
        "Every list of wallabag can be exported as JSON.",
        "wallabag.json",
        "entry",
        (_json(WALLABAG),),
        WALLABAG_COPIES,
    ),
    LinkFormat(
        "readwise",
        "a Readwise export",
        "It is the CSV that Reader exports, or the JSON of the interfaces of Reader and Readwise.",
        "reader.csv",
        "entry",
        (_table(READER), _json(READWISE)),
    ),
    LinkFormat(
        "trafilatura",
        "trafilatura's JSON",
        f"It has one object, or one on each line. {_ANEW}",
        "out/*.json",
        "entry",
        (_json(TRAFILATURA),),
    ),
    LinkFormat(
        "newspaper",
        "newspaper4k's JSON",
        f"It has one object, a list of them, or one on each line. {_ANEW}",
        "articles.json",
        "entry",
        (_json(NEWSPAPER),),
    ),
    LinkFormat(
        "zotero",
        "a list of references",
        "It is RIS, CSL-JSON or BibTeX, as Zotero and other reference managers export it.",
        "library.ris",
        "reference",
        _REFERENCES,
    ),
)


def _instead(file: ExportedFile) -> str:
    """Return what a file is, and what to type for it, as the end of a message."""
    for one in FORMATS:
        if any(matches(file) for matches, _ in one.readers):
            command = f"scraper import {one.name} {shlex.quote(file.name)}"
            return f" but {one.title}: read it with `{command}`"
    quoted = shlex.quote(file.name)
    if file.columns:
        return f" but another table with addresses: read it with `scraper fetch --csv {quoted}`"
    if file.objects:
        return " but other JSON: name the file that the service exported"
    if "<opml" in file.text[:1000].lower():
        return f" but a list of feeds: read it with `scraper feed import {quoted}`"
    if file.text.lstrip()[:1] == "<":
        return f" but a web page: read it with `scraper fetch --html {quoted} --url URL`"
    return "; name the file that was exported, unpacked and unchanged"
