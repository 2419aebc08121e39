"""The language of the article and the direction of its script.

What the page claims is compared with the text itself.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from scraper.extract.choice import Choice, Offer, chosen, first, offers
from scraper.lexicon.languages import NEIGHBOURS, RTL, RTL_SCRIPTS, SCRIPTS, words
from scraper.page import json_ld

if TYPE_CHECKING:
    from scraper.extract.context import Context

SAMPLE = 1_500  # characters of the text that are looked at
MIN_LETTERS = 40  # fewer prove nothing
CLEAR = 1.4  # how many times more small words than the runner-up
FEWEST = 4  # small words: with fewer the language does not show
WORDS_PER_SMALL = 12  # in any language more than one word of twelve is a small one
HAN_PER_KANA = 12  # a text with fewer Chinese signs for each syllable sign is Japanese
WEIGHTS = {"Han": 3, "Kana": 3, "Hangul": 3}  # letters that a sign counts as
UNSAID = frozenset({"und", "mul", "xxx"})  # tags of no language

_TAG = re.compile(
    r"\A([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


def html_lang(doc: Context) -> Offer[str] | None:
    """Return the attribute lang of <html>."""
    return _stated(doc.metadata.lang, 0.8)


def json_ld_language(doc: Context) -> Offer[str] | None:
    """Return inLanguage of the article node."""
    language = (doc.metadata.article or {}).get("inLanguage")
    return _stated(json_ld.string(language, "alternateName", "name"), 0.7)


def meta_language(doc: Context) -> Offer[str] | None:
    """Return the meta element content-language, or its twin for libraries."""
    names = ("content-language", "language", "dc.language", "dcterms.language")
    return _stated(doc.metadata.first(*names), 0.6)


def og_locale(doc: Context) -> Offer[str] | None:
    """Return og:locale."""
    return _stated(doc.metadata.first("og:locale"), 0.6)


def text(doc: Context) -> Offer[str] | None:
    """Return the language that the script and the small words of the text show."""
    found = of(sample(doc))
    return Offer(value=found, confidence=0.7) if found else None


STRATEGIES = (html_lang, json_ld_language, meta_language, og_locale, text)


def choose(doc: Context) -> Choice[str]:
    """Return the language as a BCP 47 tag; the text overrules a template's wrong claim."""
    made = offers(doc, STRATEGIES)
    shown = next((o for o in made if o.strategy == "text"), None)
    if shown is not None:
        made = [_held_against(shown.value, offer) for offer in made]
    return chosen("language", made, next((o for o in made if not o.fault), None))


def _held_against(shown: str, offer: Offer[str]) -> Offer[str]:
    """Return an offer, with a fault if the text's language is another."""
    if _agree(offer.value, shown):
        return offer
    return offer._replace(fault=f"the text is {shown}")


def direction(doc: Context) -> Choice[str]:
    """Return "ltr" or "rtl": by the text's script, else by the page's word."""
    return first("direction", doc, (script, html_lang_direction))


def script(doc: Context) -> Offer[str] | None:
    """Return the direction of the text's script."""
    found = script_of(sample(doc))
    if found is None:
        return None
    return Offer(value=_direction(is_rtl=found in RTL_SCRIPTS), confidence=0.95)


def html_lang_direction(doc: Context) -> Offer[str] | None:
    """Return the direction of the language that <html> claims."""
    lang = doc.metadata.lang
    if not lang:
        return None
    value = _direction(is_rtl=lang.lower()[:2] in RTL)
    return Offer(value=value, confidence=0.6, strategy="html_lang")


def _direction(*, is_rtl: bool) -> str:
    return "rtl" if is_rtl else "ltr"


def sample(doc: Context) -> str:
    """Return some of the article's text: the body's first blocks, else the titles."""
    pieces, size = [], 0
    for block in doc.body.blocks:
        pieces.append(block.text)
        size += len(pieces[-1])
        if size > SAMPLE:
            break
    return " ".join([*doc.metadata.titles[:1], *pieces])[:SAMPLE]


def of(sample: str) -> str | None:
    """Return the language that a text is written in, None where it does not show."""
    counts = _scripts(sample)
    script = _main(counts)
    if script is None:
        return None
    if script in {"Han", "Kana"}:
        return "ja" if counts["Kana"] * HAN_PER_KANA > counts["Han"] else "zh"
    if script in words():
        return _by_words(sample, script)
    return next(language for _, _, name, language in SCRIPTS if name == script)


def script_of(sample: str) -> str | None:
    """Return the script of most of a text."""
    return _main(_scripts(sample))


@lru_cache(2)  # asked for the language and for the direction
def _scripts(sample: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sign, times in Counter(sample).items():  # each sign is looked up once
        name = _script(ord(sign)) if sign.isalpha() else None
        if name:
            counts[name] += times
    return counts


def _main(counts: Counter[str]) -> str | None:
    """Return the script of most letters; a Chinese, Japanese or Korean sign counts as three."""
    weighed = {name: count * WEIGHTS.get(name, 1) for name, count in counts.items()}
    if sum(weighed.values()) < MIN_LETTERS:
        return None
    return max(weighed, key=weighed.__getitem__)


@cache
def _script(code: int) -> str | None:
    return next((name for low, high, name, _ in SCRIPTS if low <= code <= high), None)


def _by_words(sample: str, script: str) -> str | None:
    """Return the language with most of the sample's words among its small words, if it is clear."""
    spoken = _WORD.findall(sample.lower())
    tally = dict.fromkeys(words()[script], 0)
    for speakers in filter(None, map(_speakers(script).get, spoken)):
        for lang in speakers:
            tally[lang] += 1
    scores = sorted(((times, lang) for lang, times in tally.items()), reverse=True)
    (best, language), (second, _) = scores[0], scores[1]
    is_enough = best >= FEWEST and best * WORDS_PER_SMALL >= len(spoken)
    return language if is_enough and best >= CLEAR * second else None


@cache
def _speakers(script: str) -> dict[str, list[str]]:
    """Return small word -> the languages of a script that have it."""
    found: dict[str, list[str]] = {}
    for lang, small in words()[script].items():
        for word in small:
            found.setdefault(word, []).append(lang)
    return found


def _stated(text: str | None, confidence: float) -> Offer[str] | None:
    match = _TAG.match((text or "").split(",")[0].strip())
    if not match or match[1].lower() in UNSAID:
        return None
    language, script, region = match.groups("")
    parts = (language.lower(), script.title(), region.upper())
    return Offer(value="-".join(filter(None, parts)), raw=text, confidence=confidence)


def _agree(stated: str, shown: str) -> bool:
    """Return whether a claim and the text can both be right.

    Neighbours share too many words to be told apart for sure.
    """
    claimed, seen = stated.partition("-")[0], shown.partition("-")[0]
    return claimed == seen or any({claimed, seen} <= group for group in NEIGHBOURS)
