"""Bring the texts of a feed to the form of the archive."""

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

    Feeds write HTML there: escaped once or twice, in CDATA or bare.
    """
    if not text:
        return None
    plain = _unescaped(_TAG.sub("", _unescaped(text[: 4 * MAX_HEADLINE])))
    return line(_TAG.sub("", plain))[:MAX_HEADLINE] or None


def line(text: str) -> str:
    """Return a text on one line, without characters that XML must not contain."""
    return " ".join(clean_text(text).split())


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    """Return the character of a reference.

    What only looks like one, such as "&copy=1" in a URL, stays.
    """
    name, end, equals = reference.groups()
    is_parameter = equals and not end
    is_known = name.startswith("#") or name + end in html5
    if is_parameter or not is_known:
        return reference[0]
    return html.unescape(f"&{name};") + equals
