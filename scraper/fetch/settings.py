"""What may be chosen about fetching, and the bounds that hold when nothing is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scraper import __version__

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchSettings:
    """How to fetch; seconds and bytes."""

    delay: float = 1.0  # between two starts on one host
    per_host: int = 1  # requests at a time on one host
    concurrency: int = 32  # requests at a time on all hosts
    retries: int = 2  # after the first try
    patience: float = 90.0  # a host that asks to wait longer than this is parked: its URLs stay for another run
    timeout: float = 60.0  # for a page with its redirects; waiting for a host's turn does not count
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # between two pieces
    max_bytes: int = 20 * MIB  # of a body, undressed
    max_redirects: int = 10
    user_agent: str | None = None  # in place of ours
    contact: str | None = None  # a URL or mail address for the operators of the sites
    robots: bool = True
    allow_net: tuple[str, ...] = ()  # networks (CIDR) that may be reached though they are not public, on any port
    proxy: str | None = None
    cookies: Path | None = None  # a Netscape cookie file
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def agent(self) -> str:
        """The User-Agent: who we are, and where to complain; never a disguise of our own accord."""
        contact = f" (+{self.contact})" if self.contact else ""
        return self.user_agent or f"scraper/{__version__}{contact}"
