"""A command that writes, as a row among the archive's runs: when it began, what came of it, what ended it too early."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from scraper import faults
from scraper.errors import InputError, ScraperError

if TYPE_CHECKING:
    from scraper.archive import Archive

# what a person wanted, or typed: no such run has died
WANTED = (
    KeyboardInterrupt,
    click.Abort,
    BrokenPipeError,
    InputError,
    click.ClickException,
    click.exceptions.Exit,
)


@dataclass
class Running:
    """A run under way."""

    id: int
    counts: Counter[str] = field(default_factory=Counter)  # outcomes by reason


@contextmanager
def running(archive: Archive, command: Sequence[str]) -> Iterator[Running]:
    """Note that a command begins and how it ends; an error that ends it is kept for `scraper status`."""
    context = click.get_current_context(silent=True)
    name = context.command_path.partition(" ")[2] if context else None
    run = Running(id=archive.start_run(command, name=name))
    try:
        yield run
    except BaseException as error:
        died = _died_of(error)
        with suppress(
            Exception
        ):  # a full disk takes no row either; what ended the run is told all the same
            archive.end_run(run.id, run.counts, error=died)
        raise
    archive.end_run(run.id, run.counts)


def _died_of(error: BaseException) -> str | None:
    """Return the line that says what ended a run; None if a person did."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, WANTED):
        return None
    if isinstance(error, ScraperError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'cannot write'}: {error.strerror}"
    return faults.note(error, "the run")
