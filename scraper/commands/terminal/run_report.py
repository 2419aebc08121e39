"""Report a run: its rows as they come, its summary and its exit code."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cleaning import clean, dump_json
from scraper.commands.terminal.row_output import Listing, Stream
from scraper.commands.terminal.safe_text import is_terminal, plain, shown
from scraper.commands.terminal.session import MEMORY, session
from scraper.models import Outcome, VerdictKind
from scraper.outcomes import FAILURE, policy

if TYPE_CHECKING:
    from scraper.archive.crawl.visit_results import VisitResult
    from scraper.commands.terminal.error_file import ErrorFile

logger = logging.getLogger("scraper")
logger.addHandler(logging.NullHandler())  # silent unless the user wants a log

OUTCOME_COLUMNS = (
    "outcome", "url", "headline", "error", "article_id", "final_url", "status", "verdict",
    "date_published", "fetched_at", "note",
)  # fmt: skip
SOME_FAILED, ALL_FAILED, INTERRUPTED = 3, 1, 130


class RunReport:
    """Print and count the outcomes of a run as they come, and decide on its exit code."""

    def __init__(
        self,
        listing: Listing,
        *,
        extra: Sequence[str] = (),
        in_memory: bool = False,
        result_of: Callable[[str], VisitResult] | None = None,
        output: str | None = None,
    ) -> None:
        self._archive = MEMORY if in_memory else session().db
        self._on_terminal = listing.form is None and output is None and is_terminal(sys.stdout)
        self._stream = Stream((*OUTCOME_COLUMNS, *extra), listing, output)
        self._result_of = result_of
        self._began = time.monotonic()
        self._left = 0  # addresses in the queue
        self.counts: Counter[str] = Counter()
        self._teasers: Counter[str] = Counter()  # those among the counts
        self.failed: list[Outcome] = []
        self._lost = self.failed  # those that count for the exit code

    def __call__(self, outcome: Outcome) -> None:
        """Print and count one outcome."""
        self.counts[outcome.reason] += 1
        self._teasers[outcome.reason] += outcome.verdict is VerdictKind.TEASER
        log_outcome(outcome, is_printed=self._on_terminal)
        if outcome.warning is not None:
            session().warn(outcome.warning)
        if outcome.error is not None:
            self.failed.append(outcome)
        if self._on_terminal:
            self._show(outcome)
        else:
            self._stream.write(self._row(outcome))

    def close(
        self,
        *,
        report: str | None = None,
        error_file: ErrorFile | None = None,
        code: int = 0,
        left: int = 0,
    ) -> None:
        """Write the reports and the summary; one of a failed run is printed even with --quiet."""
        self._left = left
        if not self._on_terminal:
            self._stream.close()
        if error_file:
            write_report(error_file.name, error_file.text(self.failed))
        if report:
            write_report(report, dump_json(clean(self.record())) + "\n")
        if code and session().quiet:
            session().warn(f"{self.summary()}{self._first_failure()}")
        else:
            session().say(self.summary())

    def summary(self) -> str:
        """Return the run in one line: `3 new, 1 not_found in 2.1 s`."""
        seconds = time.monotonic() - self._began
        counts = ", ".join(self._counted(reason) for reason, _ in self.counts.most_common())
        line = f"{counts or 'nothing to do'} in {seconds:.1f} s"
        if self._left:
            line += f"; {self._left} left in the queue: `scraper fetch --pending`"
        return line

    def _counted(self, reason: str) -> str:
        """Return `3 new (1 teaser)`: what is behind a paywall is no whole article."""
        counted, teasers = f"{self.counts[reason]} {reason}", self._teasers[reason]
        if teasers:
            counted += f" ({teasers} teaser{'s' if teasers > 1 else ''})"
        return counted

    def record(self) -> dict[str, Any]:
        """Return the run as one object, for --report."""
        return {
            "counts": dict(self.counts),
            "teasers": self._teasers.total(),
            "total": self.counts.total(),
            "left": self._left,
            "failed": [{"url": o.url, "reason": o.reason, "error": o.error} for o in self.failed],
            "seconds": round(time.monotonic() - self._began, 3),
            "archive": self._archive,
        }

    def forgive(self, is_retried: Callable[[Outcome], bool]) -> None:
        """Leave failures out of the exit code that are retried by themselves."""
        self._lost = [outcome for outcome in self.failed if not is_retried(outcome)]

    def exit_code(self, *, strict: bool, interrupted: bool, unvisited: int = 0) -> int:
        """Return 0, or the code of the kind of failure (the table in `scraper --help`).

        `unvisited` is how many addresses of the input needed no visit, and so did not fail.
        """
        if interrupted:
            return INTERRUPTED
        if not self._lost:
            return 0
        is_partial = any(outcome.partial for outcome in self._lost)
        if is_partial or len(self._lost) < self.counts.total() + unvisited:
            return ALL_FAILED if strict else SOME_FAILED
        codes = {policy(outcome.reason).exit_code for outcome in self._lost}
        return codes.pop() if len(codes) == 1 and codes != {0} else ALL_FAILED

    def _row(self, outcome: Outcome) -> dict[str, Any]:
        """Return an outcome, its row of the input, and what the archive knows of its address."""
        known = asdict(self._result_of(outcome.url)) if self._result_of else {}
        return {
            **{own(name): value for name, value in outcome.row.items()},
            **known,
            "outcome": str(outcome.reason),
            "url": outcome.url,
            "headline": outcome.headline or known.get("headline"),
            "error": outcome.error,
            "note": outcome.note,
        }

    def _first_failure(self) -> str:
        """Return the first failure, for the mail that cron sends."""
        return f"; {self._lost[0].url}: {self._lost[0].error}" if self._lost else ""

    def _show(self, outcome: Outcome) -> None:
        label = f"{outcome.reason:12}"
        if session().colour:
            label = click.style(label, fg=_colour(outcome))
        result = plain(outcome.headline or outcome.error or "")
        note = f"  ({plain(outcome.note)})" if outcome.note else ""
        click.echo(f"{label} {plain(outcome.url)}  {result}{note}")


def _colour(outcome: Outcome) -> str | None:
    """Return the colour of an outcome's label; a failure is red where its reason has no colour."""
    colour = policy(outcome.reason).colour
    if outcome.error is None and colour == FAILURE.colour:
        return None
    return colour or ("red" if outcome.error else None)


