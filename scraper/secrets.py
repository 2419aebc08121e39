"""Recognise and mask secrets: passwords in URLs, request headers and proxies.

A secret lives only in the request it is for. It is masked before anything is stored, logged or
shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from scraper.patterns import late

MASK = "***"

# Options whose value is a request header, and options whose value is a proxy.
HEADER_OPTIONS = frozenset({"--header"})
PROXY_OPTIONS = frozenset({"--proxy"})
# Options whose value is the address of a service: who knows its path can write there.
SERVICE_OPTIONS = frozenset({"--ping", "--notify"})
# Words in the names of headers whose values are secrets, such as Cookie and X-Api-Key.
_HIDDEN_HEADERS = (
    r"(?:^|[-_])"
    r"(?:authorization|authentication|auth|cookies?2?|\w*keys?|pass(?:word|wd|phrase)?|pwd"
    r"|sessions?|sid|pin|credentials?|signature|sign|jwt|bearer|ticket|licen[cs]e|csrf|xsrf|otp)"
    r"(?:[-_]|$)"
    r"|token|secret|apikey|password|authorization|session.?id|cookie"
)
# A user name and password of a URL anywhere in a text.
_USERINFO = late(r"(?<=//)[^/?#\s'\"<>]*@")
_COOKIE_VALUE = late(r"=[^;]*")


def is_secret(name: str) -> bool:
    """Return whether the value of a request header with this name is a secret."""
    return re.search(_HIDDEN_HEADERS, name.lower()) is not None


def masked(text: str) -> str:
    """Return a text with the user names and passwords of all URLs in it masked."""
    return _USERINFO.sub(f"{MASK}@", text) if "@" in text else text


def masked_address(text: str) -> str:
    """Return a URL, or what the user gave for one, with user name and password masked.

    A password may contain characters that must be escaped in a URL. Such a text is not a URL, and
    more of it is masked.
    """
    bare = without_secrets(text)
    if bare == text or MASK in bare:
        return bare
    return bare.replace("//", f"//{MASK}@", 1)


def without_secrets(text: str) -> str:
    """Return a URL without user name and password; mask them in a text that is not a URL."""
    if "@" not in text:
        return text
    from scraper.urls import PASSWORD, address, without_userinfo  # a command starts without it

    try:
        address(text)
    except ValueError:
        before_at = text.partition("@")[0]
        is_mail = text.startswith("mailto:") or not {":", "/"} & set(before_at)
        return text if is_mail else PASSWORD.sub(rf"\1{MASK}@", text)
    return without_userinfo(text)[0]


def masked_proxy(proxy: str) -> str:
    """Return the URL of a proxy, with or without a scheme, with user name and password masked."""
    secret, has_secret, place = proxy.rpartition("@")
    if not has_secret:
        return proxy
    scheme, has_scheme, _ = secret.partition("://")
    start = f"{scheme}://" if has_scheme else ""
    return f"{start}{MASK}@{place}"


def masked_header(line: str) -> str:
    """Return a request header, `Name: value`, with its value masked; all of it without a name."""
    name, colon, _ = line.partition(":")
    return f"{name}: {MASK}" if colon else MASK


def masked_arguments(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a command line with the secrets in them masked."""
    return list(_masked_arguments(arguments))


def _masked_arguments(arguments: Sequence[str]) -> Iterator[str]:
    before = ""
    for argument in arguments:
        option, equals, value = argument.partition("=")
        if before in _MASKS:
            yield _MASKS[before](argument)
            before = ""
            continue
        if equals and option.startswith("--"):
            yield f"{option}={_MASKS.get(option, masked_address)(value)}"
        else:
            yield masked_address(argument)
        before = argument


def masked_service(url: str) -> str:
    """Return the address of a service with all behind its host masked."""
    scheme, slashes, rest = url.partition("//")
    host = masked_address(rest.partition("/")[0].rpartition("@")[2].partition("?")[0])
    return f"{scheme}{slashes}{host}/{MASK}"


# option -> how its value is masked
_MASKS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(HEADER_OPTIONS, masked_header),
    **dict.fromkeys(PROXY_OPTIONS, masked_proxy),
    **dict.fromkeys(SERVICE_OPTIONS, masked_service),
}


def masked_field(name: str, value: str) -> str:
    """Return the value of a response header with cookies and the passwords of URLs masked."""
    if name == "set-cookie":
        return _COOKIE_VALUE.sub(f"={MASK}", value, count=1)
    return masked(value)
