"""What a visit that gave no article means for its URL, in words and for the runs after it."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.archive.crawl.fetch_log import LastAnswer
from scraper.models import Change, Lead, Outcome
from scraper.outcomes import Reason

NAME_AGAIN = (
    "the address had a user name and password, which are not kept: name it again with them, or give its site's headers"
    ' in the settings file, [site."HOST"]'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What of a failed visit the fetch log can point at."""

    capture: int | None = None
    status: int | None = None
    change: Change | None = None


NOTHING = Seen()


def remembered(lead: Lead, known: LastAnswer) -> Outcome:
    """Return what became of a URL that is not visited again: a page that was not there is a failure still."""
    reason = Reason(known.reason) if known.failure else Reason.SKIPPED_FRESH
    return Outcome(url=lead.url, reason=reason, error=known.failure, row=lead.row, remembered=True)


def why_not(change: Change) -> str:
    """Return why a page that could be read did not become the article."""
    if change.article_id is None:
        return f"the page is kept, but it is no article: {change.reason}"
    return f"kept, but not put in place of a better text: {change.reason}"
