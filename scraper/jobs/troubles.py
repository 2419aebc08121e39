"""What a round reports of troubles: values in, values out.

    troubles before + what the round saw + clock ─► lines to print, rows to keep

A trouble is reported when it begins, when it ends, and in between once a day, all in one line.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scraper.archive.crawl.trouble_log import KnownTrouble

# A reminder comes once a day of the calendar (UTC): by 24 hours, a cron job that calls once a day
# would miss it each time that it calls a second early. So long at least after the last line:
SOONEST = timedelta(hours=12)
NAMED = 20  # troubles that a line names; a machine that is offline has one for each feed
REST = "and {} more: `scraper status` lists them"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """How a round saw one thing; what it did not see stays as it was."""

    subject: str
    kind: str
    detail: str | None = None  # what is wrong, in one line; None: it is well
    is_gone: bool = False  # nothing is asked of it any more, so no line is due

    @property
    def is_ill(self) -> bool:
        """Return whether it is in trouble."""
        return self.detail is not None and not self.is_gone


@dataclass(frozen=True, kw_only=True, slots=True)
class TroubleReport:
    """What changed, what is to be repeated, and what is to be kept."""

    began: tuple[KnownTrouble, ...] = ()
    ended: tuple[KnownTrouble, ...] = ()
    reminded: tuple[KnownTrouble, ...] = ()
    kept: tuple[KnownTrouble, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines to print: at most one for each kind of change, and the reminder."""
        began = _line("in trouble", [f"{t.subject}: {t.detail}" for t in self.began])
        ended = _line("well again", [f"{t.subject} (since {_day(t)})" for t in self.ended])
        reminded = _line(
            "still in trouble", [f"{t.subject} since {_day(t)}: {t.detail}" for t in self.reminded]
        )
        return (*began, *ended, *reminded)


def decide(
    before: Iterable[KnownTrouble], seen: Iterable[Sighting], now: datetime
) -> TroubleReport:
    """Return what is to be reported and kept."""
    known = {trouble.subject: trouble for trouble in before}
    now_seen = {sighting.subject: sighting for sighting in seen}
    began = tuple(_begun(now_seen.values(), known, now))
    kept = tuple(_lasting(known.values(), now_seen, now))
    reminded: tuple[KnownTrouble, ...] = ()
    if any(_is_due(trouble, now) for trouble in kept):
        reminded = kept = tuple(replace(trouble, reported_at=now) for trouble in kept)
    return TroubleReport(
        began=began,
        ended=tuple(_ended(known.values(), now_seen)),
        reminded=reminded,
        kept=(*kept, *began),
    )


def _begun(
    seen: Iterable[Sighting], known: Container[str], now: datetime
) -> Iterator[KnownTrouble]:
    """Yield what was well before."""
    for one in seen:
        if one.is_ill and one.subject not in known:
            yield KnownTrouble(
                subject=one.subject,
                kind=one.kind,
                since=now,
                reported_at=now,
                detail=one.detail or "",
            )


def _lasting(
    known: Iterable[KnownTrouble], seen: Mapping[str, Sighting], now: datetime
) -> Iterator[KnownTrouble]:
    """Yield what is still in trouble, as it is now; what was not seen stays as it was."""
    for trouble in known:
        sighting = seen.get(trouble.subject)
        if sighting is None:
            yield _past(trouble, now)
        elif sighting.is_ill:
            yield _past(replace(trouble, detail=sighting.detail or ""), now)


def _ended(known: Iterable[KnownTrouble], seen: Mapping[str, Sighting]) -> Iterator[KnownTrouble]:
    """Yield what is well again."""
    for trouble in known:
        sighting = seen.get(trouble.subject)
        if sighting is not None and not sighting.is_ill and not sighting.is_gone:
            yield trouble


def _past(trouble: KnownTrouble, now: datetime) -> KnownTrouble:
    """Return a trouble with no time ahead of a clock that was set back."""
    reported = trouble.reported_at
    return replace(
        trouble,
        since=min(trouble.since, now),
        reported_at=None if reported is None else min(reported, now),
    )


def _is_due(trouble: KnownTrouble, now: datetime) -> bool:
    last = trouble.reported_at
    return last is None or (now.date() > last.date() and now - last >= SOONEST)


def _day(trouble: KnownTrouble) -> str:
    return f"{trouble.since:%Y-%m-%d}"


def _line(what: str, named: Sequence[str]) -> Iterator[str]:
    if not named:
        return
    rest = [REST.format(len(named) - NAMED)] if len(named) > NAMED else []
    yield f"{what}: {'; '.join([*named[:NAMED], *rest])}"
