"""Name what a reply is by HTTP alone: a page or a PDF, an answer, a challenge or a consent wall.

What the page itself shows is for by_content.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from scraper.models import Page
from scraper.outcomes import Reason
from scraper.patterns import late
from scraper.urls import host, same_site


class Expect(Enum):
    """The bodies that are of use to the caller."""

    PAGE = "page"  # HTML, or plain text
    ANYTHING = "anything"  # also feeds, sitemaps, archives of them


# the first bytes of what is no page, and what to call it
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"GIF8", "an image (GIF)"),
    (b"RIFF", "an image, sound or video (RIFF)"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound or video recording"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"wOF", "a font"),
)
# content types, by how they begin, and what to call them
TYPES: tuple[tuple[str, str], ...] = (
    ("application/pdf", "a PDF"),
    ("image/", "an image"),
    ("video/", "a video"),
    ("audio/", "a sound recording"),
    ("font/", "a font"),
    ("text/css", "a style sheet"),
    ("text/javascript", "a script"),
    ("application/javascript", "a script"),
    ("text/csv", "a table (CSV)"),
    ("text/calendar", "a calendar"),
    ("application/json", "JSON"),
    ("application/ld+json", "JSON"),
    ("application/zip", "a ZIP archive"),
    ("application/gzip", "a gzip archive"),
    ("application/msword", "an office document"),
    ("application/vnd.", "an office document"),
    ("application/epub+zip", "an e-book"),
    ("application/octet-stream", "a file to download"),
)
OK = 200  # the status; http.HTTPStatus takes a millisecond to import
SEEN_BYTES = 2048  # of a body, in which its first element is looked for
TEXT_SHARE = 0.95  # of bytes; in a binary file more of them are control characters
FEED = "a feed or sitemap; add it with `scraper feed add`"
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_FEED_ROOT = late(
    rb"^\s*(<\?xml[^>]*>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]",
    re.DOTALL,
)
_HTML = late(
    rb"^\s*(<\?xml[^>]*>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(!doctype\s+html|html|head|body)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})  # ESC opens charsets of ISO 2022

# fields that a challenge carries, and a word in their value (documents of Cloudflare, AWS WAF)
CHALLENGE_FIELDS: tuple[tuple[str, str], ...] = (
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", "challenge"),
    ("x-amzn-waf-action", "captcha"),
)
# who answers for the site when a refusal is theirs
GATEKEEPERS = (
    "cloudflare",
    "akamaighost",
    "datadome",
    "sucuri",
    "imperva",
    "perimeterx",
    "ddos-guard",
    "qrator",
)
GATEKEPT = frozenset({403, 405, 429, 503})
# hosts and paths of consent walls that a visit is redirected to
CONSENT_HOSTS = late(
    r"^(consent|guce|cmp|cookiewall|privacy-mgmt|choices)[.-]|\.privacy-mgmt\.com$|\.consensu\.org$"
)
CONSENT_PATHS = late(
    r"/(cookie-?wall|cookie-?consent|privacy-?gate|collectconsent|myprivacy|privacywall)\b",
    re.IGNORECASE,
)
LOGIN_PATHS = late(r"/(log-?in|sign-?in|sso|auth|account/login|users/sign_in)(/|$)", re.IGNORECASE)
FRONT_PAGES = late(r"/(index|home|default)(\.\w+)?/?(\?|$)", re.IGNORECASE)


def not_a_page(headers: Mapping[str, str], start: bytes) -> str | None:
    """Return what a body is if not a page, by its first bytes and then its type; else None."""
    for magic, name in MAGIC:
        if start.startswith(magic):
            return name
    if start[4:8] == b"ftyp":
        return "an image or video"
    bare = start.removeprefix(b"\xef\xbb\xbf")[:SEEN_BYTES]
    if _HTML.match(bare):
        return None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in FEED_TYPES or _FEED_ROOT.match(bare):
        return FEED
    if _is_binary(bare):
        return "a file of some kind, no text"
    return next((name for prefix, name in TYPES if kind.startswith(prefix)), None)


def _is_binary(start: bytes) -> bool:
    """Return whether bytes are no text in any charset, whatever their type says."""
    if start.startswith(_UTF_16):
        return False
    return len(start.translate(None, _CONTROLS)) < TEXT_SHARE * len(start)


def obstacle(page: Page) -> tuple[Reason, str] | None:
    """Return what keeps us from the article, if HTTP shows it, and the evidence."""
    for name, word in CHALLENGE_FIELDS:
        if word in page.headers.get(name, "").lower():
            return Reason.BLOCKED, f"the site wants to see a person ({name}: {word})"
    server = page.headers.get("server", "").lower()
    keeper = next((name for name in GATEKEEPERS if name in server), None)
    if keeper and page.status in GATEKEPT:
        return Reason.BLOCKED, f"the site's gatekeeper refuses us ({keeper}, {page.status})"
    if page.status == OK and page.redirects:
        return _detour(page)
    return None


def _detour(page: Page) -> tuple[Reason, str] | None:
    """Return what a redirect has led to in place of the article."""
    path = _path(page.final_url).partition("?")[0]
    where = host(page.final_url)
    if CONSENT_HOSTS.search(where) or CONSENT_PATHS.search(f"/{path}"):
        return (
            Reason.CONSENT,
            f"the site first wants consent to its cookies (redirected to {where})",
        )
    if LOGIN_PATHS.search(f"/{path}") and not LOGIN_PATHS.search(page.url):
        return Reason.LOGIN, f"a login is needed (redirected to {where}); give one with --cookies"
    asked_for_front = not _path(page.url).strip("/") or FRONT_PAGES.search(page.url)
    if not path and not asked_for_front and same_site(page.url, page.final_url):
        return Reason.SOFT_404, "not found: the page redirects to the front page"
    return None


def _path(url: str) -> str:
    """Return an address without scheme and host."""
    return url.partition("://")[2].partition("/")[2]
