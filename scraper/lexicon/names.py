"""Distinguish what a short text names: a person, an organisation, an agency, a role, or nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

from scraper.lexicon.byline_words import (
    AGENCIES,
    AGENCY_NAMES,
    ARTICLES,
    CUT_SHORT,
    EASTERN_ENDS,
    GIVEN_NAMES,
    HOST_ENDS,
    INTERFACE,
    NO_NAME,
    NOBODY,
    ORGANISATION,
    PARTICLES,
    SECTIONS,
    TITLES,
)
from scraper.lexicon.bylines import BY
from scraper.lexicon.folding import may_be_wide
from scraper.lexicon.matcher import alternation
from scraper.lexicon.roles import ROLE_ENDS, ROLES
from scraper.patterns import late

MIN_CHARS = 2
MAX_CHARS = 60
FULL_NAME = 2  # words
MAX_WORDS = 6
MAX_BESIDE = 2  # titles and particles of a name of the most words
MAX_AGENCY = 3  # words of a line in which the name of an agency is not a word of a sentence
MAX_CASELESS = 5  # words of a name in a script without capitals; more are a sentence
MAX_HAN = 8  # signs of a Chinese or Japanese name
MAX_UNSPACED = 10  # signs of a pen name in a script without spaces; more are a headline
SECTION = 2  # signs of the name of a newspaper's section

_EDGES = ".,;:()"
_BESIDE = TITLES | PARTICLES
_NEVER = NO_NAME | ORGANISATION | ROLES  # words that no name has
_HAN = late(r"[\u3400-\u9fff々]{2,4}(?:[\s　・]?[\u3040-\u30ff\u3400-\u9fff々]{1,6})?")
_KANA = late(r"[\u3040-\u30ff・ー＝\s]{3,20}")
_HANGUL = late(r"[\uac00-\ud7af]{2,4}")
_CASELESS = late(
    r"[\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u10a0-\u137f\u1780-\u17ff"
    r"\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d\s.'’-]+"
)
_EASTERN_END = late(f"{alternation(EASTERN_ENDS)}$")
_UNSPACED = late("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_WORD = re.compile(r"[^\W\d_]++(?:[.'’‘`´·-]++[^\W\d_]++)*+\.?|[^\W\d_]\.(?:[^\W\d_]\.)*+")
_HOST = re.compile(r"[a-z]\.[a-z]{2,}$")  # "Courier.example"
_NICK = re.compile(r"[\w.\-]{2,25}(?:[ ][\w.\-&]{1,20}){0,3}")
_INSIDE = re.compile(r"['’ʼ‘`´-]")  # between the parts of one word of a name
_PREFIXED = re.compile(r"(?:de|la|le|van|von|mac|mc|di|da|du|el|al)[A-Z]")


class NameKind(StrEnum):
    """What a text can name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    AGENCY = "agency"
    ROLE = "role"
    NOBODY = "nobody"


@lru_cache(maxsize=2048)
def kind(text: str) -> NameKind:
    """Return what the whole of a text names."""
    words = [word.casefold().strip(_EDGES) for word in text.split()]
    if not any(words) or len(text) > MAX_CHARS:
        return NameKind.NOBODY
    fitting = (name_kind for name_kind, fits in _TESTS if fits(text, words))
    return next(fitting, NameKind.NOBODY)


def _is_agency(text: str, words: Sequence[str]) -> bool:
    """Return whether a text is the name of an agency, or a short line with one."""
    if "".join(words) in AGENCIES or " ".join(words) in AGENCY_NAMES:
        return True
    names_one = not AGENCIES.isdisjoint(words)
    return names_one and len(words) <= MAX_AGENCY and not is_person(text)


def _ends_with_role(text: str, words: Sequence[str]) -> bool:
    """Return whether the last of several words is a role: "News editor", "Staff writer"."""
    return len(words) > 1 and _is_role_word(words[-1]) and not is_person(text)


def _is_organisation(text: str, words: Sequence[str]) -> bool:
    """Return whether a text has a word that only organisations have, or is a host's name."""
    if not ORGANISATION.isdisjoint(words) or "".join(words).endswith(HOST_ENDS):
        return True
    return may_be_wide(text) and _EASTERN_END.search(text) is not None


def is_role(text: str) -> bool:
    """Return whether a text describes what somebody is, and does not name anybody."""
    if text.casefold() in ROLES:
        return True
    words = re.split(r"[\s/,-]+", text)
    return any(_is_role_word(word.strip(_EDGES).casefold()) for word in words)


def _is_role_word(word: str) -> bool:
    return word in ROLES or word.endswith(ROLE_ENDS)


