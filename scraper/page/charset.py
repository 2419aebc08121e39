"""Decode a page: BOM, strict UTF-8, labels, UTF-8 with broken bytes, detection, Windows-1252.

Labels mean what browsers mean. A label of a single-byte charset fits any bytes at all, so it proves
nothing: pages that are UTF-8 but for a few bytes are read as UTF-8 whatever such a label says.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from scraper.patterns import late

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Multi-byte characters for each broken byte: by chance, text in a Latin charset has not one.
SOUND = 3
# The same against the label of a charset with several bytes a character: so many for each of at
# least two broken bytes.
STRONG_SOUND = 20
STRONG_BROKEN = 2
PASTED_COUNTS = 0.5  # of a broken byte, that a pasted quotation mark counts against UTF-8
MAX_BAD = 3  # characters that may fail to decode in a page whose label we believe ...
MAX_BAD_SHARE = 0.002  # ... or this share of them
META_WITHIN = 8192  # bytes; browsers look at 1024, pages put scripts before their charset
SAMPLE = 60_000  # bytes without markup that detection sees
WIDE_SAMPLE = 400  # bytes, in which UTF-16 shows
WIDE_LEAST = 40  # bytes; fewer prove nothing
WIDE_ZEROS = 0.4  # of all bytes of markup in UTF-16
WIDE_SIDE = 0.8  # of every second byte
MIN_CONFIDENCE = 0.5  # cchardet's own figure, below which its guess is not used

# Labels that Python spells otherwise; label in lower case -> Python codec.
SPELLINGS = {
    "unicode": "utf-16-le",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "windows-949": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
# WHATWG: the label of a small set means the larger set that pages really use. By Python codec.
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    # a page whose meta could be read as ASCII is not UTF-16
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-8-sig": "utf-8",
}
# What a label may ask for: text encodings of the web. Others (rot13, utf-7, zip ...) are refused.
KNOWN = frozenset(
    """utf-8 gb18030 big5hkscs cp932 euc_jp iso2022_jp cp949 cp866 cp874 koi8-r koi8-u mac-roman
    mac-cyrillic cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2 iso8859-3
    iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15
    iso8859-16""".split()
)

# Charsets with several bytes a character, and Thai: their text may be UTF-8 by chance, and their
# labels can fail.
MULTI_BYTE = frozenset("gb18030 big5hkscs cp932 euc_jp iso2022_jp cp949 cp874".split())

# Quotation marks, dashes, ellipsis and euro sign of Windows-1252 between ASCII: no character of
# UTF-8 begins so.
_PASTED = re.compile(rb"(?<![\x80-\xff])[\x80\x84\x85\x91-\x97](?![\x80-\xff])")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = late(rb"<meta\b[^>]{0,400}?charset\s*+=\s*+[\"']?\s*+([\w.:-]{1,40})", re.IGNORECASE)
_XML = late(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_HEADER = late(r"charset\s*+=\s*+[\"']?\s*+([\w.:-]{1,40})", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")


class Decoded(NamedTuple):
    """The text of some bytes, and how it was found."""

    text: str
    charset: str
    reason: str  # bom, utf-8, header, meta, nearly utf-8, detected, fallback
    utf8: bytes | None = None  # the text in UTF-8, where it came so


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """Return text whatever the bytes: what fits no reading becomes U+FFFD."""
    for bom, charset in BOMS:
        if data.startswith(bom):
            return Decoded(
                text=data[len(bom) :].decode(charset, "replace"), charset=charset, reason="bom"
            )
    switched = _switched(data, content_type)
    if switched is not None:
        return switched
    try:
        return Decoded(text=data.decode("utf-8"), charset="utf-8", reason="utf-8", utf8=data)
    except UnicodeDecodeError:
        return _broken(data, content_type)


def _switched(data: bytes, content_type: str | None) -> Decoded | None:
    """Return the text of UTF-16 without a mark and of ISO-2022-JP, None for other bytes."""
    wide = _wide(data)
    if wide:
        return Decoded(text=data.decode(wide, "replace"), charset=wide, reason="detected")
    if not _is_iso_2022_jp(data):
        return None
    labels = dict(reversed(list(_labels(data, content_type))))  # of two of a charset, the first
    reason = labels.get("iso2022_jp", "detected")
    return Decoded(text=data.decode("iso2022_jp", "replace"), charset="iso2022_jp", reason=reason)


def _broken(data: bytes, content_type: str | None) -> Decoded:
    """Return the text of bytes that are not UTF-8, or not quite."""
    for charset, reason in _offers(data, content_type):
        if reason == "nearly utf-8":
            return Decoded(text=_mended(data), charset=charset, reason=reason)
        text = data.decode(charset, "replace")
        if text.count("\ufffd") <= max(MAX_BAD, MAX_BAD_SHARE * len(text)):
            return Decoded(text=text, charset=charset, reason=reason)
    return Decoded(text=data.decode("cp1252", "replace"), charset="cp1252", reason="fallback")


def codec(label: str | None) -> str | None:
    """Return the Python codec that browsers mean by a label.

    None for an unknown label, and for one of something else than text.
    """
    if not label:
        return None
    label = label.strip().lower()
    try:
        name = codecs.lookup(SPELLINGS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = SUPERSETS.get(name, name)
    return name if name in KNOWN else None


def _offers(data: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """Yield charsets to try and why, best first; detection only if all the others fail."""
    sound, bad = _utf8_characters(data)
    broken = bad - PASTED_COUNTS * len(_PASTED.findall(data))
    nearly = sound >= SOUND * broken
    surely = sound >= STRONG_SOUND * max(bad, STRONG_BROKEN)
    for name, reason in _labels(data, content_type):
        if name == "utf-8":
            if sound >= bad:
                yield name, "nearly utf-8"
        elif surely or (nearly and name not in MULTI_BYTE):
            yield "utf-8", "nearly utf-8"
        else:
            yield name, reason
    if nearly:
        yield "utf-8", "nearly utf-8"
    guess = _detect(data)
    if guess:
        yield guess, "detected"


def _labels(data: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """Yield the charsets that the header and the page name, each with its place."""
    stated = _HEADER.search(content_type or "")
    name = codec(stated[1]) if stated else None
    if name:
        yield name, "header"
    head = _COMMENT.sub(b"", data[:META_WITHIN])
    for pattern in (_META, _XML):
        found = pattern.search(head)
        name = codec(found[1].decode("ascii", "replace")) if found else None
        if name:
            yield name, "meta"


def _utf8_characters(data: bytes) -> tuple[int, int]:
    """Return how many characters of several bytes are sound UTF-8, and how many are broken."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


