"""Render how a page was read: where each field came from, and what was removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from scraper.models import Article, Candidate
from scraper.present.as_row import row
from scraper.present.cells import one_line
from scraper.present.counted_things import counted

FIELDS = (
    "headline", "subheadline", "byline", "authors", "date_published", "date_modified", "images",
    "body", "section", "tags", "language", "publisher", "canonical_url", "is_free",
)  # fmt: skip
CHARSET_REASONS = {
    "bom": "by its byte order mark",
    "utf-8": "the bytes are valid UTF-8",
    "header": "the server declares it",
    "meta": "the page declares it",
    "nearly utf-8": "UTF-8 except for a few broken bytes",
    "detected": "guessed from the bytes",
    "fallback": "nothing indicates another",
}
STRONGEST = 6  # features of the page's kind that are shown
LONG = 160  # characters of a value or a removed block that are shown
NAME = 15  # columns for the name of a field
LINES_HEADING = (
    "lines, by how likely each belongs to the article, and the features for (+) and against (-) it"
)


class ExplainedLine(NamedTuple):
    """A line near the text, and why it is kept or not."""

    text: str
    kept: bool
    chance: float  # that it belongs to the article, 0 to 1
    reason: str
    strongest: tuple[tuple[str, float], ...]  # features with most weight, in log odds


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """An article with how its page was read."""

    article: Article
    charset: str
    found_by: str  # how the charset was found
    shares: Mapping[str, float]  # feature -> its part of the score that makes a page a listing
    lines: tuple[ExplainedLine, ...]  # the lines among which the body was chosen


def explained_row(explained: Explained) -> dict[str, Any]:
    """Return the explanation as one object, for programs."""
    article = explained.article
    return row(article) | {
        "candidates": [_candidate(candidate) for candidate in article.candidates],
        "removed": [{"text": block.text, "reason": block.reason} for block in article.removed],
        "repairs": list(article.repairs),
        "charset": explained.charset,
        "charset_found_by": explained.found_by,
        "listing_features": explained.shares,
        "lines": [line._asdict() for line in explained.lines],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "field": candidate.field,
        "strategy": candidate.strategy,
        "value": candidate.value,
        "raw": candidate.raw,
        "won": candidate.won,
        "why": candidate.why,
        "confidence": candidate.confidence,
    }


def explained_lines(explained: Explained) -> Iterator[str]:
    """Yield the explanation as lines of text, for people."""
    article = explained.article
    yield from _page(explained)
    others = {candidate.field for candidate in article.candidates} - set(FIELDS)
    for name in (*FIELDS, *sorted(others)):
        yield from _field(name, article)
    if article.repairs:
        yield ""
        yield "repaired"
        yield from (f"  {one_line(repair)}" for repair in article.repairs)
    if article.removed:
        yield ""
        yield "removed"
        yield from (f"  {one_line(b.reason):28} {_short(b.text)}" for b in article.removed)
    if explained.lines:
        yield ""
        yield LINES_HEADING
    for line in explained.lines:
        yield from _line(line)


def _page(explained: Explained) -> Iterator[str]:
    """Yield the kind of page with its evidence, and the charset."""
    verdict = explained.article.verdict
    yield f"{'verdict':{NAME}} {verdict.kind}"
    for evidence in verdict.evidence:
        yield f"{'':{NAME}}   {one_line(evidence)}"
    strongest = list(explained.shares.items())[:STRONGEST]
    if strongest:
        yield f"{'like a list':{NAME}} {_weights(strongest)}"
    reason = CHARSET_REASONS[explained.found_by]
    yield f"{'charset':{NAME}} {explained.charset}  ({reason})"


def _weights(features: list[tuple[str, float]] | tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{name} {weight:+.1f}" for name, weight in features)


def _field(name: str, article: Article) -> Iterator[str]:
    """Yield the value of a field, the strategy that won and those that lost."""
    candidates = [candidate for candidate in article.candidates if candidate.field == name]
    source = article.sources.get(name)
    if not candidates and not source:
        return
    winners = [candidate for candidate in candidates if candidate.won]
    yield ""
    yield f"{name:{NAME}} {_short(_value(name, article, winners))}"
    if source:
        yield f"  won   {one_line(source)}{_confidence(winners)}"
    losers = [candidate for candidate in candidates if not candidate.won]
    yield from map(_loser, losers)


def _loser(candidate: Candidate) -> str:
    why = one_line(candidate.why or "another candidate was better")
    strategy, value = one_line(candidate.strategy), _short(candidate.value)
    return f"  lost  {strategy:20} {value}  ({why})"


def _value(name: str, article: Article, winners: list[Candidate]) -> str:
    if name == "body":
        return f"{counted(len(article.body), 'block')}, {counted(article.word_count, 'word')}"
    if winners:
        return " · ".join(candidate.value for candidate in winners)
    value = getattr(article, name, None)
    return str(value) if value else "-"


def _confidence(winners: list[Candidate]) -> str:
    known = [winner.confidence for winner in winners if winner.confidence is not None]
    return f" ({known[0]:.0%})" if known else ""


def _line(line: ExplainedLine) -> Iterator[str]:
    choice = "keep" if line.kept else "drop"
    yield f"  {choice} {line.chance:4.0%}  {_short(line.text)}"
    yield f"             {one_line(_weights(line.strongest) or line.reason)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"
