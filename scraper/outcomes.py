"""Every reason that a visit can end with, and its policy, in one table.

A new reason is a member of an enum and a line here; no other module keeps a table of reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scraper.errors import Reason
from scraper.models import ChangeKind, VerdictKind


class Status(StrEnum):
    """Reasons of outcomes that neither changed an article nor failed."""

    SKIPPED_FRESH = "skipped_fresh"  # visited not long ago
    TAKEN = "taken"  # another run is visiting it, or just did
    NOT_MODIFIED = "not_modified"  # status 304


class Retry(StrEnum):
    """When a URL that failed is visited again without being asked for."""

    NEVER = "never"  # not before --max-age is over, or a person asks
    LISTED = "listed"  # when its feed lists it again, after a wait
    LATER = "later"  # by a later poll, after waits that double
    QUEUED = "queued"  # by the next run: it stays in the queue


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What a reason means for its URL, its host and its run."""

    failed: bool = True
    colour: str = "red"  # of its row on a terminal
    exit_code: int = 1  # of a run in which everything failed for reasons with this code
    retry: Retry = Retry.LISTED
    answered: bool = False  # the URL is left alone until --max-age is over
    read: bool = False  # the page was read, so the URL has not failed
    vanished: bool = False  # counts towards an article's "vanished"
    dead: bool = False  # --wayback looks the URL up
    retry_now: bool = False  # the same request may succeed a moment later
    blames_host: bool = False  # slows the host down and counts for its breaker
    retry_failed: bool = True  # `--retry-failed` without a reason includes it


LOGIN, BLOCKED = 4, 5  # exit codes


def _success(colour: str) -> Policy:
    return Policy(
        failed=False,
        colour=colour,
        exit_code=0,
        retry=Retry.NEVER,
        answered=True,
        read=True,
        retry_failed=False,
    )


def _nothing_there(*, vanished: bool = False, dead: bool = False) -> Policy:
    return Policy(retry=Retry.NEVER, answered=True, vanished=vanished, dead=dead)


def _passing(
    *, retry_now: bool = False, blames_host: bool = False, dead: bool = False, exit_code: int = 1
) -> Policy:
    return Policy(
        retry=Retry.LATER,
        retry_now=retry_now,
        blames_host=blames_host,
        dead=dead,
        exit_code=exit_code,
    )


FAILURE = Policy()

POLICIES: dict[str, Policy] = {
    ChangeKind.NEW: _success("green"),
    ChangeKind.EDITED: _success("yellow"),
    ChangeKind.SAME: _success("blue"),
    ChangeKind.DEGRADED: _success("magenta"),
    VerdictKind.LISTING: _success("cyan"),
    VerdictKind.PRODUCT: _success("cyan"),
    Status.NOT_MODIFIED: _success(""),
    Status.SKIPPED_FRESH: Policy(
        failed=False, colour="blue", exit_code=0, retry=Retry.NEVER, retry_failed=False
    ),
    Status.TAKEN: Policy(failed=False, colour="", exit_code=0, retry=Retry.NEVER),
    Reason.BAD_URL: Policy(retry_failed=False),  # no other visit can succeed
    Reason.BAD_SCHEME: FAILURE,
    Reason.BLOCKED_ADDRESS: FAILURE,
    Reason.ROBOTS: Policy(exit_code=BLOCKED),
    Reason.DNS: _passing(blames_host=True, dead=True),
    Reason.REFUSED: _passing(retry_now=True, blames_host=True),
    Reason.RESET: _passing(retry_now=True, blames_host=True),
    Reason.TIMEOUT: _passing(retry_now=True, blames_host=True),
    Reason.TLS: _passing(),
    Reason.PROTOCOL: _passing(),
    Reason.TRUNCATED: _passing(retry_now=True),
    Reason.BAD_ENCODING: FAILURE,
    Reason.TOO_LARGE: FAILURE,
    Reason.REDIRECT_LOOP: FAILURE,
    Reason.BAD_REDIRECT: FAILURE,
    Reason.NOT_FOUND: _nothing_there(vanished=True, dead=True),
    Reason.GONE: _nothing_there(vanished=True, dead=True),
    Reason.LOGIN: Policy(exit_code=LOGIN),
    Reason.BLOCKED: Policy(exit_code=BLOCKED, blames_host=True),
    Reason.RATE_LIMITED: _passing(retry_now=True, exit_code=BLOCKED),
    Reason.HTTP_ERROR: FAILURE,
    Reason.SERVER_ERROR: _passing(),
    Reason.NOT_HTML: _nothing_there(),
    Reason.EMPTY: FAILURE,
    Reason.CONSENT: FAILURE,
    Reason.JS_SHELL: FAILURE,
    # It may come with any status, so the URL is not settled as after a 404.
    Reason.SOFT_404: Policy(vanished=True, dead=True),
    Reason.HOST_PARKED: Policy(exit_code=BLOCKED, retry=Retry.QUEUED),
    Reason.EXTRACT_FAILED: FAILURE,
    Reason.EXTRACT_TIMEOUT: FAILURE,
    Reason.FAULT: _passing(),
}

FAILED = frozenset(reason for reason, policy in POLICIES.items() if policy.failed)
ANSWERED = frozenset(reason for reason, policy in POLICIES.items() if policy.answered)
NOTHING_THERE = ANSWERED & FAILED
READ = frozenset(reason for reason, policy in POLICIES.items() if policy.read)
RETRIED_LATER = frozenset(
    reason for reason, policy in POLICIES.items() if policy.retry is Retry.LATER
)
NOT_RETRIED = frozenset(reason for reason, policy in POLICIES.items() if not policy.retry_failed)


def policy(reason: str) -> Policy:
    """Return the policy of a reason; one that an older or newer program wrote counts as a failure."""
    return POLICIES.get(reason, FAILURE)


@dataclass(frozen=True, slots=True)
class NoArticle:
    """What a page that is not an article means for its URL."""

    reason: Reason
    advice: str


NO_ARTICLE: dict[VerdictKind, NoArticle] = {
    VerdictKind.CONSENT: NoArticle(
        Reason.CONSENT, "a consent page came instead of the article; try --cookies FILE"
    ),
    VerdictKind.CHALLENGE: NoArticle(
        Reason.BLOCKED, "the site asks for proof of a human; wait, or ask the site"
    ),
    VerdictKind.LOGIN: NoArticle(
        Reason.LOGIN, "a login page came instead of the article; try --cookies FILE"
    ),
    VerdictKind.JS_SHELL: NoArticle(Reason.JS_SHELL, "the page is empty until its JavaScript runs"),
    VerdictKind.SOFT_404: NoArticle(
        Reason.SOFT_404, "the page says that it does not exist, though with status 200"
    ),
    VerdictKind.EMPTY: NoArticle(Reason.EMPTY, "no article text on the page"),
}
# Notes for pages that are kept and are not articles: nothing failed.
PAGE_NOTES: dict[VerdictKind, str] = {
    VerdictKind.LISTING: "a list of pages: kept as a page, not as an article",
    VerdictKind.PRODUCT: "a product: kept as a page, not as an article",
}
