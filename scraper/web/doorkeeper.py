"""Who may enter the reading room: by the name under which it is asked for, and by a token."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from hmac import compare_digest


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Who may enter: by the name under which the room is asked for, and by a token.

    A page of another site can make a browser ask this machine under a name of its own (DNS
    rebinding). It cannot do so under an address of numbers.
    """

    names: frozenset[str]  # in lower case, without ports
    any_address: bool = False  # whether every IP address is a name of this machine
    token: str | None = None

    @classmethod
    def of(cls, host: str, token: str | None) -> Doorkeeper:
        """Return the doorkeeper of a room that listens at a host."""
        bare = host.strip("[]").lower()
        return cls(
            names=frozenset({"localhost", bare}), any_address=not is_loopback(bare), token=token
        )

    def knows(self, host: str | None) -> bool:
        """Return whether the value of a Host header is a name of this machine."""
        name = _name(host or "")
        if name in self.names:
            return True
        try:
            number = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.any_address or number.is_loopback

    def accepts(self, token: str | None) -> bool:
        """Return whether a token is right, in a time that does not depend on how wrong it is."""
        if self.token is None:
            return True
        return compare_digest((token or "").encode(), self.token.encode())


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a server at a host."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    """Return the value of a Host header without the port and without brackets, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")
