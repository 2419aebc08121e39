"""What is a secret, and what is kept or shown in its place: passwords in addresses, request headers, proxies.

A secret lives in the request that it is for. It is masked before anything is stored, logged, reported or shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scraper.patterns import late

MASK = "***"

# options whose value is a secret as a whole, and those whose value may hold one
HEADER_OPTIONS = frozenset({"--header"})
PROXY_OPTIONS = frozenset({"--proxy"})
# words of a header's name that make its value a secret: (Proxy-)Authorization, Cookie, X-Api-Key, X-Auth-Token, …
_KEYS_AND_LOGINS = (
    r"(?:^|[-_])(?:authorization|authentication|auth|cookies?2?|\w*keys?|pass(?:word|wd|phrase)?|pwd|sessions?|sid|pin"
    r"|credentials?|signature|sign|jwt|bearer|ticket|licen[cs]e|csrf|xsrf|otp)(?:[-_]|$)"
    r"|token|secret|apikey|password|authorization|session.?id|cookie"
)
# a user name and password in an address that stands somewhere in a text
_USERINFO = late(r"(?<=//)[^/?#\s'\"<>]*@")
_COOKIE_VALUE = late(r"=[^;]*")


def is_secret(name: str) -> bool:
    """Return whether the value of a request header of this name is known to one site only, as a password is."""
    return re.search(_KEYS_AND_LOGINS, name.lower()) is not None  # re keeps it compiled


def masked(text: str) -> str:
    """Return a text with the user names and passwords of all addresses in it masked."""
    return _USERINFO.sub(f"{MASK}@", text) if "@" in text else text


def masked_address(text: str) -> str:
    """Return an address, or what was given for one, with its user name and password masked, however they are written.

    A password may hold signs that must be escaped in an address: such a text is no address, and is masked more widely.
    """
    bare = without_secrets(text)
    return bare if bare == text or MASK in bare else bare.replace("//", f"//{MASK}@", 1)


def without_secrets(text: str) -> str:
    """Return an address without user name and password; what is no address is masked."""
    if "@" not in text:
        return text
    from scraper.urls import PASSWORD, address, without_userinfo  # a command starts without it

    try:
        address(text)
    except ValueError:
        is_mail = not {":", "/"} & set(text.partition("@")[0]) or text.startswith("mailto:")
        return text if is_mail else PASSWORD.sub(rf"\1{MASK}@", text)
    return without_userinfo(text)[0]


def masked_proxy(proxy: str) -> str:
    """Return the address of a proxy, which may lack its scheme, with user name and password masked."""
    secret, found, place = proxy.rpartition("@")
    scheme, slashes, _ = secret.partition("://")
    return f"{scheme + slashes if slashes else ''}{MASK}@{place}" if found else proxy


def masked_header(line: str) -> str:
    """Return a request header as it was given, `Name: value`, with its name only; the whole masked if it has none."""
    name, colon, _ = line.partition(":")
    return f"{name}: {MASK}" if colon else MASK


def masked_arguments(arguments: Sequence[str]) -> list[str]:
    """Return a command line as it may be kept."""
    return list(_masked_arguments(arguments))


def _masked_arguments(arguments: Sequence[str]) -> Iterator[str]:
    before = ""
    for argument in arguments:
        option, equals, value = argument.partition("=")
        if before in HEADER_OPTIONS:
            yield masked_header(argument)
        elif before in PROXY_OPTIONS:
            yield masked_proxy(argument)
        elif equals and option in HEADER_OPTIONS:
            yield f"{option}={masked_header(value)}"
        elif equals and option in PROXY_OPTIONS:
            yield f"{option}={masked_proxy(value)}"
        elif equals and option.startswith("--"):
            yield f"{option}={masked_address(value)}"
        else:
            yield masked_address(argument)
        before = argument if before not in HEADER_OPTIONS | PROXY_OPTIONS else ""


def masked_field(name: str, value: str) -> str:
    """Return a field's value of an answer as it may be kept: of a cookie its name, no password of an address."""
    return _COOKIE_VALUE.sub(f"={MASK}", value, count=1) if name == "set-cookie" else masked(value)
