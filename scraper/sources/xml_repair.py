"""XML as template engines write it, mended.

A bare & or <, HTML's names of characters, characters XML forbids. What is in a CDATA section, a
comment or a processing instruction stays as it is. A DOCTYPE is taken out: nothing that it declares
is wanted. Signs of markup are written by their numbers, for libxml2 drops `&amp;` and its like from
all text that follows an error.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from html.entities import html5

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # in any XML 1.0 document
_KEPT = re.compile(r"<!\[CDATA\[|<!--|<\?|<!DOCTYPE", re.IGNORECASE)
_ENDS = {"<![cdata[": "]]>", "<!--": "-->", "<?": "?>"}
_DECLARED = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,31})\s", re.IGNORECASE)
_MARKS = re.compile(
    r"&(?:#(?P<number>[0-9]{1,20}|[xX][0-9A-Fa-f]{1,16});|(?P<name>[A-Za-z][A-Za-z0-9]{0,31});)?|<(?=[\s\d=&<]|$)"
)
_XML_NAMES = {"amp": "&#38;", "lt": "&#60;", "gt": "&#62;", "quot": "&#34;", "apos": "&#39;"}
_ESCAPED = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'"})
# Numbers that name no character of text, but by mistake one of windows-1252, which browsers show.
_WINDOWS = range(0x80, 0xA0)
_BAD = {"&": "a bare & (XML wants &amp;)", "<": "a bare < (XML wants &lt;)"}


class Mender:
    """Mends one document, and remembers the first thing that was wrong."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = _FORBIDDEN.sub("", text)
        self._first_line = first_line
        self._declared = (
            frozenset(_DECLARED.findall(self._text))
            if "<!ENTITY" in self._text.upper()
            else frozenset()
        )
        self.fault: str | None = None

    def mended(self) -> str:
        """Return the document with what is wrong written as it was meant."""
        return "".join(
            self._kept(start, end) if keep else self._mended(start, end)
            for start, end, keep in _parts(self._text)
        )

    def _kept(self, start: int, end: int) -> str:
        if self._text.startswith("<!D", start) or self._text.startswith("<!d", start):
            return "\n" * self._text.count("\n", start, end)
        return self._text[start:end]

    def _mended(self, start: int, end: int) -> str:
        return _MARKS.sub(lambda mark: self._mark(mark, start), self._text[start:end])

    def _mark(self, mark: re.Match[str], start: int) -> str:
        number, name = mark["number"], mark["name"]
        if number:
            return _numbered(number)
        if name in _XML_NAMES:
            return _XML_NAMES[name]
        if name in self._declared:
            return ""
        character = html5.get(f"{name};") if name else None
        if character is not None:
            return character.translate(_ESCAPED)
        self._note(mark[0][0], start + mark.start())
        return mark[0].translate(_ESCAPED)

    def _note(self, sign: str, place: int) -> None:
        if self.fault is None:
            line = self._first_line + self._text.count("\n", 0, place)
            self.fault = f"line {line}: {_BAD[sign]}; it was read as it was meant"


def _numbered(number: str) -> str:
    """Return a numbered character as a reference that XML allows.

    Nothing for one that no text may hold.
    """
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if code in _WINDOWS:
        return html.unescape(f"&#{code};")
    if code == 0 or code > sys.maxunicode or _FORBIDDEN.match(chr(code)):
        return ""
    return f"&#{code};"


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a document: start, end, and whether nothing in it is markup."""
    place = 0
    while (opening := _KEPT.search(text, place)) is not None:
        end = _end(text, opening)
        if end < 0:  # it never ends: the rest is text like any other
            break
        yield place, opening.start(), False
        yield opening.start(), end, True
        place = end
    yield place, len(text), False


def _end(text: str, opening: re.Match[str]) -> int:
    """Return where a part ends that begins so; -1 if it does not."""
    closing = _ENDS.get(opening[0].lower())
    if closing is not None:
        found = text.find(closing, opening.end())
        return found + len(closing) if found >= 0 else -1
    end = text.find(">", opening.end())
    if (
        end >= 0 and (subset := text.find("[", opening.end(), end)) >= 0
    ):  # a DOCTYPE with declarations in it
        closed = text.find("]", subset)
        end = text.find(">", closed) if closed >= 0 else -1
    return end + 1 if end >= 0 else -1
