"""The kind of change in a paragraph.

From noise and typos to a number, a name or a quotation with another meaning.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from scraper.changes.word_diff import Run, RunKind, runs
from scraper.lexicon.corrections import CORRECTION, COUNTED, SHORT_LINE, SHORT_TEXT, TIME, UPDATE


class EditKind(StrEnum):
    """The kinds of change, from noise to substance."""

    WHITESPACE = "whitespace"
    TYPOGRAPHY = "typography"
    DATE_LINE = "date_line"
    COUNTER = "counter"
    MOVED = "moved"
    TYPO = "typo"
    WORDING = "wording"
    NAME = "name"
    NUMBER = "number"
    QUOTATION = "quotation"
    PARAGRAPH_ADDED = "paragraph_added"
    PARAGRAPH_REMOVED = "paragraph_removed"
    CORRECTION_NOTE = "correction_note"


# the least weight of a change of a kind, 0 to 1; its length adds to it
WEIGHTS: dict[EditKind, float] = {
    EditKind.WHITESPACE: 0.0,
    EditKind.TYPOGRAPHY: 0.0,
    EditKind.DATE_LINE: 0.0,
    EditKind.COUNTER: 0.0,
    EditKind.MOVED: 0.1,  # every word is still there
    EditKind.TYPO: 0.1,
    EditKind.WORDING: 0.3,
    EditKind.CORRECTION_NOTE: 0.5,
    EditKind.PARAGRAPH_ADDED: 0.5,
    EditKind.PARAGRAPH_REMOVED: 0.6,
    EditKind.NAME: 0.7,
    EditKind.NUMBER: 0.7,
    EditKind.QUOTATION: 0.8,
}
TYPO_LIKENESS = 0.7  # of the letters of two words
MOST_TYPOS = 3  # changed words; more are a rewording
SHORTEST_TYPO = 3  # letters; of shorter words one letter is too large a part to be a slip
SAME_QUOTATION = 0.3  # share of words; with less in common it is another quotation
MOST_NAME_WORDS = 8  # changed words; more are a sentence rewritten, and not a name exchanged

_SIGNS = (
    {ord(c): "'" for c in "‘’‚‛′`´ʼ"}
    | {ord(c): '"' for c in "“”„‟″«»‹›「」『』"}
    | {ord(c): "-" for c in "‐‑‒–—―−"}
)
_QUOTED = re.compile(r'"([^"]{3,})"')
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"\w+(?:['.,:]\w+)*")
# without `once` and `seize`, which are other words in English
_NUMERALS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion billions trillion dozen
    dozens zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
    fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig
    siebzig achtzig neunzig hundert tausend million millionen milliarde milliarden billion
    billionen dutzend deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze
    quinze vingt vingts trente quarante cinquante soixante septante huitante nonante cent
    cents mille million millions milliard milliards douzaine dos tres cuatro cinco seis siete
    ocho nueve diez doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte
    veintiuno veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete
    veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa cien
    ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos
    novecientos mil millón millones docena due tre quattro cinque sei sette otto nove dieci
    undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti
    trenta quaranta cinquanta sessanta settanta ottanta novanta cento duecento trecento
    quattrocento cinquecento seicento settecento ottocento novecento mille milione milioni
    miliardo miliardi dozzina
    """.split()
)

# einundzwanzig to neunundneunzig, which German writes as one word
_GERMAN = re.compile(
    "(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]ig"
)


def kind_of(before: str, after: str) -> EditKind:
    """Return what the difference between two forms of a paragraph amounts to."""
    return next(kind for kind, is_it in TESTS if is_it(before, after))


def plain(text: str) -> str:
    """Return a text without what is typography only."""
    folded = unicodedata.normalize("NFKC", text).translate(_SIGNS).replace("…", "...")
    return "".join(folded.split()).replace("\u00ad", "").replace("\u200b", "")


def _whitespace(before: str, after: str) -> bool:
    return "".join(before.split()) == "".join(after.split())


def _typography(before: str, after: str) -> bool:
    return plain(before).rstrip(".") == plain(after).rstrip(".")


