"""The language of the article and the direction of its script: what the page says, held against the text itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from scraper.extract.choice import Choice, Offer, chosen, offers
from scraper.lexicon.languages import RTL, RTL_SCRIPTS, SCRIPTS, words
from scraper.page import json_ld

if TYPE_CHECKING:
    from scraper.extract.context import Context

SAMPLE = 1_500  # characters of the text that are looked at
MIN_LETTERS = 40  # fewer prove nothing
CLEAR = 1.4  # how many times more small words than the runner-up

_TAG = re.compile(
    r"\A([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


def html_lang(doc: Context) -> Offer[str] | None:
    """<html lang>."""
    return _stated(doc.metadata.lang, 0.8)


def json_ld_language(doc: Context) -> Offer[str] | None:
    """InLanguage of the article node."""
    return _stated(
        json_ld.string((doc.metadata.article or {}).get("inLanguage"), "alternateName", "name"), 0.7
    )


def meta_language(doc: Context) -> Offer[str] | None:
    """Meta content-language, language, dc.language."""
    return _stated(
        doc.metadata.first("content-language", "language", "dc.language", "dcterms.language"), 0.6
    )


def og_locale(doc: Context) -> Offer[str] | None:
    """og:locale."""
    return _stated(doc.metadata.first("og:locale"), 0.6)


def text(doc: Context) -> Offer[str] | None:
    """Return the script and the small words of the text."""
    found = of(sample(doc))
    return Offer(value=found, confidence=0.7) if found else None


STRATEGIES = (html_lang, json_ld_language, meta_language, og_locale, text)


def choose(doc: Context) -> Choice[str]:
    """Return the language as a BCP 47 tag; the text overrules a template's wrong claim."""
    made = offers(doc, STRATEGIES)
    shown = next((o for o in made if o.strategy == "text"), None)
    if shown:
        made = [
            o._replace(fault=f"the text is {shown.value}")
            if not _agree(o.value, shown.value)
            else o
            for o in made
        ]
    return chosen("language", made, next((o for o in made if not o.fault), None))


def direction(doc: Context) -> Choice[str]:
    """Either "ltr" or "rtl": by the text's script, else by the page's word."""
    script = script_of(sample(doc))
    made: list[Offer[str]] = []
    if script:
        made.append(
            Offer(
                strategy="script", value="rtl" if script in RTL_SCRIPTS else "ltr", confidence=0.95
            )
        )
    stated = doc.metadata.direction
    if stated in {"ltr", "rtl"}:
        made.append(Offer(strategy="html_dir", value=stated, confidence=0.8))
    if lang := doc.metadata.lang:
        made.append(
            Offer(
                strategy="html_lang",
                value="rtl" if lang.lower()[:2] in RTL else "ltr",
                confidence=0.6,
            )
        )
    return chosen("direction", made, next(iter(made), None))


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
        return "ja" if counts["Kana"] * 12 > counts["Han"] else "zh"
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
        if sign.isalpha() and (name := _script(ord(sign))):
            counts[name] += times
    return counts


def _main(counts: Counter[str]) -> str | None:
    """Return the script of most letters; one Chinese or Korean sign counts as three letters."""
    weighed = {
        name: n * (3 if name in {"Han", "Kana", "Hangul"} else 1) for name, n in counts.items()
    }
    if sum(weighed.values()) < MIN_LETTERS:
        return None
    return max(weighed, key=weighed.__getitem__)


@cache
def _script(code: int) -> str | None:
    return next((name for low, high, name, _ in SCRIPTS if low <= code <= high), None)


def _by_words(sample: str, script: str) -> str | None:
    spoken = _WORD.findall(sample.lower())
    tally = dict.fromkeys(words()[script], 0)
    for speakers in filter(None, map(_speakers(script).get, spoken)):
        for lang in speakers:
            tally[lang] += 1
    scores = sorted(((times, lang) for lang, times in tally.items()), reverse=True)
    (best, language), (second, _) = scores[0], scores[1]
    enough = best >= 4 and best * 12 >= len(spoken)
    return language if enough and best >= CLEAR * second else None


@cache
def _speakers(script: str) -> dict[str, list[str]]:
    """Small word -> the languages of a script that have it."""
    found: dict[str, list[str]] = {}
    for lang, small in words()[script].items():
        for word in small:
            found.setdefault(word, []).append(lang)
    return found


def _stated(text: str | None, confidence: float) -> Offer[str] | None:
    match = _TAG.match((text or "").split(",")[0].strip())
    if not match or match[1].lower() in {"und", "mul", "xxx"}:
        return None
    language, script, region = match.groups()
    parts = [
        language.lower(),
        *([script.title()] if script else []),
        *([region.upper()] if region else []),
    ]
    return Offer(value="-".join(parts), raw=text, confidence=confidence)


SAME = ({"no", "nb", "nn", "da"}, {"hr", "sr", "bs", "sh"}, {"id", "ms"}, {"he", "iw", "yi"}, {"zh", "yue"},
        {"tl", "fil"}, {"pt", "gl"}, {"cs", "sk"}, {"de", "lb", "als", "gsw"}, {"zu", "xh", "nr", "ss"},
        {"ku", "ckb"}, {"nl", "af"})  # fmt: skip


def _agree(stated: str, shown: str) -> bool:
    """Whether a claim and the text can both be right; neighbours share too many words to be told apart for sure."""
    a, b = stated.partition("-")[0], shown.partition("-")[0]
    return a == b or any(a in group and b in group for group in SAME)
