"""The lines of an import in batches, each of which is made ready and written at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Batch = list[tuple[int, str | bytes]]  # lines with their numbers, from 1

FEW = 500  # lines of the first batch, so that a progress is soon shown
MANY = 2000  # lines of each other batch
LARGE = 16 << 20  # bytes or characters of a batch, which is in memory several times


def batches(lines: Iterable[str | bytes]) -> Iterator[Batch]:
    """Yield the lines that are not empty in batches; the last one may be small."""
    batch: Batch = []
    most, size = FEW, 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        batch.append((number, line))
        size += len(line)
        if len(batch) >= most or size >= LARGE:
            yield batch
            batch, most, size = [], MANY, 0
    if batch:
        yield batch