def _mended(data: bytes) -> str:
    """Return text in UTF-8 with the punctuation that an editor pasted as Windows-1252."""
    mended = _PASTED.sub(lambda byte: byte[0].decode("cp1252").encode(), data)
    return mended.decode("utf-8", "replace")


def _is_iso_2022_jp(data: bytes) -> bool:
    """Return whether seven-bit bytes switch to Japanese and back, as ISO-2022-JP does."""
    if b"\x1b" not in data:  # nearly all pages; a single byte is found at ten times the pace
        return False
    if b"\x1b$B" not in data and b"\x1b$@" not in data:
        return False
    return data.isascii() and data.decode("iso2022_jp", "replace").count("\ufffd") <= MAX_BAD


def _wide(data: bytes) -> str | None:
    """Return the kind of UTF-16 without a mark: every second byte of markup is zero."""
    head = data[:WIDE_SAMPLE]
    if len(head) < WIDE_LEAST or head.count(0) < WIDE_ZEROS * len(head):
        return None
    low, high = head[1::2], head[::2]
    if low.count(0) > WIDE_SIDE * len(low):
        return "utf-16-le"
    return "utf-16-be" if high.count(0) > WIDE_SIDE * len(high) else None


def _detect(data: bytes) -> str | None:
    import cchardet  # few pages need it

    try:
        guess = cchardet.detect(_MARKUP.sub(b" ", data)[:SAMPLE])
    except (ValueError, UnicodeDecodeError):  # the name it found is not ASCII
        return None
    confidence = guess.get("confidence") or 0
    return codec(guess.get("encoding")) if confidence >= MIN_CONFIDENCE else None
