"""Write when each article is due: after a visit, and where there is no due time yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.archive.articles import gate
from scraper.archive.crawl import retries
from scraper.archive.crawl.due_articles import VisitFacts
from scraper.jobs import due
from scraper.jobs.due import Ladder, Watched
from scraper.jobs.schedule import NO_LADDER, Schedule
from scraper.outcomes import FAILED, Retry, policy

# A text that is much shorter becomes a version only if a second visit finds it, too.
DOUBT = timedelta(hours=1)
QUIET = timedelta(seconds=due.QUIET)  # only later does a site's rate of edits matter


class DueTimes:
    """The due times that one run writes, by its schedule and by what it has measured of sites.

    All due times of an archive are by one schedule: that of the last run that looked at what is
    due. A run with another one leaves the times of its visits open.
    """

    def __init__(self, archive: Archive, schedule: Schedule) -> None:
        self._archive, self._schedule = archive, schedule
        self._rates: dict[str, float | None] = {}  # by site
        self._is_in_force: bool | None = None  # the schedule; None: not known yet

    def after_visit(self, article_id: int, reason: str, refusal: str | None = None) -> None:
        """Write when an article is due again after a visit that ended for a reason.

        `refusal` is why a page did not become a version.
        """
        facts = self._archive.crawl.due.facts(article_id)
        host_was_asked = policy(reason).retry is not Retry.QUEUED
        if facts is None or not host_was_asked:
            return
        if not self._in_force():
            self._archive.crawl.due.leave_open(article_id)
        else:
            when = self._after(facts, reason, refusal)
            self._archive.crawl.due.write(article_id, when)

    def reckon_open(self) -> None:
        """Give a due time to articles that have none, and to those that a wrong clock put off.

        Each goes on from where its age is on the ladder now, so none of them is due at once.
        """
        room, now = self._archive.crawl.due, self._archive.clock()
        if not self._in_force():
            room.change_schedule(self._schedule.fingerprint)
            self._is_in_force = True
        while unreckoned := room.unreckoned():
            self._reckon(unreckoned, now)
        latest = due.farthest(now, self._schedule.longest)
        self._reckon(room.of_a_wrong_clock(now + due.AHEAD, latest), now)

    def is_watched(self, article_id: int, url: str) -> bool:
        """Return whether an article is looked at again, by the settings for its site and labels."""
        return self._ladder(article_id, url) != NO_LADDER

    def _in_force(self) -> bool:
        """Return whether the archive's due times are by this schedule; the first one becomes it."""
        if self._is_in_force is None:
            kept = self._archive.crawl.due.schedule()
            if kept is None:
                self._archive.crawl.due.change_schedule(self._schedule.fingerprint)
            self._is_in_force = kept in (None, self._schedule.fingerprint)
        return self._is_in_force

    def _reckon(self, articles: list[VisitFacts], now: datetime) -> None:
        with self._archive.transaction():
            for facts in articles:
                when = self._confirmation(facts, now) or self._next_on_ladder(facts, now)
                self._archive.crawl.due.write(facts.article_id, when)

    def _after(self, facts: VisitFacts, reason: str, refusal: str | None) -> datetime | None:
        """Return when an article is due after a visit; None: never by itself."""
        now = self._archive.clock()
        if not self.is_watched(facts.article_id, facts.url):
            return None
        if policy(reason).vanished and (confirmation := self._confirmation(facts, now)):
            return confirmation
        if policy(reason).retry is Retry.LATER:
            failures = self._archive.crawl.due.in_a_row(facts.url, FAILED)
            if failures < retries.MOST:
                return now + retries.wait(failures)
        following = self._next_on_ladder(facts, now)
        if refusal in gate.CONFIRMED_BY_REPETITION and self._is_first(facts, reason):
            return min(following or now + DOUBT, now + DOUBT)
        return following

    def _is_first(self, facts: VisitFacts, reason: str) -> bool:
        """Return whether the visit before ended otherwise: a page may be less at each visit."""
        return self._archive.crawl.due.in_a_row(facts.url, {reason}) == 1

    def _confirmation(self, facts: VisitFacts, now: datetime) -> datetime | None:
        """Return when to look again at an article that was missing; None if it is not in doubt."""
        if facts.missing_since is None or facts.vanished:
            return None
        return due.confirmation_at(facts.missing, facts.missing_since, now)

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
