"""The archive: one SQLite file, in rooms that are imported when they are first used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from scraper.archive.store import connection
from scraper.archive.store.times import now

if TYPE_CHECKING:
    from scraper.archive.articles.article_store import ArticleStore
    from scraper.archive.corpus.corpus_store import CorpusStore
    from scraper.archive.crawl.crawl_state import CrawlState
    from scraper.archive.maintenance.upkeep_tasks import Maintenance
    from scraper.archive.pages.page_store import PageStore
    from scraper.archive.search.article_search import ArticleSearch
    from scraper.archive.store.opening import Permission
    from scraper.archive.transfer.row_transfer import RowTransfer


class Archive:
    """An open archive. Every error is an ArchiveError or an InputError of one line."""

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
        """Open an archive file or create one; copy and then migrate a file of an older schema."""
        from scraper.archive.store import opening

        def prepare(db: sqlite3.Connection, path: Path, permission: Permission) -> None:
            from scraper.archive.maintenance import upgrade  # few files are of an older schema

            upgrade.prepare(db, path, permission, clock)

        file = Path(path)
        permitted = permission or opening.Permission()
        db = opening.open_file(
            file,
            create=create,
            read_only=read_only,
            permission=permitted,
            prepare=prepare,
        )
        return cls(db, file, clock)

    def close(self) -> None:
        """Close the file."""
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

    @cached_property
    def pages(self) -> PageStore:
        """Return the room of pages as they were fetched."""
        from scraper.archive.pages.page_store import PageStore

        return PageStore(self.db, self.path, self._now)

    @cached_property
    def articles(self) -> ArticleStore:
        """Return the room of articles, their versions and their changes."""
        from scraper.archive.articles.article_store import ArticleStore

        return ArticleStore(self.db, self.path, self._now)

    @cached_property
    def search(self) -> ArticleSearch:
        """Return the room of full-text search."""
        from scraper.archive.search.article_search import ArticleSearch

        return ArticleSearch(self.db, self.path, self._now)

    @cached_property
    def crawl(self) -> CrawlState:
        """Return the room of visits: queue, feeds, hosts, runs and the fetch log."""
        from scraper.archive.crawl.crawl_state import CrawlState

        return CrawlState(self.db, self.path, self._now)

    @cached_property
    def corpus(self) -> CorpusStore:
        """Return the room of labels, tags, notes and exclusions."""
        from scraper.archive.corpus.corpus_store import CorpusStore

        return CorpusStore(self.db, self.path, self._now)

    @cached_property
    def maintenance(self) -> Maintenance:
        """Return the room of checks, backups and statistics."""
        from scraper.archive.maintenance.upkeep_tasks import Maintenance

        return Maintenance(self.db, self.path, self._now)

    @cached_property
    def transfer(self) -> RowTransfer:
        """Return the room of imports from other archives."""
        from scraper.archive.transfer.row_transfer import RowTransfer

        return RowTransfer(self.db, self.path, self._now)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside at once, or nothing of it."""
        with connection.sqlite_errors(self.path), connection.transaction(self.db):
            yield

    @contextmanager
    def not_waiting(self) -> Iterator[None]:
        """Do not wait for the disk inside, in work that goes on where it was interrupted."""
        with connection.sqlite_errors(self.path), connection.not_waiting(self.db):
            yield

    @contextmanager
    def snapshot(self, seconds: float) -> Iterator[None]:
        """Read all inside as of one moment, whatever is written meanwhile; raise QueryTimeout.

        `seconds` is how long SQLite may work in all.
        """
        from scraper.archive.store import watch

        with connection.sqlite_errors(self.path), watch.snapshot(self.db, seconds):
            yield

    @connection.translate_errors
    def query(
        self, statement: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = 60.0
    ) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Return columns and rows of a SELECT, run on a connection that cannot write."""
        from scraper.archive.store import sql

        return sql.query(self.file, statement, parameters or {}, seconds)

    def _now(self) -> datetime:
        # read at each call: a long run may be given another clock
        return self.clock()
