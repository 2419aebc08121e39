"""One line about a long work, for any width: values go in, a line comes out."""

from __future__ import annotations

import math
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.commands.terminal.safe_text import plain
from scraper.progress import BYTES, HostWait, Progress

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# Up to so many of a unit, a time is given in it: "about 80 min", but "about 2 h".
SMALL_UNITS_TO = 1.5
SECONDS_APART = 5  # an estimate is not exact to the second
WINDOW = MINUTE  # seconds over which the speed is measured
SETTLED = 2.0  # seconds of measurement, before which a speed would jump about
MEGABYTE = 1e6
MANY = 100  # a second: decimals of such a speed are noise
LEAST_HOST = 8  # cells of a host's name that are still of use
SEPARATOR = " · "


@dataclass(frozen=True, kw_only=True, slots=True)
class LineValues:
    """What a line of progress shows."""

    done: int
    total: int | None = None
    what: str = ""
    unit: str = ""
    failed: int = 0
    failures: str = "failed"
    rate: float | None = None  # a second
    least_left: float = 0.0  # seconds that the rest takes at least
    elapsed: float = 0.0  # seconds since the step began
    limit: float | None = None  # seconds that the step lasts at most
    waiting: HostWait | None = None


class Speed:
    """The speed of a work over the last minute."""

    def __init__(self) -> None:
        self._step: int | None = None
        self._began = 0.0
        self._samples: deque[tuple[float, int]] = deque()

    def note(self, progress: Progress, now: float) -> LineValues:
        """Measure the work now (in seconds of any clock) and return what is to be shown."""
        if progress.step != self._step:
            self._step, self._began = progress.step, now
            self._samples.clear()
        done = progress.now()
        self._samples.append((now, done - progress.skipped))
        while now - self._samples[0][0] > WINDOW:
            self._samples.popleft()
        return LineValues(
            done=done,
            total=progress.total,
            what=progress.what,
            unit=progress.unit,
            failed=progress.failed,
            failures=progress.failures,
            rate=self._rate(),
            least_left=progress.least_left,
            elapsed=now - self._began,
            limit=progress.limit,
            waiting=progress.waiting,
        )

    def _rate(self) -> float | None:
        """Return how many are done in a second; None while that is not known."""
        (began, before), (now, after) = self._samples[0], self._samples[-1]
        if now - began < SETTLED:
            return None
        return (after - before) / (now - began)


def line(values: LineValues, width: int, separator: str = SEPARATOR) -> str:
    """Return the longest form of the line that fits the width, in cells of a terminal."""
    for form in _forms(values, width, separator):
        text = separator.join(part for part in form if part)
        if text and cells(text) <= width:
            return text
    return cut(_count(values) or values.what, width)


def _forms(values: LineValues, width: int, separator: str) -> Iterator[tuple[str, ...]]:
    """Yield the parts of the line in ever shorter forms; what is waited for goes late."""
    what, count = plain(values.what), _count(values)
    failed = _failed(values)
    rate, left = _rate(values), _left(values)
    waits = _waits(values.waiting)
    yield what, count, failed, rate, left, waits
    yield what, count, failed, left, waits
    yield count, failed, left, waits
    yield count, failed, waits
    yield count, failed, _waits(values.waiting, counts_others=False)
    used = sum(cells(part) + len(separator) for part in (count, failed) if part)
    yield count, failed, _short_waits(values.waiting, width - used)
    yield what, count, failed
    yield count, failed
    yield (count,)


def _count(values: LineValues) -> str:
    """Return done of total; only the time that has passed, where nothing can be counted."""
    if values.unit == BYTES:
        return _megabytes(values)
    unit = f" {values.unit}" if values.unit else ""
    if values.total is not None:
        return f"{values.done:,} of {max(values.total, values.done):,}{unit}"
    if values.done:
        return f"{values.done:,}{unit or ' done'}"
    return _elapsed(values)


def _elapsed(values: LineValues) -> str:
    return f"{values.elapsed:.0f} s so far"


def _megabytes(values: LineValues) -> str:
    done = f"{values.done / MEGABYTE:,.0f}"
    if values.total is None:
        return f"{done} MB"
    return f"{done} of {max(values.total, values.done) / MEGABYTE:,.0f} MB"


def _failed(values: LineValues) -> str:
    """Return the failures: `68 failed`, `2 faults`, `1 fault`."""
    if not values.failed:
        return ""
    word = values.failures.removesuffix("s") if values.failed == 1 else values.failures
    return f"{values.failed:,} {word}"


def _rate(values: LineValues) -> str:
    """Return the speed: `5.1/s`, or `12/min` for a slow work; the time while nothing ends."""
    if values.rate is None:
        return ""
    if not values.rate:
        is_the_count = values.total is None and not values.done
        return "" if is_the_count else _elapsed(values)
    if values.unit == BYTES:
        return f"{values.rate / MEGABYTE:.1f} MB/s"
    if values.rate >= MANY:
        return f"{values.rate:,.0f}/s"
    if values.rate >= 1:
        return f"{values.rate:.1f}/s"
    return f"{values.rate * MINUTE:.0f}/min"


def _left(values: LineValues) -> str:
    """Return how long the rest will take at the speed of now, or by what slows it down."""
    if not values.rate or values.total is None or values.total <= values.done:
        return ""
    seconds = max((values.total - values.done) / values.rate, values.least_left)
    if values.limit is not None:
        seconds = min(seconds, max(values.limit - values.elapsed, 0.0))
    return f"about {in_words(seconds)} left"


def in_words(seconds: float) -> str:
    """Return a time as people say it, rounded up: `40 s`, `2 min`, `3 h`, `2 days`."""
    if seconds <= SMALL_UNITS_TO * MINUTE:
        return f"{max(1, math.ceil(seconds / SECONDS_APART)) * SECONDS_APART} s"
    if seconds <= SMALL_UNITS_TO * HOUR:
        return f"{math.ceil(seconds / MINUTE)} min"
    if seconds <= SMALL_UNITS_TO * DAY:
        return f"{math.ceil(seconds / HOUR)} h"
    return f"{math.ceil(seconds / DAY)} days"


def _waits(wait: HostWait | None, *, counts_others: bool = True) -> str:
    if wait is None:
        return ""
    why = "no answer yet" if wait.owes_answer else wait.why
    more = f" and {wait.others:,} more" if wait.others and counts_others else ""
    cause = f", {plain(why)}" if why else ""
    return f"waits for: {plain(wait.host)} ({wait.seconds:.0f} s{cause}){more}"


def _short_waits(wait: HostWait | None, room: int) -> str:
    """Return what is waited for without the reason, its name cut to the room."""
    if wait is None:
        return ""
    before, after = "waits for: ", f" ({wait.seconds:.0f} s)"
    for_host = room - len(before) - len(after)
    if for_host < LEAST_HOST:
        return f"waits{after}"
    return f"{before}{cut(plain(wait.host), for_host)}{after}"


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return a text with its middle left out, so that it fits: the end of a host names its site."""
    if cells(text) <= width:
        return text
    begin, end = "", ""
    left, right = list(text), list(text[::-1])
    for number in range(len(text)):
        from_left = number % 2 == 1
        character = left[number // 2] if from_left else right[number // 2]
        if cells(begin) + cells(end) + _cells(character) + 1 > width:
            break
        if from_left:
            begin += character
        else:
            end = character + end
    return f"{begin}…{end}" if width > 0 else ""
