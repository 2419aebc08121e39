"""A second reader, asked where ours is in doubt: trafilatura, called in one function.

What it chooses is read from our own lines, so that links, lists and spaces stay as the page has them.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence

from scraper.extract.body.line_context import MAX_SOUGHT, Surroundings
from scraper.extract.body.metadata_hints import Evidence, key
from scraper.page.body_reading import JudgedLine
from scraper.page.lines import HEADINGS, Line

COVERED = (
    0.40  # of the page's paragraphs in our text, below which it may be the wrong part of the page
)
UNSURE = 0.85  # expected F1: of 550 pages above it trafilatura is better on 13, on those below on a third
FAIR = 0.9  # of our expected F1 that theirs has by the same chances: else it is teasers, or a flood
LITTLE = 150  # letters of body
AGREED = 0.6  # word overlap from which the two readings count as one
STATED = 0.5  # share of the JSON-LD body's words that ours should have

MIN_INSIDE = 30  # letters from which a line may be found inside a longer one of the other reading


def doubt(around: Surroundings, judged: Sequence[JudgedLine]) -> str | None:
    """Why our reading may be wrong; None where it is sure."""
    kept = sum(each.line.size for each in judged if each.kept)
    if kept < LITTLE and sum(line.size for line in around.layout.lines) > 2 * LITTLE:
        return f"only {kept:.0f} letters"
    covered = _covered(around, judged)
    if covered < COVERED and kept >= LITTLE and expected_f1(judged) < UNSURE:
        return f"only {covered:.0%} of the page's paragraphs are in the text"
    if around.evidence.body and _stated(judged, around.evidence) < STATED:
        return "the JSON-LD body has other words"
    return None


def _covered(around: Surroundings, judged: Sequence[JudgedLine]) -> float:
    """Return the share of the page's paragraphs that are kept."""
    paragraphs = sum(line.size for line in around.layout.lines if line.good)
    return sum(each.line.size for each in judged if each.kept and each.line.good) / (
        paragraphs or 1.0
    )


def expected_f1(judged: Sequence[JudgedLine]) -> float:
    """Return how well the kept lines should fit the article, by the chances of all lines."""
    kept = sum(each.line.size for each in judged if each.kept)
    hit = sum(each.chance * each.line.size for each in judged if each.kept)
    whole = sum(each.chance * each.line.size for each in judged)
    return 2 * hit / (kept + whole or 1.0)


def _stated(judged: Iterable[JudgedLine], evidence: Evidence) -> float:
    stated = Counter(evidence.body.split())
    ours = Counter(word for each in judged if each.kept for word in key(each.text).split())
    return sum((stated & ours).values()) / (sum(stated.values()) or 1)


def ask(source: str, url: str) -> str:
    """Trafilatura's text of the page; "" if it finds none."""
    import logging

    with (
        warnings.catch_warnings()
    ):  # its downloader, which nobody calls here, misses a proxy library
        warnings.simplefilter("ignore")
        import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            source, url=url, include_comments=False, with_metadata=False, fast=True
        )
    except Exception:  # noqa: BLE001 - a second opinion that fails is none
        return ""
    return str(getattr(found, "text", None) or "")


def better(
    around: Surroundings, judged: Sequence[JudgedLine], standfirst: Sequence[Line], other: str
) -> tuple[Line, ...] | None:
    """Its choice of our lines, where it wins: the two disagree, and it has more. Otherwise None."""
    ours = Counter(word for each in judged if each.kept for word in key(each.text).split())
    theirs = Counter(key(other).split())
    agreement = 2 * sum((ours & theirs).values()) / (sum(ours.values()) + sum(theirs.values()) or 1)
    if agreement >= AGREED or sum(theirs.values()) <= sum(ours.values()):
        return None
    lines = _chosen(around, frozenset(standfirst), other)
    while lines and lines[-1].tag in HEADINGS:
        lines.pop()
    theirs_kept = frozenset(lines)
    again = [each._replace(kept=each.line in theirs_kept) for each in judged]
    if expected_f1(again) < FAIR * expected_f1(judged):
        return None
    return tuple(lines) or None


def _chosen(around: Surroundings, standfirst: frozenset[Line], other: str) -> list[Line]:
    """Those of our lines that stand in the other text."""
    whole, single = (
        f" {key(other[:MAX_SOUGHT])} ",
        {key(line.lstrip("-| ")) for line in other.split("\n")},
    )
    chosen = []
    for line in around.layout.lines:
        words = key(line.text)
        if (
            not words
            or line in standfirst
            or words in around.evidence.titles
            or "hidden!" in line.box.reasons
        ):
            continue
        if words in single or (len(words) >= MIN_INSIDE and f" {words} " in whole):
            chosen.append(line)
    return chosen
