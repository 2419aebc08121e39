"""Numbers of things in messages: 1 page, 2 pages."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """Return a number with the word for what it counts, which forms its plural with an s."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
