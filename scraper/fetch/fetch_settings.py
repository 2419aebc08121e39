"""What may be chosen about fetching, and the bounds that hold when nothing is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scraper.hostnames import upwards
from scraper.secrets import is_secret
from scraper.version import __version__

MIB = 1 << 20
Fields = tuple[tuple[str, str], ...]  # header fields: names and values


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteSettings:
    """What is chosen for one site and the hosts below it; None leaves the general choice."""

    delay: float | None = None
    user_agent: str | None = None
    cookies: Path | None = None  # besides the general file; only what the file has for this site
    # besides the general ones, and in place of those of the same name
    headers: Fields = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchSettings:
    """How to fetch; seconds and bytes."""

    delay: float = 1.0  # between two starts on one host
    per_host: int = 1  # requests at a time on one host
    concurrency: int = 32  # requests at a time on all hosts
    retries: int = 2  # after the first try
    # a host that asks to wait longer than this is parked: its URLs stay for another run
    patience: float = 90.0
    timeout: float = 60.0  # for a page with its redirects; waiting for a host's turn does not count
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # between two pieces
    max_bytes: int = 20 * MIB  # of a body, after decoding
    max_redirects: int = 10
    same_body: int = 3  # so many addresses of a host with one body are its "not found"; 0: never
    user_agent: str | None = None  # in place of ours
    contact: str | None = None  # a URL or mail address for the operators of the sites
    robots: bool = True
    # networks (CIDR) that may be reached though they are not public, on any port
    allow_net: tuple[str, ...] = ()
    proxy: str | None = field(default=None, repr=False)
    cookies: Path | None = None  # a Netscape cookie file
    headers: Fields = field(default=(), repr=False)
    sites: Mapping[str, SiteSettings] = field(default_factory=dict)  # by host, in lower case
    render: bool = False  # run the JavaScript of pages that are empty without
    browser: str | None = None  # Chromium's program, if not the one on the PATH

    def at(self, host: str, *, trusted: bool = True) -> FetchSettings:
        """Return the settings for a host (its port may follow): with the nearest site above it.

        A host that is not trusted, where a redirect has led, gets none of the secrets that were
        given for the run.
        """
        site = self._nearest_site(host)
        general = self if trusted else replace(self, headers=_without_secrets(self.headers))
        if site is None:
            return general
        own = {name.lower() for name, _ in site.headers}
        others = tuple(pair for pair in general.headers if pair[0].lower() not in own)
        return replace(
            general,
            delay=self.delay if site.delay is None else site.delay,
            user_agent=site.user_agent or self.user_agent,
            headers=others + site.headers,
        )

    def _nearest_site(self, host: str) -> SiteSettings | None:
        if not self.sites:
            return None
        return next((self.sites[name] for name in upwards(host) if name in self.sites), None)

    @property
    def agent(self) -> str:
        """Return the User-Agent: who we are, and where to complain; a disguise only if asked."""
        contact = f" (+{self.contact})" if self.contact else ""
        return self.user_agent or f"scraper/{__version__}{contact}"


def _without_secrets(fields: Fields) -> Fields:
    return tuple(pair for pair in fields if not is_secret(pair[0]))
