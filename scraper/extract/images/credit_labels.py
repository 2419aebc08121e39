"""Find and remove the labels, words and signs that introduce a credit."""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.lexicon.credit_words import BY, BY_LABELS, BY_SMALL, EAST_VERBS, LABELS, SIGNS
from scraper.patterns import late

MAX_LABEL = 40  # characters in front of a colon in which a label is sought
MAX_LAYERS = 3  # "(Foto: © A. Name)" has three
EDGES = " \t-–—|•·,;:/／.=＝、，"  # stray at both ends of a credit
PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］", "„": "“"}
# "By" is also written with a capital; "Di" and its like would begin a surname.
LINKS = frozenset({*BY, *map(str.capitalize, BY), *BY_SMALL})

# In "Credit...A. Name" the dots take the place of a colon.
COLON = late(r"(?=[\s.:：=＝／…])(?:\s?\.?\s?[:：=＝／]\s*|\s?(?:\.\.\.|…)\s?(?=\S))")
_ANY_COLON = re.compile(r"[:：=＝／…]|\.\.\.")
LABEL_WORDS = late(r"[^\s.,;:!?।。、()\[\]（）【】|/]+(?: [^\s.,;:!?।。、()\[\]（）【】|/]+){0,2}$")
BY_PHRASE = late(rf"{BY_LABELS}\s+(?=\S)", re.IGNORECASE)
SIGN = late(
    rf"(?:{'|'.join(map(re.escape, SIGNS))})"
    r"\s*+(?:(?:by|von)\s++)?(?:\d{4}\b,?\s*+)?[:：]?\s*+",
    re.IGNORECASE,
)
EAST_VERB = late(rf"(?<=\S)\s?(?:{'|'.join(EAST_VERBS)})$")


class LabelPlace(NamedTuple):
    """The place of a label such as "Foto:" in a text."""

    start: int
    end: int  # behind the colon and the space after it


def labels(text: str) -> list[LabelPlace]:
    """Return the places of the labels in a text."""
    if not _ANY_COLON.search(text):
        return []
    found = []
    for colon in COLON.finditer(text):
        length = _label_length(text, colon.start())
        if length:
            found.append(LabelPlace(colon.start() - length, colon.end()))
    return found


def _label_length(text: str, colon: int) -> int:
    """Return the length of the longest label in front of a colon, 0 without one."""
    before = LABEL_WORDS.search(text, max(0, colon - MAX_LABEL), colon)
    words = before[0].casefold().split() if before else []
    while words:
        label = " ".join(words)
        if label in LABELS:
            return len(label)
        del words[0]
    return 0


def without_label(caption: str) -> str:
    """Return a caption without what leads to a credit in another element: "The bell. Photo:"."""
    for label in labels(caption)[-1:]:
        if label.end == len(caption):
            caption = caption[: label.start]
    return caption.rstrip(" \t-–—|•·,;([（")


def clean(name: str) -> str:
    """Return a credit without its label, sign, brackets and stray punctuation."""
    name = name.strip(EDGES)
    for _ in range(MAX_LAYERS):
        inner = _without_layer(name)
        if inner == name:
            break
        name = inner
    if name in LINKS:
        return ""
    name = EAST_VERB.sub("", name)
    return name[:-1].strip(EDGES) if _is_half_bracketed(name) else name


def _without_layer(name: str) -> str:
    """Return a credit without one label, one word or sign before it, and brackets around it."""
    for label in labels(name)[:1]:
        if label.start == 0:
            name = name[label.end :]
    first, _, rest = name.partition(" ")
    is_label = SIGN.match(rest) is not None and first.casefold() in LABELS  # "Photo © A. Name"
    if is_label or (rest and first in LINKS):
        name = rest
    for pattern in (SIGN, BY_PHRASE):
        name = pattern.sub("", name, count=1) if pattern.match(name) else name
    if _is_bracketed(name):
        name = name[1:-1]
    return name.strip(EDGES)


def _is_bracketed(name: str) -> bool:
    """Return whether one pair of brackets holds all of a text."""
    opening = name[:1]
    closing = PAIRS.get(opening)
    return closing is not None and name.endswith(closing) and name.count(opening) == 1


def _is_half_bracketed(name: str) -> bool:
    """Return whether a text ends in a bracket that it does not open."""
    return any(name.endswith(closing) and opening not in name for opening, closing in PAIRS.items())
