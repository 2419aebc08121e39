"""Hold what a user may ask of a format of `scraper export`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportOptions:
    """The options of an export; each format names those that it takes."""

    columns: tuple[str, ...] | None = None  # None: those of the format
    plain: bool = False  # nothing is altered for spreadsheets
    labels: tuple[tuple[str, str], ...] = ()  # sets and columns of what articles came with
    notes: bool = False  # the tags, notes and exclusions of coders
    partition: str | None = None  # how a format divides its rows into files


AS_DEFAULT = ExportOptions()
