"""Regular expressions compiled at their first use: for those that cost much to compile and that many pages never need.

A program that reads one page would else wait for all of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _Late(Generic[AnyStr]):
    """Stands for a pattern; each of its methods is looked up once and is then this object's own."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._pattern, self._flags), name)  # the module remembers what it compiled
        setattr(self, name, found)
        return found


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As re.compile."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
