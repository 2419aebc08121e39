"""Batches that a thread makes while the one before is written: SQLite lets Python run meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
MOST = 2  # batches that are made and wait


def read_ahead(batches: Iterator[T]) -> Iterator[T]:
    """Yield what an iterator yields, which runs in a thread of its own, in the same order."""
    with ThreadPoolExecutor(1) as thread:
        coming = deque(thread.submit(next, batches, None) for _ in range(MOST))
        while (batch := coming.popleft().result()) is not None:
            coming.append(thread.submit(next, batches, None))
            yield batch
