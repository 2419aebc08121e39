"""What `verify` reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something that is not as it was written."""

    table: str
    id: str  # of the row; "" where no single row is meant
    what: str


def changed_row(table: str, key: object) -> Fault:
    """Return the fault of a row whose checksum or hash does not match its values."""
    return Fault(table=table, id=str(key), what="the row is not what was stored")


def changed_text(key: object) -> Fault:
    """Return the fault of an article whose text does not match its hash."""
    return Fault(table="articles", id=str(key), what="its text is not what was stored")
