"""A site on the loopback whose articles are looked at again, by a clock that is passed in."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from program import WORDS, article
from scraper.archive.crawl.due_articles import NEVER
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs import refresh, run
from scraper.jobs.collect import Plan
from scraper.jobs.refresh import Wanted
from scraper.models import Lead

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SETTINGS = FetchSettings(delay=0.0, retries=0, robots=False, allow_net=("127.0.0.0/8",), same_body=0)
FAILING = (500, {}, b"<h1>Out of order</h1>")
SORRY = b"<html><title>Page not found</title><h1>Page not found</h1><p>Sorry, this page does not exist.</p></html>"
MISSING = (404, {}, b"<h1>Not found</h1>")


class Newsroom:
    """A site, an archive of it, and a clock that we set."""

    def __init__(self, site, archive):
        self.site, self.archive, self.now = site, archive, datetime(2026, 3, 1, 8, tzinfo=UTC)
        self.plan = Plan(jobs=1)
        archive.clock = lambda: self.now

    def seconds(self):
        return self.now.timestamp()

    def url(self, path):
        return self.site.base + path

    def publish(self, path, *paragraphs):
        body = article("Harbour board meets", *(paragraphs or [f"{WORDS} {n}" for n in range(6)]))
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:8]}"',
            "Last-Modified": "Sun, 01 Mar 2026 07:00:00 GMT",
        }
        self.site.pages[path] = (200, headers, body)

    def fetch(self, *paths):
        leads = [Lead(url=self.url(path)) for path in paths]
        return self._run(lambda told: run.visit(self.archive, leads, SETTINGS, self.plan, told, clock=self.seconds))

    def refresh(self, budget=100, **wanted):
        plan = replace(self.plan, budget=budget)
        chosen = Wanted(**wanted)
        return self._run(
            lambda told: refresh.refresh_due(self.archive, chosen, SETTINGS, plan, told, clock=self.seconds)
        )

    def _run(self, work):
        """Do a run -> reasons, paths that were asked."""
        self.archive.db.execute("DELETE FROM hosts")  # the pages of one host stand for those of many
        told = []
        self.site.visits.clear()
        work(told.append)
        return [str(outcome.reason) for outcome in told], [path for path, _ in self.site.visits]

    def due(self, path="/a"):
        """When the article is due; None: never."""
        text = self.ask("SELECT due_at FROM visits WHERE article_id = ?", self.archive.articles.find(self.url(path)))
        return None if text == NEVER else datetime.fromisoformat(text)

    def wait(self, path="/a"):
        """Set the clock to the time at which the article is due -> the hours until then."""
        passed, self.now = self.due(path) - self.now, self.due(path)
        return passed / HOUR

    def to_the_end(self):
        """Refresh whenever the article is due, until it never is -> how often it was asked for."""
        asked = 0
        for _ in range(40):
            asked += len(self.refresh()[1])
            if self.due() is None:
                return asked
            self.now = max(self.due(), self.now)
        raise AssertionError(f"still due at {self.due()}")

    def ask(self, sql, *values):
        return self.archive.db.execute(sql, values).fetchone()[0]

    def events(self):
        return [
            kind for (kind,) in self.archive.db.execute("SELECT kind FROM events ORDER BY id") if kind != "degraded"
        ]


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
