"""Split the credit from a caption's head or tail, in many languages.

Each strategy takes a folded text and returns (start, end, credit): the span of the credit with its
label, and the name in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from scraper.extract.images.credit_names import (
    MAX_WORDS,
    WORD,
    capitalised,
    has_agency,
    is_name,
    is_name_for_client,
    is_signature,
    starts_capital,
)
from scraper.lexicon.credit_words import (
    AGENCIES,
    BARE_LABELS,
    BY_LABELS,
    EAST_VERBS,
    FROM_LABELS,
    LABELS,
    SIGNS,
)
from scraper.patterns import late

PARTICLES = frozenset(
    {"von", "Von", "by", "By", "par", "Par", "por", "Por", "di", "av", "af", "door"}
)
NO_NAMES_END = (
    "から",
    "にて",
    "で",
    "に",
    "を",
    "が",
    "は",
    "より",
)  # "taken from a helicopter" names nobody
MAX_TEXT = 2_000  # characters; a longer text is no caption
MIN_SLASHED = 4  # words of a caption with "A. Name/AFP" behind it
MAX_SIGNATURE = 8  # words of such a credit
MAX_EAST_AGENCY = 15  # characters of an agency behind "＝"; more are a place or a sentence
MAX_HEAD = 2  # words of a name before a slash
MIN_FOLLOWING = 40  # characters, and words, of a sentence behind a credit
MIN_FOLLOWING_WORDS = 7
TITLE_LONGEST = 8  # characters, with the full stop and a space behind it
Cut = tuple[int, int, str]

_COLON = late(
    r"(?=[\s.:：=＝／…])(?:\s?\.?\s?[:：=＝／]\s*|\s?(?:\.\.\.|…)\s?(?=\S))"
)  # "Credit...A. Name" stands for a colon
_ANY_COLON = re.compile(r"[:：=＝／…]|\.\.\.")
MAX_LABEL = 40  # characters in front of a colon in which a label is sought
_LABEL_WORDS = late(
    r"[^\s.,;:!?।。、()\[\]（）【】|/]+(?: [^\s.,;:!?।。、()\[\]（）【】|/]+){0,2}$"
)
_OPENS = late(r"[(\[/|–—.!?»”\"'’,-]\s?")  # what may stand in front of such a label
_BY = late(rf"{BY_LABELS}\s+(?=\S)", re.IGNORECASE)
_FROM = late(rf"{FROM_LABELS}\s+(?=\S)", re.IGNORECASE)
_BARE = late(rf"{BARE_LABELS}\s+(?=\S)", re.IGNORECASE)
# Rights that agencies and newspapers reserve behind a caption: neither caption nor credit.
_RIGHTS = late(
    r"(?<![\s\-–—|(\[©.,])[\s\-–—|(\[©.,]*+(?:riproduzione riservata|all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés"
    r"|todos los derechos reservados|todos os direitos reservados|(?:purchase|acquire) licensing rights.{0,24}"
    r"|재판매 및 DB ?금지|무단 ?전재.{0,16}|転載禁止|no resale|no archives?)[\s.)\]>]*+$",
    re.IGNORECASE,
)
_RESERVED = (
    "reserv riserv réserv vorbehalten licensing 금지 전재 禁止 resale archive".split()
)  # where there are rights
_ANY_SIGN = re.compile(r"[©ⓒ℗]|\([cC]\)|[cC][oO][pP][yY]")
_SIGN = late(
    r"(?:"
    + "|".join(map(re.escape, SIGNS))
    + r")\s*+(?:(?:by|von)\s++)?(?:\d{4}\b,?\s*+)?[:：]?\s*+",
    re.IGNORECASE,
)
_BRACKETS = late(r"[(\[（【［〔]([^()\[\]（）【】［］]{2,100})[)\]）】］〕]\s*[.。]?$")
_EAST_TAIL = re.compile(r"[=＝]([^=＝。]{1,30})$")
_EAST_ENDS = (*EAST_VERBS, "기자")
_EAST_SHOT = late(rf"([\w・／/\s]{{1,24}}?)(?:{'|'.join(_EAST_ENDS)})$")
_EAST_LIST = late(
    rf"[、，]\s?((?:[^\s、，。＝=（）()]){{2,10}}?)(?:{'|'.join(EAST_VERBS)})$"
)  # the last of a list: "…、みなと市、沖田ひかる撮影"
_EAST_VERB = late(rf"(?<=\S)\s?(?:{'|'.join(EAST_VERBS)})$")
_SEGMENT = late(  # the signs first, as they rule out most places: so it is three times as fast
    r"(?=[.!?…\s”\"»。！？])(?:(?=[.!?…])(?:(?<=[^\W\d_]{3})|(?<=[)\]»”\"'’\d\u3040-\u9fff\uac00-\ud7af]))[.!?…]+[”\"»’')]*\s*|\s[|–—•·]\s*|\s-\s|[”\"»]\s+|[。！？]\s*)(?=\S)"
)
_TITLES = late(r"\b(?:[A-Z][a-z]{0,3}|Prof|Capt|Supt|Sgt|Hon|bzw|etc|vgl|bzw|Univ|Corp|Inc|Ltd)\.$")
_EDGES = " \t-–—|•·,;:：/／.=＝、，"
_PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］", "„": "“"}


class Split(NamedTuple):
    """A caption and the credit that was in its text."""

    caption: str | None
    credit: str | None


@lru_cache(512)  # several strategies ask about the same few lines
def split(text: str) -> Split:
    """Split a folded text into caption and credit; either may be missing."""
    if len(text) > MAX_TEXT:
        return Split(caption=text, credit=None)
    low = text.lower()
    if any(word in low for word in _RESERVED):
        text = _RIGHTS.sub("", text)
    for strategy in STRATEGIES:
        cut = strategy(text)
        if cut is None:
            continue
        start, end, name = cut
        rest = _mend(text[:start], text[end:])
        if rest and not any(c.isalpha() for c in rest):
            rest = ""
        again = split(rest) if rest else None
        if again and again.credit:
            return Split(
                caption=again.caption, credit=f"{again.credit} / {name}" if name else again.credit
            )
        return Split(caption=rest or None, credit=name or None)
    return Split(caption=text or None, credit=None)


def is_credit(text: str) -> bool:
    """Return whether a whole short text is a credit."""
    return split(text).caption is None or is_signature(text)


def clean(name: str) -> str:
    """Return a credit without its label, sign, brackets and stray punctuation."""
    name = name.strip(_EDGES)
    for _ in range(3):
        before = name
        label = labels(name)
        if label and label[0][0] == 0 and label[0][1] < len(name):
            name = name[label[0][1] :]
        first, _, rest = name.partition(" ")
        if rest and (
            (rest.startswith(("©", "ⓒ", "(c)")) and first.casefold() in LABELS)
            or first in PARTICLES
        ):
            name = rest
        for pattern in (_SIGN, _BY):
            match = pattern.match(name)
            if match and match.end() < len(name):
                name = name[match.end() :]
        if (
            name
            and name[0] in _PAIRS
            and name.endswith(_PAIRS[name[0]])
            and name.count(name[0]) == 1
        ):
            name = name[1:-1]
        name = name.strip(_EDGES)
        if name == before:
            break
    if name in PARTICLES:
        return ""
    name = _EAST_VERB.sub("", name)
    opening = next((o for o, c in _PAIRS.items() if name.endswith(c) and o not in name), None)
    return name[:-1].strip(_EDGES) if opening else name


def by_brackets(text: str) -> Cut | None:
    """Cut (A. Name/Agency), (Photo by A. Name) or [Agency] off the end."""
    match = _BRACKETS.search(text)
    if not match:
        return None
    inner = match[1].strip()
    if (
        labels(inner)
        or _SIGN.match(inner)
        or _BY.match(inner)
        or _FROM.match(inner)
        or is_signature(inner)
        or is_name_for_client(inner)
        or inner.casefold() in AGENCIES
        or _EAST_SHOT.match(inner)
    ):
        return match.start(), len(text), clean(inner)
    return None


def by_label(text: str) -> Cut | None:
    """Cut "Foto: A. Name" or "写真=…" out."""
    for start, after in reversed(labels(text)):
        end = _name_end(text, after)
        name = clean(text[after:end])
        if name and len(WORD.findall(name)) <= MAX_WORDS:
            return _opened(text, start), end, name
    return None


def by_phrase(text: str) -> Cut | None:
    """Cut "Photograph by A. Name" or "Courtesy of B" out."""
    places = [0, *(match.end() for match in _OPENS.finditer(text))]
    found = [match for at in places for label in (_BY, _FROM) if (match := label.match(text, at))]
    for match in sorted(found, key=re.Match.start, reverse=True):
        end = _name_end(text, match.end())
        name = clean(text[match.end() : end])
        if (
            name
            and len(WORD.findall(name)) <= MAX_WORDS
            and (starts_capital(name) or has_agency(name))
        ):
            return _opened(text, match.start()), end, clean(text[match.start() : end])
    for match in filter(None, (_BARE.match(text, at) for at in places)):
        name = text[match.end() :].strip(" .)")
        if is_name(name) or is_signature(name):
            return _opened(text, match.start()), len(text), clean(name)
    return None


def labels(text: str) -> list[tuple[int, int]]:
    """Return (start of the label, start of the name) of labels such as "Foto:"."""
    found: list[tuple[int, int]] = []
    if not _ANY_COLON.search(text):
        return found
    for colon in _COLON.finditer(text):
        before = _LABEL_WORDS.search(text, max(0, colon.start() - MAX_LABEL), colon.start())
        words = before[0].casefold().split() if before else []
        for n in range(len(words), 0, -1):
            label = " ".join(words[-n:])
            if label in LABELS:
                found.append((colon.start() - len(label), colon.end()))
                break
    return found


def without_label(text: str) -> str:
    """Return a caption without a label at its end whose credit is elsewhere: "The bell. Photo:"."""
    start = next((start for start, after in labels(text) if after == len(text)), len(text))
    return text[:start].rstrip(" \t-–—|•·,;([（")


def by_sign(text: str) -> Cut | None:
    """Cut "© A. Name" out."""
    matches = list(_SIGN.finditer(text)) if _ANY_SIGN.search(text) else []
    for match in reversed(matches):
        end = _name_end(text, match.end())
        name = clean(text[match.end() : end])
        if len(WORD.findall(name)) <= MAX_WORDS:
            return _opened(text, match.start()), end, name
    return None


def by_segment(text: str) -> Cut | None:
    """Cut the last part off, after a full stop or a dash: A. Name/Agency, REUTERS, a bare name."""
    start = max((m.end() for m in _SEGMENT.finditer(text)), default=0)
    last = text[start:]
    before = text[:start].rstrip()
    if before.endswith(".") and _TITLES.search(before, max(0, start - TITLE_LONGEST)):
        return None
    if is_signature(last) and (start or has_agency(last)) and last[-1:] not in "!?":
        return start, len(text), clean(last)
    if (
        start
        and before[-1:] in ".!?…|"
        and (is_name_for_client(last) or (is_name(last) and len(before) > 2 * len(last)))
    ):
        return start, len(text), clean(last)
    return None


def by_agency(text: str) -> Cut | None:
    """Cut an agency beside a slash off the end: "… AP Photo/A. Name", "… A. Name/AFP"."""
    words = list(WORD.finditer(text)) if "/" in text else []
    if len(words) < MIN_SLASHED:
        return None
    slash = text.rfind("/")
    start = slash
    for word in reversed([w for w in words if w.end() <= slash + 1][-4:]):
        gap = text[word.end() : start].strip()
        if gap not in {"", "/"} or not starts_capital(word[0]):
            break
        start = word.start()
    tail = text[start:]
    inside = WORD.findall(tail)
    if has_agency(tail) and len(inside) <= MAX_SIGNATURE and capitalised(inside):
        begin = _tight(text, start, slash)
        return begin, len(text), clean(text[begin:])
    return None


def by_eastern_tail(text: str) -> Cut | None:
    """Cut ＝ロイター, ＝代表撮影 or 。新华社记者 某某 摄 off the end; a date or place remains."""
    if text.endswith(_EAST_ENDS):
        shot, listed = _EAST_SHOT.search(text, max(0, len(text) - 40)), _EAST_LIST.search(text)
        if (
            shot
            and shot[1].strip()
            and (shot.start() == 0 or text[shot.start() - 1] in ".。！？」』")
        ):
            return shot.start(), len(text), clean(shot[0])
        if listed and not listed[1].endswith(NO_NAMES_END):
            return listed.start(), len(text), clean(listed[0])
    match = _EAST_TAIL.search(text)
    name = match[1].strip() if match else ""
    maker = name.endswith((*EAST_VERBS, "通信", "新聞"))
    if (
        match
        and (maker or (has_agency(name) and len(name) <= MAX_EAST_AGENCY))
        and not any(c.isdigit() for c in name)
    ):
        return match.start(), len(text), clean(name)
    return None


def _tight(text: str, start: int, slash: int) -> int:
    """Return where a credit begins: at most three words before its slash, fewer with an agency."""
    head = list(WORD.finditer(text, start, slash))
    for n in (3, 2, 1):
        if len(head) >= n and " ".join(w[0] for w in head[-n:]).casefold() in AGENCIES:
            return head[-n].start()
    return head[-2].start() if len(head) > MAX_HEAD else start


def _name_end(text: str, start: int) -> int:
    """Return a credit's end: at a bracket, before a following sentence, or with the text."""
    opening = max(text.rfind(o, 0, start) for o in _PAIRS)
    if opening >= 0:
        closing = text.find(_PAIRS[text[opening]], start)
        if closing >= 0 and text.find(_PAIRS[text[opening]], opening, start) < 0:
            return closing + 1
    following = _SEGMENT.search(text, start + 4)
    if (
        following
        and len(text) - following.end() > MIN_FOLLOWING
        and len(WORD.findall(text[following.end() :])) >= MIN_FOLLOWING_WORDS
    ):
        return following.end()
    return len(text)


def _opened(text: str, start: int) -> int:
    """Return the start, moved before an opening bracket or a dash that leads to it."""
    before = text[:start].rstrip()
    return len(before) - 1 if before[-1:] and before[-1] in "([（【［/|–—-" else start


def _mend(head: str, tail: str) -> str:
    """Return the rest of a caption, without the separators that led to its credit."""
    head, tail = head.rstrip(" \t-–—|•·,;:/／=＝([（【"), tail.lstrip(" \t-–—|•·,;:/／)]）】.")
    return f"{head} {tail}".strip()


STRATEGIES: tuple[Callable[[str], Cut | None], ...] = (
    by_sign,
    by_brackets,
    by_label,
    by_phrase,
    by_eastern_tail,
    by_segment,
    by_agency,
)