@lru_cache(maxsize=2048)
def is_person(text: str) -> bool:
    """Return whether a text has the shape of a person's full name, in any script."""
    if not MIN_CHARS <= len(text) <= MAX_CHARS or any(map(str.isdigit, text)):
        return False
    eastern = _is_eastern_person(text) if may_be_wide(text) else None
    if eastern is not None:
        return eastern
    words = text.split()
    if not text.isascii() and _CASELESS.fullmatch(text):
        return FULL_NAME <= len(words) <= MAX_CASELESS and not any(map(_is_no_name, words))
    return _is_cased_name([word.strip(",") for word in words])


def _is_eastern_person(text: str) -> bool | None:
    """Return whether a text in Chinese, Japanese or Korean is a name; None if unclear."""
    if _EASTERN_END.search(text):
        return False
    if _HAN.fullmatch(text) and len(text) <= MAX_HAN:
        return text not in NOBODY and text not in ORGANISATION and not _is_menu(text)
    return True if _HANGUL.fullmatch(text) or _KANA.fullmatch(text) else None


def _is_menu(text: str) -> bool:
    """Return whether a text is made of the names of a newspaper's sections: 文化社会."""
    sections = (text[at : at + SECTION] for at in range(0, len(text), SECTION))
    return SECTIONS.issuperset(sections)


def _is_cased_name(words: Sequence[str]) -> bool:
    """Return whether all words but particles have a capital, and none belongs to sentences."""
    if not FULL_NAME <= len(words) <= MAX_WORDS + MAX_BESIDE:
        return False
    core = _without_particles(words)
    has_title = words[0].casefold() in TITLES
    fewest = 1 if has_title else FULL_NAME
    if not fewest <= len(core) <= MAX_WORDS or not all(map(_is_name_word, core)):
        return False
    low = [word.casefold() for word in core]
    return not INTERFACE.issuperset(low) and not any(map(_is_no_name, low))


def _without_particles(words: Sequence[str]) -> list[str]:
    """Return the words of a name without titles and particles, unless they are names here."""
    first, last = words[0], words[-1]
    core = [word for word in words if word.casefold() not in _BESIDE]
    if first.casefold() in GIVEN_NAMES and first.istitle():
        core.insert(0, first)
    last_may_be_surname = last not in core and last.isalpha() and last.istitle()
    if len(core) < FULL_NAME and last_may_be_surname:
        core.append(last)  # a surname that is a title elsewhere: Karoline Herr
    return core


def _is_name_word(word: str) -> bool:
    """Return whether a word is spelt like a word of a name."""
    if not _WORD.fullmatch(word) or _HOST.search(word):
        return False
    return _has_capital(word)


def _has_capital(word: str) -> bool:
    """Return whether a capital is first or after a prefix: d'Arc, al-Sharif, deGrasse."""
    if word[0].isupper() or _PREFIXED.match(word):
        return True
    return any(part[:1].isupper() for part in _INSIDE.split(word)[1:])


def _is_no_name(word: str) -> bool:
    """Return whether a word in lower case, or what its point cuts short, is one no name has."""
    return not _NEVER.isdisjoint((word, word.strip(".")))


def is_nick(text: str) -> bool:
    """Return whether a text could be a pen name: up to four short words that make no sentence."""
    if not _NICK.fullmatch(text) or text.isdigit() or text.casefold() in BY:
        return False
    is_headline = len(text) > MAX_UNSPACED and _has_unspaced_script(text)
    words = [word.casefold().strip(".") for word in _without_article(text.split())]
    if is_headline or words[0] in CUT_SHORT:
        return False
    return NO_NAME.isdisjoint(words) and NOBODY.isdisjoint(words)


def _has_unspaced_script(text: str) -> bool:
    """Return whether a text has letters of a script that sets no spaces between words."""
    return may_be_wide(text) and _UNSPACED.search(text) is not None


def _without_article(words: list[str]) -> list[str]:
    """Return the words of a pen name without the article in front: "der Michel"."""
    has_article = len(words) > 1 and words[0].casefold() in ARTICLES
    return words[1:] if has_article and words[1][0].isupper() else words


def is_pen_name(text: str) -> bool:
    """Return whether a text could be a pen name and is not a role."""
    return is_nick(text) and not is_role(text)


def cased(name: str) -> str:
    """Return a name in capitals as usual: JANE O'NEILL-ROE -> Jane O'Neill-Roe."""
    words = name.split()
    if len(words) < FULL_NAME or not name.isupper() or not name.isascii():
        return name
    return " ".join(word if "." in word else word.title() for word in words)


# In this order: a role may be a word of an organisation's name, a name has the shape of both.
_TESTS: tuple[tuple[NameKind, Callable[[str, Sequence[str]], bool]], ...] = (
    (NameKind.AGENCY, _is_agency),
    (NameKind.ROLE, _ends_with_role),
    (NameKind.ORGANISATION, _is_organisation),
    (NameKind.ROLE, lambda text, _: is_role(text)),
    (NameKind.PERSON, lambda text, _: is_person(text)),
)
