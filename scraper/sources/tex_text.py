"""Read the text of a field of BibTeX: accents and special characters become themselves."""

from __future__ import annotations

import unicodedata
from re import Match

from scraper.patterns import late
from scraper.references import on_a_line

# the accent of a command -> the combining character
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
CHARACTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "P": "¶", "S": "§", "pounds": "£",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textbar": "|", "textless": "<", "textgreater": ">",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "textellipsis": "…", "ldots": "…",
    "dots": "…", "textbullet": "•", "texteuro": "€", "euro": "€", "textdegree": "°",
    "copyright": "©", "textregistered": "®", "texttrademark": "™", "guillemotleft": "«",
    "guillemotright": "»", "textexclamdown": "¡", "textquestiondown": "¿",
}  # fmt: skip
_COMMANDS = late(
    r"""\\(?P<accent>[`'^~"=.]|[uvHckrdb](?![A-Za-z]))\s*"""
    r"(?:\{\s*\\?(?P<in_braces>[A-Za-z])\s*\}|\\?(?P<bare>[A-Za-z]))"
    r"|\\(?P<command>[A-Za-z]+)(?:\{\}|[ \t\n]*)"
    r"|\\(?P<escaped>[^A-Za-z])"
    r"|(?P<tie>~)|[{}]"
)


def text_of(tex: str) -> str:
    """Return the words of a field; a command without a character of its own is left out."""
    return on_a_line(_COMMANDS.sub(_plain, tex))


def _plain(found: Match[str]) -> str:
    letter = found["in_braces"] or found["bare"]
    if letter:
        return unicodedata.normalize("NFC", letter + ACCENTS[found["accent"]])
    if found["command"]:
        return CHARACTERS.get(found["command"], "")
    if found["tie"]:
        return " "
    return found["escaped"] or ""
