"""Fetch and archive from any Python program, with or without an event loop of the caller."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.archive import Archive
from scraper.errors import InputError
from scraper.jobs import run
from scraper.models import Lead, Outcome

if TYPE_CHECKING:
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan

OnStart = Callable[[Callable[[], None]], None]

HOOKS = run.Hooks(command=("scraper.fetch_articles",), name="fetch_articles")


def fetch_articles(  # noqa: PLR0913  (optional choices, each by its name)
    urls: Iterable[str],
    archive: Archive | str | Path = "archive.db",
    *,
    on_outcome: Callable[[Outcome], None] = run.ignore,
    on_warning: Callable[[str], None] = run.ignore,
    settings: FetchSettings | None = None,
    plan: Plan | None = None,
    **net: Any,
) -> list[Outcome]:
    """Fetch URLs, keep their pages, read and archive the articles; return what became of each URL.

    The call returns when all URLs are done. It works without an event loop and inside a running
    one, as in Jupyter.

    The outcomes come in the order in which the URLs were finished; `on_outcome` receives each as
    soon as it is known, possibly in another thread. A URL that fails has an `error` and never ends
    the run.

    `archive` is an open archive, which stays open, or the path of one, created if it does not
    exist. `settings` say how to fetch (delays in seconds, user agent, proxy, …; the defaults are
    polite), `plan` how to go about the run: by default a URL that was archived less than a day ago
    is not fetched again. `on_warning` receives a line about anything wrong with the settings, such
    as a cookie file; `net` are further arguments of `Fetcher`.

    Raise InputError for a single string or a setting that is not valid, and ArchiveError for an
    archive that cannot be opened or written.
    """
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan

    if isinstance(urls, str | bytes):
        raise InputError("fetch_articles takes a list of URLs: write fetch_articles([url])")
    leads = [Lead(url=url.strip()) for url in urls]
    outcomes: list[Outcome] = []

    def collected(outcome: Outcome) -> None:
        outcomes.append(outcome)
        on_outcome(outcome)

    def visit(on_start: OnStart) -> None:
        hooks = replace(HOOKS, on_warning=on_warning, on_start=on_start)
        chosen = (settings or FetchSettings(), plan or Plan())
        with _opened(archive) as target:
            run.visit(target, leads, *chosen, collected, hooks=hooks, **net)

    if _in_running_loop():
        _in_thread(visit)
    else:
        visit(run.ignore)
    return outcomes


def _opened(archive: Archive | str | Path) -> AbstractContextManager[Archive]:
    """Return a context of the archive that closes it at the end only if it was opened here."""
    return nullcontext(archive) if isinstance(archive, Archive) else Archive.open(archive)


def _in_running_loop() -> bool:
    """Return whether an event loop runs in this thread: asyncio.run would refuse to start one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _in_thread(visit: Callable[[OnStart], None]) -> None:
    """Run the visit in a thread with its own event loop; an interrupt stops it and waits for it."""
    errors: list[BaseException] = []
    stops: list[Callable[[], None]] = []

    def on_start(stop: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        stops.append(lambda: _stop_in(loop, stop))

    def work() -> None:
        try:
            visit(on_start)
        except BaseException as error:  # noqa: BLE001 - raised below, in the caller's thread
            errors.append(error)

    thread = threading.Thread(target=work, name="fetch_articles")
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        for stop in stops:
            stop()
        thread.join()
        raise
    if errors:
        raise errors[0]


def _stop_in(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Call `stop` in the thread of a loop; a loop that has just ended needs no stop."""
    try:
        loop.call_soon_threadsafe(stop)
    except RuntimeError:
        if not loop.is_closed():
            raise
