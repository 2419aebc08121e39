"""What a round came to: counts by part, what was lost, and the report of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from scraper import urls
from scraper.archive.crawl.feed_lives import MOVED, RETIRED, FeedEvent
from scraper.archive.crawl.trouble_log import FeedState, KnownTrouble
from scraper.jobs.time_shares import Part
from scraper.jobs.troubles import Sighting, TroubleReport
from scraper.models import Outcome
from scraper.outcomes import RETRIED_BY_ITSELF, Reason

FAILURES = 3  # of a feed, in a row: fewer are an outage
# without a visit, a site is not in trouble any more: nobody waits for it
FORGOTTEN = timedelta(days=7)
VISITS = 5  # to a site, in a row, that all failed: fewer are chance
ALL_WELL, SOME_LOST, ALL_LOST = 0, 3, 1  # exit codes
NOT_VISITED = (Reason.TAKEN, Reason.NOT_ASKED, Reason.SKIPPED_FRESH)
CHANGED = (Reason.NEW, Reason.EDITED)


@dataclass(kw_only=True)
class PartResult:
    """What became of one part."""

    counts: Counter[str] = field(default_factory=Counter)  # outcomes by reason
    seconds: float = 0.0
    was_cut: bool = False  # its time was over, or the run was stopped


@dataclass(kw_only=True)
class RoundResult:
    """What became of a round."""

    began: datetime
    parts: dict[Part, PartResult] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)  # feeds
    failed_feeds: dict[str, Outcome] = field(default_factory=dict)
    changed: list[Outcome] = field(default_factory=list)  # new and edited articles
    retried: list[Outcome] = field(default_factory=list)  # failed, and asked again by itself
    lost: list[Outcome] = field(default_factory=list)  # failed, and perhaps not asked again
    well: Counter[str] = field(default_factory=Counter)  # host -> visits that succeeded
    was_interrupted: bool = False
    troubles: TroubleReport = field(default_factory=TroubleReport)
    news: tuple[str, ...] = ()  # lines about feeds that moved, or are gone for good
    gaps: dict[str, int] = field(default_factory=dict)  # tried, filled, entries found, still open

    def part(self, part: Part) -> PartResult:
        """Return the result of a part, empty before it begins."""
        return self.parts.setdefault(part, PartResult())

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines that even a quiet run prints."""
        return (*self.news, *self.troubles.lines)

    @property
    def seconds(self) -> float:
        """Return how long all parts took; by no clock that may be set meanwhile."""
        return sum(part.seconds for part in self.parts.values())

    @property
    def total(self) -> int:
        """Return how many feeds were asked and addresses visited."""
        visited = sum(part.counts.total() for part in self.parts.values())
        return len(self.asked) + visited

    def count(self, part: Part, outcome: Outcome, *, is_lost: bool) -> None:
        """Count the outcome of a visit or of a feed."""
        if outcome.url in self.asked and part is Part.POLL and not outcome.partial:
            self.failed_feeds[outcome.url] = outcome
        else:
            self.part(part).counts[outcome.reason] += 1
        if outcome.error is not None:
            (self.lost if is_lost else self.retried).append(outcome)
        elif not outcome.remembered and outcome.reason not in NOT_VISITED:
            self.well[_host(outcome.url)] += 1
        if outcome.reason in CHANGED and not outcome.remembered:
            self.changed.append(outcome)

    def exit_code(self, *, strict: bool) -> int:
        """Return 0, also if all that failed is asked again by itself; else 1 or 3."""
        if not self.lost:
            return ALL_WELL
        is_all = len(self.lost) >= self.total
        return ALL_LOST if strict or is_all else SOME_LOST


def is_lost(part: Part, outcome: Outcome, *, is_given_up: bool) -> bool:
    """Return whether what failed is not asked again by itself, or only while its feed shows it.

    Feeds are, for ever, until they are gone for good; an archived article is due again anyway.
    `is_given_up`: the address failed so often in a row that it is left alone but for that.
    """
    if outcome.error is None or part is Part.REFRESH:
        return False
    if part is Part.POLL:
        return outcome.reason is Reason.GONE and not outcome.partial
    return is_given_up or outcome.reason not in RETRIED_BY_ITSELF


