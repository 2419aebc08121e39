"""Convert host names to the form that policies check and sockets connect to: ASCII.

This follows WHATWG URL §3.5 and UTS 46 (non-transitional: `faß.example` is a host of its own) and
is stricter. Each label consists of letters, digits, hyphens and underscores, is neither empty nor
too long, and an IP address has no zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional
from urllib.parse import unquote_to_bytes

from scraper.patterns import late

LONGEST_NAME = 253  # octets (RFC 1035 §2.3.4, without the length octets)
LONGEST_TEXT = 1024  # characters before mapping, which may shorten the name but takes time
ACE = "xn--"  # the prefix of a label that encodes other letters (RFC 5890 §2.3.2.1)
SHOWN = 100  # characters of a refused name in its message

_LABEL = late(r"[a-z0-9_-]{1,63}")
_NUMBER = late(r"[0-9]+|0x[0-9a-f]*")  # a last label that makes the whole an IPv4 address
_PARTS = 4  # of an IPv4 address
_BYTE = 256  # values of each part
_TO_THE_LEFT = frozenset({"R", "AL", "AN"})  # classes of letters (UAX #9)
_JOINERS = frozenset("\u200c\u200d")


@lru_cache(4096)
def ascii_host(text: str) -> str:
    """Return the host of a URL in lower-case ASCII, and IPv6 without brackets.

    Raise ValueError with one line that names what is wrong with it.
    """
    try:
        if text.startswith("["):
            return _ipv6(text)
        return _name(text)
    except (ValueError, OverflowError) as error:
        # idna and the codecs raise subclasses; their messages do not help a user
        is_ours = type(error) is ValueError
        why = str(error) if is_ours else "not a name in any script"
        raise ValueError(f"not a host name: {text[:SHOWN]!r} ({why})") from None


def upwards(host: str) -> Iterator[str]:
    """Return the host, the host without port and brackets, and the domains that it lies in."""
    yield host
    name = host.partition(":")[0]
    if host.startswith("["):  # IPv6
        name = host.partition("]")[0].removeprefix("[")
    while name:
        yield name
        name = name.partition(".")[2]


def _ipv6(text: str) -> str:
    from ipaddress import IPv6Address

    if not text.endswith("]"):
        raise ValueError("a bracket is not closed")
    inside = text[1:-1]
    if "%" in inside:
        raise ValueError("an address with a zone is of one machine only")
    try:
        number = int(IPv6Address(inside))
    except ValueError:
        raise ValueError("not an IPv6 address") from None
    shown = str(IPv6Address(number))
    if "." in shown:  # Python 3.13 writes mapped IPv4 addresses with dots, unlike WHATWG URL §3.5
        low = number & 0xFFFF
        high = number >> 16 & 0xFFFF
        shown = f"::ffff:{high:x}:{low:x}"
    return shown


def _name(text: str) -> str:
    text = unquote_to_bytes(text).decode("utf-8") if "%" in text else text
    if len(text) > LONGEST_TEXT:
        raise ValueError("it is too long")
    mapped = text.lower() if text.isascii() else _mapped(text)
    mapped = mapped.removesuffix(".")
    if _NUMBER.fullmatch(mapped.rpartition(".")[2]):
        return _ipv4(mapped)
    labels = mapped.split(".")
    if "" in labels:
        raise ValueError("a part of it is empty")
    if any(label.startswith(ACE) or not label.isascii() for label in labels):
        labels = _encoded(labels)
    name = ".".join(labels)
    if len(name) > LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("a character in it, or its length, is not allowed")
    if name.startswith("-"):  # resolvers refuse it, and programs would read it as an option
        raise ValueError("it begins with a hyphen")
    return name


def _mapped(name: str) -> str:
    """Return the name in mapped letters: lower-case, composed, with plain dots (UTS 46 §4)."""
    import idna

    return idna.uts46_remap(name, std3_rules=False)


def _encoded(labels: list[str]) -> list[str]:
    """Return the labels in ASCII after checking the letters that they encode; raise ValueError."""
    labels = [_decoded(label) for label in labels]
    # One label that runs from right to left binds all others, too (RFC 5893 §2).
    classes = set(map(bidirectional, "".join(labels)))
    is_bidi = not _TO_THE_LEFT.isdisjoint(classes)
    for label in labels:
        _check_label(label, is_bidi=is_bidi)
    return [_punycode(label) for label in labels]


def _check_label(label: str, *, is_bidi: bool) -> None:
    import idna

    idna.check_initial_combiner(label)
    if is_bidi:
        idna.check_bidi(label, check_ltr=True)
    for at, letter in enumerate(label):
        if letter in _JOINERS and not idna.valid_contextj(label, at):
            raise ValueError("an invisible joiner joins nothing")


def _punycode(label: str) -> str:
    if label.isascii():
        return label
    return ACE + label.encode("punycode").decode("ascii")


def _decoded(label: str) -> str:
    """Return the letters that an ASCII label encodes; raise ValueError for a wrong encoding."""
    if not label.startswith(ACE):
        return label
    letters = label.removeprefix(ACE).encode("ascii").decode("punycode")
    is_mapped = not letters.isascii() and _mapped(letters) == letters
    if not is_mapped or _punycode(letters) != label:
        raise ValueError(f"{label!r} does not encode any letters")
    return letters


def _ipv4(text: str) -> str:
    """Return an IPv4 address as four decimal numbers.

    The short, octal and hexadecimal forms of WHATWG URL §3.5 are accepted.
    """
    numbers = [_number(part) for part in text.split(".")]
    if len(numbers) > _PARTS:
        raise ValueError("not an IPv4 address")
    *first, last = numbers
    rest = _PARTS - len(first)  # the last number fills the bytes that are not written
    if max(first, default=0) >= _BYTE or last >= _BYTE**rest:
        raise ValueError("not an IPv4 address")
    octets = bytes(first) + last.to_bytes(rest, "big")
    return ".".join(map(str, octets))


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise ValueError("not an IPv4 address")
    base = 10
    if part.startswith("0x"):
        base = 16
        part = part[2:] or "0"
    elif part.startswith("0"):
        base = 8
    try:
        return int(part, base)
    except ValueError:
        raise ValueError("not an IPv4 address") from None
