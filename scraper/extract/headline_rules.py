"""Decide which of a page's headlines is the one that it shows.

Rules, the surest first, over what each strategy offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scraper.extract.choice import Offer
from scraper.lexicon.folding import key
from scraper.page import site_name

OF_A_PART = 0.5  # confidence of JSON-LD about something in the article: a recipe, a review
MIN_HEADLINE = 12  # letters of the part that follows a kicker
PARTS = 3  # a headline is at least a third of the heading that holds its kicker too
REWORDED = 0.7  # of the words are shared by two titles of which one has some words more
CUT_OFF = re.compile(r"(?<!\s)\s*+(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")
STATED = ("json_ld", "open_graph", "title")  # what the page's head has
# Strategies that find a headline without the kicker above it.
LINES = ("h1_line", "title_class", "heading")

Offers = Mapping[str, Offer[str]]


def best(by: Offers) -> Offer[str] | None:
    """Return the page's headline among the offers, by the name of the strategy."""
    for rule in RULES:
        offer = rule(by)
        if offer:
            return offer
    return None


def is_settled(by: Offers) -> bool:
    """Return whether JSON-LD and heading agree, and no other metadata differs from them.

    No rule asks another line then.
    """
    ld, og, top, whole = by.get("json_ld"), by.get("open_graph"), by.get("h1"), by.get("title")
    if not ld or not top or not _same(top, ld):
        return False
    if og and not _same(top, og):
        return False
    return whole is None or _alike(top, whole)


def _set_line(by: Offers) -> Offer[str] | None:
    """Return the line below the first level that the page sets as a title, or a heading."""
    return by.get("title_class") or by.get("heading")


def _heading_that_is_the_title(by: Offers) -> Offer[str] | None:
    """Return a lower heading that is the title, if the first-level one is something else.

    It is if no metadata has it, or, where the heading is but a side of the title, if they share
    few words.
    """
    top, line, whole = by.get("h1"), _set_line(by), by.get("title")
    if not top or not line or not whole:
        return None
    is_stated = any(_same(top, by.get(name)) for name in STATED)
    if _same(line, whole) and not is_stated:
        return line
    return line if _is_side(line.value, whole.value) and not _alike(top, whole) else None


def _shown_title(by: Offers) -> Offer[str] | None:
    """Return the heading if it is the title and JSON-LD names something else."""
    ld, top, whole = by.get("json_ld"), by.get("h1"), by.get("title")
    if not ld or not top or not whole or not _is_side(top.value, whole.value):
        return None
    return None if _alike(ld, top) else top


def _same_as_shown(by: Offers) -> Offer[str] | None:
    """Return what the page shows if the metadata has the same words.

    It may have lost a sign: a colon after a kicker. Then the metadata has it.
    """
    ld, top = by.get("json_ld"), by.get("h1")
    if not ld or not top or not _same(top, ld):
        return None
    return max(top, ld, key=_length)


def _length(offer: Offer[str]) -> tuple[int, int]:
    """Return the number of letters and signs, then of all characters."""
    return _signs(offer), len(offer.value)


def _signs(offer: Offer[str]) -> int:
    """Return the number of letters and signs without the mark of a cut."""
    return len("".join(CUT_OFF.sub("", offer.value).split()))


def _without_its_kicker(by: Offers) -> Offer[str] | None:
    """Return the end of a heading "Kicker Headline": what the metadata have, or a line of it."""
    top = by.get("h1") or _set_line(by)
    if not top:
        return None
    is_whole = _same(top, by.get("open_graph")) and _same(top, by.get("title"))
    names = STATED if is_whole or "json_ld" in by else LINES + STATED
    lines = map(by.get, names)
    return next((line for line in lines if line and _is_end(key(top.value), line.value)), None)


def _another_line_than_the_h1(by: Offers) -> Offer[str] | None:
    """Return a line set as a title that has OpenGraph's words.

    The <h1> holds the title for search engines then.
    """
    og = by.get("open_graph")
    if not og or _same(og, by.get("h1")):
        return None
    for line in (by.get("title_class"), by.get("heading")):
        if line and _same(line, og):
            return max(og, line, key=_signs)
    return None


def _shown_and_shared(by: Offers) -> Offer[str] | None:
    """Return the heading if OpenGraph agrees, whatever JSON-LD has."""
    top = by.get("h1")
    return top if top and _same(top, by.get("open_graph")) else None


def _worded_unlike_the_metadata(by: Offers) -> Offer[str] | None:
    """Return a heading in other words than all metadata, which has a title for search then.

    What only adds words, or leaves some out, has a kicker or a subtitle more or less.
    """
    top, ld = by.get("h1"), by.get("json_ld")
    if not top or not ld or not all(_same(ld, by.get(name)) for name in STATED):
        return None
    if key(ld.value) in key(top.value):
        return None
    words, others = _words(top), _words(ld)
    shared = len(words & others)
    return top if 0 < 2 * shared < REWORDED * (len(words) + len(others)) else None


def _metadata(by: Offers) -> Offer[str] | None:
    """Return JSON-LD's headline, unless it is cut off at a length or that of a part."""
    ld = by.get("json_ld")
    if not ld or CUT_OFF.search(ld.value):
        return None
    return ld if ld.confidence > OF_A_PART else None


def _shown(by: Offers) -> Offer[str] | None:
    return by.get("h1")


def _fuller_of_the_rest(by: Offers) -> Offer[str] | None:
    """Return, without a heading, a titled line that the metadata holds, else the metadata.

    A <title> alone is often that of the site or of a section.
    """
    stated = by.get("json_ld") or _set_line(by) or by.get("open_graph")
    return stated or by.get("opening") or by.get("title")


# --- the evidence ---------------------------------------------------------------------------------


def _is_end(whole: str, line: str) -> bool:
    """Return whether a line that begins as headlines do ends the heading.

    It may be glued to the kicker.
    """
    part = key(line)
    if len(part) <= MIN_HEADLINE or line[:1].islower():
        return False
    return PARTS * len(part) >= len(whole) > len(part) + 1 and whole.endswith(part)


def _same(one: Offer[str], other: Offer[str] | None) -> bool:
    return other is not None and key(one.value) == key(other.value)


def _alike(one: Offer[str], other: Offer[str]) -> bool:
    """Return whether a headline shares half of its words with another."""
    words = _words(one)
    return 2 * len(words & _words(other)) >= len(words)


def _words(offer: Offer[str]) -> set[str]:
    return set(key(offer.value).split())


def _is_side(part: str, whole: str) -> bool:
    """Return whether a headline is a title, or one side of a separator in it."""
    sides = [whole]
    for separator in site_name.separators(whole):
        sides += [whole[: separator.start()], whole[separator.end() :]]
    return key(part) in map(key, sides)


RULES = (
    _heading_that_is_the_title,
    _shown_title,
    _another_line_than_the_h1,
    _same_as_shown,
    _without_its_kicker,
    _shown_and_shared,
    _worded_unlike_the_metadata,
    _metadata,
    _shown,
    _fuller_of_the_rest,
)
