"""The room of visits: what is to be fetched, from which hosts, and what came of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scraper.archive.store.connection import Room, translate_errors

if TYPE_CHECKING:
    from scraper.archive.crawl.due_articles import DueArticles
    from scraper.archive.crawl.feeds import Feeds
    from scraper.archive.crawl.fetch_log import FetchLog
    from scraper.archive.crawl.gap_log import GapLog
    from scraper.archive.crawl.hosts import Hosts
    from scraper.archive.crawl.queue import Queue
    from scraper.archive.crawl.run_chain import RunSeal
    from scraper.archive.crawl.runs import RunLog
    from scraper.archive.crawl.trouble_log import TroubleLog


class CrawlState(Room):
    """What an archive knows of visits; each part is imported when it is first used."""

    @cached_property
    def queue(self) -> Queue:
        """Return the addresses to visit."""
        from scraper.archive.crawl.queue import Queue

        return Queue(self.db, self.path, self.clock)

    @cached_property
    def feeds(self) -> Feeds:
        """Return the feeds that are followed."""
        from scraper.archive.crawl.feeds import Feeds

        return Feeds(self.db, self.path, self.clock)

    @cached_property
    def gaps(self) -> GapLog:
        """Return what polls of feeds showed, and the gaps between them."""
        from scraper.archive.crawl.gap_log import GapLog

        return GapLog(self.db, self.path, self.clock)

    @cached_property
    def due(self) -> DueArticles:
        """Return when articles are to be looked at again."""
        from scraper.archive.crawl.due_articles import DueArticles

        return DueArticles(self.db, self.path, self.clock)

    @cached_property
    def hosts(self) -> Hosts:
        """Return how to treat each host (a HostStore)."""
        from scraper.archive.crawl.hosts import Hosts

        return Hosts(self.db, self.path, self.clock)

    @cached_property
    def runs(self) -> RunLog:
        """Return the log of commands that wrote to the archive."""
        from scraper.archive.crawl.runs import RunLog

        return RunLog(self.db, self.path, self.clock)

    @cached_property
    def troubles(self) -> TroubleLog:
        """Return what is in trouble, and when that was reported."""
        from scraper.archive.crawl.trouble_log import TroubleLog

        return TroubleLog(self.db, self.path, self.clock)

    @translate_errors
    def has_work(self) -> bool:
        """Return whether there is a feed to ask, or an article to look at again."""
        sql = "SELECT EXISTS (SELECT 1 FROM feeds) OR EXISTS (SELECT 1 FROM articles)"
        return bool(self.db.execute(sql).fetchone()[0])

    @translate_errors
    def last_seal(self) -> RunSeal | None:
        """Return the seal of the run that ended last, with the whole chain verified."""
        from scraper.archive.crawl import run_chain

        return run_chain.last_seal(self.db)

    @translate_errors
    def has_seal(self, sha256: str) -> bool:
        """Return whether a run of this archive was sealed with a hash, and still is."""
        row = self.db.execute("SELECT 1 FROM runs WHERE sha256 = ?", (sha256,)).fetchone()
        return row is not None

    @cached_property
    def log(self) -> FetchLog:
        """Return the log of visits."""
        from scraper.archive.crawl.fetch_log import FetchLog

        return FetchLog(self.db, self.path, self.clock)
