"""Every reason that a visit can end with, and its policy, in one table.

A new reason is a member of `Reason` and a line of POLICIES; no other module keeps a table of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Reason(StrEnum):
    """What became of a URL, in one word: an article, a page that was kept, or why there is neither.

    The words are those of the report, of the fetch log and of `--retry-failed=REASON`.
    """

    # The article as the visit left it in the archive.
    NEW = "new"
    EDITED = "edited"
    SAME = "same"
    DEGRADED = "degraded"
    # Pages that are kept and are not articles.
    LISTING = "listing"
    PRODUCT = "product"
    # Nothing changed and nothing failed.
    NOT_MODIFIED = "not_modified"
    SKIPPED_FRESH = "skipped_fresh"
    TAKEN = "taken"
    NOT_ASKED = "not_asked"
    # Failures.
    BAD_URL = "bad_url"
    BAD_SCHEME = "bad_scheme"
    BLOCKED_ADDRESS = "blocked_address"
    ROBOTS = "robots"
    DNS = "dns"
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS = "tls"
    PROTOCOL = "protocol"
    TRUNCATED = "truncated"
    BAD_ENCODING = "bad_encoding"
    TOO_LARGE = "too_large"
    REDIRECT_LOOP = "redirect_loop"
    BAD_REDIRECT = "bad_redirect"
    NOT_FOUND = "not_found"
    GONE = "gone"
    LOGIN = "login"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    HTTP_ERROR = "http_error"
    SERVER_ERROR = "server_error"
    NOT_HTML = "not_html"
    NOT_A_FEED = "not_a_feed"
    EMPTY = "empty"
    CONSENT = "consent"
    JS_SHELL = "js_shell"
    SOFT_404 = "soft_404"
    HOST_PARKED = "host_parked"
    EXTRACT_FAILED = "extract_failed"
    EXTRACT_TIMEOUT = "extract_timeout"
    FAULT = "fault"


class Retry(StrEnum):
    """When a URL that failed is visited again without being asked for."""

    NEVER = "never"  # not before --max-age is over, or a person asks
    LISTED = "listed"  # while its feed lists it, after waits that double
    LATER = "later"  # by a later poll, too, whether its feed lists it or not
    QUEUED = "queued"  # by the next run: it stays in the queue


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What a reason means for its URL, its host and its run."""

    label: str  # the reason as a sentence; the message where nothing more exact is known
    failed: bool = True
    colour: str = "red"  # of its row on a terminal
    exit_code: int = 1  # of a run in which everything failed for reasons with this code
    retry: Retry = Retry.LISTED
    logged: bool = True  # the fetch log may hold it; what became of a feed is not there
    answered: bool = False  # the URL is left alone until --max-age is over
    vanished: bool = False  # counts towards an article's "vanished"
    dead: bool = False  # --wayback looks the URL up
    retry_now: bool = False  # the same request may succeed a moment later
    blames_host: bool = False  # slows the host down and counts for its breaker
    retry_failed: bool = True  # `--retry-failed` without a reason includes it
    final: bool = False  # no other visit can succeed: left out of --error-file


LOGIN, BLOCKED = 4, 5  # exit codes


def _success(label: str, colour: str) -> Policy:
    return Policy(
        label=label,
        failed=False,
        colour=colour,
        exit_code=0,
        retry=Retry.NEVER,
        answered=True,
        retry_failed=False,
    )


def _left_alone(label: str, colour: str) -> Policy:
    """Return the policy of a URL that was not visited: nothing failed, nothing is logged."""
    return replace(_success(label, colour), answered=False, logged=False)


def _nothing_there(label: str, *, vanished: bool = False, dead: bool = False) -> Policy:
    return Policy(
        label=label, retry=Retry.NEVER, answered=True, vanished=vanished, dead=dead, final=True
    )


def _passing(
    label: str,
    *,
    retry_now: bool = False,
    blames_host: bool = False,
    dead: bool = False,
    exit_code: int = 1,
) -> Policy:
    return Policy(
        label=label,
        retry=Retry.LATER,
        retry_now=retry_now,
        blames_host=blames_host,
        dead=dead,
        exit_code=exit_code,
    )


FAILURE = Policy(label="failed for a reason that this version of scraper does not know")

