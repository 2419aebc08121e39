"""What `verify` tells of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something that is not as it was written."""

    table: str
    id: str  # of the row; "" where no single row is meant
    what: str
