"""Read the records of an exported file again, to compare them with those of another export."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b

LARGEST_CELL = 2**31 - 1  # characters; Python's csv refuses more than 131,072 unless it may
DIGEST = 16  # bytes; it only has to tell two records of the same article apart

Record = tuple[str, bytes]  # what names it, and a digest of its values


def csv_records(lines: Iterable[str]) -> Iterator[Record]:
    """Yield the records of CSV; raise ValueError for what is no CSV."""
    csv.field_size_limit(LARGEST_CELL)
    try:
        table = csv.reader(lines)
        header = next(table, [])
        yield "header", _digest(header)
        at = header.index("id") if "id" in header else None
        for number, cells in enumerate(table, 1):
            yield _name(cells, at, number), _digest(cells)
    except csv.Error as error:
        raise ValueError(str(error)) from None


def jsonl_records(lines: Iterable[str]) -> Iterator[Record]:
    """Yield the records of JSON Lines; raise ValueError for a line that is no object."""
    for number, line in enumerate(lines, 1):
        found = json.loads(line)
        if not isinstance(found, dict):
            raise ValueError(f"line {number} is not an object")  # noqa: TRY004 - as JSON's own errors
        name = f"article {found['id']}" if "id" in found else f"row {number}"
        yield name, _digest([json.dumps(found, sort_keys=True)])


def _name(cells: Sequence[str], at: int | None, number: int) -> str:
    if at is None or at >= len(cells):
        return f"row {number}"
    return f"article {cells[at]}"


def _digest(values: Sequence[str]) -> bytes:
    text = "\x1f".join(values)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


# formats whose records can be compared
RECORDS: dict[str, Callable[[Iterable[str]], Iterator[Record]]] = {
    "csv": csv_records,
    "jsonl": jsonl_records,
}


def differing(ours: Iterable[Record], theirs: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Yield the name of each record of which two exports differ, and how `theirs` differs.

    The order does not matter, which the bytes of the files show.
    """
    expected = dict(ours)
    for name, digest in theirs:
        if name not in expected:
            yield name, "was added"
        elif expected.pop(name) != digest:
            yield name, "was changed"
    for name in expected:
        yield name, "is missing"
