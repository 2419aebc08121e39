"""List the formats of `scraper export`; a format is a function and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from scraper.present.article_table import COLUMNS, MORE_COLUMNS, csv
from scraper.present.bibtex import bibtex
from scraper.present.column_meanings import MEANINGS
from scraper.present.csl import csl
from scraper.present.epub import MOST_CHAPTERS, epub
from scraper.present.export_options import ExportOptions
from scraper.present.html_folder import html
from scraper.present.jsonl import FIELDS, MORE_FIELDS, jsonl
from scraper.present.markdown_folder import markdown
from scraper.present.page_folder import pages
from scraper.present.parquet import LISTS, parquet
from scraper.present.ris import ris
from scraper.present.warc import warc

Rows = Iterable[Mapping[str, Any]]


class Output(StrEnum):
    """What a format writes."""

    TEXT = "text"  # pieces of text
    BYTES = "bytes"  # pieces of a file that is not text
    FOLDER = "folder"  # files: pairs of name and bytes


class Format(NamedTuple):
    """A file format for articles; the option, its help and its tests follow from FORMATS."""

    write: Callable[[Rows, ExportOptions], Iterator[Any]]
    description: str  # for the help
    output: Output = Output.TEXT
    parts: frozenset[str] = frozenset()  # what its rows have: versions, article, pages
    # those that --columns may name; none: it does not take the option
    columns: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()  # the columns that it writes without --columns
    is_typed: bool = False  # whether true is true and not 1
    lists: frozenset[str] = frozenset()  # columns that stay lists and do not become text
    takes: frozenset[str] = frozenset()  # further fields of ExportOptions that it takes
    media_type: str = ""  # of its files; "": of several kinds
    most: int | None = None  # articles that fit; None: any number

    def output_with(self, options: ExportOptions) -> Output:
        """Return what it writes with these options: divided rows are several files."""
        return Output.FOLDER if options.partition else self.output


OF_ARTICLE, OF_PAGES = frozenset({"article"}), frozenset({"pages"})

FORMATS: dict[str, Format] = {
    "csv": Format(
        csv,
        "one row per article",
        columns=(*COLUMNS, *MORE_COLUMNS),
        defaults=COLUMNS,
        takes=frozenset({"plain", "labels", "notes"}),
        media_type="text/csv",
    ),
    "jsonl": Format(
        jsonl,
        "one JSON object per line, for `scraper import`",
        parts=frozenset({"versions"}),
        columns=(*FIELDS, *MORE_FIELDS),
        defaults=FIELDS,
        is_typed=True,
        lists=frozenset(name for name in FIELDS if MEANINGS[name].type in ("array", "object")),
        media_type="application/jsonl",
        takes=frozenset({"labels", "notes"}),
    ),
    "parquet": Format(
        parquet,
        "typed columns for pandas, polars, DuckDB and R",
        Output.BYTES,
        columns=(*COLUMNS, *MORE_COLUMNS),
        defaults=COLUMNS,
        is_typed=True,
        lists=frozenset(LISTS),
        media_type="application/vnd.apache.parquet",
        takes=frozenset({"partition", "labels", "notes"}),
    ),
    "bibtex": Format(bibtex, "references for LaTeX", media_type="application/x-bibtex"),
    "ris": Format(
        ris,
        "references for reference managers",
        media_type="application/x-research-info-systems",
    ),
    "csl": Format(
        csl,
        "references as CSL-JSON, for Zotero or Pandoc",
        media_type="application/vnd.citationstyles.csl+json",
    ),
    "markdown": Format(
        markdown,
        "a folder of texts",
        Output.FOLDER,
        parts=OF_ARTICLE,
        media_type="text/markdown",
    ),
    "html": Format(
        html,
        "a folder of web pages for reading",
        Output.FOLDER,
        parts=OF_ARTICLE,
        takes=frozenset({"labels", "notes"}),
    ),
    "epub": Format(
        epub,
        "a book for e-readers",
        Output.BYTES,
        parts=OF_ARTICLE,
        media_type="application/epub+zip",
        most=MOST_CHAPTERS,
        takes=frozenset({"labels", "notes"}),
    ),
    "warc": Format(
        warc,
        "the kept pages, for web archives",
        Output.BYTES,
        parts=OF_PAGES,
        media_type="application/warc",
    ),
    "pages": Format(pages, "a folder of the kept pages", Output.FOLDER, parts=OF_PAGES),
}

__all__ = [
    "FORMATS", "Format", "Output", "Rows", "bibtex", "csl", "csv", "epub", "html", "jsonl",
    "markdown", "pages", "parquet", "ris", "warc",
]  # fmt: skip
