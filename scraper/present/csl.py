"""Write articles as CSL-JSON: an article-newspaper each, as Zotero, Pandoc and others read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scraper.cleaning import dump_json
from scraper.present.citation_fields import citation
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.references import FIELDS, CitedDate, FieldKind, PersonName, without_commas


def csl(rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT) -> Iterator[str]:
    """Yield a JSON array with an object per article."""
    before = "["
    for row in rows:
        yield f"{before}\n{dump_json(_item(row))}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    key, values = citation(row)
    written = {
        field.csl: WRITE[field.kind](values[field.csl]) for field in FIELDS if field.csl in values
    }
    return {"id": key, "type": "article-newspaper", **written}


def _text(text: str) -> str:
    return text


def _names(names: Iterable[PersonName]) -> list[dict[str, str]]:
    return list(map(_name, names))


def _name(name: PersonName) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {part: text for part, text in name._asdict().items() if text}


def _date(date: CitedDate) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(date)]}


def _list(texts: Iterable[str]) -> str:
    """Return keywords between commas; a comma in one of them would divide it."""
    return ", ".join(filter(None, map(without_commas, texts)))


WRITE: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.TITLE: _text,
    FieldKind.TEXT: _text,
    FieldKind.NAMES: _names,
    FieldKind.DATE: _date,
    FieldKind.ADDRESS: _text,
    FieldKind.LIST: _list,
}
