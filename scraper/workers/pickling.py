"""Frozen dataclasses on their way between processes.

An article is some hundred small values. The standard library asks a dataclass for its fields
again for each of them, on both sides; here that is done once for the class.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def pickled_by_slots(kind: type[T]) -> type[T]:
    """Decorate a frozen dataclass with two or more slots: pickle its values in half of the time."""
    names: tuple[str, ...] = kind.__slots__  # type: ignore[attr-defined]
    values_of = attrgetter(*names)
    setters = tuple(getattr(kind, name).__set__ for name in names)

    def get_state(value: object) -> object:
        return values_of(value)

    def set_state(value: object, state: tuple[Any, ...]) -> None:
        for put, part in zip(setters, state, strict=True):
            put(value, part)

    kind.__getstate__ = get_state  # type: ignore[method-assign, assignment]
    kind.__setstate__ = set_state  # type: ignore[attr-defined]
    return kind
