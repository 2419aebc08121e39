"""A round and its archive as gauges, for --prometheus."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.jobs.round_result import RoundResult
from scraper.jobs.time_shares import Part
from scraper.present.prometheus import Gauge, gauge

if TYPE_CHECKING:
    from scraper.archive import Archive


def gauges(archive: Archive, result: RoundResult, *, code: int, ended: datetime) -> Iterator[Gauge]:
    """Yield what the round did, then how the archive is after it."""
    yield from _of_round(result, code=code, ended=ended)
    yield from _of_archive(archive, result)


def _of_round(result: RoundResult, *, code: int, ended: datetime) -> Iterator[Gauge]:
    yield gauge("last_run_timestamp_seconds", "When the last run ended.", ended.timestamp())
    yield gauge(
        "last_run_duration_seconds", "How long the last run took.", round(result.seconds, 3)
    )
    yield gauge("last_run_exit_code", "The exit code of the last run.", code)
    yield Gauge(
        name="last_run_part_duration_seconds",
        meaning="How long each part of the last run took.",
        samples=[({"part": part}, round(one.seconds, 3)) for part, one in result.parts.items()],
    )
    yield gauge("last_run_feeds_asked", "Feeds that the last run asked.", len(result.asked))
    yield gauge("last_run_feeds_failed", "Feeds of these that failed.", len(result.failed_feeds))
    outcomes: Counter[str] = Counter()
    for part in (Part.VISIT, Part.REFRESH, Part.RETRY):
        outcomes.update(result.part(part).counts)
    yield Gauge(
        name="last_run_visits",
        meaning="Visits of the last run by what became of them.",
        samples=[({"outcome": str(reason)}, count) for reason, count in outcomes.items()],
    )
    yield gauge("last_run_lost", "Failures that will not be retried.", len(result.lost))
    yield gauge("last_run_retried_later", "Failures that will be retried.", len(result.retried))


def _of_archive(archive: Archive, result: RoundResult) -> Iterator[Gauge]:
    state = archive.maintenance.state()
    kinds = Counter(dict.fromkeys(("feed", "site", "service", "archive"), 0))
    kinds.update(trouble.kind for trouble in archive.crawl.troubles.rows())
    yield Gauge(
        name="troubles",
        meaning="What is in trouble, by its kind.",
        samples=[({"kind": kind}, count) for kind, count in kinds.items()],
    )
    yield gauge("feeds", "Feeds that are followed.", archive.crawl.feeds.count())
    yield gauge("gaps_open", "Times in which entries of feeds were missed.", result.gaps["open"])
    yield Gauge(
        name="queue",
        meaning="Addresses in the queue by state.",
        samples=[({"state": name}, count) for name, count in archive.crawl.queue.counts().items()],
    )
    yield gauge("articles", "Articles in the archive.", state.articles)
    yield gauge("versions", "Versions of articles in the archive.", state.versions)
    yield gauge("pages", "Pages that are kept.", state.pages)
    path = Path(archive.path).absolute()
    yield gauge("archive_bytes", "Size of the archive's file.", path.stat().st_size)
    yield gauge("disk_free_bytes", "Room on its disk.", shutil.disk_usage(path.parent).free)
