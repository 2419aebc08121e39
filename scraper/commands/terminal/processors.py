"""How many processes are worth starting on this machine."""

from __future__ import annotations

import os

MOST_CORES = 64


def processors() -> int:
    """Return how many processors this process may use, up to a limit."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(mine, MOST_CORES)
