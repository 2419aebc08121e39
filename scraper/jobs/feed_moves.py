"""Whether a feed has moved for good: a permanent redirect that polls met again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from scraper.models import Redirect

PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
# A redirect that is called permanent is sometimes a mistake, or a page for a night of repairs.
POLLS = 3
OVER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedMove:
    """A permanent redirect that polls in a row met."""

    to: str | None = None
    since: datetime | None = None
    polls: int = 0

    def is_believed(self, now: datetime) -> bool:
        """Return whether the feed is to be followed at its new address."""
        if self.to is None or self.since is None:
            return False
        return self.polls >= POLLS and now - self.since >= OVER


NOT_MOVED = FeedMove()


def permanent(redirects: Sequence[Redirect]) -> bool:
    """Return whether there were redirects, and all of them are for good."""
    return bool(redirects) and all(redirect.status in PERMANENT for redirect in redirects)


def after_poll(
    before: FeedMove, redirects: Sequence[Redirect], final_url: str, now: datetime
) -> FeedMove:
    """Return what is known of a move after a poll that could be read.

    Another target, or none, begins anew; so does a time that lies ahead, for the clock was set.
    """
    if not permanent(redirects):
        return NOT_MOVED
    is_same = before.to == final_url and before.since is not None and before.since <= now
    if not is_same:
        return FeedMove(to=final_url, since=now, polls=1)
    return FeedMove(to=final_url, since=before.since, polls=before.polls + 1)
