"""Write the program's log as text or JSON Lines, to a file or stderr."""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import TextIO

from scraper.cleaning import dump_json
from scraper.commands.terminal.safe_text import plain
from scraper.secrets import masked


def start(file: str | None, form: str, *, verbose: int) -> None:
    """Open the log; raise OSError if its file cannot be written."""
    logger = logging.getLogger("scraper")
    handlers: list[logging.Handler] = []
    if file:
        handlers.append(_log_file(file))
    if verbose:
        terminal = TerminalLog()
        terminal.addFilter(lambda record: not getattr(record, "is_printed", False))
        handlers.append(terminal)
    for handler in handlers:
        handler.setFormatter(JsonFormatter() if form == "json" else _text())
    for former in logger.handlers:
        former.close()
    logger.handlers[:] = handlers
    logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
    logger.propagate = False


class TextFormatter(logging.Formatter):
    """Format a record as a line of text that is safe on a terminal, with any traceback below."""

    converter = time.gmtime  # type: ignore[assignment]

    def format(self, record: logging.LogRecord) -> str:
        """Return time (UTC), level and message."""
        lines = [super().format(record), *getattr(record, "trace", "").splitlines()]
        return masked("\n".join(map(plain, lines)))


class TerminalLog(logging.StreamHandler[TextIO]):
    """A log on standard error, looked up for each record: a line of progress may stand there."""

    @property
    def stream(self) -> TextIO:
        """Return standard error as it is now."""
        return sys.stderr

    @stream.setter
    def stream(self, _given: TextIO) -> None:
        """Leave standard error the destination."""


def _text() -> logging.Formatter:
    return TextFormatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")


def _log_file(file: str) -> LogFile:
    """Open a log file, which is opened again when SIGHUP comes, as logrotate sends it."""
    import signal

    opened = LogFile(file, encoding="utf-8")
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: opened.reopen_soon())
    return opened


class LogFile(logging.FileHandler):
    """A log file that ends the run when it cannot be written, so that no event is lost silently."""

    _is_stale = False  # its name may belong to another file now

    def reopen_soon(self) -> None:
        """Open the file of this name anew before the next record: another one was rotated away.

        A signal may come in the middle of a record, so that nothing is done at once.
        """
        self._is_stale = True

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, into a new file if the former one was rotated away."""
        if self._is_stale:
            self._is_stale = False
            self.close()  # to write a record opens it again
        super().emit(record)

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Raise the error again that logging would print as a traceback, record by record."""
        raise  # noqa: PLE0704 - logging calls this where it has caught the error


class JsonFormatter(logging.Formatter):
    """Format a record as one JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time (UTC), level, message, and the fields that the caller gave."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        row = {"time": stamp, "level": record.levelname.lower(), "message": record.getMessage()}
        return masked(dump_json(row | getattr(record, "fields", {})))
