"""Compile regular expressions at their first use.

Many commands and pages need only a few of them, and should not wait for all.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _LatePattern(Generic[AnyStr]):
    """Act as a pattern; each method is looked up once and then belongs to this object."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._pattern, self._flags)  # re caches what it compiled
        method = getattr(compiled, name)
        setattr(self, name, method)
        return method


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what re.compile would return, compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))
