"""Which of a page's headlines is the one that it shows: rules, the surest first, over what each strategy offered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scraper.extract.choice import Offer
from scraper.lexicon.folding import key
from scraper.page import site_name

OF_A_PART = 0.5  # confidence of JSON-LD about something in the article: a recipe, a review
SET_AS_TITLE = 0.65  # confidence of a line that the page sets as a title
MIN_HEADLINE = 12  # letters of the part behind a kicker
CUT_OFF = re.compile(r"(?<!\s)\s*+(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")
QUOTES = "\"'“”„«»‹›‘’"
LINES = (
    "microdata",
    "h1_line",
    "title_class",
    "heading",
)  # where a headline stands without the kicker above it

Offers = Mapping[str, Offer[str]]


def best(by: Offers) -> Offer[str] | None:
    """Return the page's headline among the offers, by the name of the strategy."""
    return next((offer for rule in RULES if (offer := rule(by))), None)


def is_settled(by: Offers) -> bool:
    """Whether JSON-LD and heading agree, and no other metadata says otherwise: no rule asks another line then."""
    ld, og, top, whole = by.get("json_ld"), by.get("open_graph"), by.get("h1"), by.get("title")
    if (
        not ld
        or not top
        or key(ld.value) != key(top.value)
        or (og and key(og.value) != key(top.value))
    ):
        return False
    return whole is None or _alike(top, whole)


def _whole_of_a_cut_one(by: Offers) -> Offer[str] | None:
    """Metadata cut off at a length, or at a quotation mark: the heading has the whole."""
    ld, top = by.get("json_ld"), by.get("h1") or by.get("title_class") or by.get("heading")
    if not ld or not top:
        return None
    begun = CUT_OFF.sub("", ld.value)
    cut = begun != ld.value or top.value[len(ld.value) :].lstrip()[:1] in tuple(QUOTES)
    return top if cut and key(top.value).startswith(f"{key(begun)} ") else None


def _below_a_kicker(by: Offers) -> Offer[str] | None:
    """Return the second part of "Kicker Headline" in its own element, without JSON-LD."""
    top = by.get("h1")
    if (
        not top
        or "json_ld" in by
        or (_same(top, by.get("open_graph")) and _same(top, by.get("title")))
    ):
        return None
    lines = (by.get(name) for name in LINES)
    return next((line for line in lines if line and _is_end(key(top.value), line.value)), None)


def _heading_that_is_the_title(by: Offers) -> Offer[str] | None:
    """Return a lower heading that is the title word by word, unlike the first-level one."""
    top, line, whole = by.get("h1"), by.get("title_class") or by.get("heading"), by.get("title")
    if (
        not top
        or not line
        or not whole
        or not _is_side(line.value, whole.value)
        or _alike(top, whole)
    ):
        return None
    return line


def _shown_title(by: Offers) -> Offer[str] | None:
    """Return the heading if it is the title and JSON-LD names something else."""
    ld, top, whole = by.get("json_ld"), by.get("h1"), by.get("title")
    if not ld or not top or not whole or not _is_side(top.value, whole.value):
        return None
    return top if set(key(ld.value).split()).isdisjoint(key(top.value).split()) else None


def _same_as_shown(by: Offers) -> Offer[str] | None:
    """Metadata and heading say the same: as the page shows it, unless it lost a sign (a colon after a kicker)."""
    ld, top = by.get("json_ld"), by.get("h1")
    if not ld or not top or key(ld.value) != key(top.value):
        return None
    return max(
        top, ld, key=lambda o: (len("".join(CUT_OFF.sub("", o.value).split())), len(o.value))
    )


def _end_of_the_heading(by: Offers) -> Offer[str] | None:
    """Return a heading without the kicker glued to it; the metadata has the headline alone."""
    top = by.get("h1") or by.get("title_class") or by.get("heading")
    for name in ("json_ld", "open_graph", "title") if top else ():
        offer = by.get(name)
        if offer and top and _ends(key(top.value), key(offer.value)):
            return offer
    return None


def _another_line_than_the_h1(by: Offers) -> Offer[str] | None:
    """OpenGraph has the words of a line set as a title: the <h1> holds the title for search engines."""
    og, top = by.get("open_graph"), by.get("h1")
    if og and top and key(og.value) == key(top.value):
        return None
    lines = (by.get("title_class"), by.get("heading"))
    return next(
        (
            o
            for o in lines
            if og and o and o.confidence >= SET_AS_TITLE and key(o.value) == key(og.value)
        ),
        None,
    )


def _shown_and_shared(by: Offers) -> Offer[str] | None:
    """Return the heading if OpenGraph agrees, whatever JSON-LD has."""
    top = by.get("h1")
    return top if top and _same(top, by.get("open_graph")) else None


def _metadata(by: Offers) -> Offer[str] | None:
    ld = by.get("json_ld")
    return ld if ld and ld.confidence > OF_A_PART else None


def _shown(by: Offers) -> Offer[str] | None:
    return by.get("h1") or by.get("microdata")


def _fuller_of_the_rest(by: Offers) -> Offer[str] | None:
    """Without a heading: a titled line that the metadata holds, else the metadata."""
    if ld := by.get("json_ld"):
        return ld
    return by.get("title_class") or by.get("heading") or by.get("open_graph") or by.get("title")


# --- the evidence ---------------------------------------------------------------------------------------


def _ends(whole: str, part: str) -> bool:
    return whole.endswith(f" {part}") and 3 * len(part) >= len(whole) and len(part) > 12


def _is_end(whole: str, line: str) -> bool:
    """Whether a line that begins as headlines do ends the heading, if need be glued to the kicker."""
    part = key(line)
    return (
        len(part) > MIN_HEADLINE
        and 3 * len(part) >= len(whole) > len(part) + 1
        and (whole.endswith(part) and not line[:1].islower())
    )


def _same(one: Offer[str], other: Offer[str] | None) -> bool:
    return other is not None and key(one.value) == key(other.value)


def _alike(one: Offer[str], other: Offer[str]) -> bool:
    """Return whether two headlines share half of their words."""
    words, others = set(key(one.value).split()), set(key(other.value).split())
    return 2 * len(words & others) >= len(words)


def _is_side(part: str, whole: str) -> bool:
    return key(part) == key(whole) or any(key(part) == key(side) for side in _sides(whole))


def _sides(text: str) -> list[str]:
    """Return the text before and after each separator."""
    return [
        side for m in site_name.separators(text) for side in (text[: m.start()], text[m.end() :])
    ]


RULES = (
    _whole_of_a_cut_one,
    _below_a_kicker,
    _heading_that_is_the_title,
    _shown_title,
    _another_line_than_the_h1,
    _same_as_shown,
    _end_of_the_heading,
    _shown_and_shared,
    _metadata,
    _shown,
    _fuller_of_the_rest,
)
