"""Take a line of a byline apart: who signs, in which role, and which agencies are named as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.lexicon import byline_dates, eastern_bylines, introductions, names, phrases_in
from scraper.lexicon.byline_words import AND, CUT_SHORT, NO_NAME
from scraper.lexicon.bylines import BEFORE_PLACE, GLUED, OF_ROLE
from scraper.lexicon.folding import fold
from scraper.lexicon.matcher import alternation
from scraper.lexicon.names import NameKind
from scraper.patterns import late

MAX_LINE = 400  # characters of a line that are read
# Words of a name in front of "for": more are an organisation's, "… Union für Religion".
MAX_BEHALF = 3
MAX_LISTED = 8  # words of a list of names of which one is unknown
MAX_ANDS = 6  # of a list of names; each "and" doubles the ways to divide it
# Words that are found glued to a name: of sentences and interfaces, "by", names of months.
FOUND_GLUED = NO_NAME | CUT_SHORT | frozenset(GLUED)
SOMEBODY = frozenset({NameKind.PERSON, NameKind.AGENCY, NameKind.ORGANISATION})

_EDGES = " ,;:-–"
_EDGES_OF_LINE = " ,;:|-–—·•"
_TALK = late(
    rf"\s+{alternation(phrases_in('bylines', 'in_conversation'))}\s+",
    re.IGNORECASE,
)
_ADDRESS = late(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+|(?<!\w)@\w+")
_WORD = re.compile(r"\w+")
_LETTERS_BEFORE = re.compile(r"[A-Z][a-z]{0,8}$")
_IN_BRACKETS = re.compile(r"[【［\[《].*[】］\]》]", re.DOTALL)
_BRACKET = re.compile(
    r"[(（\[【《〈「『]([^()（）\[\]【】《》〈〉「」『』]{1,60})[)）\]】》〉」』]"
)
# Where the markup lost a space: "Jane RoePublished".
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z])")
_DOUBLED = re.compile(r"(\S.{4,28}\S) ?\1")  # for wide and narrow screens
_PARTS = re.compile(r"\s*[;|·•●∙⋅/／、，؛،\n\v–—]\s*|\s*,\s+|\s+[-~]\s+|\s*\+\s*")
_PLACE = late(rf"\s+{alternation(BEFORE_PLACE)}\s+(?=[A-ZÀ-ÞА-Я]).*$")
_ON_BEHALF = late(  # "JANE ROE FOR GAZETTE.COM"
    rf"\s+(?:(?i:{alternation(phrases_in('bylines', 'for_a_paper'))})\s+(?=[A-ZÀ-Þ])"
    rf"|(?i:{alternation(phrases_in('bylines', 'on_behalf'))})\s).*$"
)
# "Jane Roe | Palma de Mallorca | 08/01/2014": who, where, when.
_NAME_PLACE_DATE = re.compile(
    r"^([^|,;/]{5,40}?)\s*\|[^|,;/]{2,40}\|\s*\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}\b.*$"
)
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]{1,3}\.$")

NameWithRole = tuple[str, str | None]


class Signed(NamedTuple):
    """Who signs, in the order of the line, each with the role that is written with the name."""

    people: tuple[NameWithRole, ...] = ()
    organisations: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    introduced: bool = False  # a word like "by" was in front


class _Signers:
    """Collect who signs a line, part by part."""

    def __init__(self) -> None:
        self.people: list[NameWithRole] = []
        self.organisations: list[str] = []
        self.agencies: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.people or self.organisations or self.agencies)

    def add(self, part: str) -> None:
        """Put one part of a line where it belongs."""
        text = _without_edges(_trimmed(part))
        match names.kind(text):
            case NameKind.PERSON:
                self._add_person(text)
            case NameKind.AGENCY:
                self.agencies.append(text)
            case NameKind.ORGANISATION:
                self.organisations.append(text)
            case NameKind.ROLE:
                self._add_role(text)
            case NameKind.NOBODY:
                pass

    def _add_person(self, name: str) -> None:
        known = {person.casefold() for person, _ in self.people}
        if name.casefold() not in known:
            self.people.append((names.cased(name), None))

    def _add_role(self, text: str) -> None:
        """Give the role to the person before it, or take a name behind it."""
        if self.people:
            name, role = self.people[-1]
            self.people[-1] = (name, f"{role}, {text}" if role else text)
            return
        named = _role_then_name(text)
        if named:
            self.people.append(named)

    def signed(self, *, introduced: bool) -> Signed:
        """Return what was collected."""
        return Signed(
            people=tuple(self.people),
            organisations=tuple(self.organisations),
            agencies=tuple(self.agencies),
            introduced=introduced,
        )


@lru_cache(2048)  # most names are in the metadata and several times on the page
def read(line: str, *, pen_names: bool = False) -> Signed:
    """Return who signs a line; `pen_names` also accepts one short word as a name."""
    text = _without_addresses(line[:MAX_LINE])
    reporters = eastern_bylines.reporters(text)
    if reporters:
        return Signed(people=tuple((name, None) for name in reporters), introduced=True)
    text = _NAME_PLACE_DATE.sub(r"\1", _spaced(text))
    bare, introduced = introductions.strip(byline_dates.behind_dates(text))
    bare = _TALK.sub("; ", byline_dates.name_without_date(bare))
    asides = _in_brackets(bare)
    if len(asides) > 1 and _IN_BRACKETS.fullmatch(bare):
        introduced = True
    bare = fold(_BRACKET.sub(" ", bare)).strip(_EDGES_OF_LINE)
    signers = _Signers()
    for part in [*_split(bare), *asides]:
        # two signs of Chinese can be any word
        if pen_names or introduced or not eastern_bylines.is_east_asian(part):
            signers.add(part)
    if pen_names and not signers and names.is_pen_name(bare):
        signers.people.append((bare, None))
    return signers.signed(introduced=introduced)


def _without_addresses(text: str) -> str:
    """Return a line on one row, without addresses of mail and web, and handles."""
    may_have_one = "@" in text or "://" in text or "www." in text
    return fold(_ADDRESS.sub(" ", text) if may_have_one else text)


def _spaced(text: str) -> str:
    """Return the text with glued names apart: "Jane RoePublished", "Jane RoeJane Roe"."""
    doubled = _DOUBLED.fullmatch(text)
    if doubled:
        return doubled[1]
    humps = [hump.start() for hump in _HUMP.finditer(text)]
    for at in reversed(humps):
        around = (_LETTERS_BEFORE.search(text, 0, at), _WORD.match(text, at))
        words = {word[0].casefold() for word in around if word is not None}
        if not FOUND_GLUED.isdisjoint(words):
            text = f"{text[:at]} {text[at:]}"
    return text


def _in_brackets(text: str) -> list[str]:
    """Return the parts of what is in brackets."""
    asides: list[str] = []
    for bracket in _BRACKET.finditer(text):
        asides += _split(bracket[1])
    return asides


def _trimmed(part: str) -> str:
    """Return a part of a line without signs at its edges; the point of an initial stays."""
    ends_sentence = part.endswith(".") and not _INITIAL.search(part)
    return part.strip(_EDGES + "." if ends_sentence else _EDGES)


def _without_edges(part: str) -> str:
    """Return a part of a list without an "and" before the name or other words behind it."""
    words = part.split()
    if len(words) > 1 and words[0].casefold() in AND and words[0].islower():
        words = words[1:]
    whole = " ".join(words)
    if len(words) < MAX_BEHALF or names.kind(whole) is not NameKind.NOBODY:
        return whole
    glued = (at for at, word in enumerate(words) if word.casefold().strip(".:") in FOUND_GLUED)
    name = " ".join(words[: next(glued, len(words))])
    return name if names.is_person(name) else whole


def _role_then_name(part: str) -> NameWithRole | None:
    """Take "Political Editor Jane Roe" apart at the longest end, or beginning, that is a name."""
    words = part.split()
    for at in range(1, len(words) - 1):
        role, name = _halves(words, at)
        is_about_name = not OF_ROLE.isdisjoint(words[at - 1 : at + 1])
        if not is_about_name and names.is_person(name) and names.is_role(role):
            return name, role
    for at in range(len(words) - 1, 1, -1):
        name, role = _halves(words, at)
        if names.is_person(name) and names.is_role(role):
            return name, role
    return None


def _halves(words: Sequence[str], at: int) -> tuple[str, str]:
    return " ".join(words[:at]), " ".join(words[at:])


def _split(text: str) -> Iterator[str]:
    """Yield the parts of a line; divide at "and" only between two names."""
    for part in _PARTS.split(text):
        yield from _at_and(_without_place(part))


def _without_place(part: str) -> str:
    """Return a part without what follows a name: for which paper it was written, or where."""
    who = _ON_BEHALF.sub("", part)
    if len(who.split()) <= MAX_BEHALF and names.is_person(who):
        return who
    return part if names.is_person(part) else _PLACE.sub("", part)


def _at_and(part: str) -> list[str]:
    """Return the names of a list that "and" divides, or the whole where no side is a name."""
    words = part.split()
    if sum(word.casefold() in AND for word in words) > MAX_ANDS:
        return [part]
    for at in range(1, len(words) - 1):
        if words[at].casefold() not in AND:
            continue
        left, right = " ".join(words[:at]), " ".join(words[at + 1 :])
        if words[0].casefold() in BEFORE_PLACE:  # "in Applegarth and Jane Roe"
            return _at_and(right)
        rest = _at_and(introductions.strip(right)[0])
        if _are_names(left, rest, words):
            return [left, *rest]
    return [part]


def _are_names(left: str, rest: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether both sides of an "and" are names, or one is and the other could be."""
    left_known = _names_somebody(left)
    rest_known = any(map(_names_somebody, rest))
    if left_known and rest_known:
        return True
    return (left_known or rest_known) and _could_be_names(words)


def _could_be_names(words: Sequence[str]) -> bool:
    """Return whether the words are names but for one of them: "Quirin and Jane Roe"."""
    return len(words) <= MAX_LISTED and names.kind(" ".join(words)) is NameKind.NOBODY


def _names_somebody(text: str) -> bool:
    return names.kind(text) in SOMEBODY or _role_then_name(text) is not None
