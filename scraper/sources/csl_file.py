"""Read CSL-JSON, as Zotero and others write it: each item becomes a reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scraper.cleaning import BadJson, load_json
from scraper.errors import InputError
from scraper.references import (
    FIELDS,
    Citation,
    CitedDate,
    FieldKind,
    PersonName,
    cited_date,
    on_a_line,
)

PARTICLES = ("dropping-particle", "non-dropping-particle")  # `van der`, part of the family name
MOST_PARTS = 3  # of a date: year, month and day


def read_csl(text: str) -> Iterator[Citation]:
    """Yield the references of a file in their order; raise InputError if it is no CSL-JSON."""
    try:
        items = load_json(text.removeprefix("\ufeff"))
    except BadJson as error:
        raise InputError(f"CSL-JSON: {error}") from None
    if isinstance(items, dict):
        items = items.get("items", [items])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError("CSL-JSON: a list of objects was expected")
    for item in items:
        yield Citation(_text(item.get("id")), _values(item))


def _values(item: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for field in FIELDS:
        value = READ[field.kind](item.get(field.csl))
        if value:
            values[field.csl] = value
    return values


def _text(value: object) -> str:
    """Return a text on a line; a number is one, too, and what is neither is empty."""
    is_text = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return on_a_line(str(value)) if is_text else ""


def _names(value: object) -> list[PersonName]:
    given = value if isinstance(value, list) else []
    names = [_name(name) for name in given if isinstance(name, dict)]
    return [name for name in names if name.family]


def _name(name: Mapping[str, Any]) -> PersonName:
    parts = [_text(name.get(part)) for part in (*PARTICLES, "family")]
    family = " ".join(part for part in parts if part)
    if not family:
        return PersonName(_text(name.get("literal")) or _text(name.get("given")))
    return PersonName(family, _text(name.get("given")), _text(name.get("suffix")))


def _date(value: object) -> CitedDate:
    """Return the first date; one in parts, or one as a text."""
    if not isinstance(value, dict):
        return cited_date(_text(value))
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], list):
        return cited_date(_text(value.get("raw")) or _text(value.get("literal")))
    year, *rest = [*map(_text, parts[0]), ""]
    return cited_date("-".join([year.zfill(4), *rest[: MOST_PARTS - 1]]).rstrip("-"))


def _list(value: object) -> list[str]:
    """Return the keywords between commas, as CSL has them; some programs write a list."""
    given = value if isinstance(value, list) else _text(value).split(",")
    texts = map(_text, given)
    return [text for text in texts if text]


READ: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.TITLE: _text,
    FieldKind.TEXT: _text,
    FieldKind.NAMES: _names,
    FieldKind.DATE: _date,
    FieldKind.ADDRESS: _text,
    FieldKind.LIST: _list,
}
