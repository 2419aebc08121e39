r"""Read the data that React's server components push to the page in pieces: texts and values.

    self.__next_f.push([1,"24:T1b7b,"]) self.__next_f.push([1,"<p>…"])
    self.__next_f.push([1,"5:[\"$\",…\"$24\"…]\n"])

The pieces joined are rows: an id, and a text of so many bytes, or a value that ends with the line.
A value names a text by its id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scraper.patterns import late

MOST = 5_000_000  # characters of all pieces
MAX_ROWS = 5_000

_PUSH = late(r"""__next_f\s*(?:=[^;]{0,60})?\)?\.push\(\s*\[\s*1\s*,\s*(?=")""")
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")


class Flight(NamedTuple):
    """What a page's pieces hold."""

    texts: tuple[str, ...]  # long texts, often HTML
    values: tuple[Any, ...]  # of JSON, with their texts in place


def read(scripts: Iterable[str]) -> Flight:
    """Return what the scripts push; what is broken is passed over."""
    joined = "".join(_pieces(scripts))[:MOST].encode("utf-8", "replace")
    texts, lines = _rows(joined)
    named = [(f'"${key}"'.encode(), json.dumps(text).encode()) for key, text in texts.items()]
    return Flight(tuple(texts.values()), tuple(_values(lines, named)))


def _pieces(scripts: Iterable[str]) -> Iterator[str]:
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        for push in _PUSH.finditer(script) if "__next_f" in script else ():
            try:
                piece, _ = decoder.raw_decode(script, push.end())
            except (ValueError, RecursionError):
                continue
            yield piece


def _rows(joined: bytes) -> tuple[dict[str, str], list[bytes]]:
    """Return the texts by id, and the lines of all other rows."""
    texts: dict[str, str] = {}
    lines: list[bytes] = []
    at = 0
    for _ in range(MAX_ROWS):
        row = _ROW.match(joined, at)
        if row and row[2]:
            at = row.end() + int(row[2], 16)
            texts[row[1].decode()] = joined[row.end() : at].decode("utf-8", "replace")
        else:
            end = joined.find(b"\n", at)
            if row:
                lines.append(joined[row.end() : end if end >= 0 else len(joined)])
            if end < 0:
                break
            at = end + 1
    return texts, lines


def _values(lines: list[bytes], named: list[tuple[bytes, bytes]]) -> Iterator[Any]:
    for line in lines:
        if not line.startswith((b"[", b"{")):
            continue
        for reference, text in named:
            if reference in line:
                line = line.replace(reference, text)  # noqa: PLW2901 - the line with its texts in place
        try:
            yield json.loads(line, strict=False)
        except (ValueError, RecursionError):
            continue
