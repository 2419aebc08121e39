"""Whether a link can lead to a page about a person."""

from __future__ import annotations

from scraper import urls
from scraper.lexicon.byline_words import SHARE_PATHS, SOCIAL_HOSTS

SOCIAL_ENDS = tuple(f".{host}" for host in SOCIAL_HOSTS)
SHARED = ("?u=", "url=")  # in an address that shares a page


def is_profile(address: str, page: str) -> bool:
    """Return whether an address can show a person.

    It has a path on a social host, or is of a page other than this and the front page.
    """
    path = address.partition("://")[2].partition("/")[2]
    if not path.strip("/"):
        return False
    if not is_social(address):
        return address.rstrip("/") != page.rstrip("/")
    is_shared = any(part in path for part in SHARED)
    return not is_shared and not f"/{path}".startswith(SHARE_PATHS)


def is_social(address: str) -> bool:
    """Return whether an address is on a social host."""
    host = address.partition("://")[2].partition("/")[0]
    return f".{host.lower()}".endswith(SOCIAL_ENDS)


def same_host(address: str | None, page: str) -> bool:
    """Return whether an address is on the page's own site."""
    if not address:
        return False
    own = urls.site(page).partition("/")[0].removeprefix("m.")
    return urls.site(address).endswith(own)


def path_of(address: str) -> str:
    """Return the path of an address, without its query."""
    behind_host = address.partition("://")[2].partition("/")[2]
    return "/" + behind_host.partition("?")[0]
