"""Pure: articles as rows -> files that other programs read. A format is a function and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scraper.export.jsonl import jsonl
from scraper.export.table import csv

Rows = Iterable[Mapping[str, Any]]

FORMATS: dict[str, Callable[[Rows], Iterator[str]]] = {"csv": csv, "jsonl": jsonl}

__all__ = ["FORMATS", "Rows", "csv", "jsonl"]
