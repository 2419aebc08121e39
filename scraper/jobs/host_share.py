"""Divide the hosts of a run among machines, so that each host is asked by one of them only. Pure.

Politeness then needs nothing that the machines share: the delay of a host, its robots.txt and its
circuit breaker live in the archive of the machine whose share it is.
"""

from __future__ import annotations

from hashlib import sha256

from scraper import urls
from scraper.jobs.parts import WorkPart

HASHED = 8  # bytes of the hash: far more than there can be machines


def is_of_part(url: str, part: WorkPart) -> bool:
    """Return whether an address is to be fetched by the machine of a part.

    All hosts of a registrable domain are of one part: www.news.example and m.news.example redirect
    to each other, and often are one server. What has no host is of the first part.
    """
    host = urls.host(url)
    if not host:
        return part.number == 1
    digest = sha256(urls.domain(host).encode()).digest()
    return int.from_bytes(digest[:HASHED], "big") % part.of == part.number - 1
