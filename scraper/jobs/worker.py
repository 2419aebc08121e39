"""A worker's whole life: a process that applies one function to what it is sent, until the other end is gone.

It imports little itself, for every command that reads a page waits for it to start; workers.py starts it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

# reading makes trees and hardly a cycle: looking for cycles as often as usual costs a twelfth
RARELY = (400_000, 20, 100)


@contextlib.contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look for cycles as rarely as is good for reading pages."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def serve(memory: int) -> None:
    """Take the function, then task after task; standard input is a socket, and the answers go out there too."""
    _limit(memory)
    tasks = sys.stdin.buffer
    with (
        open(tasks.fileno(), "wb", closefd=False) as answers,
        rarely_collecting(),
        contextlib.suppress(EOFError, OSError, KeyboardInterrupt),
    ):
        function = pickle.load(tasks)  # noqa: S301 - the other end is the process that started this one
        while True:
            _answer(answers, function, pickle.load(tasks))  # noqa: S301


def _answer(answers: BinaryIO, function: Callable[[Any], Any], task: object) -> None:
    try:
        told = pickle.dumps((True, function(task)))
    except MemoryError:
        os._exit(1)  # nothing that ran out of memory can be trusted to go on
    except Exception as error:  # noqa: BLE001 - it is the other side's to judge
        told = pickle.dumps((False, _portable(error)))
    answers.write(told)
    answers.flush()


def _portable(error: Exception) -> Exception:
    """One of scraper's own errors as it is, if it comes out at the other end as it went in; else as text."""
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
    """Bound the address space, and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or hard >= memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
