"""Host names in the one form that policy judges and the socket connects to: ASCII, as browsers make it.

WHATWG URL §3.5 and UTS 46 (non-transitional, so `faß.example` is a host of its own), but stricter: each label is made
of letters, digits, hyphens and underscores, is neither empty nor too long, and an address has no zone.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import bidirectional
from urllib.parse import unquote_to_bytes

from scraper.patterns import late

LONGEST_NAME = 253  # octets (RFC 1035 §2.3.4, without the length octets)
LONGEST_TEXT = 1024  # characters that may be mapped to fewer: to check them takes time
ACE = "xn--"  # how a label begins that stands for other letters (RFC 5890 §2.3.2.1)
SHOWN = 100  # characters of a refused name in its message

_LABEL = late(r"[a-z0-9_-]{1,63}")
_NUMBER = late(r"[0-9]+|0x[0-9a-f]*")  # a last label that makes the whole an IPv4 address
_PARTS, _BYTE = 4, 256  # of an IPv4 address
_TO_THE_LEFT = frozenset({"R", "AL", "AN"})  # classes of letters (UAX #9)
_JOINERS = frozenset("\u200c\u200d")


@lru_cache(4096)
def ascii_host(text: str) -> str:
    """Return the host of an address in lower-case ASCII, IPv6 without brackets; raises ValueError for what is none."""
    try:
        return _ipv6(text) if text.startswith("[") else _name(text)
    except (ValueError, OverflowError) as error:
        # what idna and the codecs say of the same names is for their authors
        why = str(error) if type(error) is ValueError else "not a name in any script"
        raise ValueError(f"not a host name: {text[:SHOWN]!r} ({why})") from None


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
    if "." in shown:  # Python 3.13 writes mapped IPv4 addresses with dots, WHATWG URL §3.5 without
        low, high = number & 0xFFFF, number >> 16 & 0xFFFF
        shown = f"::ffff:{high:x}:{low:x}"
    return shown


def _name(text: str) -> str:
    spelled = unquote_to_bytes(text).decode("utf-8") if "%" in text else text
    if len(spelled) > LONGEST_TEXT:
        raise ValueError("it is too long")
    mapped = spelled.lower() if spelled.isascii() else _mapped(spelled)
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
        raise ValueError("a sign in it, or its length, is not allowed")
    if name.startswith("-"):  # resolvers refuse it, and programs take it for an option
        raise ValueError("it begins with a hyphen")
    return name


def _mapped(name: str) -> str:
    """Return the name in the letters that stand for its own: small, composed, with plain dots (UTS 46 §4)."""
    import idna

    return idna.uts46_remap(name, std3_rules=False)


def _encoded(labels: list[str]) -> list[str]:
    """Return labels in ASCII, those that are so already checked by what they stand for; raises ValueError."""
    import idna

    written = [_decoded(label) if label.startswith(ACE) else label for label in labels]
    one_runs_left = any(
        bidirectional(letter) in _TO_THE_LEFT for label in written for letter in label
    )
    for label in written:
        idna.check_initial_combiner(label)
        if one_runs_left:  # it binds all others, too (RFC 5893 §2)
            idna.check_bidi(label, check_ltr=True)
        for at, letter in enumerate(label):
            if letter in _JOINERS and not idna.valid_contextj(label, at):
                raise ValueError("an invisible joiner joins nothing")
    return [
        label if label.isascii() else f"{ACE}{label.encode('punycode').decode('ascii')}"
        for label in written
    ]


def _decoded(label: str) -> str:
    """Return what an ASCII label stands for; raises ValueError if no letters are encoded so."""
    letters = label.removeprefix(ACE).encode("ascii").decode("punycode")
    if (
        letters.isascii()
        or _mapped(letters) != letters
        or letters.encode("punycode").decode("ascii") != label[4:]
    ):
        raise ValueError(f"{label!r} stands for no letters")
    return letters


def _ipv4(text: str) -> str:
    """Return an IPv4 address in four decimal numbers, whatever short, octal or hexadecimal form it has (WHATWG)."""
    numbers = [_number(part) for part in text.split(".")]
    *first, last = numbers
    if (
        len(numbers) > _PARTS
        or any(number >= _BYTE for number in first)
        or last >= _BYTE ** (_PARTS - len(first))
    ):
        raise ValueError("not an IPv4 address")
    whole = last + sum(number * _BYTE ** (_PARTS - 1 - at) for at, number in enumerate(first))
    return ".".join(str(byte) for byte in whole.to_bytes(_PARTS, "big"))


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise ValueError("not an IPv4 address")
    digits, base = (
        (part[2:] or "0", 16)
        if part.startswith("0x")
        else (part, 8 if part.startswith("0") else 10)
    )
    try:
        return int(digits, base)
    except ValueError:
        raise ValueError("not an IPv4 address") from None
