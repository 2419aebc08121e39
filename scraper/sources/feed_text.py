"""The texts of a feed in the archive's form."""

from __future__ import annotations

import html
import re
from html.entities import html5

from scraper.cleaning import clean_text

MAX_HEADLINE = 1000  # characters
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31})(;?)(=?)")


def headline(text: str | None) -> str | None:
    """Return a title as people read it.

    Feeds put HTML there, escaped once or twice, in CDATA or bare.
    """
    if not text:
        return None
    plain = _unescaped(_TAG.sub("", _unescaped(text[: 4 * MAX_HEADLINE])))
    return line(_TAG.sub("", plain))[:MAX_HEADLINE] or None


def line(text: str) -> str:
    """Return a text on one line, without characters that no title has and no XML may hold."""
    return " ".join(clean_text(text).split())


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    """Return the character of a reference.

    What only looks like one, such as "&copy=1" in an address, stays.
    """
    name, end, equals = reference.groups()
    is_number = name.startswith("#")
    if equals and not end:
        return reference[0]
    if not is_number and name + end not in html5:
        return reference[0]
    return html.unescape(f"&{name};") + equals
