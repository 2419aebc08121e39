"""Compile regular expressions at their first use: many commands and pages need few of them.

A program that starts, or reads one page, would else wait for all of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _Late(Generic[AnyStr]):
    """Act as a pattern; each of its methods is looked up once and is then this object's own."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(
            re.compile(self._pattern, self._flags), name
        )  # the module remembers what it compiled
        setattr(self, name, found)
        return found


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what re.compile would, compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
