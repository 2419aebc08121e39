"""Worker processes that outlive a run: to start an interpreter costs a hundred times what reading a page does.

They are the program's own, with its own limits; only their start is saved. One that died, or was stopped over a page,
is not used again.
"""

import os
import threading
from pathlib import Path

from scraper.workers.pool import _Worker

MOST = 2  # that wait; each holds some 100 MB


def apply(task):
    """Do what a process would that was started where the caller is now."""
    folder, environment, function, given = task
    os.chdir(folder)
    if dict(os.environ) != environment:
        os.environ.clear()
        os.environ.update(environment)
    return function(given)


class Idle:
    """The processes that wait for the next run."""

    def __init__(self):
        self._lock, self._waiting = threading.Lock(), []

    def take(self, function, memory):
        """Return a worker that applies `function`, a new one if none waits."""
        with self._lock:
            for place, worker in enumerate(self._waiting):
                if worker.memory == memory and worker.process.poll() is None:
                    return self._waiting.pop(place).lent(function)
        return Lent(self, memory).lent(function)

    def give_back(self, worker):
        """Keep a worker; return whether there was room."""
        with self._lock:
            has_room = len(self._waiting) < MOST
            if has_room:
                self._waiting.append(worker)
        return has_room

    def close(self):
        with self._lock:
            for worker in self._waiting:
                worker.end()
            self._waiting.clear()


class Lent(_Worker):
    """A worker for whatever function; to kill it gives it back, unless it is at work or has failed."""

    def __init__(self, idle, memory):
        super().__init__(apply, memory)
        self._idle, self.memory = idle, memory

    def lent(self, function):
        self._applied, self._sound = function, True
        return self

    def ask(self, task, timeout):
        self._sound = False
        told = super().ask((Path.cwd(), dict(os.environ), self._applied, task), timeout)
        self._sound = True
        return told

    def kill(self):
        if not (self._sound and self._idle.give_back(self)):
            self.end()

    def end(self):
        super().kill()
