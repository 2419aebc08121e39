"""Read RIS, which most reference managers write: each record becomes a reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scraper.errors import InputError
from scraper.patterns import late
from scraper.references import (
    FIELDS,
    Citation,
    CitedDate,
    FieldKind,
    PersonName,
    cited_date,
    on_a_line,
)

BEGINNING, END, KEY = "TY", "ER", "ID"
_LINE = late(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_LINE_END = late(r"\r\n|\r|\n")

_Record = defaultdict[str, list[str]]  # tag -> its values


def read_ris(text: str) -> Iterator[Citation]:
    """Yield the references of a file in their order; raise InputError if it has none.

    A record without an end goes up to the next one. A line without a tag continues the one before.
    """
    is_empty = True
    for record in _records(text):
        is_empty = False
        yield Citation("".join(record[KEY][:1]), _values(record))
    if is_empty:
        raise InputError("RIS: no record; one begins with a line such as `TY  - NEWS`")


def _records(text: str) -> Iterator[_Record]:
    record: _Record | None = None
    for tag, value in _fields(text):
        if record is not None and tag in (BEGINNING, END):
            yield record
            record = None
        if tag == BEGINNING:
            record = defaultdict(list)
        if record is not None:
            record[tag].append(value)
    if record is not None:
        yield record


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tags of a file with their values; what comes before the first has the tag ""."""
    tag = ""
    lines: list[str] = []
    for line in _LINE_END.split(text.removeprefix("\ufeff")):
        found = _LINE.fullmatch(line.strip())
        if found:
            yield tag, on_a_line(" ".join(lines))
            tag, lines = found[1], [found[2]]
        else:
            lines.append(line)
    yield tag, on_a_line(" ".join(lines))


def _values(record: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    values = {}
    for field in FIELDS:
        for tag in (field.ris, *field.also_ris):
            texts = [text for text in record.get(tag, ()) if text]
            value = READ[field.kind](texts)
            if value:
                values[field.csl] = value
                break
    return values


def _first(texts: Sequence[str]) -> str:
    return texts[0] if texts else ""


def _names(texts: Sequence[str]) -> list[PersonName]:
    return [_name(text) for text in texts]


def _name(text: str) -> PersonName:
    """Return a name: family, given name and suffix between commas."""
    family, *rest = (part.strip() for part in text.split(",", 2))
    return PersonName(family, *rest) if any(rest) else PersonName(family)


def _date(texts: Sequence[str]) -> CitedDate:
    return cited_date(_first(texts))


READ: dict[FieldKind, Callable[[Sequence[str]], Any]] = {
    FieldKind.TITLE: _first,
    FieldKind.TEXT: _first,
    FieldKind.NAMES: _names,
    FieldKind.DATE: _date,
    FieldKind.ADDRESS: _first,
    FieldKind.LIST: list,
}
