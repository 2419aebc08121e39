"""Numbers of things in messages: 1 page, 2 pages."""

from __future__ import annotations

from collections.abc import Mapping


def counted(number: int, thing: str) -> str:
    """Return a number with the word for what it counts, which forms its plural with an s."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def counts_of(counts: Mapping[str, int]) -> str:
    """Return counts by their keys, such as "45 new, 3 not found"; underscores become blanks."""
    return ", ".join([f"{count:,} {key.replace('_', ' ')}" for key, count in counts.items()])
