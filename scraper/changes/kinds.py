"""The kind of change in a paragraph.

From noise and typos to a number, a name or a quotation with another meaning.
"""

from __future__ import annotations

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


# what a change of a kind says at least, 0 to 1; its length adds to it
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
    """Return whether a paragraph only says when the page was touched."""
    return _is_short(text) and bool(UPDATE.search(text)) and bool(TIME.search(text))


def _counter(before: str, after: str) -> bool:
    return all(is_counter(text) for text in (before, after))


def is_counter(text: str) -> bool:
    """Return whether a paragraph only counts comments, shares, views."""
    return _is_short(text) and bool(COUNTED.search(text))


def _quotation(before: str, after: str) -> bool:
    """Words within quotation marks are not what they were, and the quotation is still there."""
    old, new = (_QUOTED.findall(text.translate(_SIGNS)) for text in (before, after))
    gone, come = [q for q in old if q not in new], [q for q in new if q not in old]
    return any(
        SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio() >= 0.3
        for a in gone
        for b in come
    )


def _number(before: str, after: str) -> bool:
    old, new = changed_words(before, after)
    return any(map(_is_number, (*old, *new))) and sorted(filter(_is_number, old)) != sorted(
        filter(_is_number, new)
    )


def _is_number(word: str) -> bool:
    return (
        bool(_NUMBER.search(word))
        or word.lower() in _NUMERALS
        or _GERMAN.fullmatch(word.lower()) is not None
    )


def _typo(before: str, after: str) -> bool:
    """Return whether only a few words are spelled differently."""
    old, new = changed_words(before, after)
    if not (1 <= len(old) <= MOST_TYPOS and 1 <= len(new) <= MOST_TYPOS) or any(
        map(_is_number, (*old, *new))
    ):
        return False
    one, other = "".join(old).lower(), "".join(new).lower()
    return (
        min(len(one), len(other)) > 2
        and SequenceMatcher(None, one, other, autojunk=False).ratio() >= TYPO_LIKENESS
    )


def _name(before: str, after: str) -> bool:
    """Capitalised words that do not begin a sentence were exchanged for other ones."""
    old, new = changed_words(before, after)
    inside = [word for word in (*old, *new) if word[:1].isupper() and not word.isupper()]
    few = len(old) <= 8 and len(new) <= 8
    return few and any(
        not _begins_sentence(word, before) and not _begins_sentence(word, after) for word in inside
    )


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
    """How many words were added, or removed."""
    return sum(len(_WORD.findall(run.text)) for run in found if run.kind is kind)


def word_counts(before: str, after: str) -> tuple[int, int]:
    """Words added and removed."""
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
