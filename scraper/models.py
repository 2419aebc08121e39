"""The values that travel through the program. Frozen, keyword-only, no behaviour worth a test.

Names are the snake_case of schema.org's NewsArticle and mean the same everywhere: field = column = JSON key = option.
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

# bytes of a page, unpacked: the most that can be asked for with --max-bytes, kept, or unpacked from an archive
LARGEST_PAGE = 256 << 20

# --- what the world said ----------------------------------------------------------------------------


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
    """What a server sent for a URL: the bytes, undressed of their transfer coding, and nothing made of them."""

    url: str
    final_url: str
    status: int = 200
    # names in lower case; repeated fields joined with ", " (RFC 9110 §5.3)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fetched_at: datetime  # UTC
    redirects: tuple[Redirect, ...] = ()
    complete: bool | None = (
        True  # None: the server closed the connection without saying how long the body was
    )

    def __post_init__(self) -> None:
        _without_secrets(self, "url", "final_url")


# --- what we make of it -----------------------------------------------------------------------------


class BlockKind(StrEnum):
    """The forms that a piece of a body can have."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    PULL_QUOTE = "pull_quote"
    TABLE = "table"
    PREFORMATTED = "preformatted"
    EMBED = "embed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A run of text with one look; a block's text is the joined text of its spans."""

    text: str
    href: str | None = None
    strong: bool = False
    em: bool = False
    code: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One piece of a body, in page order."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 0  # heading: 1-6; list item: depth, from 1
    ordered: bool = False  # list item of an <ol>
    rows: tuple[tuple[str, ...], ...] = ()  # table: the cells' texts, row by row
    href: str | None = None  # embed: the address of what is embedded; quote: its cite

    @property
    def text(self) -> str:
        """The block on one line; a preformatted block and a table keep their lines."""
        if self.rows:
            return "\n".join(" | ".join(row) for row in self.rows)
        return self.spans[0].text if len(self.spans) == 1 else "".join([s.text for s in self.spans])


class AuthorKind(StrEnum):
    """Who can sign: somebody, or a part of the newsroom."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Somebody who signs an article."""

    name: str
    role: str | None = None
    links: tuple[str, ...] = ()  # profiles
    raw: str | None = None  # the text on the page that it was read from
    kind: AuthorKind = AuthorKind.PERSON


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A photograph or drawing of this article."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    lead: bool = False


class VerdictKind(StrEnum):
    """What kind of page it is."""

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


# Kinds of page that are what their address promises, and no article: kept as pages, never archived as articles.
PAGES_ONLY = frozenset({VerdictKind.LISTING, VerdictKind.PRODUCT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What kind of page it is, and what shows it."""

    kind: VerdictKind
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A value that a strategy offered for a field: the winner and the losers are kept alike."""

    field: str
    strategy: str
    value: str
    raw: str | None = None  # as the page has it
    won: bool = False
    why: str | None = None  # for a loser: what it lost to, or what was wrong with it
    confidence: float | None = None  # 0 to 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """A block that stands in the article's container and is not the article's."""

    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """What one page says, field by field, with the strategy that found each."""

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
    is_free: bool | None = (
        None  # what the page claims (isAccessibleForFree); the verdict says what was measured
    )
    verdict: Verdict
    sources: Mapping[str, str] = field(default_factory=dict)  # field -> strategy that found it
    candidates: tuple[Candidate, ...] = ()
    removed: tuple[Removed, ...] = ()
    repairs: tuple[str, ...] = ()  # words parted where the source glued them, and on what evidence


# --- what became of it ------------------------------------------------------------------------------


class ChangeKind(StrEnum):
    """What a visit did to the archive."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"
    DEGRADED = "degraded"  # kept, not promoted: worse than what the archive has


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a visit did to an article, and to which of its fields."""

    kind: ChangeKind
    article_id: int | None = None
    fields: tuple[str, ...] = ()
    reason: str | None = None  # for DEGRADED


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one URL in a run."""

    url: str
    change: Change | None = None
    reason: Reason
    error: str | None = None  # one line for people: what is wrong and what to do
    headline: str | None = None
    note: str | None = (
        None  # what else people should know, such as that the page came from elsewhere
    )
    warning: str | None = (
        None  # what is wrong, though not with the URL, such as damage to what was kept of it before
    )
    remembered: bool = False  # of a visit not long ago; the URL was not visited now
    partial: bool = False  # only a part of what is at the URL failed, such as one entry of a feed
    row: Mapping[str, str] = field(
        default_factory=dict
    )  # the other columns of the input, passed through

    def __post_init__(self) -> None:
        _without_secrets(self, "url")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """What the newsroom published at some time."""

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
    stealth: bool = False  # a material change that was not owned up to
    # of the page that it was read from: live, file, render, wayback, None if that is not kept; no part of what was said
    source: str | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """A URL worth a visit, and what its source said of it.

    A user name and password in the URL become `userinfo`, which lives as long as the run; a queue keeps only that
    there were some, as `login`.
    """

    url: str
    feed: str | None = None  # the address of the feed that lists it
    id: str | None = None  # the feed's own id for it
    headline: str | None = None
    date_published: str | None = None
    row: Mapping[str, str] = field(default_factory=dict)  # other columns of the input
    userinfo: str = field(default="", repr=False)
    login: bool = False

    def __post_init__(self) -> None:
        if "@" in self.url:
            object.__setattr__(self, "userinfo", without_userinfo(self.url)[1] or self.userinfo)
            _without_secrets(self, "url")
        if self.id and "@" in self.id:
            object.__setattr__(self, "id", entry_id(self.id))


@dataclass(frozen=True, kw_only=True, slots=True)
class HostState:
    """How a host is to be treated; kept in the archive so that two runs at once share it. Times are Unix seconds."""

    host: str
    next_ok_at: float = 0.0
    delay: float | None = None  # seconds between two starts; None: the default
    failures: int = 0  # in a row
    open_until: float = 0.0  # breaker
    robots: bytes | None = None
    robots_at: float = 0.0
    robots_status: int | None = None


def entry_id(text: str) -> str:
    """Return a feed's id for an entry without user names and passwords of addresses in it."""
    if "//" not in text:
        return text
    bare = without_secrets(text)
    in_words = masked(text)
    return in_words if MASK in bare and in_words != text else bare


def _without_secrets(value: Any, *names: str) -> None:
    """Take user names and passwords out of addresses: no value that travels holds them there."""
    for name in names:
        if "@" in (text := getattr(value, name)):
            object.__setattr__(value, name, without_secrets(text))
