"""Find out which address a saved page came from, and when: from what its program wrote into it.

SingleFile, browsers and HTTrack each leave a comment; wget leaves none, but folders named like the
site. Pages themselves state their canonical address, which is believed last.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import quote

from scraper import urls
from scraper.patterns import late

# Bytes in which the comments and the links of the head are. A SingleFile page has its comment at
# the very start, but style sheets may come before the links of a page.
HEAD = 512 << 10
INDEX_NAMES = frozenset({"index.html", "index.htm"})
SCHEMES = frozenset({"http", "https"})
# signs of a path that wget writes into the names of files as they are
KEPT_SIGNS = "/?=&;:@!$'()*,~+%-._"
FEWEST_PARTS = 2  # of a path in a mirror: the host and a file
JS_DATE = 33  # characters of a JavaScript date before the name of its time zone

_SINGLE_FILE = late(
    r"<!--\s{0,9}(?:Page saved with|Archive processed by) SingleFile"
    r"\s{1,9}url:[ \t]{0,9}(\S{1,4000})"
    r"(?:\s{1,9}saved date:[ \t]{0,9}([^\r\n]{1,90}))?"
)
_BROWSER = late(r"<!-- saved from url=\(\d{1,9}\)(\S{1,4000}) -->")
_HTTRACK = late(
    r"<!-- Mirrored from (\S{1,4000}) by HTTrack Website Copier/"
    r"[^\r\n]{1,60}?, ([A-Za-z]{3},[^\r\n]{1,40}?) -->"
)
_HOST = late(r"(?i)(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,24}(?::\d{1,5})?")
_TAG = late(r"(?i)<(?:link|meta)\s[^>]{1,3000}>")
_ATTRIBUTE = late(r"""([A-Za-z:-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


class Origin(NamedTuple):
    """Where a saved page came from."""

    url: str
    saved_at: datetime | None  # None: the program wrote no time into it


def stated_origin(start: bytes) -> Origin | None:
    """Return what the program that saved a page wrote into it, or None."""
    text = start[:HEAD].decode("utf-8", "replace")
    single_file = _SINGLE_FILE.search(text)
    if single_file:
        return _origin(single_file[1], _js_moment(single_file[2] or ""))
    mirrored = _HTTRACK.search(text)
    if mirrored:
        return _origin(f"http://{mirrored[1]}", mail_moment(mirrored[2]))
    saved = _BROWSER.search(text)
    return _origin(saved[1], None) if saved else None


def canonical_address(start: bytes) -> str | None:
    """Return the address that a page states itself: its canonical link, else that of Open Graph."""
    text = start[:HEAD].decode("utf-8", "replace")
    shared = None
    for tag in _TAG.finditer(text):
        values = {
            name.lower(): unescape(one or other or bare)
            for name, one, other, bare in _ATTRIBUTE.findall(tag[0])
        }
        is_canonical = values.get("rel", "").lower() == "canonical"
        canonical = web_address(values.get("href", "")) if is_canonical else None
        if canonical:
            return canonical
        if values.get("property", "").lower() == "og:url":
            shared = shared or web_address(values.get("content", ""))
    return shared


def mirrored_address(path: PurePath) -> str | None:
    """Return the address of a file of a mirror, whose first folder is named like a host.

    `path` is relative to the folder of the mirror. Return None for a file of another kind.
    """
    scheme, parts = "https", path.parts
    if parts[0] in SCHEMES:  # wget --protocol-directories
        scheme, parts = parts[0], parts[1:]
    if len(parts) < FEWEST_PARTS or not _HOST.fullmatch(parts[0]):
        return None
    name = "" if parts[-1] in INDEX_NAMES else parts[-1]
    rest = quote("/".join([*parts[1:-1], name]), safe=KEPT_SIGNS)
    return web_address(f"{scheme}://{parts[0]}/{rest}")


def address_inside(start: bytes, place: PurePath) -> str | None:
    """Return the address that the folders of a mirror spell, or that a page states.

    `place` is the path of the file with the name of the folder that was named. Where both are of
    one site, the folders are right: some sites state the same address for all of their pages.
    Where they are not, the folder's name only looks like a host.
    """
    stated = canonical_address(start)
    inside = PurePath(*place.parts[1:])
    mirrored = mirrored_address(inside) if inside.parts else None
    mirrored = mirrored or mirrored_address(place)
    if stated and mirrored and not urls.same_site(stated, mirrored):
        return stated
    return mirrored or stated


def _origin(url: str, saved_at: datetime | None) -> Origin | None:
    address = web_address(unescape(url))
    return Origin(address, saved_at) if address else None


def web_address(url: str) -> str | None:
    """Return a web address; None for what is none, such as about:internet and a path."""
    with suppress(ValueError):
        return str(urls.address(url.strip()))
    return None


def _js_moment(text: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.strptime(text[:JS_DATE], "%a %b %d %Y %H:%M:%S GMT%z")
        return moment.astimezone(UTC)
    return None


def mail_moment(text: str) -> datetime | None:
    """Return a time as mails have it in UTC; None for what is none, or has no zone."""
    with suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    return None
