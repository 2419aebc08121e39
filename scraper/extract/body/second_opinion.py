"""A second reader, asked where ours found next to nothing: trafilatura, called in one function.

What it chooses is read from our own lines: links, lists and spaces stay as the page has them.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from scraper.extract.body.line_context import MAX_SOUGHT, Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.page.body_reading import JudgedLine
from scraper.page.lines import Line

LITTLE = 150  # letters of body; a page with less, and more to read, may hold more
FAIR = 0.9  # of our expected F1 that theirs has by the same chances: else it is teasers
MIN_INSIDE = 30  # letters from which a line may be found inside a longer one of the other reading


def is_wanted(around: Surroundings, judged: Sequence[JudgedLine]) -> bool:
    """Return whether next to nothing was kept of a page that has something to read.

    Where more was kept, and unsurely, the other reading was not better on any of 86 pages.
    """
    kept = sum(each.line.size for each in judged if each.kept)
    whole = sum(line.size for line in around.layout.lines)
    return kept < LITTLE and whole > 2 * LITTLE


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

    It wins where it has an article's letters, and by our own chances it is hardly worse.
    """
    lines = _chosen(around, frozenset(standfirst), other)
    if sum(line.size for line in lines) < LITTLE:
        return None
    theirs = frozenset(lines)
    again = [each._replace(kept=each.line in theirs) for each in judged]
    is_fair = expected_f1(again) >= FAIR * expected_f1(judged)
    return tuple(lines) if is_fair else None


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
