"""Read reporters' names in bylines of Korean and Chinese newspapers."""

from __future__ import annotations

import re

from scraper.lexicon import names, words_in
from scraper.lexicon.folding import may_be_wide
from scraper.lexicon.matcher import alternation
from scraper.patterns import late

MAX_LINE = 400  # characters of a line that are read

_NAME = r"[\u3400-\u9fff]{2,4}"
_LIST = rf"{_NAME}(?:[\s、,，]{_NAME}){{0,4}}"
_TITLE_BEHIND = alternation(words_in("bylines", "reporter_behind"))
_TITLE_BEFORE = alternation(words_in("bylines", "reporter_before"))
_REPORTER = alternation(words_in("bylines", "reporter"))
_REPORTED_BY = alternation(words_in("bylines", "reported"))
_TITLE_AT_END = alternation(words_in("bylines", "reporter_at_end"))

_KOREAN = late(rf"([\uac00-\ud7af]{{2,4}})\s*(?:\S{{0,4}})?{_TITLE_BEHIND}")
_CHINESE = late(rf"(?:本报|本報)?{_TITLE_BEFORE}[:：\s]*({_LIST})(?=[／/\s】)），,]|$)")
_REPORTED = late(
    rf"{_REPORTED_BY}?\s*+[:：/／|｜]?\s*+[\u3400-\u9fffA-Za-z·]{{0,12}}?"
    rf"{_REPORTER}\s*+[:：/／]?\s*+{_NAME}(?:[\s、]{_NAME}){{0,5}}"
)
# "新华社云岭5月7日电（记者林小禾、周远山）", "(나루=연합뉴스) 한보름 기자 = "
_OPENING_CHINESE = late(
    r"[^。！？]{0,30}?[（(【〔\[](?:\S{0,12}?)(?:记者|記者)[:：\s]*"
    rf"({_LIST})(?:／\S{{1,8}})?[）)】〕\]]"
)
_OPENING_KOREAN = late(r"[(\[][^()\[\]]{2,30}[)\]]\s*[\uac00-\ud7af\s·,]{2,40}?기자\s?=")
# Chinese; a Japanese name has a space inside.
_FULL_NAMES = late(rf"[\u3400-\u9fff]{{3,4}}(?:\s{_NAME})+")
_WRITER_BEHIND = late(rf"^({_NAME})\s*{_TITLE_AT_END}$")
_EAST_ASIAN = late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def is_east_asian(text: str) -> bool:
    """Return whether a text has a letter of the Chinese, Japanese or Korean script."""
    return may_be_wide(text) and _EAST_ASIAN.search(text) is not None


def reporters(text: str) -> list[str]:
    """Return the names in a byline whose title is behind the name, or in front of it."""
    if not may_be_wide(text):
        return []
    korean = _KOREAN.findall(text)
    if korean:
        return list(dict.fromkeys(korean))
    if _FULL_NAMES.fullmatch(text) and all(map(names.is_person, text.split())):
        return text.split()
    match = _CHINESE.search(text) or _WRITER_BEHIND.match(text)
    return _listed(match[1]) if match else []


def is_reporter_line(text: str) -> bool:
    """Return whether a line holds only a newspaper, a word for a reporter, and names.

    "扬子晚报记者 张楠" does.
    """
    if len(text) > MAX_LINE or not may_be_wide(text):
        return False
    return _REPORTED.fullmatch(text) is not None


def opening_reporters(text: str) -> list[str]:
    """Return the reporters whom a first paragraph names at its beginning.

    East Asian newspapers begin so: "（记者…）", "(place=agency) … 기자 = ".
    """
    if not may_be_wide(text):
        return []
    chinese = _OPENING_CHINESE.match(text, 0, MAX_LINE)
    if chinese:
        return _listed(chinese[1])
    korean = _OPENING_KOREAN.match(text, 0, MAX_LINE)
    return _KOREAN.findall(korean[0]) if korean else []


def _listed(text: str) -> list[str]:
    """Return the names of a list that spaces and East Asian commas divide."""
    return [name for name in re.split(r"[\s、,，]+", text) if names.is_person(name)]
