"""Parts of a work that several machines or tasks divide among themselves, written as i/n. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.errors import InputError
from scraper.patterns import late

_WRITTEN = late(r"\s{0,9}([0-9]{1,6})\s{0,9}/\s{0,9}([0-9]{1,6})\s{0,9}")


@dataclass(frozen=True, slots=True)
class WorkPart:
    """One of several parts, counted from 1."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


WHOLE = WorkPart()


def part_of(text: str) -> WorkPart:
    """Return a part written as 3/8; raise InputError for what is none."""
    found = _WRITTEN.fullmatch(text)
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        raise InputError(f"{text!r} is not a part: write i/n with i from 1 to n, such as 3/8")
    return WorkPart(number, of)
