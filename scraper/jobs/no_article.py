"""What a visit that gave no article means for its URL, in words and for the runs after it."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.archive.crawl.fetch_log import Answer
from scraper.errors import Reason
from scraper.models import Change, Lead, Outcome, VerdictKind

# what a page that is no article means for its URL
NO_ARTICLE: dict[VerdictKind, tuple[Reason, str]] = {
    VerdictKind.CONSENT: (
        Reason.CONSENT,
        "a consent page came instead of the article; try --cookies FILE",
    ),
    VerdictKind.CHALLENGE: (
        Reason.BLOCKED,
        "the site asks for proof of a human; wait, or ask the site",
    ),
    VerdictKind.LOGIN: (
        Reason.LOGIN,
        "a login page came instead of the article; try --cookies FILE",
    ),
    VerdictKind.JS_SHELL: (Reason.JS_SHELL, "the page is empty until its JavaScript runs"),
    VerdictKind.SOFT_404: (
        Reason.SOFT_404,
        "the page says that it does not exist, though with status 200",
    ),
    VerdictKind.EMPTY: (Reason.EMPTY, "no article text on the page"),
}
# what a page that is kept, and is no article, says for itself: nothing failed
PAGE_NOTES: dict[VerdictKind, str] = {
    VerdictKind.LISTING: "a list of pages: kept as a page, not as an article",
    VerdictKind.PRODUCT: "a product: kept as a page, not as an article",
}

NAME_AGAIN = (
    "the address had a user name and password, which are not kept: name it again with them, or give its site's headers"
    ' in the settings file, [site."HOST"]'
)
DEAD = frozenset(
    {Reason.NOT_FOUND, Reason.GONE, Reason.DNS, Reason.SOFT_404}
)  # what --wayback looks up
PASSING = frozenset({Reason.HOST_PARKED})  # not the URL's fault: it stays queued


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What of a failed visit the fetch log can point at."""

    capture: int | None = None
    status: int | None = None
    change: Change | None = None


NOTHING = Seen()


def remembered(lead: Lead, known: Answer) -> Outcome:
    """Return what became of a URL that is not visited again: a page that was not there is a failure still."""
    reason = known.reason if known.failure else "skipped_fresh"
    return Outcome(url=lead.url, reason=reason, error=known.failure, row=lead.row, remembered=True)


def why_not(change: Change) -> str:
    """Return why a page that could be read did not become the article."""
    if change.article_id is None:
        return f"the page is kept, but it is no article: {change.reason}"
    return f"kept, but not put in place of a better text: {change.reason}"
