"""The program's log: text or JSON Lines, in a file or on standard error."""

from __future__ import annotations

import logging
import time

from scraper.cleaning import dump_json
from scraper.commands.terminal.safe_text import plain
from scraper.secrets import masked


def start(file: str | None, form: str, *, verbose: int) -> None:
    """Open the log; raises OSError if its file cannot be written."""
    logger = logging.getLogger("scraper")
    handlers: list[logging.Handler] = []
    if file:
        handlers.append(File(file, encoding="utf-8"))
    if verbose:
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(JsonLines() if form == "json" else _text())
    for former in logger.handlers:
        former.close()
    logger.handlers[:] = handlers
    logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
    logger.propagate = False


class Text(logging.Formatter):
    """A line of text, and the traceback of an error below it; nothing in it acts on a terminal."""

    converter = time.gmtime  # type: ignore[assignment]

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC), level, message."""
        lines = [super().format(record), *getattr(record, "trace", "").splitlines()]
        return masked("\n".join(map(plain, lines)))


def _text() -> logging.Formatter:
    return Text("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")


class File(logging.FileHandler):
    """A log that can be written no more ends the run, as a full disk does: without it nobody could tell what came."""

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Let through what logging itself would print as a traceback, record by record."""
        raise  # noqa: PLE0704 - logging calls this where it has caught the error


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC), level, message, and the fields that the caller gave."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        row = {"time": stamp, "level": record.levelname.lower(), "message": record.getMessage()}
        return masked(dump_json(row | getattr(record, "fields", {})))
