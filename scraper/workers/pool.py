"""Work in processes of its own, which can be killed: a hostile page costs one page, never the run.

Each worker is a process behind a socket and has one thread here that waits for it. A task that
takes longer than the limit ends with its process, and the next task gets a new one. Memory is
bounded by RLIMIT_AS in the worker.
"""

from __future__ import annotations

import atexit
import contextlib
import pickle
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from scraper.errors import ReadingTimeout, WorkerDied

T = TypeVar("T")
R = TypeVar("R")

MEMORY = 2 << 30  # bytes of address space; a 10 MB page needs about 600 MB of it
PAGE_TIMEOUT = 30.0  # seconds
QUEUED = 4  # tasks for each worker that are under way at once, so that none waits for us


class Workers(Generic[T, R]):
    """Processes that each apply one function to tasks, in the order in which those were sent."""

    def __init__(
        self,
        function: Callable[[T], R],
        *,
        jobs: int = 1,
        timeout: float | None = PAGE_TIMEOUT,
        memory: int | None = MEMORY,
    ) -> None:
        self.jobs = jobs
        self._start = (function, memory)
        self._timeout = timeout
        self._mine = threading.local()
        self._alive: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="worker")

    def __enter__(self) -> Workers[T, R]:
        atexit.register(self.close)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, task: T) -> Future[R]:
        """Begin a task; its future raises WorkerDied or the error of the function."""
        return self._threads.submit(self._do, task)

    def map(
        self, tasks: Iterable[T], *, alone: int = 0, queued: int = QUEUED
    ) -> Iterator[tuple[T, Future[R]]]:
        """Yield each task with its future, which is done, in the order of the tasks.

        The first `alone` tasks are done one after another by one process: for a few, starting
        others costs more. At most `queued` tasks for each process are begun ahead of the caller.
        """
        waiting: deque[tuple[T, Future[R]]] = deque()
        for number, task in enumerate(tasks, 1):
            waiting.append((task, self.submit(task)))
            room = 0 if number <= alone else queued * self.jobs
            while len(waiting) > room or (waiting and waiting[0][1].done()):
                yield self._finished(waiting)
        while waiting:
            yield self._finished(waiting)

    def close(self) -> None:
        """End the processes; what has not begun is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._alive):
            self._end(worker)
        atexit.unregister(self.close)

    @staticmethod
    def _finished(waiting: deque[tuple[T, Future[R]]]) -> tuple[T, Future[R]]:
        task, future = waiting.popleft()
        future.exception()  # wait
        return task, future

    def _do(self, task: T) -> R:
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is None:
            worker = self._mine.worker = _Worker(*self._start)
            self._alive.add(worker)
        try:
            return worker.ask(task, self._timeout)  # type: ignore[no-any-return]
        except WorkerDied:
            self._mine.worker = None
            self._end(worker)
            raise

    def _end(self, worker: _Worker) -> None:
        self._alive.discard(worker)
        worker.kill()


def apart(function: Callable[[T], R], task: T, timeout: float = PAGE_TIMEOUT) -> R:
    """Return what a function makes of one task in a worker of its own; Ctrl-C ends it."""
    with Workers(function, timeout=timeout) as workers:
        return workers.submit(task).result()


class _Worker:
    """One process and the socket to it."""

    def __init__(self, function: Callable[[Any], Any], memory: int | None) -> None:
        # A new interpreter: a fork would copy a process with threads. Not one of multiprocessing's:
        # that starts a second process to watch over the first, and imports the command line anew.
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from scraper.workers.child import serve; serve({memory})"
        )
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-c", start]
            self.process = subprocess.Popen(command, stdin=theirs.fileno())  # noqa: S603 - ourselves
        self._answers = self._socket.makefile("rb")
        self._function: bytes = pickle.dumps(function)  # goes out with the first task

    def ask(self, task: object, timeout: float | None) -> Any:
        """Send a task and wait for its answer; raise WorkerDied, or the error of the function."""
        self._socket.settimeout(timeout)
        try:
            self._socket.sendall(self._function + pickle.dumps((timeout, task)))
            self._function = b""
            succeeded, answer = pickle.load(self._answers)  # noqa: S301 - of a process of ours
        except TimeoutError:
            raise ReadingTimeout(
                f"reading the page took longer than {timeout:g} s and was stopped (--page-timeout)"
            ) from None
        except Exception:  # noqa: BLE001 - half an answer can fail to be read in any way
            raise WorkerDied(
                "reading the page used up its memory or crashed; the page is kept"
            ) from None
        if succeeded:
            return answer
        raise answer

    def kill(self) -> None:
        """End the process, whatever it does."""
        # First the process: to close what a thread reads from waits until that has read its end.
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            self._answers.close()
            self._socket.close()
