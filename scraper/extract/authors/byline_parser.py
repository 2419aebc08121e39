"""One line of a byline taken apart: who signs, what they are, and which agencies stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from scraper.extract.authors import eastern_bylines, names
from scraper.extract.authors.names import Kind
from scraper.lexicon import date_parser, months
from scraper.lexicon.byline_words import AND, CALENDAR, CUT_SHORT, NO_NAME
from scraper.lexicon.bylines import BY, BY_COLON, SURELY_BY
from scraper.lexicon.date_parser import FIGURE
from scraper.lexicon.folding import fold
from scraper.patterns import late

MAX_LINE = 400
MAX_BEHALF = (
    3  # words of a name in front of "for": more are an organisation's, "… Union für Religion"
)
MAX_LISTED = 8  # words of a list of names of which one is unknown
MAX_ANDS = 6  # of a list of names; each "and" doubles the ways to divide it
MAX_META = 100  # characters of a line of details


def _any(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(p) for p in phrases) + ")"


MAX_DATE = 40  # characters of a date with its label and time
# Words that are found glued to a name: of sentences and interfaces, "by", names of months.
GLUED = NO_NAME | CUT_SHORT | {"by", "von", "par", "por"}
_OPENING = 3  # signs of a phrase by which most lines are told to begin with none
_OPENINGS = frozenset(p[:_OPENING] for p in (*BY, *BY_COLON))
_GLUED = re.compile(
    r"(?:By|Von|Par|Por|Oleh|Door)(?=[A-ZÀ-Þ][a-zà-ÿ])"
)  # the markup lost the space: "ByJane Roe"
_SURELY_BY = late(
    r"(?:^|.{0,60}\s)" + _any(p for p in SURELY_BY if " " in p) + r"\s*:?\s+(?=\S)|^"
    + _any(p for p in SURELY_BY if " " not in p) + r"\s*[:：]\s*",
    re.IGNORECASE,
)  # fmt: skip
# "von gizzmo7 am 20.09.2020", "Posted in Towers by gizzmo7 on May 7": a pen name between "by" and a date.
_NICK_DATED = late(
    r"(?:^|^.{0,60}\s)(?:by|von|par|por|door|av|af|przez|oleh)\s+([\w.-]{3,25})\s+"
    r"(?:(?:on|am|at|um|le|el|op|den|vor|il|w dniu)\s|[|·,–-])"
    r".{0,30}\d",
    re.IGNORECASE,
)
_NICK_ALONE = re.compile(
    r"(?:by|von|par|por|door|av|af|przez|oleh):?\s+([\w.-]{3,25})", re.IGNORECASE
)
# A line that says none of these words and has no colon names nobody so; most are ruled out by that.
_POSTED = frozenset(p.rpartition(" ")[2] for p in SURELY_BY if " " in p) | set(
    "by von par por door av af przez oleh".split()
)
_TALK = re.compile(
    r"\s+(?:im Gespräch mit|im Interview mit|in conversation with|sprach mit|en conversation avec)\s+",
    re.IGNORECASE,
)
_AFTER_NICK = late(
    r"\s+(?:@|on|am|um|at|under|in|le|el|il|op|den|vor|-|–|—|\|)\s.*$|\s*[|·•,].*$", re.IGNORECASE
)
_EDGE = " ·|,-–—(."
_MAIL = late(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+|(?<!\w)@\w+")
_DIGITS = late(
    r"\s*\(?(?:\b\d{1,4}(?:[.:/-]\d|\b)|\b(?:" + "|".join(sorted(CALENDAR)) + r")\b"
    r"|\b(?:" + "|".join(sorted(CUT_SHORT)) + r")\.?\s+\d).*$",
    re.IGNORECASE,
)  # a date, and what follows it
_BEFORE_DATE = late(
    r"(?:[\s,]+(?:am|um|vom|on|at|le|el|il|op|om|den|em|dne|dnia|kl|la|the|à|às|alle|в))+\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LETTERS_BEFORE = re.compile(r"[A-Z][a-z]{0,8}$")
_ONE_WORD = frozenset(p for p in (*BY, *BY_COLON) if " " not in p)
_BRACKET = re.compile(
    r"[(（\[【《〈「『]([^()（）\[\]【】《》〈〉「」『』]{1,60})[)）\]】》〉」』]"
)
GAP = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")  # between date and name in a line of details
_HUMP = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z])"
)  # where markup lost the space: "Jane RoePublished"
_DOUBLED = re.compile(r"(\S.{4,28}\S) ?\1")  # for wide and narrow screens
_PARTS = re.compile(r"\s*[;|·•●∙⋅/／、，؛،\n\v–—]\s*|\s*,\s+|\s+[-~]\s+|\s*\+\s*")
_PLACE = late(r"\s+(?:in|aus|à|en|from|at|a|i|w|v|в|из|з|для)\s+(?=[A-ZÀ-ÞА-Я]).*$")
_ON_BEHALF = re.compile(
    r"\s+(?:(?i:for|pour|para|für|voor|för|special to)\s+(?=[A-ZÀ-Þ])|(?i:on behalf of|im auftrag)\s).*$"
)  # "JANE ROE FOR GAZETTE.COM"
OF = frozenset(
    {"de", "del", "of", "di", "du", "des", "für", "för", "for"}
)  # behind a role: what it is about
PLACE_WORDS = frozenset({"in", "aus", "à", "en", "from", "at", "em", "a", "i", "w", "v", "в", "из"})
# "Jane Roe | Palma de Mallorca | 08/01/2014": who, where, when.
_NAME_PLACE_DATE = re.compile(
    r"^([^|,;/]{5,40}?)\s*\|[^|,;/]{2,40}\|\s*\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}\b.*$"
)
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]{1,3}\.$")


class Signed(NamedTuple):
    """Who signs, in the order of the line; with the role that stands beside each."""

    people: tuple[tuple[str, str | None], ...] = ()
    organisations: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    introduced: bool = False  # a word like "by" stood in front


@lru_cache(2048)  # most names stand in the metadata and several times on the page
def read(line: str, *, pen_names: bool = False) -> Signed:
    """Return who signs a line; `pen_names` also accepts one short word as a name."""
    text = line[:MAX_LINE]
    text = fold(_MAIL.sub(" ", text) if "@" in text or "://" in text or "www." in text else text)
    found = eastern_bylines.reporters(text)
    if found:
        return Signed(people=tuple((name, None) for name in found), introduced=True)
    bare, introduced = strip(_behind_dates(_NAME_PLACE_DATE.sub(r"\1", _spaced(text))))
    bare = _TALK.sub("; ", _undated(bare))
    asides = [part for m in _BRACKET.finditer(bare) for part in _split(m[1])]
    introduced = introduced or (len(asides) > 1 and bare[0] in "【［[《" and bare[-1] in "】］]》")
    bare = fold(_BRACKET.sub(" ", bare)).strip(" ,;:|-–—·•")
    people: list[tuple[str, str | None]] = []
    organisations: list[str] = []
    agencies: list[str] = []
    for part in [*_split(bare), *asides]:
        if (
            pen_names or introduced or not eastern_bylines.is_east_asian(part)
        ):  # two signs of Chinese can be any word
            _place(part, people, organisations, agencies)
    if (
        pen_names
        and not (people or organisations or agencies)
        and names.is_nick(bare)
        and not names.is_role(bare)
    ):
        people.append((bare, None))
    return Signed(
        people=tuple(people),
        organisations=tuple(organisations),
        agencies=tuple(agencies),
        introduced=introduced,
    )


def _spaced(text: str) -> str:
    """Return the text with glued names apart: "Jane RoePublished", "Jane RoeJane Roe"."""
    if doubled := _DOUBLED.fullmatch(text):
        return doubled[1]
    humps = [m.start() for m in _HUMP.finditer(text)]
    for at in reversed(humps):
        before, behind = _LETTERS_BEFORE.search(text, 0, at), _WORD.match(text, at)
        if any(word is not None and word[0].casefold() in GLUED for word in (before, behind)):
            text = f"{text[:at]} {text[at:]}"
    return text


def _behind_dates(text: str) -> str:
    """Return what follows the dates and times at the beginning of a line of details."""
    if not FIGURE.search(text):
        return text
    if behind := behind_date(text):
        return behind
    start = 0
    for gap in GAP.finditer(text):
        told = text[start : gap.start()]
        if not FIGURE.search(told) or len(told) > MAX_DATE or names.is_person(_undated(told)):
            break
        start = gap.end()
    return text[start:]


def strip(text: str) -> tuple[str, bool]:
    """Return the text without the words that introduce a name, and whether there were any."""
    glued = _GLUED.match(text)
    rest, introduced = (text[glued.end() :], True) if glued else (text, False)
    for _ in range(2):
        match = _by(rest)
        if not match or not rest[match.end() :].strip():
            break
        rest, introduced = rest[match.end() :].strip(), True
    return rest, introduced


def _place(
    part: str, people: list[tuple[str, str | None]], organisations: list[str], agencies: list[str]
) -> None:
    """Put one part of a line where it belongs."""
    part = (
        part.strip(" ,;:-–")
        if not part.endswith(".") or _INITIAL.search(part)
        else part.strip(" .,;:-–")
    )
    part = _without_edges(part)
    match names.kind(part):
        case Kind.PERSON:
            if all(part.casefold() != name.casefold() for name, _ in people):
                people.append((names.cased(part), None))
        case Kind.AGENCY:
            agencies.append(part)
        case Kind.ORGANISATION:
            organisations.append(part)
        case Kind.ROLE if people:
            name, role = people[-1]
            people[-1] = (name, f"{role}, {part}" if role else part)
        case Kind.ROLE:
            if named := _role_then_name(part):
                people.append(named)
        case _:
            pass


def _without_edges(part: str) -> str:
    """Return a part of a list without an "and" before the name or other words behind it."""
    words = part.split()
    if len(words) > 1 and words[0].casefold() in AND and words[0].islower():
        words = words[1:]
    if len(words) > MAX_BEHALF - 1 and names.kind(" ".join(words)) is Kind.NOBODY:
        at = next((i for i, w in enumerate(words) if w.casefold().strip(".:") in GLUED), len(words))
        if names.is_person(" ".join(words[:at])):
            words = words[:at]
    return " ".join(words)


def _role_then_name(part: str) -> tuple[str, str | None] | None:
    """Take "Political Editor Jane Roe" apart at the longest end, or beginning, that is a name."""
    words = part.split()
    for at in range(1, len(words) - 1):
        name = " ".join(words[at:])
        if (
            OF.isdisjoint(words[at - 1 : at + 1])
            and names.is_person(name)
            and names.is_role(" ".join(words[:at]))
        ):
            return name, " ".join(words[:at])
    for at in range(len(words) - 1, 1, -1):
        name = " ".join(words[:at])
        if names.is_person(name) and names.is_role(" ".join(words[at:])):
            return name, " ".join(words[at:])
    return None


def _split(text: str) -> Iterator[str]:
    """Yield the parts of a line; divide at "and" only between two names."""
    for part in _PARTS.split(text):
        who = _ON_BEHALF.sub("", part)
        who = who if len(who.split()) <= MAX_BEHALF and names.is_person(who) else part
        yield from _at_and(_PLACE.sub("", who) if not names.is_person(who) else who)


def _at_and(part: str) -> list[str]:
    """Return the names of a list that "and" divides, or the whole where nothing on its sides is a name."""
    words = part.split()
    if sum(word.casefold() in AND for word in words) > MAX_ANDS:
        return [part]
    for at in range(1, len(words) - 1):
        if words[at].casefold() in AND and words[0].casefold() in PLACE_WORDS:
            return _at_and(" ".join(words[at + 1 :]))  # "in Applegarth and Jane Roe"
        if words[at].casefold() in AND:
            left, right = " ".join(words[:at]), " ".join(words[at + 1 :])
            rest = _at_and(strip(right)[0])
            known = [_names_somebody(each) for each in (left, *rest)]
            if (known[0] and any(known[1:])) or (any(known) and _could_be_names(words)):
                return [left, *rest]
    return [part]


def _could_be_names(words: list[str]) -> bool:
    """Whether the words of a list are those of names but for one of them: "Quirin and Jane Roe"."""
    return len(words) <= MAX_LISTED and names.kind(" ".join(words)) is Kind.NOBODY


def _names_somebody(text: str) -> bool:
    return (
        names.kind(text) in {Kind.PERSON, Kind.AGENCY, Kind.ORGANISATION}
        or _role_then_name(text) is not None
    )


def starts(text: str) -> bool:
    """Return whether a text begins with a word that introduces a name."""
    return bool(_by(text if text.endswith(" ") else f"{text} "))


def _by(text: str) -> re.Match[str] | None:
    """Return the match of the words that introduce a name at the beginning of a text."""
    opening = text.lstrip()[:_OPENING].casefold()
    if opening in _OPENINGS or opening[:2] in _OPENINGS or opening[:1] in _OPENINGS:
        return _introduction(opening).match(text, 0, MAX_LINE)
    return None


@lru_cache(512)
def _introduction(opening: str) -> re.Pattern[str]:
    """Those of the phrases that fit an opening; they are half a thousand, and all at once take long to compile."""
    by = [p for p in BY if opening.startswith(p[:_OPENING])]
    before_a_colon = [p for p in BY_COLON if opening.startswith(p[:_OPENING])]
    ways = (
        ([p for p in by if p[-1].isascii()], r"(?:\s*[:：]\s*|\s+)"),
        (by + before_a_colon, r"\s*[:：／/]\s*"),
        ([p for p in by if not p[-1].isascii()], r"(?:\s+|(?-i:(?=[\u3040-\u9fff])))"),
    )
    return re.compile(
        r"\s*(?:" + "|".join(_any(phrases) + behind for phrases, behind in ways if phrases) + ")",
        re.IGNORECASE,
    )


def posted_by(text: str, *, near: bool = False) -> str | None:
    """Return the pen name after "posted by"; `near` the headline also after a lone "by"."""
    if (
        near
        and (alone := _NICK_ALONE.fullmatch(text))
        and names.kind(alone[1]) is Kind.NOBODY
        and names.is_nick(alone[1])
    ):
        return alone[1]
    if ":" not in text and "：" not in text and _POSTED.isdisjoint(text.casefold().split()):
        return None
    text = text[:MAX_LINE]
    match = _SURELY_BY.match(text)
    if not match and (dated := _NICK_DATED.match(text)) and len(text) < MAX_META:
        nick = dated[1]
        return nick if names.is_nick(nick) and not names.is_role(nick) else None
    nick = _AFTER_NICK.sub("", _DIGITS.sub("", text[match.end() :])).strip(" .:,") if match else ""
    return (
        nick
        if nick and len(nick.split()) <= 2 and names.is_nick(nick) and not names.is_role(nick)
        else None
    )


def behind_date(line: str) -> str | None:
    """Return the end of a line that begins with its date: "7 May 2024 by Jane Roe"."""
    if len(line) > MAX_META or not any(map(str.isdigit, line)):
        return None
    words = line.split()
    for at in range(1, len(words) - 1):
        if words[at].casefold().rstrip(":：") in _ONE_WORD and date_parser.read(
            " ".join(words[:at])
        ):
            return " ".join(words[at:])
    return None


def _undated(text: str) -> str:
    """Return a name without a date behind it: "Jane Roe am 7. Mai" gives "Jane Roe"."""
    if not FIGURE.search(text) and CALENDAR.isdisjoint(_WORD.findall(text.casefold())):
        return text
    cut = _DIGITS.sub("", text)
    return _BEFORE_DATE.sub("", cut) if cut != text else text


def undated(line: str) -> str:
    """Return a byline without the date behind it."""
    cut = (
        line[: match.start()]
        if (match := _DIGITS.search(line, 0, MAX_LINE)) and match.start() > 3
        else line
    )
    words = cut.rstrip(_EDGE).split()
    while words and cut != line and months.number(words[-1].strip(_EDGE)):
        words.pop()
    return " ".join(words).rstrip(_EDGE) or line
