"""Which addresses may be reached: public ones, and networks that the user allows.

Pure; sockets.py enforces it.

`ipaddress.is_global` alone lets multicast, 6to4 and NAT64 pass. Tables: the IANA special-purpose
registries.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from scraper.errors import InputError

WEB_PORTS = frozenset({80, 443, 8080, 8443})

# the first that holds names the refusal
SPECIAL: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this machine"),
    ("127.0.0.0/8", "loopback"),
    ("10.0.0.0/8", "private"),
    ("172.16.0.0/12", "private"),
    ("192.168.0.0/16", "private"),
    ("169.254.0.0/16", "link-local"),
    ("100.64.0.0/10", "shared by a carrier"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "for documentation"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("198.18.0.0/15", "for benchmarks"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "this machine"),
    ("::1/128", "loopback"),
    ("::/96", "an IPv4-compatible address"),
    ("100::/64", "discard-only"),
    ("2001::/32", "Teredo"),
    ("2001:db8::/32", "for documentation"),
    ("3fff::/20", "for documentation"),
    ("5f00::/16", "segment routing"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
)
# networks that carry an IPv4 address, and how many bits it is from the right end:
# the carried address is judged
CARRIERS: tuple[tuple[str, int], ...] = (
    ("::ffff:0:0/96", 0),  # mapped
    ("::ffff:0:0:0/96", 0),  # translated (RFC 2765)
    ("64:ff9b::/96", 0),  # NAT64
    ("64:ff9b:1::/48", 0),  # NAT64, local use
    ("2002::/16", 80),  # 6to4
)

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

_SPECIAL = tuple((ipaddress.ip_network(text), name) for text, name in SPECIAL)
_CARRIERS = tuple((IPv6Network(text), shift) for text, shift in CARRIERS)


class BlockedAddress(Exception):
    """The guard's refusal; no kind of connection error, so that nothing tries again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """The judge of every address before a socket is opened to it."""

    allowed: tuple[_Network, ...] = ()

    @classmethod
    def allowing(cls, networks: Iterable[str]) -> Guard:
        """Return a guard that lets these networks (CIDR, or single addresses) pass.

        Raises InputError for other text.
        """
        try:
            return cls(allowed=tuple(ipaddress.ip_network(text, strict=False) for text in networks))
        except ValueError as error:
            raise InputError(
                f"--allow-net takes a network such as 127.0.0.0/8 or 10.1.2.3: {error}"
            ) from None

    def why_not(self, address: str, port: int) -> str | None:
        """Return why this literal address may not be reached, None if it may."""
        bare, _, zone = address.partition("%")
        try:
            ip = ipaddress.ip_address(bare)
        except ValueError:
            return "not an address"
        if any(ip in network for network in self.allowed):
            return None
        if zone:
            return "an address of this link only"
        return kind(ip) or (None if port in WEB_PORTS else f"port {port} is not one of the web's")


def kind(ip: _Address) -> str | None:
    """Return the reason why an address is not public, None for a public one."""
    for network, shift in _CARRIERS:
        if ip in network:
            carried = kind(IPv4Address(int(ip) >> shift & 0xFFFFFFFF))
            return carried and f"{carried}, carried in IPv6"
    for special, name in _SPECIAL:
        if ip in special:
            return name
    return None if ip.is_global else "not public"
