"""Divide the hosts of a run among machines, so that each host is asked by one of them only. Pure.

Politeness then needs nothing that the machines share: the delay of a host, its robots.txt and its
circuit breaker live in the archive of the machine whose share it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from scraper import urls
from scraper.errors import InputError
from scraper.patterns import late

HASHED = 8  # bytes of the hash: far more than there can be machines

_WRITTEN = late(r"\s{0,9}([0-9]{1,6})\s{0,9}/\s{0,9}([0-9]{1,6})\s{0,9}")


@dataclass(frozen=True, slots=True)
class HostShare:
    """The hosts of one machine of several, counted from 1."""

    number: int = 1
    of: int = 1

    def has(self, url: str) -> bool:
        """Return whether an address is to be fetched by this machine.

        All hosts of a registrable domain are of one share: www.news.example and m.news.example
        redirect to each other, and often are one server. What has no host is of the first share.
        """
        host = urls.host(url)
        if not host:
            return self.number == 1
        digest = sha256(urls.domain(host).encode()).digest()
        return int.from_bytes(digest[:HASHED], "big") % self.of == self.number - 1


def share_of(text: str) -> HostShare:
    """Return a share written as 3/8; raise InputError for what is none."""
    found = _WRITTEN.fullmatch(text)
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        raise InputError(f"{text!r} is no share: write i/n with i from 1 to n, such as 3/8")
    return HostShare(number, of)
