"""Repair XML as template engines write it.

They leave a bare & or <, HTML's names of characters, and characters that XML forbids. CDATA
sections, comments and processing instructions stay as they are. A DOCTYPE is removed, because its
declarations are not used. Characters of markup are written as numbers, because libxml2 drops
`&amp;` and the like from all text that follows an error.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from html.entities import html5

# Characters that XML 1.0 forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEPT = re.compile(r"<!\[CDATA\[|<!--|<\?|<!DOCTYPE", re.IGNORECASE)
_ENDS = {"<![cdata[": "]]>", "<!--": "-->", "<?": "?>"}
_DECLARED = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,31})\s", re.IGNORECASE)
_MARKS = re.compile(
    r"&(?:#(?P<number>[0-9]{1,20}|[xX][0-9A-Fa-f]{1,16});|(?P<name>[A-Za-z][A-Za-z0-9]{0,31});)?"
    r"|<(?=[\s\d=&<]|$)"
)
_XML_NAMES = {"amp": "&#38;", "lt": "&#60;", "gt": "&#62;", "quot": "&#34;", "apos": "&#39;"}
_ESCAPED = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'"})
# Numbers of controls, which are meant as characters of windows-1252; browsers show these.
_WINDOWS = range(0x80, 0xA0)
_BAD = {"&": "a bare & (XML wants &amp;)", "<": "a bare < (XML wants &lt;)"}


class Mender:
    """Repair one document, and record its first fault."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = _FORBIDDEN.sub("", text)
        self._first_line = first_line
        # the names of the document's own entities
        self._declared = frozenset(_DECLARED.findall(self._text))
        self.fault: str | None = None

    def mended(self) -> str:
        """Return the document with its faults written as they were meant."""
        parts = []
        for start, end, is_kept in _parts(self._text):
            part = self._text[start:end]
            parts.append(_kept(part) if is_kept else self._mended(part, start))
        return "".join(parts)

    def _mended(self, part: str, start: int) -> str:
        return _MARKS.sub(lambda mark: self._mark(mark, start), part)

    def _mark(self, mark: re.Match[str], start: int) -> str:
        if mark["number"]:
            return _numbered(mark["number"])
        name = mark["name"] or ""
        if name in _XML_NAMES:
            return _XML_NAMES[name]
        if name in self._declared:
            return ""
        character = html5.get(f"{name};")
        if character is None:
            self._note(mark[0][0], start + mark.start())
            character = mark[0]
        return character.translate(_ESCAPED)

    def _note(self, sign: str, place: int) -> None:
        if self.fault is None:
            line = self._first_line + self._text.count("\n", 0, place)
            self.fault = f"line {line}: {_BAD[sign]}; it was read as it was meant"


def _kept(part: str) -> str:
    """Return a part as it is; of a DOCTYPE only the line breaks, for the numbers of lines."""
    if part.lower().startswith("<!d"):
        return "\n" * part.count("\n")
    return part


def _numbered(number: str) -> str:
    """Return a numbered character as a reference that XML allows, "" for a forbidden one."""
    is_hexadecimal = number[0] in "xX"
    code = int(number[1:], 16) if is_hexadecimal else int(number)
    if code in _WINDOWS:
        return html.unescape(f"&#{code};")
    is_allowed = code <= sys.maxunicode and not _FORBIDDEN.match(chr(code))
    return f"&#{code};" if is_allowed else ""


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a document: start, end, and whether nothing in it is markup."""
    place = 0
    while opening := _KEPT.search(text, place):
        end = _end(text, opening)
        if end < 0:  # it never ends: the rest is ordinary text
            break
        yield place, opening.start(), False
        yield opening.start(), end, True
        place = end
    yield place, len(text), False


def _end(text: str, opening: re.Match[str]) -> int:
    """Return the end of the part that an opening begins, -1 if it has none."""
    closing = _ENDS.get(opening[0].lower())
    if closing is not None:
        return _behind(text, closing, opening.end())
    end = _behind(text, ">", opening.end())
    declarations = text.find("[", opening.end(), end)
    if end < 0 or declarations < 0:
        return end
    closed = _behind(text, "]", declarations)
    return -1 if closed < 0 else _behind(text, ">", closed)


def _behind(text: str, sign: str, start: int) -> int:
    """Return the place behind the next occurrence of a sign, -1 if there is none."""
    found = text.find(sign, start)
    return -1 if found < 0 else found + len(sign)
