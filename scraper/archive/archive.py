"""The archive: one SQLite file, and all that can be asked of it; each method loads its room when it is called."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from scraper.archive.articles.filters import ANY_CHANGE, EVERYTHING, Asked, Filters
from scraper.archive.store.connection import in_words, told, transaction
from scraper.archive.store.times import now, stamp
from scraper.cleaning import clean
from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.archive.articles.record import Row
    from scraper.archive.articles.rereading import Reread
    from scraper.archive.crawl.feeds import Feeds
    from scraper.archive.crawl.fetch_log import Answer
    from scraper.archive.crawl.hosts import Hosts
    from scraper.archive.crawl.queue import Queue
    from scraper.archive.maintenance.health import Health
    from scraper.archive.maintenance.overview import Line
    from scraper.archive.maintenance.verify_fault import Fault
    from scraper.archive.pages.repacking import Repacked
    from scraper.archive.search.search_types import Found, Query
    from scraper.archive.store.opening import Permission
    from scraper.archive.transfer.import_jsonl import Imported
    from scraper.models import Article, Change, Page, Version

EXTRACTOR = f"scraper {__version__}"  # who has read a page, unless it is said


class Archive:
    """An open archive. Every error is an ArchiveError or InputError, told in one line."""

    def __init__(self, db: sqlite3.Connection, path: Path, clock: Callable[[], datetime]) -> None:
        self.db = db
        self.file = path
        self.path = str(path)
        self.clock = clock

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Callable[[], datetime] = now,
        permission: Permission | None = None,
    ) -> Self:
        """Open an archive file, or make one; an older one is brought to today's schema, after a copy of it was made."""
        from scraper.archive.store import opening

        file, may = Path(path), permission or opening.Permission()
        return cls(
            opening.open_file(file, create=create, read_only=read_only, permission=may), file, clock
        )

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- pages and articles -------------------------------------------------------------------------

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written inside is written at once, or not at all."""
        with in_words(self.path), transaction(self.db):
            yield

    @told
    def keep(self, page: Page, *, source: str = "live", run_id: int | None = None) -> int:
        """Store a page as it came, before anyone reads it; return the id of the capture."""
        from scraper.archive.pages import captures

        return captures.keep(self.db, page, source, run_id)

    @told
    def page(self, capture_id: int) -> Page:
        """The page of a capture, byte for byte."""
        from scraper.archive.pages import captures

        return captures.page(self.db, capture_id)

    @told
    def captures(self, *, after: int = 0, site: str | None = None) -> Iterator[Row]:
        """All captures in the order of their making: id, site and final_url."""
        from scraper.archive.pages import captures

        yield from captures.walk(self.db, after=after, site=site)

    @told
    def save(
        self, article: Article, capture_id: int | None = None, *, extractor: str = EXTRACTOR
    ) -> Change:
        """Put an article in, in one transaction: new, the same, edited, or kept but not promoted."""
        from scraper.archive.articles import record, save
        from scraper.archive.articles.submission import Reading
        from scraper.archive.pages import captures

        article = clean(article)
        at = captures.fetched_at(self.db, capture_id) if capture_id is not None else self.clock()
        reading = Reading(
            article=article,
            row=record.of(article),
            capture_id=capture_id,
            extractor=extractor,
            at=stamp(at),
        )
        return save.save(self.db, reading)

    @told
    def import_jsonl(self, lines: Iterable[str | bytes]) -> Iterator[Imported]:
        """Put in rows as `export jsonl` writes them, but for known ones; yields the sums after each batch."""
        from scraper.archive.transfer import import_jsonl

        yield from import_jsonl.add(self.db, lines, stamp(self.clock()))

    @told
    def reread(
        self,
        article: Article,
        capture_id: int,
        *,
        extractor: str = EXTRACTOR,
        dry_run: bool = False,
    ) -> Reread:
        """Put another reading of a kept page in the place of the one that its version has; never a new version."""
        from scraper.archive.articles import record
        from scraper.archive.articles import rereading as reread
        from scraper.archive.articles.submission import Reading

        article, at = clean(article), stamp(self.clock())
        row = record.of(article)
        reading = Reading(
            article=article, row=row, capture_id=capture_id, extractor=extractor, at=at
        )
        return reread.reread(self.db, reading, dry_run=dry_run)

    @told
    def undo_reread(self, capture_id: int) -> Reread:
        """Go back to the reading before."""
        from scraper.archive.articles import rereading as reread

        article, extractor = reread.earlier(self.db, capture_id)
        return self.reread(article, capture_id, extractor=extractor)

    @told
    def outdated(self, url: str, extractor: str = EXTRACTOR) -> int | None:
        """The capture of an address's current version, if another reader read it: read that again before comparing."""
        from scraper.archive.articles import identity
        from scraper.archive.articles import rereading as reread

        article_id = identity.find(self.db, url)
        return None if article_id is None else reread.outdated(self.db, article_id, extractor)

    @told
    def seen(self, page: Page) -> bool:
        """Whether the current version of this address was read from these very bytes: then `touch` suffices."""
        from scraper.archive.articles import identity
        from scraper.archive.pages import captures

        article_id = identity.find(self.db, page.url)
        return article_id is not None and captures.seen(self.db, page, article_id)

    @told
    def find(self, url_or_id: str | int) -> int | None:
        """The id of an article, by any of its addresses."""
        from scraper.archive.articles import identity

        return identity.find(self.db, str(url_or_id))

    @told
    def article(self, url_or_id: str | int, *, version: int | None = None) -> Row:
        """One article as a row of plain values; InputError if there is none."""
        from scraper.archive.articles import article_list

        return article_list.article(self.db, url_or_id, version)

    @told
    def load(self, url_or_id: str | int, *, version: int | None = None) -> Article:
        """One article as it was saved, with its blocks."""
        from scraper.archive.articles import article_list

        return article_list.load(self.db, url_or_id, version)

    @told
    def articles(
        self,
        filters: Filters = EVERYTHING,
        *,
        sort: str = "newest",
        limit: int | None = None,
        offset: int = 0,
        history: bool = False,
    ) -> Iterator[Row]:
        """Articles as rows, with their earlier versions if `history`; sort is newest, oldest, added or site."""
        from scraper.archive.articles import article_list

        found = article_list.articles(self.db, filters, sort, limit, offset)
        yield from article_list.with_history(self.db, found) if history else found

    @told
    def clusters(self, filters: Filters = EVERYTHING) -> Iterator[Row]:
        """Articles whose text stands on several sites: rows with cluster, match (first, exact, near) and likeness."""
        from scraper.archive.articles import clusters

        yield from clusters.clusters(self.db, filters)

    @told
    def count(self, filters: Filters = EVERYTHING) -> int:
        """How many articles there are."""
        from scraper.archive.articles import article_list

        return article_list.count(self.db, filters)

    @told
    def versions(self, url_or_id: str | int) -> list[Version]:
        """What the newsroom published, the oldest first."""
        from scraper.archive.articles import article_list, versions

        return versions.history(self.db, article_list.article(self.db, url_or_id, None)["id"])

    @told
    def changes(self, asked: Asked = ANY_CHANGE, *, limit: int | None = None) -> Iterator[Row]:
        """What was changed between versions, and what else befell articles, the newest first."""
        from scraper.archive.articles import edits as history

        yield from history.changes(self.db, asked, limit)

    @told
    def search(self, query: Query) -> Found:
        """Find articles by their words."""
        from scraper.archive.search import run_search as search

        return search.search(self.db, query)

    @told
    def known_blocks(self, url: str) -> frozenset[str]:
        """Fingerprints of the blocks that stand on many pages of an address's site."""
        from scraper import urls
        from scraper.archive.articles import site_blocks

        return site_blocks.known(self.db, urls.site(url))

    @told
    def suggest(self, query: Query) -> str | None:
        """A search that finds something, for one that found nothing."""
        from scraper.archive.search import run_search as search

        return search.suggest(self.db, query)

    # --- visits -------------------------------------------------------------------------------------

    @told
    def log(  # noqa: PLR0913  (what is known of a visit)
        self,
        url: str,
        reason: str,
        *,
        capture_id: int | None = None,
        status: int | None = None,
        error: str | None = None,
        ms: int | None = None,
        run_id: int | None = None,
    ) -> None:
        """Write down what came of a visit."""
        from scraper.archive.crawl import fetch_log as log

        visit = log.Visit(
            url=url,
            reason=reason,
            capture_id=capture_id,
            status=status,
            error=error,
            ms=ms,
            run_id=run_id,
        )
        log.write(self.db, visit, stamp(self.clock()))

    @told
    def touch(
        self,
        url: str,
        reason: str = "not_modified",
        *,
        status: int | None = None,
        ms: int | None = None,
        run_id: int | None = None,
    ) -> int | None:
        """Write down a visit that found nothing new, and that the article is still there; its id."""
        from scraper.archive.crawl import fetch_log as log

        return log.touch(
            self.db,
            log.Visit(url=url, reason=reason, status=status, ms=ms, run_id=run_id),
            stamp(self.clock()),
        )

    @told
    def answered(self, url: str, max_age_seconds: float) -> Answer | None:
        """What the last visit that got an answer found, if it was less than so long ago."""
        from scraper.archive.crawl import fetch_log as log

        return log.answered(self.db, url, self.clock(), max_age_seconds)

    @told
    def validators(self, url: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified to send along."""
        from scraper.archive.crawl import fetch_log as log

        return log.validators(self.db, url)

    @told
    def failed(self, reason: str | None = None) -> list[str]:
        """The addresses whose last visit failed."""
        from scraper.archive.crawl import fetch_log as log

        return log.failed(self.db, reason)

    @told
    def start_run(
        self, command: Sequence[str], program: str = EXTRACTOR, *, name: str | None = None
    ) -> int:
        """A command begins to write; `name` is the command without its options, such as `feed poll`."""
        from scraper.archive.crawl import runs

        return runs.start(self.db, command, program, stamp(self.clock()), name)

    @told
    def end_run(self, run_id: int, counts: Mapping[str, int], *, error: str | None = None) -> None:
        """A command has ended, or an error has ended it; its run is sealed."""
        from scraper.archive.crawl import runs

        runs.end(self.db, run_id, counts, stamp(self.clock()), error)

    # --- hosts (a HostStore), feeds, queue ----------------------------------------------------------

    @property
    def hosts(self) -> Hosts:
        """How hosts are to be treated."""
        from scraper.archive.crawl.hosts import Hosts

        return Hosts(self.db, self.path)

    @property
    def feeds(self) -> Feeds:
        """The feeds that are followed."""
        from scraper.archive.crawl.feeds import Feeds

        return Feeds(self.db, self.path, self.clock)

    @property
    def queue(self) -> Queue:
        """The addresses to visit."""
        from scraper.archive.crawl.queue import Queue

        return Queue(self.db, self.path, self.clock)

    # --- state --------------------------------------------------------------------------------------

    @told
    def status(self) -> Iterator[Line]:
        """What ran, what waits, what failed and why, feeds and hosts; trouble is named."""
        from scraper.archive.maintenance import overview

        yield from overview.lines(self.db, self.file, self.clock())

    @told
    def health(self, site: str | None = None) -> Iterator[Health]:
        """How well each site is read, or one."""
        from scraper import urls
        from scraper.archive.maintenance import health

        yield from health.sites(self.db, urls.site(f"https://{site}") if site else None)

    # --- trust --------------------------------------------------------------------------------------

    @told
    def verify(self) -> Iterator[Fault]:
        """Everything in the file that is not as it was written; nothing if all is well."""
        from scraper.archive.maintenance import verification as verify

        yield from verify.verify(self.db)

    @told
    def backup(self, target: str | Path) -> None:
        """Write a consistent copy, also while others write."""
        from scraper.archive.maintenance import upkeep

        upkeep.backup(self.db, Path(target))

    @told
    def optimize(
        self, *, rebuild: bool = False, shrink: bool = False, seconds: float = 600.0
    ) -> Repacked:
        """Pack pages harder, for so long; merge the index, or make it anew; `shrink` gives free room back."""
        from scraper.archive.maintenance import upkeep
        from scraper.archive.pages import repacking

        end = self.clock() + timedelta(seconds=seconds)
        repacked = repacking.repack(self.db, lambda: self.clock() >= end)
        upkeep.optimize(self.db, rebuild=rebuild, shrink=shrink)
        return repacked

    @told
    def query(
        self, statement: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60.0
    ) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Columns and rows of a statement, on a connection that cannot write."""
        from scraper.archive.store import sql

        return sql.query(self.file, statement, parameters or {}, seconds)
