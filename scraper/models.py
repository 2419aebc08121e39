"""The values that travel through the program: frozen, keyword-only, almost without behaviour.

The names are those of schema.org's NewsArticle in snake_case, and are the same everywhere: as a
field, a column, a JSON key and an option.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from scraper.outcomes import Reason
from scraper.secrets import MASK, masked, without_secrets
from scraper.urls import without_userinfo
from scraper.workers.pickling import pickled_by_slots

# Bytes of an unpacked page: the upper limit of --max-bytes and of what an archive holds.
LARGEST_PAGE = 256 << 20

# --- what a server sent --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Redirect:
    """One hop on the way to a page."""

    url: str
    status: int
    location: str

    def __post_init__(self) -> None:
        _without_secrets(self, "url", "location")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The answer of a server for a URL, unparsed.

    The body is without its transfer coding.
    """

    url: str
    final_url: str
    status: int = 200
    # names in lower case; repeated fields joined with ", " (RFC 9110 §5.3)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fetched_at: datetime  # UTC
    redirects: tuple[Redirect, ...] = ()
    # None: the server closed the connection and had not stated the length of the body
    complete: bool | None = True

    def __post_init__(self) -> None:
        _without_secrets(self, "url", "final_url")


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptPage:
    """A page that an archive keeps, and the first version of its article with its words."""

    capture_id: int
    version: int
    page: Page


# --- what is read from it ------------------------------------------------------------------------


class BlockKind(StrEnum):
    """The forms that a block of a body can have."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    PULL_QUOTE = "pull_quote"
    TABLE = "table"
    PREFORMATTED = "preformatted"
    EMBED = "embed"


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A run of text in one style; the text of a block is that of its spans, joined."""

    text: str
    href: str | None = None
    strong: bool = False
    em: bool = False
    code: bool = False


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One piece of a body; a body lists them in page order."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 0  # heading: 1-6; list item: depth, from 1
    ordered: bool = False  # list item of an <ol>
    rows: tuple[tuple[str, ...], ...] = ()  # table: the cells' texts, row by row
    href: str | None = None  # embed: the address of what is embedded; quote: its cite

    @property
    def text(self) -> str:
        """Return the block on one line; a preformatted block and a table keep their lines."""
        if self.rows:
            return "\n".join([" | ".join(row) for row in self.rows])
        return "".join([span.text for span in self.spans])


class AuthorKind(StrEnum):
    """Who can sign an article: a person, or an organisation such as an agency or a desk."""

    PERSON = "person"
    ORGANISATION = "organisation"


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """A person or organisation that signs an article."""

    name: str
    role: str | None = None
    links: tuple[str, ...] = ()  # profiles
    raw: str | None = None  # the text on the page that it was read from
    kind: AuthorKind = AuthorKind.PERSON


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A photograph or drawing of this article."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    lead: bool = False


class VerdictKind(StrEnum):
    """The kinds of pages."""

    ARTICLE = "article"
    LIVE_BLOG = "live_blog"
    TEASER = "teaser"
    CONSENT = "consent"
    CHALLENGE = "challenge"
    LOGIN = "login"
    JS_SHELL = "js_shell"
    SOFT_404 = "soft_404"
    LISTING = "listing"  # a list of other pages: a category, a search, a collection, a front page
    PRODUCT = "product"  # a thing for sale
    EMPTY = "empty"