def of_feeds(feeds: Iterable[FeedState], troubles: Iterable[KnownTrouble]) -> Iterator[Sighting]:
    """Yield how the feeds are; one that failed once or twice stays what it was."""
    followed = set()
    for feed in feeds:
        if not feed.is_asked:
            continue
        followed.add(feed.url)
        if feed.failures == 0:
            yield Sighting(subject=feed.url, kind="feed")
        elif feed.failures >= FAILURES:
            detail = f"failed {feed.failures} times in a row ({feed.error or 'no reason is known'})"
            yield Sighting(subject=feed.url, kind="feed", detail=detail)
    for trouble in troubles:
        if trouble.kind == "feed" and trouble.subject not in followed:
            yield Sighting(subject=trouble.subject, kind="feed", is_gone=True)


def news(events: Iterable[FeedEvent]) -> Iterator[str]:
    """Yield a line for each feed that moved, or is gone for good."""
    for event in events:
        if event["kind"] == MOVED:
            yield f"moved for good: {event['url']} is followed at {event['detail']} from now on"
        elif event["kind"] == RETIRED:
            yield f"gone for good: {event['url']} is asked no more ({event['detail']})"


def suspects(result: RoundResult) -> dict[str, Outcome]:
    """Return the hosts of which nothing could be read and something was lost, with the loss."""
    hosts = {_host(outcome.url): outcome for outcome in result.lost}
    return {host: outcome for host, outcome in hosts.items() if host and not result.well[host]}


def _host(url: str) -> str:
    """Return the host of an address with its port, as the log can be searched; "" if it is none."""
    try:
        return urls.authority(url)
    except ValueError:
        return ""


def of_sites(
    result: RoundResult, failing: Mapping[str, Outcome], troubles: Iterable[KnownTrouble]
) -> Iterator[Sighting]:
    """Yield how the sites are that were visited; `failing` are those whose last visits failed."""
    for host, outcome in failing.items():
        detail = f"the last {VISITS} visits failed ({outcome.reason}: {outcome.error})"
        yield Sighting(subject=host, kind="site", detail=detail)
    for trouble in troubles:
        if trouble.kind == "site" and result.well[trouble.subject]:
            yield Sighting(subject=trouble.subject, kind="site")


def forgotten(trouble: KnownTrouble) -> Sighting:
    """Return that nothing is to be said of a site any more, of which nothing was visited."""
    return Sighting(subject=trouble.subject, kind=trouble.kind, is_gone=True)


def record(result: RoundResult, *, archive: str, code: int, ended: datetime) -> dict[str, Any]:
    """Return the round as one object, for --report, --ping and --notify."""
    visits = result.part(Part.VISIT)
    seconds = {str(part): round(each.seconds, 3) for part, each in result.parts.items()}
    return {
        "archive": archive,
        "began": f"{result.began:%Y-%m-%dT%H:%M:%SZ}",
        "ended": f"{ended:%Y-%m-%dT%H:%M:%SZ}",
        "exit_code": code,
        "interrupted": result.was_interrupted,
        "polled": {
            "feeds": len(result.asked),
            "failed": len(result.failed_feeds),
            "entries": dict(visits.counts),
        },
        "refreshed": dict(result.part(Part.REFRESH).counts),
        "retried": dict(result.part(Part.RETRY).counts),
        "cut": [str(part) for part, each in result.parts.items() if each.was_cut],
        "gaps": dict(result.gaps),
        "troubles": list(_troubles(result.troubles)),
        "failed": [
            *(_failure(outcome, again=False) for outcome in result.lost),
            *(_failure(outcome, again=True) for outcome in result.retried),
        ],
        "lines": list(result.lines),
        "durations": {**seconds, "total": round(result.seconds, 3)},
    }


def _failure(outcome: Outcome, *, again: bool) -> dict[str, Any]:
    """Return what failed, and whether it is asked again by itself."""
    reason = str(outcome.reason)
    return {"url": outcome.url, "reason": reason, "error": outcome.error, "again": again}


def _troubles(report: TroubleReport) -> Iterator[dict[str, Any]]:
    began = {trouble.subject for trouble in report.began}
    for state, troubles in (("lasts", report.kept), ("ended", report.ended)):
        for trouble in troubles:
            yield {
                "subject": trouble.subject,
                "kind": trouble.kind,
                "state": "began" if trouble.subject in began else state,
                "since": f"{trouble.since:%Y-%m-%dT%H:%M:%SZ}",
                "detail": trouble.detail,
            }
