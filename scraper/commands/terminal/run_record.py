"""Start the runs of commands: Ctrl-C, warnings on the terminal, the row in the archive."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from scraper.commands.terminal.session import session
from scraper.jobs.run import Hooks, ignore
from scraper.progress import Progress

STOPPING = "finishing requests in progress; press Ctrl-C again to stop now"
# Errors that click raises mean a wrong option, not a failure of the run.
EXPECTED = (click.Abort, click.ClickException, click.exceptions.Exit)


class Interrupts:
    """Handle Ctrl-C and SIGTERM: the first lets requests finish, the second stops at once."""

    def __init__(self) -> None:
        self.received = False
        self._stop: Callable[[], None] | None = None

    def install(self, stop: Callable[[], None]) -> None:
        """Handle the signals in the running event loop; `stop` lets the run finish."""
        import asyncio
        import signal

        self._stop = stop
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._handle)

    def _handle(self) -> None:
        if self.received:
            raise KeyboardInterrupt
        self.received = True
        session().say(STOPPING)
        if self._stop is not None:
            self._stop()


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end what is inside as Ctrl-C does, where no event loop handles it."""
    import signal

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_hooks(interrupts: Interrupts | None = None, *, progress: Progress | None = None) -> Hooks:
    """Return the hooks of the running command: its name, and how it reports on the terminal."""
    _, _, name = click.get_current_context().command_path.partition(" ")
    return Hooks(
        command=["scraper", *sys.argv[1:]],
        name=name,
        expected=EXPECTED,
        on_warning=session().warn,
        on_start=ignore if interrupts is None else interrupts.install,
        progress=progress or Progress(),
    )
