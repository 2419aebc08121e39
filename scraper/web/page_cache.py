"""The pages that were made last, for as long as nothing is written to the archive."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response

MOST = 64  # pages
LARGEST = 200_000  # bytes of a page that is kept
# a page may depend on the time: that no run has come for too long, for instance
YOUNG = timedelta(seconds=10)

Version = tuple[int, ...]  # of the file: another one after each change


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer, and of what it was made."""

    answer: Response
    version: Version
    made_at: datetime


class PageCache:
    """Answers by all that they depend on: the address, and how a reader wants pages to look."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[Hashable, KeptAnswer] = OrderedDict()

    def get(self, asked: Hashable, version: Version) -> Response | None:
        """Return the answer to what is asked, if it was made a moment ago of the same version."""
        found = self._kept.get(asked)
        if found is None or found.version != version or self._is_old(found):
            return None
        return found.answer

    def put(self, asked: Hashable, version: Version, answer: Response) -> None:
        """Keep an answer; that which was put first goes when there are too many."""
        if len(answer.body) > LARGEST:
            return
        self._kept[asked] = KeptAnswer(answer, version, self._clock())
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def _is_old(self, found: KeptAnswer) -> bool:
        # a clock that was set back makes an answer old, too
        age = self._clock() - found.made_at
        return not timedelta(0) <= age <= YOUNG
