"""Cookies: those of a Netscape file for every request.

Those of a server last only until its redirects end. A cookie that a site sets is not carried from
page to page: it would count our visits. Within one chain of redirects it must be, for some sites
redirect until it comes back. Each character of a value represents the byte that is sent.
"""

from __future__ import annotations

import re
import urllib.request
from email.message import Message
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy

from scraper.urls import Address, is_public_suffix

NO_DOTS = ".local"  # what http.cookiejar adds to the names of hosts without dots
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # what no field may have, and what would end it


class SuffixPolicy(DefaultCookiePolicy):
    """The standard library's, and the public suffix list: no cookie is for all of `co.uk`."""

    def __init__(self) -> None:
        super().__init__(strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain)

    def set_ok_domain(self, cookie: Cookie, request: urllib.request.Request) -> bool:
        """Return whether a server may set a cookie for its domain."""
        if cookie.domain_specified and is_public_suffix(cookie.domain.lstrip(".")):
            return False
        return bool(super().set_ok_domain(cookie, request))


def host_of(cookie: Cookie) -> str:
    """Return the host that a cookie is for, or the domain with all hosts below it."""
    return cookie.domain.lstrip(".").removesuffix(NO_DOTS)


class CookieChain:
    """The cookies of one chain of redirects."""

    def __init__(self, given: tuple[Cookie, ...]) -> None:
        self._jar: CookieJar | None = None
        if given:
            self._jar = CookieJar(SuffixPolicy())
            for cookie in given:
                self._jar.set_cookie(cookie)

    def header(self, at: Address) -> str | None:
        """Return the Cookie field for an address, a character a byte.

        The jar keeps each cookie to its site and path.
        """
        if self._jar is None:
            return None
        request = urllib.request.Request(str(at))  # noqa: S310  (the jar's idea of a request; nothing is opened)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def take(self, at: Address, set_cookies: tuple[str, ...]) -> None:
        """Take what a reply sets; only what its own site may set."""
        sound = [line for line in set_cookies if not CONTROL.search(line)]
        if not sound:
            return
        self._jar = CookieJar(SuffixPolicy()) if self._jar is None else self._jar
        self._jar.extract_cookies(_Reply(sound), urllib.request.Request(str(at)))  # type: ignore[arg-type]  # noqa: S310


class _Reply:
    """The one thing that a cookie jar asks of a reply."""

    def __init__(self, set_cookies: list[str]) -> None:
        self._message = Message()
        for line in set_cookies:
            self._message["Set-Cookie"] = line

    def info(self) -> Message:
        return self._message
