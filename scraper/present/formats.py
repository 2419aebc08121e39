"""List the formats of `scraper export`; a format is a function and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scraper.present.article_table import csv
from scraper.present.jsonl import jsonl

Rows = Iterable[Mapping[str, Any]]


class Format(NamedTuple):
    """A file format for articles; the option, its help and its tests follow from FORMATS."""

    write: Callable[..., Iterator[str]]  # of Rows, and of `labels` and `notes`
    description: str  # for the help
    history: bool = False  # whether the rows include earlier versions


FORMATS: dict[str, Format] = {
    "csv": Format(csv, "one row per article"),
    "jsonl": Format(jsonl, "one JSON object per line, for `scraper import`", history=True),
}

__all__ = ["FORMATS", "Format", "Rows", "csv", "jsonl"]
