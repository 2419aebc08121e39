"""Write JSON piece by piece, for documents that name more files than fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scraper.cleaning import dump_json

INDENT = 2


def json_pieces(value: Any, margin: str = "\n") -> Iterator[str]:
    """Yield what `dump_json` writes of a value with an indent of 2.

    An iterator in the value becomes a list, whose members are made when they are written. `margin`
    is a line break and the spaces before the value.
    """
    if isinstance(value, Mapping):
        yield from _members(_named(value), "{", "}", margin)
    elif isinstance(value, Iterator):
        yield from _members((("", each) for each in value), "[", "]", margin)
    else:
        # a text has no line break of its own in JSON
        yield dump_json(value, indent=INDENT).replace("\n", margin)


def _named(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((f"{dump_json(name)}: ", each) for name, each in value.items())


def _members(
    members: Iterator[tuple[str, Any]], opening: str, closing: str, margin: str
) -> Iterator[str]:
    """Yield an object or a list; each member has what goes before it."""
    inner = margin + " " * INDENT
    mark = opening
    for name, each in members:
        yield f"{mark}{inner}{name}"
        yield from json_pieces(each, inner)
        mark = ","
    yield f"{opening}{closing}" if mark == opening else f"{margin}{closing}"
