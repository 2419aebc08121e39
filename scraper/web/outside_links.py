"""Links that lead out of the reading room: only to the web, and without a trace of it."""

from __future__ import annotations

WEB = ("http://", "https://")
REL = "noopener noreferrer nofollow"


def web_address(address: str | None) -> str | None:
    """Return an address that may become a link to another site, else None."""
    if address and address.startswith(WEB):
        return address
    return None
