"""Read BibTeX and biblatex: each entry becomes a reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from re import Match, Pattern
from typing import Any, NamedTuple

from scraper.errors import InputError
from scraper.patterns import late
from scraper.references import (
    FIELDS,
    Citation,
    CitedDate,
    FieldKind,
    PersonName,
    cited_date,
    split_name,
)
from scraper.sources.tex_text import text_of

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHOWN = 20  # characters in a message
NOT_ENTRIES = frozenset({"comment", "preamble"})
_ENTRY = late(r"@[ \t]*(\w+)\s*([{(])\s*")
_KEY = late(r"[^,\s})]*")
# each is one run, for a pattern of several costs the square of a long text
_BLANKS = late(r"\s*")
_BETWEEN_FIELDS = late(r"[\s,]*")
_NAME = late(r"[^\s=,{}\"#()]+")
_WORD = late(r"[^\s,{}\"#()]+")
ENDS = frozenset({"}", ")", ""})  # of an entry; the last is that of the file
_BRACE = late(r"[{}]")
_BRACE_OR_QUOTE = late(r'[{}"]')
BRACES = {"{": 1, "}": -1}  # what they add to the depth
# what parts a field, or a brace, inside which nothing is parted
_AND = late(r"(?i)(?<=\s)and(?=\s)|[{}]")
_COMMA = late(r"[,{}]")
_ADDRESS = late(r"\\url\s*\{([^}]*)\}")
_ESCAPED = late(r"\\([&%#_$~])")


class _Value(NamedTuple):
    text: str  # as TeX has it
    end: int  # where it ends in the file


def read_bibtex(text: str) -> Iterator[Citation]:
    """Yield the references of a file in their order; raise InputError for a broken entry."""
    strings = {name: str(number) for number, name in enumerate(MONTHS, 1)}
    at = 0
    while (found := _ENTRY.search(text, at)) is not None:
        kind = found[1].lower()
        if kind in NOT_ENTRIES:
            at = found.end()
        elif kind == "string":
            defined, at = _fields(text, found.end(), strings, found)
            strings |= defined
        else:
            end = _past(_KEY, text, found.end())
            fields, at = _fields(text, end, strings, found)
            yield Citation(text[found.end() : end], _values(fields))


def _fields(
    text: str, at: int, strings: Mapping[str, str], entry: Match[str]
) -> tuple[dict[str, str], int]:
    """Return the fields of an entry, their names in small letters, and where it ends."""
    fields: dict[str, str] = {}
    at = _past(_BETWEEN_FIELDS, text, at)
    while (name := _NAME.match(text, at)) is not None:
        sign = _past(_BLANKS, text, name.end())
        if text[sign : sign + 1] != "=":
            break
        value = _value(text, _past(_BLANKS, text, sign + 1), strings)
        if value is None:
            raise InputError(_at(text, entry, f"the value of {_shown(name[0])} has no end"))
        fields[name[0].lower()] = value.text
        at = _past(_BETWEEN_FIELDS, text, value.end)
    if text[at : at + 1] not in ENDS:
        found = _shown(text[at:])
        raise InputError(_at(text, entry, f"a field was expected in place of {found}"))
    return fields, at + 1


def _past(run: Pattern[str], text: str, at: int) -> int:
    """Return where a run ends that may begin at a place."""
    found = run.match(text, at)
    return found.end() if found else at


def _shown(text: str) -> str:
    """Return the beginning of a text for a message."""
    return repr(text[:SHOWN].strip())


def _at(text: str, entry: Match[str], fault: str) -> str:
    line = text.count("\n", 0, entry.start()) + 1
    return f"BibTeX: in the entry of line {line}, {fault}"


def _value(text: str, at: int, strings: Mapping[str, str]) -> _Value | None:
    """Return a value, which may be several that # joins; None if it has no end."""
    pieces = []
    while True:
        piece = _piece(text, at, strings)
        if piece is None:
            return None
        pieces.append(piece.text)
        sign = _past(_BLANKS, text, piece.end)
        if text[sign : sign + 1] != "#":
            return _Value("".join(pieces), piece.end)
        at = _past(_BLANKS, text, sign + 1)


def _piece(text: str, at: int, strings: Mapping[str, str]) -> _Value | None:
    first = text[at : at + 1]
    if first == "{":
        end = _closed(text, at)
    elif first == '"':
        end = _unquoted(text, at + 1)
    else:
        word = _WORD.match(text, at)
        if word is None:
            return None
        return _Value(strings.get(word[0].lower(), word[0]), word.end())
    return None if end is None else _Value(text[at + 1 : end - 1], end)


def _closed(text: str, at: int) -> int | None:
    """Return where the brace at a place is closed; TeX counts escaped braces, too."""
    depth = 0
    for brace in _BRACE.finditer(text, at):
        depth += BRACES[brace[0]]
        if depth == 0:
            return brace.end()
    return None


def _unquoted(text: str, at: int) -> int | None:
    """Return where a quotation ends: at a quotation mark outside of braces."""
    depth = 0
    for sign in _BRACE_OR_QUOTE.finditer(text, at):
        if sign[0] == '"' and depth == 0:
            return sign.end()
        depth += BRACES.get(sign[0], 0)
    return None


def _values(fields: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for field in FIELDS:
        for name in (field.bibtex, *field.also_bibtex):
            value = READ[field.kind](fields[name]) if name in fields else None
            if value:
                values[field.csl] = value
                break
    issued = values.get("issued", ())
    if len(issued) == 1 and "month" in fields:
        values["issued"] = cited_date(f"{issued[0]:04}-{_month(fields['month'])}")
    return values


def _month(tex: str) -> str:
    """Return the number of a month that is given as a number or by its English name."""
    word = text_of(tex)
    short = word[:3].lower()
    return str(MONTHS.index(short) + 1) if short in MONTHS else word


def _names(tex: str) -> list[PersonName]:
    names = [_name(name) for name in _apart(tex, _AND)]
    return [name for name in names if name.family]


def _name(tex: str) -> PersonName:
    """Return a name; one in braces stays whole, one without commas is parted like a byline's."""
    if tex.startswith("{") and _closed(tex, 0) == len(tex):
        return PersonName(text_of(tex))
    family, *rest = map(text_of, _apart(tex, _COMMA))
    if not rest:
        return split_name(family)
    *suffix, given = rest
    return PersonName(family, given, " ".join(suffix))


def _apart(tex: str, separators: Pattern[str]) -> list[str]:
    """Return the parts between separators that are outside of braces."""
    parts, begin, depth = [], 0, 0
    for found in separators.finditer(tex):
        if found[0] in BRACES:
            depth += BRACES[found[0]]
        elif depth == 0:
            parts.append(tex[begin : found.start()].strip())
            begin = found.end()
    return [*parts, tex[begin:].strip()]


def _date(tex: str) -> CitedDate:
    return cited_date(text_of(tex))


def _address(tex: str) -> str:
    r"""Return an address, which stands in \url{...} in older styles."""
    given = _ADDRESS.search(tex)
    return _ESCAPED.sub(r"\1", given[1] if given else tex).strip()


def _list(tex: str) -> list[str]:
    texts = map(text_of, _apart(tex, _COMMA))
    return [text for text in texts if text]


READ: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.TITLE: text_of,
    FieldKind.TEXT: text_of,
    FieldKind.NAMES: _names,
    FieldKind.DATE: _date,
    FieldKind.ADDRESS: _address,
    FieldKind.LIST: _list,
}
