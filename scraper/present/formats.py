"""List the formats of `scraper export`; a format is a function and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from scraper.present.article_table import COLUMNS, MORE_COLUMNS, csv
from scraper.present.bibtex import bibtex
from scraper.present.csl import csl
from scraper.present.export_options import ExportOptions
from scraper.present.jsonl import FIELDS, MORE_FIELDS, jsonl
from scraper.present.ris import ris

Rows = Iterable[Mapping[str, Any]]


class Output(StrEnum):
    """What a format writes."""

    TEXT = "text"  # pieces of text
    BYTES = "bytes"  # pieces of a file that is not text


class Format(NamedTuple):
    """A file format for articles; the option, its help and its tests follow from FORMATS."""

    write: Callable[[Rows, ExportOptions], Iterator[Any]]
    description: str  # for the help
    output: Output = Output.TEXT
    history: bool = False  # whether the rows include earlier versions
    columns: tuple[
        str, ...
    ] = ()  # those that --columns may name; none: it does not take the option
    takes: frozenset[str] = frozenset()  # further fields of ExportOptions that it takes


FORMATS: dict[str, Format] = {
    "csv": Format(
        csv,
        "one row per article",
        columns=(*COLUMNS, *MORE_COLUMNS),
        takes=frozenset({"plain", "labels", "notes"}),
    ),
    "jsonl": Format(
        jsonl,
        "one JSON object per line, for `scraper import`",
        history=True,
        columns=(*FIELDS, *MORE_FIELDS),
        takes=frozenset({"labels", "notes"}),
    ),
    "bibtex": Format(bibtex, "references for LaTeX"),
    "ris": Format(ris, "references for reference managers"),
    "csl": Format(csl, "references as CSL-JSON, for Zotero or Pandoc"),
}

__all__ = ["FORMATS", "Format", "Output", "Rows", "bibtex", "csl", "csv", "jsonl", "ris"]
