"""The shapes of a credit's text: names in capital letters, agencies, and a name with its client."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from scraper.lexicon.credit_words import AGENCIES, CONNECTORS

MAX_WORDS = 14  # a longer run of words is no credit
MAX_NAME = 5  # words of one name, with its titles and particles
MIN_AGENCY = 3  # characters: "AP" inside a longer text is more often another word

WORD = re.compile(r"[^\s/|,;&+()—]+")
_QUOTES = "'’\"“„«([@#-"  # may open a word before its capital
_SENTENCE_ENDS = ".!?…"
_AGENCY_PUNCTUATION = ".,:;'’\""


def is_signature(text: str) -> bool:
    """Return whether a short text has the shape of a signature.

    Its words are few and begin with capital letters, and it has a slash or an agency.
    """
    for count, word in enumerate(WORD.finditer(text)):  # the first words settle most texts
        if count >= MAX_WORDS or not capitalised([word[0]]):
            return False
    return any(map(str.isalpha, text)) and ("/" in text or has_agency(text))


def is_name(text: str) -> bool:
    """Return whether a whole text could be a bare name: two to five capitalised words."""
    words = WORD.findall(text)
    if not 1 < len(words) <= MAX_NAME or not capitalised(words):
        return False
    return text[-1] not in _SENTENCE_ENDS and not has_digit(text)


def has_agency(text: str) -> bool:
    """Return whether a text contains an agency's name as whole words.

    Names of two letters count only where they can be nothing else: alone, or beside a slash.
    """
    parts = WORD.findall(unicodedata.normalize("NFKC", text))
    words = [part.strip(_AGENCY_PUNCTUATION).casefold() for part in parts]
    is_unmistakable = len(words) == 1 or "/" in text or "via" in words
    shortest = 1 if is_unmistakable else MIN_AGENCY
    pairs = map(" ".join, pairwise(words))
    triples = map(" ".join, zip(words, words[1:], words[2:], strict=False))
    phrases = AGENCIES.intersection((*words, *pairs, *triples))
    return any(len(phrase) >= shortest for phrase in phrases)


def has_digit(text: str) -> bool:
    """Return whether a text contains a digit."""
    return any(map(str.isdigit, text))


def capitalised(words: list[str]) -> bool:
    """Return whether all words begin with a capital, but for "and", "of" and their like."""
    in_lower_case = [word for word in words if not starts_capital(word)]
    return all(word.casefold().strip(".,") in CONNECTORS for word in in_lower_case)


def starts_capital(word: str) -> bool:
    """Return whether a word begins with anything but a lower-case letter."""
    first = word.lstrip(_QUOTES)[:1]
    # "ⓒ" is lower case to Python, but no letter
    return not (first.isalpha() and first.islower())
