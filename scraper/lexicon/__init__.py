"""Hold what languages and content systems write, as TOML, and read it: one loader for all tables.

A table is a file of sections; a section has an entry for each language (ISO 639-1) or content
system, or `any` for what is written everywhere. An entry is one string: words separated by white
space, or phrases separated by bars. A section of phrases may hold a list of strings instead.
Literal strings (single quotes) are read at a tenth of the cost of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

Entry = str | list[str]
Table = Mapping[str, Mapping[str, Entry]]


@cache
def load(name: str) -> Table:
    """Return the table NAME.toml: section -> language or system -> entry."""
    import tomllib  # many commands read no table

    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def words_in(name: str, section: str) -> tuple[str, ...]:
    """Return the words of a section, of all its languages, in the order of the file."""
    entries = load(name)[section].values()
    return tuple(dict.fromkeys(word for entry in entries for word in _words_of(entry)))


def phrases_in(name: str, section: str) -> tuple[str, ...]:
    """Return the phrases of a section, of all its languages, in the order of the file."""
    entries = load(name)[section].values()
    return tuple(dict.fromkeys(phrase for entry in entries for phrase in phrases_of(entry)))


def longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return phrases in the order in which one that begins with another comes before it."""
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def phrases_of(entry: Entry) -> list[str]:
    """Return the phrases of one entry, with single spaces between words."""
    if isinstance(entry, list):
        return entry
    folded = (" ".join(phrase.split()) for phrase in entry.split("|"))
    return [phrase for phrase in folded if phrase]


def _words_of(entry: Entry) -> list[str]:
    return entry if isinstance(entry, list) else entry.split()