def log_outcome(outcome: Outcome, *, is_printed: bool) -> None:
    """Log an outcome; one that is on the terminal already is left out of a log on the terminal."""
    fields = {
        "url": outcome.url,
        "outcome": str(outcome.reason),
        "headline": outcome.headline,
        "error": outcome.error,
    }
    result = plain(outcome.error or outcome.headline or "")
    level = logging.WARNING if outcome.error else logging.INFO
    extra = {"fields": fields, "is_printed": is_printed}
    logger.log(level, "%s %s %s", outcome.reason, outcome.url, result, extra=extra)


def own(name: str) -> str:
    """Return the output name of an input column, which never replaces one of scraper's own."""
    return f"input_{name}" if name in OUTCOME_COLUMNS else name


def writable(*names: str | None) -> None:
    """Raise OSError for a file that cannot be written: before a run of hours, not after it."""
    for name in names:
        if name is None or name == "-":
            continue
        path = Path(name)
        # Opening a named pipe would wait for its reader, so only files are tested.
        if path.is_file() or not path.exists():
            path.open("a", encoding="utf-8").close()


def write_report(name: str, text: str) -> None:
    """Write a text to a file, or to standard output for `-`."""
    if name == "-":
        click.echo(shown(text), nl=False)
    else:
        Path(name).write_text(text, "utf-8")