def _correction(before: str, after: str) -> bool:
    return bool(CORRECTION.match(after)) and not CORRECTION.match(before)


def _date_line(before: str, after: str) -> bool:
    return all(is_date_line(text) for text in (before, after))


def _is_short(text: str) -> bool:
    return len(text) <= SHORT_TEXT and len(text.split()) <= SHORT_LINE


def is_date_line(text: str) -> bool:
    """Return whether a paragraph only gives the time of an update."""
    return _is_short(text) and bool(UPDATE.search(text)) and bool(TIME.search(text))


def _counter(before: str, after: str) -> bool:
    return all(is_counter(text) for text in (before, after))


def is_counter(text: str) -> bool:
    """Return whether a paragraph only counts comments, shares, views."""
    return _is_short(text) and bool(COUNTED.search(text))


def _quotation(before: str, after: str) -> bool:
    """Return whether a quotation is still there, but with other words."""
    old = _quotations(before)
    new = _quotations(after)
    removed = [quotation for quotation in old if quotation not in new]
    added = [quotation for quotation in new if quotation not in old]
    return any(_is_same_quotation(*both) for both in itertools.product(removed, added))


def _quotations(text: str) -> list[str]:
    return _QUOTED.findall(text.translate(_SIGNS))


def _is_same_quotation(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() >= SAME_QUOTATION


def _number(before: str, after: str) -> bool:
    old, new = changed_words(before, after)
    return sorted(filter(_is_number, old)) != sorted(filter(_is_number, new))


def _is_number(word: str) -> bool:
    if _NUMBER.search(word):
        return True
    lower = word.lower()
    return lower in _NUMERALS or _GERMAN.fullmatch(lower) is not None


def _typo(before: str, after: str) -> bool:
    """Return whether only a few words are spelled differently."""
    old, new = changed_words(before, after)
    sizes = (len(old), len(new))
    if min(sizes) < 1 or max(sizes) > MOST_TYPOS:
        return False
    if any(map(_is_number, (*old, *new))):
        return False
    one = "".join(old).lower()
    other = "".join(new).lower()
    if min(len(one), len(other)) < SHORTEST_TYPO:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= TYPO_LIKENESS


def _name(before: str, after: str) -> bool:
    """Return whether capitalised words that do not begin a sentence were exchanged."""
    old, new = changed_words(before, after)
    if max(len(old), len(new)) > MOST_NAME_WORDS:
        return False
    capitalised = [word for word in (*old, *new) if word[:1].isupper() and not word.isupper()]
    return any(_is_inside_sentence(word, before, after) for word in capitalised)


def _is_inside_sentence(word: str, before: str, after: str) -> bool:
    return not _begins_sentence(word, before) and not _begins_sentence(word, after)


def _begins_sentence(word: str, text: str) -> bool:
    return re.search(rf"(?:^|[.!?:]['\"”’)]*\s+)['\"“‘(]*{re.escape(word)}", text) is not None


def changed_words(before: str, after: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words that were taken out and those that were put in.

    Parts of words count whole.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    out: tuple[list[str], list[str]] = ([], [])
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            out[0].extend(old[a1:a2])
            out[1].extend(new[b1:b2])
    return out


def count(found: Sequence[Run], kind: RunKind) -> int:
    """Return how many words were added, or removed."""
    return sum(len(_WORD.findall(run.text)) for run in found if run.kind is kind)


def word_counts(before: str, after: str) -> tuple[int, int]:
    """Return the numbers of words added and removed."""
    found = runs(before, after)
    return count(found, RunKind.ADDED), count(found, RunKind.REMOVED)


TESTS: tuple[tuple[EditKind, Callable[[str, str], bool]], ...] = (
    (EditKind.WHITESPACE, _whitespace),
    (EditKind.TYPOGRAPHY, _typography),
    (EditKind.CORRECTION_NOTE, _correction),
    (EditKind.DATE_LINE, _date_line),
    (EditKind.COUNTER, _counter),
    (EditKind.TYPO, _typo),
    (EditKind.QUOTATION, _quotation),
    (EditKind.NUMBER, _number),
    (EditKind.NAME, _name),
    (EditKind.WORDING, lambda before, after: before != after),
)
