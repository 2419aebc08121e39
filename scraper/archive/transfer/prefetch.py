"""Work done ahead by a second process, while this one writes: what comes out is in the order of what goes in.

A bare interpreter behind two pipes. multiprocessing would run the caller's script a second time, or copy an open
connection.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any, TypeVar

from scraper.errors import ScraperError

T = TypeVar("T")
R = TypeVar("R")

ROOT = Path(__file__).parents[3]  # where the other one finds this package
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from scraper.archive.transfer.prefetch import serve; serve()"


def ahead(function: Callable[[T], R], tasks: Iterator[T]) -> Iterator[R]:
    """Apply a function of a module to each task, one task ahead of whoever takes the results."""
    task = next(tasks, None)
    if task is None:
        return
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", _CODE, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # an interrupt is for us
    ) as other:
        try:
            yield from _results(other, function, chain([task], tasks))
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            raise ScraperError(
                "the process that helps died (too little memory?): the same command goes on"
            ) from error


def _results(
    other: subprocess.Popen[bytes], function: Callable[[T], R], tasks: Iterator[T]
) -> Iterator[R]:
    assert other.stdin is not None
    assert other.stdout is not None
    _send(other.stdin, function)
    _send(other.stdin, next(tasks))
    for following in chain(tasks, [None]):
        result: R = pickle.load(other.stdout)  # noqa: S301 - our own process wrote it
        if following is not None:
            _send(other.stdin, following)
        yield result


def serve() -> None:
    """What the other process does: a function first, then tasks, until a pipe is closed."""
    tasks, results = sys.stdin.buffer, sys.stdout.buffer
    try:
        function = pickle.load(tasks)  # noqa: S301 - our own process wrote it
        while True:
            _send(results, function(pickle.load(tasks)))  # noqa: S301
    except (EOFError, BrokenPipeError):
        os._exit(0)  # with nothing to say to whoever has gone


def _send(pipe: IO[bytes], value: Any) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
