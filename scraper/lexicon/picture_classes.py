"""Read class names around a picture: caption, credit, other story, portrait, button."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import Anywhere, alternation
from scraper.patterns import late

CAPTION_STEMS = words_in("picture_names", "caption_stems")
CREDIT_STEMS = words_in("picture_names", "credit_stems")


def _set(section: str) -> frozenset[str]:
    return frozenset(words_in("picture_names", section))


CAPTION_WORDS = _set("caption")
CREDIT_WORDS = _set("credit")
ALONE = _set("caption_alone")
SIGNING_WORDS = _set("signing")
MEDIA_WORDS = _set("media")
OTHER_WORDS = _set("other")
PORTRAIT_WORDS = _set("portrait")
QUOTE_WORDS = _set("quote")
BUTTON_WORDS = _set("button")
HIDDEN_WORDS = _set("hidden")
HIDDEN_PAIRS = tuple(
    frozenset(pair.split()) for pair in phrases_in("picture_names", "hidden_pairs")
)

_CAPTION = re.compile(alternation(CAPTION_STEMS))
_CREDIT = late(alternation(CREDIT_STEMS))
_CAPTIONS = {*CAPTION_STEMS, *CAPTION_WORDS, *ALONE}
_SHORTEST = sorted(w for w in _CAPTIONS if not any(other in w for other in _CAPTIONS - {w}))
_MAYBE_CAPTION = Anywhere(_SHORTEST)
_WORD_OF_MEDIA = re.compile(alternation(sorted(MEDIA_WORDS)))
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(16_384)
def class_words(names: str) -> frozenset[str]:
    """Return the words of a class attribute in lower case.

    "articleImage_caption--big" gives article, image, caption, big.
    """
    return frozenset(part.lower() for part in _PARTS.findall(names))


def is_caption(names: str) -> bool:
    """Return whether a class attribute names a caption."""
    low = names.lower()
    if not _MAYBE_CAPTION.find(low):  # most names
        return False
    if _CAPTION.search(low):
        return not _CREDIT.search(low) or "caption-text" in low
    if not ALONE.isdisjoint(low.split()):
        return True
    return _WORD_OF_MEDIA.search(low) is not None and any(map(_picture_caption, names.split()))


def _picture_caption(name: str) -> bool:
    """Return whether one class name has a word for a picture and one for a caption."""
    words = class_words(name)
    return not words.isdisjoint(CAPTION_WORDS) and not words.isdisjoint(MEDIA_WORDS)


caption_class = lru_cache(16_384)(is_caption)


class Said(NamedTuple):
    """The meaning of the class of an element inside a picture's box for its text."""

    caption: bool = False
    credit: bool = False
    maker: bool = False  # who made something: the picture, if it is in a figure
    unseen: bool = False  # hidden, or a button


NOTHING = Said()


@lru_cache(16_384)
def said(names: str) -> Said:
    """Return all that a class attribute means for a piece of text."""
    caption, words = caption_class(names), class_words(names)
    button = not caption and not words.isdisjoint(BUTTON_WORDS)
    return Said(
        caption=caption,
        credit=credit_class(names),
        maker=not words.isdisjoint(SIGNING_WORDS),
        unseen=button or _hides(words),
    )


@lru_cache(16_384)
def credit_class(names: str) -> bool:
    """Return whether a class attribute names a credit."""
    low = names.lower()
    if _CREDIT.search(low) is not None or class_words(names) & CREDIT_WORDS:
        return True
    return _WORD_OF_MEDIA.search(low) is not None and any(map(_picture_source, names.split()))


def _picture_source(name: str) -> bool:
    """Return whether one class name has a word for a picture and, behind it, one for its maker.

    "image-source" and "photo__author" do.
    """
    words = [part.lower() for part in _PARTS.findall(name)]
    pictures = [at for at, word in enumerate(words) if word in MEDIA_WORDS]
    return bool(pictures) and any(word in SIGNING_WORDS for word in words[pictures[0] + 1 :])


def _hides(words: frozenset[str]) -> bool:
    """Return whether the words of a class hide its element from sighted readers."""
    return not words.isdisjoint(HIDDEN_WORDS) or any(pair <= words for pair in HIDDEN_PAIRS)
