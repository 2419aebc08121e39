"""Guards around the steps of reading: a fault in one leaves its field empty and harms no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scraper.models import Candidate

T = TypeVar("T")

MAX_WHY = 200  # characters of an error's message that are kept


class FieldFaults:
    """The errors that were met while one page was read, as candidates that lost."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []

    def guard(self, field: str, read: Callable[[], T], instead: T) -> T:
        """Return what `read` returns; if it raises, note the error and return `instead`."""
        try:
            return read()
        except Exception as error:  # noqa: BLE001 - whatever the bytes are, an article comes out
            why = f"{type(error).__name__}: {error}"[:MAX_WHY]
            fault = Candidate(field=field, strategy="fault", value="", why=why)
            self.candidates.append(fault)
            return instead
