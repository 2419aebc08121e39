"""How far a long work has come: the work notes it here, and a command may show it meanwhile.

Another thread may look at any moment, so each change is a single assignment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

BYTES = "bytes"  # the unit of works that are measured by the size of a file


@dataclass(frozen=True, kw_only=True, slots=True)
class HostWait:
    """A host that a run waits for."""

    host: str
    seconds: float  # until it may be asked; if it owes an answer, since it was asked
    why: str = ""
    owes_answer: bool = False
    others: int = 0  # further hosts that are waited for


@dataclass(kw_only=True, slots=True)
class Progress:
    """The state of one long work, step by step."""

    what: str = ""  # the step under way, as words that follow the program's name: "packs pages"
    unit: str = ""  # what is counted; BYTES are shown in megabytes
    total: int | None = None  # None: unknown
    done: int = 0
    skipped: int = 0  # those of `done` that needed no work: the speed leaves them out
    failed: int = 0
    failures: str = "failed"  # what the failed ones are called
    waiting: HostWait | None = None
    least_left: float = 0.0  # seconds that the rest takes at least, whatever the speed was
    measure: Callable[[], int] | None = None  # returns what is done, where nothing else counts it
    limit: float | None = None  # seconds that the step lasts at most
    step: int = 0  # how many steps have begun; the speed is measured anew for each

    def begin(
        self,
        what: str,
        *,
        total: int | None = None,
        unit: str = "",
        measure: Callable[[], int] | None = None,
        limit: float | None = None,
    ) -> None:
        """Begin a step; failures of the steps before it stay counted."""
        self.measure = None
        self.what, self.unit, self.total, self.limit = what, unit, total, limit
        self.done = self.skipped = 0
        self.measure = measure
        self.step += 1

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items; each is done when the next one is asked for."""
        for item in items:
            yield item
            self.done += 1

    def now(self) -> int:
        """Return how much is done at this moment."""
        return self.done if self.measure is None else self.measure()
