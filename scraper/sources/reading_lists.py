"""Read the tables and JSON that reading services export, by a table of the names in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from scraper.cleaning import BadJson, load_json
from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources import tables, url_list
from scraper.sources.saved_links import moment_of, note_of, saved_link, tags_of, text_of_value
from scraper.sources.url_list import Rejected

PACKED = (b"PK\x03\x04", b"\x1f\x8b")
INSIDE = ("results", "items", "bookmarks")  # keys of an object that holds the list of entries
SNIFFED = 20  # entries that show which program wrote a file
READ = {
    "saved_at": moment_of,
    "date_published": moment_of,
    "tags": tags_of,
    "note": note_of,
}


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """A file that another program exported; each view of it is made once."""

    data: bytes
    name: str

    @cached_property
    def text(self) -> str:
        """Return the text; raise InputError for a packed file, and for what is not a text."""
        if self.data.startswith(PACKED):
            raise InputError(f"{self.name}: a packed file; unpack it, and import the files in it")
        return url_list.text_of(self.data, self.name)

    @cached_property
    def columns(self) -> frozenset[str]:
        """Return the names of a table's columns in small letters; none if it has no addresses."""
        if self.text.lstrip()[:1] in ("<", "{", "["):
            return frozenset()
        try:
            names, _ = tables.columns_of(self.text)
        except InputError:
            return frozenset()
        return frozenset(map(str.casefold, names))

    @cached_property
    def objects(self) -> list[Any]:
        """Return the entries of a file of JSON or of JSON Lines; none if it is neither."""
        if self.text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
            return []
        try:
            value = load_json(self.text)
        except BadJson:
            value = self._lines()
        if isinstance(value, dict):
            lists = (value.get(key) for key in INSIDE)
            value = next((one for one in lists if isinstance(one, list)), [value])
        return value if isinstance(value, list) else []

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys that the first entries have."""
        entries = (one for one in islice(self.objects, SNIFFED) if isinstance(one, dict))
        return frozenset().union(*entries)

    def _lines(self) -> list[Any]:
        """Return the objects of JSON Lines; raise InputError if the text is broken."""
        try:
            return [load_json(line) for line in self.text.splitlines() if line.strip()]
        except BadJson as error:
            raise InputError(
                f"{self.name}: broken JSON ({error}); was it saved whole? Export it again"
            ) from None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListNames:
    """The names that a program gives the columns of its table, or the keys of its JSON."""

    url: tuple[str, ...] = ("url",)
    marks: frozenset[str]  # names that show that a file is of this program
    names: Mapping[str, tuple[str, ...]]  # our column -> its names for it, the best first
    # our `state` for keys that are only true or false
    states: Mapping[str, str] = field(default_factory=dict)


def read_table_of(file: ExportedFile, names: ListNames) -> Iterator[Lead | Rejected]:
    """Yield the rows of a table."""
    for entry in tables.read_table(file.text):
        cells = {name.casefold(): cell for name, cell in entry.row.items()}
        facts = _facts(cells, names)
        row = {name: value for name, value in facts.items() if value}
        yield replace(entry, row=row)


def read_objects_of(file: ExportedFile, names: ListNames) -> Iterator[Lead | Rejected]:
    """Yield the entries of a file of JSON."""
    for number, entry in enumerate(file.objects, 1):
        if not isinstance(entry, dict):
            why = "an object was expected"
            yield Rejected(line=number, text=text_of_value(entry), why=why)
            continue
        yield saved_link(number, _first(entry, names.url), _facts(entry, names))


def _facts(entry: Mapping[str, Any], names: ListNames) -> dict[str, str]:
    facts = {
        column: READ.get(column, text_of_value)(_first(entry, theirs))
        for column, theirs in names.names.items()
    }
    flags = [state for key, state in names.states.items() if entry.get(key) in (1, "1")]
    if flags:
        facts["state"] = ", ".join(flags)
    return facts


def _first(entry: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first value that an entry has under one of these names, or None."""
    return next((entry[name] for name in names if entry.get(name)), None)
