"""Write when each article is due: after a visit, and where there is no due time yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.archive.crawl import retries
from scraper.archive.crawl.due_articles import VisitFacts
from scraper.jobs import due
from scraper.jobs.due import Ladder, Watched
from scraper.jobs.schedule import NO_LADDER, Schedule
from scraper.outcomes import Retry, policy

QUIET = timedelta(seconds=due.QUIET)  # only later does a site's rate of edits matter


class DueTimes:
    """The due times that one run writes, by its schedule and by what it has measured of sites."""

    def __init__(self, archive: Archive, schedule: Schedule) -> None:
        self._archive, self._schedule = archive, schedule
        self._rates: dict[str, float | None] = {}  # by site

    def after_visit(self, article_id: int, reason: str) -> None:
        """Write when an article is due again after a visit that ended for a reason."""
        facts = self._archive.crawl.due.facts(article_id)
        host_was_asked = policy(reason).retry is not Retry.QUEUED
        if facts is not None and host_was_asked:
            when = self._after(facts, reason, self._archive.clock())
            self._archive.crawl.due.write(article_id, when)

    def reckon_open(self) -> None:
        """Give a due time to articles that have none, and to those that a wrong clock put off.

        Each goes on from where its age is on the ladder now, so none of them is due at once.
        """
        room, now = self._archive.crawl.due, self._archive.clock()
        while unreckoned := room.unreckoned():
            self._reckon(unreckoned, now)
        latest = due.farthest(now, self._schedule.longest)
        self._reckon(room.of_a_wrong_clock(now + due.AHEAD, latest), now)

    def is_watched(self, article_id: int, url: str) -> bool:
        """Return whether an article is looked at again, by the settings for its site and labels."""
        return self._ladder(article_id, url) != NO_LADDER

    def _reckon(self, articles: list[VisitFacts], now: datetime) -> None:
        with self._archive.transaction():
            for facts in articles:
                when = self._next_on_ladder(facts, now)
                self._archive.crawl.due.write(facts.article_id, when)

    def _after(self, facts: VisitFacts, reason: str, now: datetime) -> datetime | None:
        """Return when an article is due after a visit; None: never by itself."""
        if not self.is_watched(facts.article_id, facts.url):
            return None
        is_missing = policy(reason).vanished and not facts.vanished
        if is_missing and facts.missing_since is not None:
            return due.confirmation_at(facts.missing, facts.missing_since, now)
        if policy(reason).retry is Retry.LATER:
            failures = self._archive.crawl.due.failures(facts.url)
            if failures < retries.MOST:
                return now + retries.wait(failures)
        return self._next_on_ladder(facts, now)

    def _next_on_ladder(self, facts: VisitFacts, now: datetime) -> datetime | None:
        """Return the next step of an article's ladder, or None."""
        ladder = self._ladder(facts.article_id, facts.url)
        when = due.due_at(_watched(facts), now, ladder)
        if when is None or when - facts.last_changed > QUIET:
            when = due.due_at(_watched(facts, self._rate(facts.site)), now, ladder)
        return when

    def _ladder(self, article_id: int, url: str) -> Ladder:
        has_labels = bool(self._schedule.labels)
        labels = self._archive.crawl.due.labels(article_id) if has_labels else ()
        return self._schedule.ladder_of(url, labels)

    def _rate(self, site: str) -> float | None:
        if site not in self._rates:
            self._rates[site] = self._archive.crawl.due.rate(site)
        return self._rates[site]


def _watched(facts: VisitFacts, rate: float | None = None) -> Watched:
    return Watched(
        article_id=facts.article_id,
        first_seen=facts.first_seen,
        last_changed=facts.last_changed,
        unchanged=facts.unchanged,
        rate=rate,
    )