POLICIES: dict[str, Policy] = {
    Reason.NEW: _success("an article that the archive did not have", "green"),
    Reason.EDITED: _success("the newsroom changed the article: a new version", "yellow"),
    Reason.SAME: _success("the article is as the archive has it", "blue"),
    Reason.DEGRADED: _success("kept, but worse than the text that the archive has", "magenta"),
    Reason.LISTING: _success("a list of pages: kept as a page, not as an article", "cyan"),
    Reason.PRODUCT: _success("a product: kept as a page, not as an article", "cyan"),
    Reason.NOT_MODIFIED: _success("the server answered that nothing has changed", ""),
    Reason.SKIPPED_FRESH: _left_alone("visited not long ago, so not visited now", "blue"),
    Reason.TAKEN: _left_alone("another run is visiting it, or just did", ""),
    Reason.NOT_ASKED: _left_alone("the run was over before it was asked", ""),
    Reason.BAD_URL: Policy(label="not an address", retry_failed=False, final=True),
    Reason.BAD_SCHEME: Policy(label="an address that is neither http nor https", final=True),
    Reason.BLOCKED_ADDRESS: Policy(
        label="the host is not public: loopback, a private network, …", final=True
    ),
    Reason.ROBOTS: Policy(label="robots.txt disallows the visit", exit_code=BLOCKED, final=True),
    Reason.DNS: _passing("no such host", blames_host=True, dead=True),
    Reason.REFUSED: _passing("no connection", retry_now=True, blames_host=True),
    Reason.RESET: _passing("the server broke the connection", retry_now=True, blames_host=True),
    Reason.TIMEOUT: _passing("the server took too long", retry_now=True, blames_host=True),
    Reason.TLS: _passing("invalid TLS certificate"),
    Reason.PROTOCOL: _passing("not HTTP, or broken HTTP"),
    Reason.TRUNCATED: _passing("the page came cut short", retry_now=True),
    Reason.BAD_ENCODING: Policy(label="the body does not match its Content-Encoding"),
    Reason.TOO_LARGE: Policy(label="larger than --max-bytes"),
    Reason.REDIRECT_LOOP: Policy(label="redirected in a circle, or too often"),
    Reason.BAD_REDIRECT: Policy(label="redirected to what is not a web page"),
    Reason.NOT_FOUND: _nothing_there("not found (404)", vanished=True, dead=True),
    Reason.GONE: _nothing_there("removed by the site (410)", vanished=True, dead=True),
    Reason.LOGIN: Policy(
        label="a login page came instead of the article; try --cookies FILE", exit_code=LOGIN
    ),
    Reason.BLOCKED: Policy(
        label="the site asks for proof of a human; wait, or ask the site",
        exit_code=BLOCKED,
        blames_host=True,
    ),
    Reason.RATE_LIMITED: _passing("too many requests (429)", retry_now=True, exit_code=BLOCKED),
    Reason.HTTP_ERROR: Policy(label="the server refused the request (4xx)"),
    Reason.SERVER_ERROR: _passing("the server failed (5xx)"),
    Reason.NOT_HTML: _nothing_there("not a web page: a PDF, an image, a feed, …"),
    Reason.NOT_A_FEED: Policy(label="neither a feed nor a sitemap", logged=False),
    Reason.EMPTY: Policy(label="no article text on the page"),
    Reason.CONSENT: Policy(label="a consent page came instead of the article; try --cookies FILE"),
    Reason.JS_SHELL: Policy(label="the page is empty until its JavaScript runs"),
    # It may come with any status, so the URL is not settled as after a 404.
    Reason.SOFT_404: Policy(
        label="the page says that it does not exist, though with status 200",
        vanished=True,
        dead=True,
        final=True,
    ),
    Reason.HOST_PARKED: Policy(
        label="the host failed too often and is left alone for now; the URL stays queued",
        exit_code=BLOCKED,
        retry=Retry.QUEUED,
    ),
    Reason.EXTRACT_FAILED: Policy(label="the page is kept, but it could not be read"),
    Reason.EXTRACT_TIMEOUT: Policy(label="the page is kept, but reading it took too long"),
    Reason.FAULT: _passing("an error in scraper itself; the other URLs are not affected"),
}

FAILED = frozenset(reason for reason, policy in POLICIES.items() if policy.failed)
ANSWERED = frozenset(reason for reason, policy in POLICIES.items() if policy.answered)
NOTHING_THERE = ANSWERED & FAILED
RETRIED_LATER = frozenset(
    reason for reason, policy in POLICIES.items() if policy.retry is Retry.LATER
)
# A later run of the cron job visits these without being asked to.
RETRIED_BY_ITSELF = frozenset(
    reason for reason, policy in POLICIES.items() if policy.retry in (Retry.LATER, Retry.QUEUED)
)
NOT_RETRIED = frozenset(reason for reason, policy in POLICIES.items() if not policy.retry_failed)
# What `--retry-failed` can name, in the order of the enum.
LOGGED_FAILURES = tuple(
    reason for reason, policy in POLICIES.items() if policy.failed and policy.logged
)


def policy(reason: str) -> Policy:
    """Return the policy of a reason; one of another version of scraper counts as a failure."""
    return POLICIES.get(reason, FAILURE)
