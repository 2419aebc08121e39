"""A second reader, asked where ours is in doubt: trafilatura, called in one function.

What it chooses is read from our own lines: links, lists and spaces stay as the page has them.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence

from scraper.extract.body.line_context import MAX_SOUGHT, Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.page.body_reading import JudgedLine
from scraper.page.lines import Line

# Of the page's paragraphs in our text: with fewer it may be the wrong part of the page.
COVERED = 0.40
# Expected F1: of 550 pages above it trafilatura is better on 13, of those below on a third.
UNSURE = 0.85
FAIR = 0.9  # of our expected F1 that theirs has by the same chances: else it is teasers
LITTLE = 150  # letters of body
AGREED = 0.6  # word overlap from which the two readings count as one
MIN_INSIDE = 30  # letters from which a line may be found inside a longer one of the other reading


def doubt(around: Surroundings, judged: Sequence[JudgedLine]) -> str | None:
    """Return why our reading may be wrong; None where it is sure."""
    kept = sum(each.line.size for each in judged if each.kept)
    whole = sum(line.size for line in around.layout.lines)
    if kept < LITTLE and whole > 2 * LITTLE:
        return f"only {kept:.0f} letters"
    covered = _covered(around, judged)
    if covered < COVERED and kept >= LITTLE and expected_f1(judged) < UNSURE:
        return f"only {covered:.0%} of the page's paragraphs are in the text"
    return None


def _covered(around: Surroundings, judged: Sequence[JudgedLine]) -> float:
    """Return the share of the page's paragraphs that are kept."""
    paragraphs = sum(line.size for line in around.layout.lines if line.good)
    kept = sum(each.line.size for each in judged if each.kept and each.line.good)
    return kept / (paragraphs or 1.0)


def expected_f1(judged: Sequence[JudgedLine]) -> float:
    """Return how well the kept lines should fit the article, by the chances of all lines."""
    kept = sum(each.line.size for each in judged if each.kept)
    hit = sum(each.chance * each.line.size for each in judged if each.kept)
    whole = sum(each.chance * each.line.size for each in judged)
    return 2 * hit / (kept + whole or 1.0)


def ask(source: str, url: str) -> str:
    """Return trafilatura's text of the page; "" if it finds none."""
    import logging

    # Its downloader, which is never called here, misses a proxy library.
    with warnings.catch_warnings():
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
    """Return the other reading's choice of our lines, where it wins; otherwise None.

    It wins where the two disagree, it has more, and by our own chances it is hardly worse.
    """
    ours, theirs = _words(judged), Counter(key(other).split())
    agreement = 2 * (ours & theirs).total() / (ours.total() + theirs.total() or 1)
    if agreement >= AGREED or theirs.total() <= ours.total():
        return None
    lines = _chosen(around, frozenset(standfirst), other)
    theirs_kept = frozenset(lines)
    again = [each._replace(kept=each.line in theirs_kept) for each in judged]
    if expected_f1(again) < FAIR * expected_f1(judged):
        return None
    return tuple(lines) or None


def _chosen(around: Surroundings, standfirst: frozenset[Line], other: str) -> list[Line]:
    """Return those of our lines that are in the other text."""
    whole = f" {key(other[:MAX_SOUGHT])} "
    single = {key(line.lstrip("-| ")) for line in other.split("\n")}
    barred = {"", *around.evidence.titles}
    chosen = []
    for line in around.layout.lines:
        words = key(line.text)
        if words in barred or line in standfirst or "hidden!" in line.box.reasons:
            continue
        if words in single or (len(words) >= MIN_INSIDE and f" {words} " in whole):
            chosen.append(line)
    return chosen


def _words(judged: Iterable[JudgedLine]) -> Counter[str]:
    """Return how often each word is in the kept lines."""
    counts: Counter[str] = Counter()
    for each in judged:
        if each.kept:
            counts.update(key(each.text).split())
    return counts
