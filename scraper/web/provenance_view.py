"""Where the fields of an article came from, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.models import Article, Candidate, Removed
from scraper.present.counted_things import counted
from scraper.present.explained import CHARSET_REASONS, FIELDS, Explained, ExplainedLine

LONG = 400  # characters of a value that are shown
STRONGEST = 6  # features of the page's kind
NO_REASON = "another candidate was better"


@dataclass(frozen=True, kw_only=True, slots=True)
class Loser:
    """A value that was not taken."""

    strategy: str
    value: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldOrigin:
    """A field, the strategy that won, and those that lost."""

    name: str
    value: str
    strategy: str | None
    confidence: float | None  # 0 to 1
    losers: tuple[Loser, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvenanceView:
    """All that the page about the origin of an article shows."""

    kind: str
    evidence: tuple[str, ...]
    charset: str
    charset_reason: str
    features: tuple[tuple[str, float], ...]  # for (+) and against (-) a list of pages
    fields: tuple[FieldOrigin, ...]
    repairs: tuple[str, ...]
    removed: tuple[Removed, ...]
    lines: tuple[ExplainedLine, ...]


def provenance_view(explained: Explained) -> ProvenanceView:
    """Return how a page was read, for readers."""
    article = explained.article
    return ProvenanceView(
        kind=article.verdict.kind.replace("_", " "),
        evidence=article.verdict.evidence,
        charset=explained.charset,
        charset_reason=CHARSET_REASONS[explained.found_by],
        features=tuple(explained.shares.items())[:STRONGEST],
        fields=tuple(_fields(article)),
        repairs=article.repairs,
        removed=article.removed,
        lines=explained.lines,
    )


def _fields(article: Article) -> Iterator[FieldOrigin]:
    """Yield the fields that have a value or a candidate, those of our table first."""
    others = {candidate.field for candidate in article.candidates} - set(FIELDS)
    for name in (*FIELDS, *sorted(others)):
        candidates = [each for each in article.candidates if each.field == name]
        if candidates or name in article.sources:
            yield _origin(name, article, candidates)


def _origin(name: str, article: Article, candidates: list[Candidate]) -> FieldOrigin:
    winners = [each for each in candidates if each.won]
    known = [each.confidence for each in winners if each.confidence is not None]
    losers = [each for each in candidates if not each.won]
    return FieldOrigin(
        name=name.replace("_", " "),
        value=_short(_value(name, article, winners)),
        strategy=article.sources.get(name),
        confidence=known[0] if known else None,
        losers=tuple(map(_loser, losers)),
    )


def _loser(candidate: Candidate) -> Loser:
    why = candidate.why or NO_REASON
    return Loser(strategy=candidate.strategy, value=_short(candidate.value), why=why)


def _value(name: str, article: Article, winners: list[Candidate]) -> str:
    if name == "body":
        return f"{counted(len(article.body), 'block')}, {counted(article.word_count, 'word')}"
    if winners:
        return " · ".join([each.value for each in winners])
    value = getattr(article, name, None)
    return str(value) if value else "none"


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
