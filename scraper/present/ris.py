"""Write articles as RIS, which most reference managers read: a NEWS record each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scraper.present.citation_fields import citation
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.references import FIELDS, CitedDate, FieldKind, PersonName, without_commas

END = "\r\n"


def ris(rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT) -> Iterator[str]:
    """Yield a record per article."""
    for row in rows:
        key, values = citation(row)
        lines = [_line("TY", "NEWS"), _line("ID", key)]
        for field in FIELDS:
            if field.csl in values:
                lines += [_line(field.ris, text) for text in WRITE[field.kind](values[field.csl])]
        if "issued" in values:
            lines.append(_line("PY", f"{values['issued'][0]:04}"))
        yield "".join([*lines, _line("ER", ""), END])


def _line(tag: str, value: str) -> str:
    return f"{tag}  - {value}{END}"


def _text(text: str) -> list[str]:
    return [text]


def _names(names: Iterable[PersonName]) -> list[str]:
    """Return family, given name and suffix between commas, which a whole name cannot have."""
    written = [", ".join(filter(None, (without_commas(family), *rest))) for family, *rest in names]
    return [name for name in written if name]


def _date(date: CitedDate) -> list[str]:
    """Return year, month and day with a stroke after each; those that are unknown are empty."""
    year, month, day = [*(f"{part:02}" for part in date), "", ""][:3]
    return [f"{year:0>4}/{month}/{day}/"]


WRITE: dict[FieldKind, Callable[[Any], list[str]]] = {
    FieldKind.TITLE: _text,
    FieldKind.TEXT: _text,
    FieldKind.NAMES: _names,
    FieldKind.DATE: _date,
    FieldKind.ADDRESS: _text,
    FieldKind.LIST: list,
}
