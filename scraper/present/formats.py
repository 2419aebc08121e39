"""Pure: articles as rows -> files that other programs read. A format is a function and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scraper.present.article_table import csv
from scraper.present.jsonl import jsonl

Rows = Iterable[Mapping[str, Any]]


class Format(NamedTuple):
    """A form that articles can leave in; the option, its help and its tests follow from its line in FORMATS."""

    write: Callable[[Rows], Iterator[str]]
    is_told: str  # in the help
    history: bool = False  # whether the rows have the earlier versions, too


FORMATS: dict[str, Format] = {
    "csv": Format(csv, "a row an article"),
    "jsonl": Format(jsonl, "one JSON object a line, for `scraper import`", history=True),
}

__all__ = ["FORMATS", "Format", "Rows", "csv", "jsonl"]
