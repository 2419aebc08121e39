"""Programs of the user's that a round calls for what it found: new, edited and vanished articles.

A program is started without a shell, with the words that the user wrote and nothing else: what is
known of the article is in its environment, so no headline can become a part of a command. One that
fails is no failure of the run. Each event is handed on at the end of the round that saw it, or of
the next one if that was killed before all programs had been called: then some are called twice.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive.store.times import parse
from scraper.cleaning import clean
from scraper.jobs.round_result import RoundResult
from scraper.jobs.troubles import Sighting
from scraper.outcomes import Reason

if TYPE_CHECKING:
    from scraper.archive import Archive

NEW, EDITED, VANISHED = "new", "edited", "vanished"
EVENTS = (NEW, EDITED, VANISHED)
SECONDS = 60.0  # for one call
IN_A_ROW = 3  # failures after which a program is not called again in this round
FIELDS = ("headline", "byline", "site", "section", "language", "date_published", "version")
LONGEST = 2000  # characters of a value: the system refuses longer environments as a whole
KILL = 9  # the signal that no process can ignore


@dataclass(frozen=True, kw_only=True, slots=True)
class Hook:
    """A program to call for one kind of event."""

    event: str
    words: tuple[str, ...]  # the program and its arguments

    @property
    def subject(self) -> str:
        """Return what its troubles are called."""
        return f"--exec {self.event}={self.words[0]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleEvent:
    """One thing that happened to an article in a round."""

    event: str
    article_id: int
    url: str


def events_of(archive: Archive, result: RoundResult, run_id: int) -> Iterator[ArticleEvent]:
    """Yield what happened to articles in a round, and in rounds before it that were cut short."""
    cut_short = archive.crawl.runs.cut_short_before(run_id)
    for reason, article_id, url in archive.crawl.log.changes_of(run.id for run in cut_short):
        yield ArticleEvent(event=reason, article_id=article_id, url=url)
    for outcome in result.changed:
        if outcome.change is not None and outcome.change.article_id is not None:
            event = NEW if outcome.reason is Reason.NEW else EDITED
            yield ArticleEvent(event=event, article_id=outcome.change.article_id, url=outcome.url)
    since = min([result.began, *(parse(run.started_at) for run in cut_short)])
    for article_id, url in archive.articles.vanished_since(since):
        yield ArticleEvent(event=VANISHED, article_id=article_id, url=url)


def variables(archive: Archive, event: ArticleEvent) -> dict[str, str]:
    """Return what a program is given of an event, as variables of its environment."""
    row = archive.articles.get(event.article_id)
    known = {
        "event": event.event,
        "id": event.article_id,
        "url": event.url,
        "db": Path(archive.path).absolute(),  # by which `scraper show` finds the archive
        **{name: row[name] for name in FIELDS},
    }
    return {f"SCRAPER_{name.upper()}": _value(value) for name, value in known.items()}


def _value(value: object) -> str:
    """Return a value in one line; no variable may hold a null byte."""
    text = "" if value is None else str(value)
    return " ".join(clean(text).replace("\0", " ").split())[:LONGEST]


Call = Callable[[Sequence[str], Mapping[str, str]], str | None]


def call(
    words: Sequence[str], environment: Mapping[str, str], seconds: float = SECONDS
) -> str | None:
    """Run a program to its end; return what went wrong, in one line, or None."""
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own line
                words,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
            )
        except OSError as error:
            return f"it cannot be started ({error.strerror or error})"
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return f"it was stopped after {seconds:g} s"
        finally:
            _end(process)
        if not code:
            return None
        complaints.seek(0)
        said = complaints.read(LONGEST).decode("utf-8", "replace").strip()
    last = f": {_value(said.splitlines()[-1])}" if said else ""
    return f"it ended with {code}{last}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with all that it has started."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, KILL)
        process.wait()


@dataclass(kw_only=True)
class HookRound:
    """The calls of one round, and how they went."""

    hooks: Sequence[Hook]
    environment: Mapping[str, str]  # of the program itself
    call: Call = call
    _failed: dict[str, str | None] = field(default_factory=dict)  # hook -> why; None: all well
    _in_a_row: Counter[str] = field(default_factory=Counter)

    def run(self, archive: Archive, events: Iterable[ArticleEvent]) -> None:
        """Call the programs for each event, one after the other."""
        wanted = {hook.event for hook in self.hooks}
        for event in events:
            if event.event not in wanted:
                continue
            given = {**self.environment, **variables(archive, event)}
            for hook in self.hooks:
                if hook.event == event.event and self._in_a_row[hook.subject] < IN_A_ROW:
                    self._call(hook, given)

    def hand_on(self, archive: Archive, result: RoundResult, run_id: int) -> None:
        """Call the programs for what a round found, and those before it that were cut short."""
        if self.hooks:
            self.run(archive, events_of(archive, result, run_id))

    def _call(self, hook: Hook, given: Mapping[str, str]) -> None:
        failure = self.call(hook.words, given)
        self._in_a_row[hook.subject] = self._in_a_row[hook.subject] + 1 if failure else 0
        self._failed[hook.subject] = self._failed.get(hook.subject) or failure

    def sightings(self) -> Iterator[Sighting]:
        """Yield how the programs did; one that was not called stays what it was."""
        for subject, why in self._failed.items():
            yield Sighting(subject=subject, kind="service", detail=why)
