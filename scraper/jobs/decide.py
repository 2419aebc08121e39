"""What a visit is to do next, and what it comes to: values in, values out.

    lead ─► on_start ─► on_page or on_failure ─► on_article ─► on_saved ─► Outcome

collect.py asks here and acts; ledger.py writes down what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING

from scraper.errors import FetchError, InputError, ReadingTimeout, WorkerDied
from scraper.models import PAGES_ONLY, Article, Change, ChangeKind, Lead, Outcome, Page, VerdictKind
from scraper.outcomes import Reason, Retry, policy

if TYPE_CHECKING:
    from scraper.archive.crawl.fetch_log import LastAnswer

NAME_AGAIN = (
    "the address had a user name and password, which are not kept: name it again with them,"
    ' or give its site\'s headers in the settings file, [site."HOST"]'
)

# Kinds of page that are not archived as articles. The others become one, so what they come to is
# what they changed.
REASONS_OF_KINDS: dict[VerdictKind, Reason] = {
    VerdictKind.CONSENT: Reason.CONSENT,
    VerdictKind.CHALLENGE: Reason.BLOCKED,
    VerdictKind.LOGIN: Reason.LOGIN,
    VerdictKind.JS_SHELL: Reason.JS_SHELL,
    VerdictKind.SOFT_404: Reason.SOFT_404,
    VerdictKind.EMPTY: Reason.EMPTY,
    VerdictKind.LISTING: Reason.LISTING,
    VerdictKind.PRODUCT: Reason.PRODUCT,
}


class Step(Enum):
    """What comes next for a URL."""

    LEAVE = "leave"  # it is another run's
    REFUSE = "refuse"  # its address had a login, without which it cannot be fetched
    FETCH = "fetch"
    NOTE = "note"  # the archive has what came: note the visit
    READ = "read"  # keep the page, then read it
    LOOK_UP = "look up"  # ask the Internet Archive for the page of a dead link
    GIVE_UP = "give up"  # log the failure
    RENDER = "render"  # run the page's JavaScript and read what it shows
    SAVE = "save"


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A lead on its way through a run, and what is known of it so far."""

    lead: Lead
    ms: int | None = None  # milliseconds until the answer, for the first row of the log about it
    status: int | None = None  # of the answer
    capture: int | None = None  # the id of the page that was kept
    change: Change | None = None  # what saving the article changed
    note: str | None = None  # where the page is from, unless from its site
    warning: str | None = None  # damage to what was kept of the URL before


# --- what comes next --------------------------------------------------------------------------


def on_start(lead: Lead, *, taken: bool) -> Step:
    """Return whether to fetch a URL; `taken`: the queue gave it to this run."""
    if not taken:
        return Step.LEAVE
    needs_login = lead.login and not lead.userinfo
    return Step.REFUSE if needs_login else Step.FETCH


def on_page(page: Page, *, archived: bool) -> Step:
    """Return what to do with a page; `archived`: the current version was read from these bytes."""
    unchanged = archived or page.status == HTTPStatus.NOT_MODIFIED
    return Step.NOTE if unchanged else Step.READ


def on_failure(reason: Reason, *, wayback: bool) -> Step:
    """Return what to do about a fetch that failed; `wayback`: dead links are to be looked up."""
    return Step.LOOK_UP if wayback and policy(reason).dead else Step.GIVE_UP


def on_article(kind: VerdictKind) -> Step:
    """Return what to do with a page that was read, and not rendered before."""
    return Step.RENDER if kind is VerdictKind.JS_SHELL else Step.SAVE


def slows_host_down(kind: VerdictKind) -> bool:
    """Return whether a page of this kind is a host's demand to be left alone."""
    return kind in REASONS_OF_KINDS and policy(REASONS_OF_KINDS[kind]).blames_host


def stays_queued(reason: Reason) -> bool:
    """Return whether the next run visits a URL that failed, without being asked for it."""
    return policy(reason).retry is Retry.QUEUED


def has_failed_enough(failures: int, limit: int | None) -> bool:
    """Return whether a run stops after so many failures."""
    return limit is not None and failures >= limit


# --- why --------------------------------------------------------------------------------------


def why_no_address(url: str) -> Reason:
    """Return what is wrong with text that is not the address of a web page."""
    has_scheme = "://" in url
    of_web = url.strip().lower().startswith(("http:", "https:"))
    return Reason.BAD_SCHEME if has_scheme and not of_web else Reason.BAD_URL


def why_unread(error: Exception) -> Reason:
    """Return why a page that was kept could not be read or saved."""
    if isinstance(error, FetchError):  # its rendering fetches
        return error.reason
    if isinstance(error, ReadingTimeout):
        return Reason.EXTRACT_TIMEOUT
    # An InputError is a site rule of the user's that is not valid.
    if isinstance(error, WorkerDied | InputError):
        return Reason.EXTRACT_FAILED
    return Reason.FAULT


def on_saved(kind: VerdictKind, change: ChangeKind) -> Reason:
    """Return what a page comes to, by its kind and by what saving it changed."""
    return REASONS_OF_KINDS.get(kind) or Reason(change)


def _why_degraded(change: Change) -> str:
    if change.article_id is None:
        return f"the page is kept, but it is not an article: {change.reason}"
    return f"kept, but not put in place of a better text: {change.reason}"


# --- outcomes ---------------------------------------------------------------------------------


def outcome(
    visit: Visit, reason: Reason, *, error: str | None = None, headline: str | None = None
) -> Outcome:
    """Return the outcome of a visit."""
    return Outcome(
        url=visit.lead.url,
        reason=reason,
        error=error,
        change=visit.change,
        headline=headline,
        note=visit.note,
        warning=visit.warning,
        row=visit.lead.row,
    )


def saved(visit: Visit, article: Article, change: Change) -> Outcome:
    """Return the outcome of a page that was saved as an article, or kept as what it is."""
    kind = article.verdict.kind
    reason = on_saved(kind, change.kind)
    if kind in PAGES_ONLY:
        notes = (policy(reason).label, visit.note)
        visit = replace(visit, note="; ".join(filter(None, notes)))
    error = _why_degraded(change) if reason is Reason.DEGRADED else None
    result = outcome(replace(visit, change=change), reason, error=error, headline=article.headline)
    return replace(result, verdict=kind)


def left(lead: Lead) -> Outcome:
    """Return the outcome of a URL that another run is visiting."""
    return Outcome(url=lead.url, reason=Reason.TAKEN, note=policy(Reason.TAKEN).label, row=lead.row)


def remembered(lead: Lead, known: LastAnswer) -> Outcome:
    """Return the outcome of a URL that is not visited again: after a 404 it is still a failure."""
    reason = Reason(known.reason) if known.failure else Reason.SKIPPED_FRESH
    return Outcome(
        url=lead.url,
        reason=reason,
        error=known.failure,
        note=known.note,
        row=lead.row,
        remembered=True,
    )


def repeated(first: Outcome, lead: Lead) -> Outcome:
    """Return the outcome of a further row of the input that names an address visited already."""
    return replace(
        first,
        url=lead.url,
        reason=first.reason if first.error else Reason.SKIPPED_FRESH,
        row=lead.row,
        remembered=True,
        warning=None,
    )