# Kinds that are what their URL promises but not articles: archived as pages, never as articles.
PAGES_ONLY = frozenset({VerdictKind.LISTING, VerdictKind.PRODUCT})


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The kind of a page, and the evidence for it."""

    kind: VerdictKind
    evidence: tuple[str, ...] = ()


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A value that a strategy offered for a field; the losers are kept as well as the winner."""

    field: str
    strategy: str
    value: str
    raw: str | None = None  # as the page has it
    won: bool = False
    why: str | None = None  # of a loser: what it lost to, or what was wrong with it
    confidence: float | None = None  # 0 to 1


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """A block inside the article's container that does not belong to the article."""

    text: str
    reason: str


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """The content of one page, field by field, with the strategy that found each field."""

    url: str
    canonical_url: str | None = None
    site: str  # the host, without "www."
    publisher: str | None = None  # its name
    headline: str | None = None
    subheadline: str | None = None  # the standfirst; never a part of the body
    byline: str | None = None  # as shown
    authors: tuple[Author, ...] = ()
    date_published: str | None = None  # ISO 8601; as precise as the page, with its offset
    date_modified: str | None = None
    images: tuple[Image, ...] = ()
    body: tuple[Block, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None  # BCP 47
    direction: str | None = None  # "ltr" or "rtl"
    word_count: int = 0
    # the page's claim (isAccessibleForFree); `verdict` is what was measured
    is_free: bool | None = None
    verdict: Verdict
    sources: Mapping[str, str] = field(default_factory=dict)  # field -> strategy that found it
    candidates: tuple[Candidate, ...] = ()
    removed: tuple[Removed, ...] = ()
    repairs: tuple[
        str, ...
    ] = ()  # words the source had glued together, and the evidence for separating them


# --- what became of it ---------------------------------------------------------------------------


class ChangeKind(StrEnum):
    """The effects that a visit can have on the archive."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"
    DEGRADED = "degraded"  # stored but not made current: worse than what the archive has


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The effect of a visit on an article, and the fields it changed."""

    kind: ChangeKind
    article_id: int | None = None
    fields: tuple[str, ...] = ()
    reason: str | None = None  # for DEGRADED


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The result of one URL in a run."""

    url: str
    change: Change | None = None
    reason: Reason
    error: str | None = None  # one line for the user: what is wrong and what to do
    headline: str | None = None
    verdict: VerdictKind | None = None  # of a page that was read in this visit
    # anything else the user should know, such as that the page came from elsewhere
    note: str | None = None
    # a problem that is not the URL's, such as damage to an earlier capture of it
    warning: str | None = None
    remembered: bool = False  # from a recent visit; the URL was not visited now
    partial: bool = False  # only a part of the URL's content failed, such as one entry of a feed
    row: Mapping[str, str] = field(default_factory=dict)  # the other columns of the input

    def __post_init__(self) -> None:
        _without_secrets(self, "url")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """The text of an article as the newsroom published it at some time."""

    article_id: int
    number: int  # from 1
    first_seen: str  # ISO 8601, UTC
    last_seen: str
    headline: str | None
    subheadline: str | None
    byline: str | None
    caption: str
    body_text: str
    date_modified: str | None
    credit: str = ""
    changed: tuple[str, ...] = ()  # fields that differ from the version before
    stealth: bool = False  # a material change that the page does not disclose
    # where the page came from: live, file, render, wayback; None if the page is not kept.
    # It is not a part of the text, so it is not compared.
    source: str | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """A URL to visit, and what its source states about it.

    A user name and password in the URL become `userinfo`, which lives as long as the run. A queue
    only records that there were any, as `login`.
    """

    url: str
    feed: str | None = None  # the address of the feed that lists it
    id: str | None = None  # the feed's own id for it
    headline: str | None = None
    date_published: str | None = None
    row: Mapping[str, str] = field(default_factory=dict)  # other columns of the input
    userinfo: str = field(default="", repr=False)
    login: bool = False
    again: bool = False  # an article that is due for another look, whoever gave its address first

    def __post_init__(self) -> None:
        if "@" in self.url:
            _, userinfo = without_userinfo(self.url)
            object.__setattr__(self, "userinfo", userinfo or self.userinfo)
            _without_secrets(self, "url")
        if self.id and "@" in self.id:
            object.__setattr__(self, "id", entry_id(self.id))


@dataclass(frozen=True, kw_only=True, slots=True)
class HostState:
    """How to treat a host; it is in the archive, so that concurrent runs share it.

    Times are Unix seconds.
    """

    host: str
    next_ok_at: float = 0.0
    delay: float | None = None  # seconds between the starts of two requests; None: the default
    failures: int = 0  # in a row
    open_until: float = 0.0  # no requests before this time: the circuit breaker is open
    robots: bytes | None = None
    robots_at: float = 0.0
    robots_status: int | None = None


def entry_id(text: str) -> str:
    """Return a feed's id of an entry, without the user names and passwords of URLs in it."""
    if "//" not in text:
        return text
    bare = without_secrets(text)
    masked_inside = masked(text)
    # an id that only contains a URL: mask no more of it than the password
    return masked_inside if MASK in bare and masked_inside != text else bare


def _without_secrets(value: Any, *names: str) -> None:
    """Remove user names and passwords from the URLs in the attributes `names`."""
    for name in names:
        text = getattr(value, name)
        if "@" in text:
            object.__setattr__(value, name, without_secrets(text))
