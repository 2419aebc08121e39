"""What stands between headline and text and is neither: the headline again, section, byline, date, time to read."""

from __future__ import annotations

import re

from scraper.extract.body.line_context import Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.lexicon import (
    byline_dates,
    byline_parser,
    date_parser,
    eastern_bylines,
    introductions,
    months,
)
from scraper.lexicon.byline_words import CALENDAR
from scraper.lexicon.clock_times import ZONES
from scraper.lexicon.date_words import MODIFIED_LABEL, PUBLISHED_LABEL
from scraper.page.lines import Line
from scraper.page.walk import BREAK
from scraper.patterns import late

MAX_SIZE = 300  # letters of a line that may be furniture
MAX_NAMES = 120  # of a byline
# Words of lines that say when, besides the names of months, days and time zones.
WHEN = frozenset(
    """
    last first mis mise jour am um uhr vom at on the of st nd rd th pm a m p le à il el la
    las los de del do di du den der om kl klo kello kell alle ore ora ve saat в о год г года
    від dnia godz o os h hrs et gmt mon tue tues wed thu thur thurs fri sat sun mo mi fr sa
    so lun mar mié mie jue vie sáb sab dom mer jeu ven sam ma wo vr za zo pon wt śr czw pt
    sob niedz пн вт ср чт пт сб вс пнд пон 年 月 日 時 时 分 秒 点 點 午前 午後 上午 下午 년 월 일 시 분 오전 오후 月曜
    火曜 水曜 木曜 金曜 土曜 日曜 火 水 木 金 土
    """.split()
)
READING_TIME = late(
    r"""(?:lesedauer|lesezeit|temps\ de\ lecture|lecture|tempo\ di\ lettura|tiempo\ de\ lectura|tempo\ de\ leitura
    |leestijd|lästid|lesetid|læsetid|lukuaika|czas\ czytania|(?:estimated\ )?read(?:ing)?\ time
    |okuma\ süresi|время\ чтения|час\ читання)\s*+[:：]?\s*+(?:ca\.?|env\.?|about|~)?\s*+\d++
    \s*+(?:min|мин|хв|dk)\w{0,12}+\.?
    |(?<!\d)\d++\s*+[-–]?\s*+(?:min|мин|хв|dk)\w{0,12}+\.?[-\s]*+(?:read|reading\ time|lesezeit|lesedauer|de\ lecture
    |de\ lectura|di\ lettura|de\ leitura|leestijd|czytania|чтения|читання)""",
    re.IGNORECASE | re.VERBOSE,
)

DATA = frozenset({"td", "th", "li", "dd", "dt"})  # here a date is a fact like another
# "2018年6月18日 10:01 发信地：…": day and hour, and in a few signs what else the newspaper says there.
_EASTERN = late(
    r"\d{4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,2}\s?[日일]?\s+\d{1,2}[:時时시]\s?\d{2}[^。.!?]{0,40}$"
)
_WORD = re.compile(r"[^\W\d_]+")


def furniture(line: Line, around: Surroundings) -> str | None:
    """What a line above the text is, where it is no text; None where it may be."""
    if line.index > around.opening or line.size > MAX_SIZE:
        return None
    if line.index == around.found.headline and _titled(key(line.text), around.evidence.titles):
        return "headline"
    if line.tag in DATA and BREAK not in line.pieces:
        return None
    rows = _rows(line)
    if line.index == around.opening and (
        len(rows) < 2 or line.tag == "p"
    ):  # most likely the first paragraph
        return None
    kind = None
    for row in rows:
        told = _kind(row, around)
        if told is None:
            return None
        kind = kind or told
    return kind


def is_byline(text: str) -> bool:
    """Whether a line does nothing but tell who wrote, and perhaps when."""
    text = READING_TIME.sub("", text) if date_parser.FIGURE.search(text) else text
    if eastern_bylines.is_reporter_line(text):
        return True
    if (
        len(text) > MAX_NAMES + 60
        or text.rstrip().endswith((".", ":", "?", "!"))
        or not introductions.starts(text)
    ):
        return False
    return len(byline_dates.without_date(text)) <= MAX_NAMES and bool(
        byline_parser.read(text).people
    )


def is_date(text: str) -> bool:
    """Whether a line does nothing but tell when."""
    if not date_parser.FIGURE.search(text):
        return False
    words = _WORD.findall(READING_TIME.sub("", text).lower())
    if not all(map(_says_when, words)) and not _EASTERN.match(text):
        return False
    return date_parser.read(text) is not None


def _says_when(word: str) -> bool:
    return bool(
        word in WHEN
        or word in CALENDAR
        or word in ZONES
        or months.number(word)
        or MODIFIED_LABEL.search(word)
        or PUBLISHED_LABEL.search(word)
    )


def _rows(line: Line) -> list[str]:
    """The text between a line's breaks."""
    if BREAK not in line.pieces:
        return [line.text]
    rows = (" ".join(row.split()) for row in "".join(line.pieces).split(BREAK))
    return [row for row in rows if row]


def _titled(words: str, titles: frozenset[str]) -> bool:
    """Whether a heading is one of the titles, or one with a kicker in front, or a piece of one."""
    return any(
        words == t or words.endswith(f" {t}") or (" " in words and f" {words} " in f" {t} ")
        for t in titles
    )


def _kind(text: str, around: Surroundings) -> str | None:
    words = key(text)
    if words in around.evidence.titles or words in around.evidence.tails:
        return "headline"
    if words in around.evidence.sections:
        return "section"
    return next((name for name, test in TESTS if test(text)), None)


TESTS = (
    ("date", is_date),
    ("byline", is_byline),
    ("time to read", lambda text: READING_TIME.fullmatch(text.strip(" .|·")) is not None),
)
