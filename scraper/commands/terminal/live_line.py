"""Keep one line of progress at the bottom of the terminal while rows scroll above it.

A thread draws it, so that it moves also while nothing ends: while SQLite works or a host is waited
for. Everything that is printed meanwhile passes through here: the line is erased, the text is
written, and the line is put back.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from scraper.commands.terminal.progress_line import SEPARATOR, Speed, line
from scraper.commands.terminal.safe_text import is_terminal
from scraper.progress import Progress

EVERY = 0.25  # seconds between two drawings
FIRST = 0.5  # seconds; a shorter work needs no line
FLOOD = 0.02  # seconds; while rows come faster, the line waits for the next drawing
USUAL_WIDTH = 80  # cells, of a terminal that does not know its own
ERASE = "\r\x1b[K"
PLAIN_SEPARATOR = " - "  # for a terminal whose encoding has no middle dot


class LiveLine:
    """The line: drawn, erased for what is printed, and drawn again."""

    def __init__(
        self,
        progress: Progress,
        terminal: TextIO,
        *,
        clock: Callable[[], float],
        width: Callable[[], int],
    ) -> None:
        self._progress, self._terminal = progress, terminal
        self._clock, self._width = clock, width
        self._speed = Speed()
        self._separator = SEPARATOR if _can_write(terminal, SEPARATOR) else PLAIN_SEPARATOR
        # Reentrant: Ctrl-C may interrupt a write, and its message is a write, too.
        self._lock = threading.RLock()
        self._text = ""  # what was drawn last
        self._is_drawn = False
        self._at_line_start = True
        self._put_back_at = 0.0

    def draw(self) -> None:
        """Draw the line as of now, unless it is on the terminal already."""
        with self._lock:
            text = self._line()
            if self._at_line_start and not (self._is_drawn and text == self._text):
                self._send(ERASE + text)
                self._text, self._is_drawn = text, True

    def _line(self) -> str:
        values = self._speed.note(self._progress, self._clock())
        # The last column stays free: some terminals begin a new line once it is filled.
        return line(values, max(self._width() - 1, 1), self._separator)

    def erase(self) -> None:
        """Remove the line."""
        with self._lock:
            if self._is_drawn:
                self._send(ERASE)
                self._is_drawn = False

    def write_above(self, stream: TextIO, text: str) -> int:
        """Write a text to a stream of the terminal, above the line."""
        with self._lock:
            self.erase()
            written = stream.write(text)
            self._at_line_start = text.endswith("\n")
            now = self._clock()
            has_begun = bool(self._text)  # a short work ends before the first drawing
            if has_begun and now - self._put_back_at >= FLOOD:
                stream.flush()
                self._put_back_at = now
                self.draw()
            return written

    def _send(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal is gone, the work goes on
            self._terminal.write(text)
            self._terminal.flush()


class _Above:
    """A stream of the terminal whose text appears above the line."""

    def __init__(self, stream: TextIO, live: LiveLine) -> None:
        self._stream, self._live = stream, live

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text; bytes are refused as by any stream of text."""
        return self._live.write_above(self._stream, text) if text else self._stream.write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for text in lines:
            self.write(text)


@contextmanager
def shown(progress: Progress, clock: Callable[[], float] = time.monotonic) -> Iterator[Progress]:
    """Show the progress of the work inside if standard error is a terminal."""
    terminal = sys.stderr
    if not is_terminal(terminal):
        yield progress
        return
    live = LiveLine(progress, terminal, clock=clock, width=lambda: _width_of(terminal))
    ended = threading.Event()
    drawing = threading.Thread(target=_keep_drawing, args=(live, ended), daemon=True)
    with _printing_above(live):
        drawing.start()
        try:
            yield progress
        finally:
            ended.set()
            drawing.join()
            live.erase()


def _keep_drawing(live: LiveLine, ended: threading.Event) -> None:
    pause = FIRST
    while not ended.wait(pause):
        live.draw()
        pause = EVERY


@contextmanager
def _printing_above(live: LiveLine) -> Iterator[None]:
    """Let what is printed to the terminal appear above the line."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_above(stream, live) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _above(stream: TextIO, live: LiveLine) -> Any:
    return _Above(stream, live) if is_terminal(stream) else stream


def _width_of(terminal: TextIO) -> int:
    """Return the cells of a row; the window may have changed since the last drawing."""
    try:
        return os.get_terminal_size(terminal.fileno()).columns or USUAL_WIDTH
    except (OSError, ValueError):
        return USUAL_WIDTH


def _can_write(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True
