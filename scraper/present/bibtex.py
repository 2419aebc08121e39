"""Write articles as BibTeX: an @online entry each, as biblatex and reference managers read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scraper.present.citation_fields import citation
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.references import FIELDS, CitedDate, FieldKind, PersonName, without_commas

# Braces count even after a backslash, so that they are named.
TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
IN_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D"}  # which is taken as it is otherwise
_TEX = str.maketrans(TEX)
_ADDRESS = str.maketrans(IN_ADDRESS)


def bibtex(
    rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT
) -> Iterator[str]:
    """Yield an entry per article."""
    for row in rows:
        key, values = citation(row)
        lines = [
            f"  {field.bibtex} = {{{WRITE[field.kind](values[field.csl])}}},\n"
            for field in FIELDS
            if field.csl in values
        ]
        yield f"@online{{{key},\n{''.join(lines)}}}\n\n"


def escaped(text: str) -> str:
    """Return a text in which TeX has nothing to do."""
    return text.translate(_TEX)


def _title(text: str) -> str:
    """Return a title in whose words no style makes capitals small."""
    return " ".join(map(_protected, text.split(" ")))


def _protected(word: str) -> str:
    written = escaped(word)
    return written if word == word.lower() else f"{{{written}}}"


def _names(names: Iterable[PersonName]) -> str:
    return " and ".join(map(_name, names))


def _name(name: PersonName) -> str:
    """Return a name in parts between commas; in braces if it is to stay whole."""
    if not name.given:
        return f"{{{escaped(name.family)}}}"
    parts = (name.family, name.suffix, name.given)
    return ", ".join(escaped(part) for part in parts if part)


def _date(date: CitedDate) -> str:
    year, *rest = date
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _address(url: str) -> str:
    return url.translate(_ADDRESS)


def _list(texts: Iterable[str]) -> str:
    """Return keywords between commas; a comma in one of them would divide it."""
    return ", ".join(filter(None, (escaped(without_commas(text)) for text in texts)))


WRITE: dict[FieldKind, Callable[[Any], str]] = {
    FieldKind.TITLE: _title,
    FieldKind.TEXT: escaped,
    FieldKind.NAMES: _names,
    FieldKind.DATE: _date,
    FieldKind.ADDRESS: _address,
    FieldKind.LIST: _list,
}
