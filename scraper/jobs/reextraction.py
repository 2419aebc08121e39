"""Read kept pages again with today's rules: no network, and never a new version of an article.

    captures ─► read them (in workers) ─► compare with the version ─► replace, unless simulated

What a page says now that it did not say to an older reader is not an edit by the newsroom: the
version stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scraper import faults, urls
from scraper.archive import Archive
from scraper.archive.articles.rereading import Reread
from scraper.archive.pages.captures import CaptureName
from scraper.errors import DamagedRow, InputError, PagePruned, WorkerDied
from scraper.jobs.read_page import ReadTask, article_of
from scraper.models import Article
from scraper.workers.pool import PAGE_TIMEOUT, Workers

BATCH = 200  # captures that are listed at once: no listing stays open while something is written


@dataclass(frozen=True, kw_only=True, slots=True)
class ReextractPlan:
    """How to read kept pages again."""

    site: str | None = None  # only pages of this one
    simulate: bool = False
    rules: tuple[Path, ...] = ()  # the user's rule folders
    jobs: int = 2  # reading processes
    page_timeout: float = PAGE_TIMEOUT  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Reextracted:
    """What became of one page."""

    site: str
    url: str
    reread: Reread | None = None
    error: str | None = None  # why it could not be read
    fault: bool = False  # because of an error in scraper itself


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    capture: CaptureName
    reading: ReadTask


def reextract(archive: Archive, plan: ReextractPlan) -> Iterator[Reextracted]:
    """Read every kept page again, the oldest first, and put what is read now in its place."""
    with Workers(_read, jobs=plan.jobs, timeout=plan.page_timeout) as workers:
        failed: list[Reextracted] = []  # pages that could not even be taken from the archive
        for task, future in workers.map(_tasks(archive, plan, failed)):
            site, url = task.capture["site"], task.capture["final_url"]
            try:
                found = archive.articles.reread(
                    future.result(), task.capture["id"], simulate=plan.simulate
                )
            except Exception as error:  # noqa: BLE001 - the border: see faults
                yield _failed(error, site, url)
            else:
                yield Reextracted(site=site, url=url, reread=found)
        yield from failed


def undo(archive: Archive, site: str | None = None) -> Iterator[Reextracted]:
    """Go back to the reading before, wherever a page was read more than once."""
    for capture in _captures(archive, site):
        try:
            found = archive.articles.undo_reread(capture["id"])
        except InputError:  # read once only
            continue
        except Exception as error:  # noqa: BLE001 - the border
            yield _failed(error, capture["site"], capture["final_url"])
        else:
            yield Reextracted(site=capture["site"], url=capture["final_url"], reread=found)


def _failed(error: Exception, site: str, url: str) -> Reextracted:
    """Return the outcome of a page that met an error; raise one that is the archive's."""
    if faults.ends_the_run(error):
        raise error
    if isinstance(error, (WorkerDied, DamagedRow)):
        return Reextracted(site=site, url=url, error=str(error))
    return Reextracted(site=site, url=url, error=faults.note(error, url), fault=True)


def _read(task: _Task) -> Article:
    return article_of(task.reading)


def _tasks(archive: Archive, plan: ReextractPlan, failed: list[Reextracted]) -> Iterator[_Task]:
    known: dict[str, frozenset[str]] = {}
    for capture in _captures(archive, plan.site):
        site = capture["site"]
        try:
            if site not in known:
                known[site] = archive.articles.known_blocks(capture["final_url"])
            page = archive.pages.load(capture["id"])
            feed_date = archive.crawl.queue.feed_date(page.url)
            rule = archive.crawl.feeds.rule_for(page.url)
        except PagePruned:
            continue
        except Exception as error:  # noqa: BLE001 - the border
            failed.append(_failed(error, site, capture["final_url"]))
            continue
        yield _Task(
            capture=capture,
            reading=ReadTask(
                page=page, rules=plan.rules, known=known[site], feed_date=feed_date, rule=rule
            ),
        )


def count_pages(archive: Archive, site: str | None) -> int:
    """Return how many pages there are to read, of all sites or of one."""
    return archive.pages.count(_site_of(site)) - count_pruned(archive, site)


def count_pruned(archive: Archive, site: str | None) -> int:
    """Return how many pages cannot be read again because they were pruned."""
    return archive.pages.count_pruned(_site_of(site))


def _site_of(site: str | None) -> str | None:
    return urls.site(f"https://{site}") if site else None


def _captures(archive: Archive, site: str | None) -> Iterator[CaptureName]:
    only = _site_of(site)
    after = 0
    while batch := list(islice(archive.pages.captures(after=after, site=only), BATCH)):
        yield from batch
        after = batch[-1]["id"]
