"""Recognize lines that are not the article by their words: the tables of TABLES, made fast."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from scraper.lexicon import load, phrases_in
from scraper.lexicon.beginnings import LONGEST, SEEN, WHOLE, Beginnings
from scraper.lexicon.folding import size
from scraper.lexicon.matcher import Anywhere

# Sections of beginnings: what a line that begins so is.
REASONS = (
    "read_more",
    "newsletter",
    "sharing",
    "comments",
    "advertising",
    "tags",
    "rights",
)
# Of these, the ones that a line of these words only is a label of.
LABELS = ("advertising", "sharing", "comments", "read_more", "newsletter")
TABLES = ("phrases", "phrases_links", "phrases_prompts")
ENDING = 250  # letters of a line that may be about rights by its end
LABEL_LONGEST = 2 * LONGEST  # letters; signs around the words count

_DOTTED = "i\u0307"  # what lower() makes of the Turkish capital I with a dot
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FRONT = re.compile(r"^[\W_]+")


@lru_cache(2048)  # a line is asked about by its own judge and by those of the boxes around it
def kind(text: str) -> str | None:
    """Return the reason why a line is not the article, by its first words; None for most lines."""
    low = _plain(text[:SEEN].lower().lstrip())
    reason = _beginnings().reason(low, len(text))
    if reason is None and not low[:1].isalnum():
        reason = _beginnings().reason(_FRONT.sub("", low), len(text))
    if reason is None and _names_a_network(low):
        return "sharing"
    if reason is None and _reserves_rights(text):
        return "rights"
    return reason


def _names_a_network(low: str) -> bool:
    """Return whether a line asks to follow somebody, and names a social network."""
    return low.lstrip().startswith(_words("follow")) and any(
        map(low.__contains__, _words("networks"))
    )


def _reserves_rights(text: str) -> bool:
    """Return whether a line ends as lines about rights do."""
    end = text[-SEEN:].rstrip(" .)]").lower()
    return end.endswith(_words("ends")) and size(text) < ENDING


def _plain(low: str) -> str:
    """Return a text in lower case as the tables spell it."""
    low = low.replace(" :", ":")
    return low if low.isascii() else low.replace("’", "'").replace("‘", "'").replace(_DOTTED, "i")


def is_label(text: str) -> bool:
    """Return whether the line is only a label of an advertisement, of buttons or of comments."""
    if len(text) > LABEL_LONGEST:  # most lines
        return False
    if not text[:1].isalnum() or not text[-1:].isalnum():
        text = _EDGES.sub("", text)
    return _plain(text.lower()) in _labels()


@lru_cache(2048)
def labels(text: str) -> bool:
    """Return whether the line is a label of what is below it: "Read also:", "Sources used:"."""
    return is_label(text) or (len(text) < LONGEST and text[-1] in ":：" and kind(text) is not None)


def corrects(text: str) -> bool:
    """Return whether the line begins as a newsroom's correction does."""
    return text[:LONGEST].lower().lstrip(" •*[(").startswith(_words("correction"))


@lru_cache(2048)  # asked by the container and by the judge of each of its lines
def consent(text: str) -> int:
    """Return how many words of consent, mailing lists and data protection the line has."""
    return _anywhere("consent").count(text.lower())


def credit(low: str) -> bool:
    """Return whether a line in lower case names a maker of pictures as their credits do."""
    return _anywhere("credit").find(low) is not None


def signs_off(low: str) -> bool:
    """Return whether a line in lower case is about who wrote, edited or translated the text."""
    return _anywhere("sign_off").find(low) is not None


@cache
def table_of(section: str) -> str:
    """Return the table of TABLES that has a section."""
    return next(table for table in TABLES if section in load(table))


@cache
def _spelled(reason: str) -> tuple[str, ...]:
    """Return the beginnings of each language, as "read more|see also"."""
    entries = load(table_of(reason))[reason].values()
    return tuple(_plain(_without_breaks(str(entry))) for entry in entries)


def _without_breaks(entry: str) -> str:
    """Return phrases without the white space that parts them from bars."""
    return " ".join(entry.split()).replace(" |", "|").replace("| ", "|")


@cache
def _beginnings() -> Beginnings:
    return Beginnings((reason, text) for reason in REASONS for text in _spelled(reason))


@cache
def _labels() -> frozenset[str]:
    """Return the lines that are labels."""
    spellings = "|".join("|".join(_spelled(reason)) for reason in LABELS)
    return frozenset(spelling.rstrip(f"{WHOLE}:") for spelling in spellings.split("|"))


@cache
def _words(section: str) -> tuple[str, ...]:
    return phrases_in(table_of(section), section)


@cache
def _anywhere(section: str) -> Anywhere:
    return Anywhere(_words(section))
