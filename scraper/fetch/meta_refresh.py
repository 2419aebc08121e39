"""A page that only redirects: a <meta http-equiv=refresh> or a Refresh field, soon.

Only a page without text of its own counts. The rules for the value: WHATWG HTML, "shared
declarative refresh steps". What is in a comment, a script or a <noscript> does not redirect readers
who runs the page as it is meant.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from scraper.patterns import late

SOON = 5.0  # seconds; a later one reloads a page that is there to be read
TEXT = 500  # characters shown, from which a page is worth reading
DIGITS = 9  # of the seconds: more make a number that is long enough either way
LOOK = 256 << 10  # bytes: a longer page does not only send on

_VALUE = late(
    r"\A\s*+(\d*+)[\d.]*+(?:\s*+[;,]\s*+|\s++)(?:url\s*+=\s*+)?(.*)", re.IGNORECASE | re.DOTALL
)
_STATED = late(rb"http-equiv\s*+=\s*+[\"']?\s*+refresh")  # most pages end here
_TAG = late(r"(<[^<>]*>)")
_NAME = late(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_ATTRIBUTE = late(r"""(?<![a-z-])([a-z-]++)\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "title"})


def target(headers: Mapping[str, str], body: bytes) -> str | None:
    """Return where a page redirects to, as it is written there; None for any other page."""
    if field := headers.get("refresh"):
        return _soon(field) if _sends_on(body, []) else None
    # Lower case first: a pattern that ignores case costs five times as much.
    if len(body) > LOOK or not _STATED.search(body.lower()):
        return None
    values: list[str] = []
    if not _sends_on(body, values):
        return None
    return next(filter(None, map(_soon, values)), None)


def _sends_on(body: bytes, values: list[str]) -> bool:
    """Return whether the page shows next to nothing.

    The values of its refreshes are put into the list.
    """
    shown = 0
    for tag, piece in _seen(body[:LOOK].decode("utf-8", "replace")):
        if not tag:
            shown += len(" ".join(html.unescape(piece).split()))
            if shown >= TEXT:
                return False
        elif tag == "meta":
            fields = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(piece)}
            if fields.get("http-equiv", "").strip().lower() == "refresh":
                values.append(html.unescape(fields.get("content", "")))
    return True


def _seen(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tags, each with its name, and the texts between them.

    One pass, so that no page takes long.
    """
    hidden = ""
    parts = f"-->{text}".split("<!--")
    without_comments = "".join(part.rpartition("-->")[2] for part in parts)
    for piece in _TAG.split(without_comments):
        tag = _NAME.match(piece)
        name = tag[2].lower() if tag else ""
        if hidden:
            if tag and tag[1] and name == hidden:
                hidden = ""
        elif name in _UNSEEN and tag and not tag[1]:
            hidden = name
        else:
            yield name, piece


def _soon(value: str) -> str | None:
    """Return the address in a refresh's value, if it is meant to be gone to soon."""
    parts = _VALUE.fullmatch(value)
    if not parts:
        return None
    has_time = bool(parts[1]) or value.lstrip().startswith(".")
    if not has_time or float(parts[1][:DIGITS] or 0) > SOON:
        return None
    place = parts[2].strip()
    if place[:1] in ("'", '"'):
        place = place[1:].partition(place[0])[0]
    return place or None
