"""What the answer of a feed comes to: values in, values out. poll.py asks and acts."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from scraper import faults, sources
from scraper.archive.crawl.feed_rows import MoveNote, PolledFeed, PollNote
from scraper.archive.store.times import parse, stamp
from scraper.errors import FetchError, InputError
from scraper.jobs import feed_moves
from scraper.jobs.feed_moves import FeedMove
from scraper.models import Outcome, Page
from scraper.outcomes import Reason

GZIP = b"\x1f\x8b"  # the first bytes of such a file


@dataclass(frozen=True, kw_only=True, slots=True)
class Polled:
    """What became of one feed, or of one document that it names."""

    url: str
    reason: Reason
    new: int = 0  # entries that were queued
    error: str | None = None
    partial: bool = False  # the rest of the feed was read


def read(page: Page, enough: Callable[[], bool] = lambda: False) -> sources.Feed:
    """Return the feed on a page; raise InputError if there is none.

    Sitemaps are often gzip files (sitemaps.org), which are unpacked within bounds.
    """
    data = page.body
    if data.startswith(GZIP):
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(sources.MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise InputError(f"{page.url}: a broken gzip file") from None
    return sources.read(data, page.final_url, page.headers.get("content-type", ""), enough)


def failure(url: str, error: Exception, *, partial: bool = False) -> Polled:
    """Return what becomes of a document that could not be fetched or read."""
    if isinstance(error, FetchError):
        reason, line = error.reason, str(error)
    elif isinstance(error, InputError):
        # the address is printed beside it
        reason, line = Reason.NOT_A_FEED, str(error).removeprefix(f"{url}: ")
    else:
        reason, line = Reason.FAULT, faults.note(error, url)
    return Polled(url=url, reason=reason, error=line, partial=partial)


def unread(url: str, feed: sources.Feed) -> list[Polled]:
    """Return what becomes of each entry that met an error in scraper itself.

    Those errors are in the log already.
    """
    return [Polled(url=url, reason=Reason.FAULT, error=line, partial=True) for line in feed.unread]


def poll_note(
    page: Page, feed: sources.Feed, failed: Sequence[Polled], *, complete: bool
) -> PollNote:
    """Return what the feed's row records of a poll.

    `failed` are the documents that the feed names and that failed. Without `complete`, something
    is still to be read or queued: then the server must not answer "not modified" the next time, so
    no validators are kept.
    """
    note = PollNote(status=page.status, error=_error_line(failed) or feed.fault)
    note["etag"] = page.headers.get("etag") if complete else None
    note["last_modified"] = page.headers.get("last-modified") if complete else None
    if feed.title:
        note["title"] = feed.title
    return note


def _error_line(failed: Sequence[Polled]) -> str | None:
    with_error = [polled for polled in failed if polled.error]
    if not with_error:
        return None
    documents = len({polled.url for polled in with_error})
    first = with_error[0]
    return (
        f"{documents} of the sitemaps that it names could not be read whole;"
        f" {first.url}: {first.error}"
    )


def is_gone_for_good(error: Exception) -> bool:
    """Return whether a server said of the feed, and not of a passing redirect's target, 410."""
    if not isinstance(error, FetchError) or error.status != HTTPStatus.GONE:
        return False
    redirects = error.page.redirects if error.page is not None else ()
    return not redirects or feed_moves.permanent(redirects)


def known_move(feed: PolledFeed) -> FeedMove:
    """Return what polls before this one know of a move of the feed."""
    since = feed["moved_since"]
    return FeedMove(
        to=feed["moved_to"], since=parse(since) if since else None, polls=feed["moved_polls"]
    )


def move_note(move: FeedMove) -> MoveNote:
    """Return what the feed's row records of a move that is not believed yet."""
    since = stamp(move.since) if move.since else None
    return MoveNote(moved_to=move.to, moved_since=since, moved_polls=move.polls)


def outcome(polled: Polled) -> Outcome:
    """Return the outcome of a feed that failed, for the sum of the run."""
    return Outcome(url=polled.url, reason=polled.reason, error=polled.error, partial=polled.partial)
