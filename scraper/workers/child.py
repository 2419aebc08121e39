"""A worker's whole life: apply one function to each task, until the other end is closed.

It imports little, for every command that reads a page waits for it to start; pool.py starts it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

# Bytes from which glibc gives a block back as soon as it is free, and of free memory that it keeps
# at most. Left to itself it raises both after the first large page: over 160 pages, 40 of them the
# largest of 2,051, that was 142 MB on average in place of 106, at the same speed.
LARGE_BLOCK, FREE_MEMORY = 256 << 10, 4 << 20
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # as malloc.h numbers them
# Seconds after its limit in which a task is ended by its parent; without one it ends itself.
GRACE = 3.0
# Reading makes trees and hardly a cycle: looking for cycles as often as usual costs a twelfth.
RARELY = (400_000, 20, 100)


@contextlib.contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look for reference cycles as rarely as is good for reading pages."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def serve(memory: int | None) -> None:
    """Take the function, then task after task.

    Standard input is a socket; the answers go out through it, too. `memory` is the most bytes of
    address space, None for no limit.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # so is the rotation of its log
    if memory is not None:
        _limit(memory)
    _give_memory_back()
    tasks = sys.stdin.buffer
    with (
        open(tasks.fileno(), "wb", closefd=False) as answers,
        rarely_collecting(),
        contextlib.suppress(EOFError, OSError, KeyboardInterrupt),
    ):
        function = pickle.load(tasks)  # noqa: S301 - of the process that started this one
        while True:
            limit, task = pickle.load(tasks)  # noqa: S301
            with _ending_alone(limit):
                answer = _answer_of(function, task)
            answers.write(answer)
            answers.flush()


@contextlib.contextmanager
def _ending_alone(limit: float | None) -> Iterator[None]:
    """End this process if a task takes much longer than its limit, for its parent may be dead.

    The signal's own action is left as it is: no code of ours runs within a library's long loop.
    """
    if limit is None or sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, limit + GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer_of(function: Callable[[Any], Any], task: object) -> bytes:
    """Return what a function makes of a task, or its error, ready to be sent."""
    try:
        return pickle.dumps((True, function(task)))
    except MemoryError:
        os._exit(1)  # nothing that ran out of memory can be trusted to go on
    except Exception as error:  # noqa: BLE001 - the parent judges it
        return pickle.dumps((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """Return one of scraper's own errors as it is, if it survives the way; any other as text."""
    from scraper import faults
    from scraper.errors import ScraperError

    try:
        if isinstance(error, ScraperError):
            copy = pickle.loads(pickle.dumps(error))  # noqa: S301
            if type(copy) is type(error):
                return error
    except Exception:  # noqa: BLE001, S110 - then it goes as text
        pass
    return faults.portable(error)


def _limit(memory: int) -> None:
    """Bound the address space, where the system can."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or hard >= memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _give_memory_back() -> None:
    """Have the C library give memory back to the system, where it is glibc."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(AttributeError, OSError):  # another library, such as musl
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)
        mallopt(M_TRIM_THRESHOLD, FREE_MEMORY)
