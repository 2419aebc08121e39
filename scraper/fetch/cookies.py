"""Cookies: those of a Netscape file for every request, those of a server only until its redirects end.

A cookie that a site sets is not carried from page to page: it would count our visits. Within one chain of redirects it
must be, for some sites redirect until it comes back.
"""

from __future__ import annotations

import urllib.request
from email.message import Message
from http.cookiejar import Cookie, CookieJar, LoadError, MozillaCookieJar
from pathlib import Path

from scraper.errors import InputError
from scraper.fetch.settings import FetchSettings
from scraper.urls import Address, same_site


def given(settings: FetchSettings) -> tuple[Cookie, ...]:
    """The user's cookies: of the general file, and of each site's own file those of that site; raises InputError."""
    cookies = list(load(settings.cookies)) if settings.cookies else []
    for site, chosen in settings.sites.items():
        if chosen.cookies:
            cookies += [cookie for cookie in load(chosen.cookies) if _is_of(site, cookie)]
    return tuple(cookies)


def _is_of(site: str, cookie: Cookie) -> bool:
    return same_site(f"http://{site}/", f"http://{cookie.domain.lstrip('.')}/")


def load(path: Path) -> tuple[Cookie, ...]:
    """The cookies of a Netscape file (curl and browsers' exports write it); raises InputError."""
    jar = MozillaCookieJar()
    try:
        jar.load(str(path), ignore_discard=True, ignore_expires=True)
    except LoadError:
        raise InputError(f"{path} is not a Netscape cookie file (its first line says so)") from None
    except OSError as error:
        raise InputError(f"cannot read the cookie file {path}: {error.strerror}") from None
    return tuple(jar)


class Chain:
    """The cookies of one chain of redirects."""

    def __init__(self, given: tuple[Cookie, ...]) -> None:
        self._jar: CookieJar | None = None
        if given:
            self._jar = CookieJar()
            for cookie in given:
                self._jar.set_cookie(cookie)

    def header(self, at: Address) -> str | None:
        """The Cookie field for an address, a character a byte; the jar keeps each cookie to its site and path."""
        if self._jar is None:
            return None
        request = urllib.request.Request(str(at))  # noqa: S310  (the jar's idea of a request; nothing is opened)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def take(self, at: Address, set_cookies: tuple[str, ...]) -> None:
        """Take what a reply sets; only what its own site may set."""
        if not set_cookies:
            return
        self._jar = CookieJar() if self._jar is None else self._jar
        self._jar.extract_cookies(_Reply(set_cookies), urllib.request.Request(str(at)))  # type: ignore[arg-type]  # noqa: S310


class _Reply:
    """The one thing that a cookie jar asks of a reply."""

    def __init__(self, set_cookies: tuple[str, ...]) -> None:
        self._message = Message()
        for line in set_cookies:
            self._message["Set-Cookie"] = line

    def info(self) -> Message:
        return self._message
