"""`scraper explain`: why each field is what it is, and why each removed block is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cleaning import dump_json
from scraper.commands.terminal.options import WebAddress, rules_option
from scraper.commands.terminal.page_argument import reading_of
from scraper.commands.terminal.safe_text import plain
from scraper.commands.terminal.session import command

if TYPE_CHECKING:
    from scraper.jobs.explanation import Explained
    from scraper.models import Article, Candidate

FIELDS = (
    "headline", "subheadline", "byline", "authors", "date_published", "date_modified", "images", "body",
    "section", "tags", "language", "publisher", "canonical_url", "is_free",
)  # fmt: skip
FOUND = {
    "bom": "by its byte order mark",
    "utf-8": "the bytes are sound UTF-8",
    "header": "the server says so",
    "meta": "the page says so",
    "nearly utf-8": "UTF-8 but for a few broken bytes",
    "detected": "guessed from the bytes",
    "fallback": "nothing said or showed another",
}
STRONGEST = 6  # features of the page's kind that are shown
LONG = 160  # characters of a value or a removed block that are shown


@command("explain")
@click.argument("what", metavar="URL|FILE")
@click.option("--url", type=WebAddress(), help="The address of FILE.")
@click.option("--json/--no-json", "as_json", help="One JSON object, for programs.")
@rules_option
def explain(what: str, url: str | None, rules: tuple[Path, ...], *, as_json: bool) -> None:
    """Say where each field of an article came from.

    First the kind of page, with what speaks for (+) and against (-) a mere list of pages, and the charset with how it
    was found. For each field: the strategy that won, with its confidence, and which lost and why. Then each block that
    was removed and the reason, and each line near the text with the features that decided on it. URL is read again from
    its kept page, without network; a FILE is read as it is.
    """
    from scraper.jobs.explanation import explained
    from scraper.workers.pool import apart

    told = apart(explained, reading_of(what, url, rules))
    if as_json:
        found: dict[str, Any] = {
            "charset": told.charset,
            "charset_found_by": told.found_by,
            "listing_features": told.shares,
            "lines": [line._asdict() for line in told.lines],
        }
        click.echo(dump_json(_record(told.article) | found, indent=2))
    else:
        for line in _lines(told):
            click.echo(line)


def _record(article: Article) -> dict[str, Any]:
    from scraper.present.as_row import row

    return row(article) | {
        "candidates": [
            {"field": c.field, "strategy": c.strategy, "value": c.value, "raw": c.raw, "won": c.won, "why": c.why,
             "confidence": c.confidence}
            for c in article.candidates
        ],
        "removed": [{"text": block.text, "reason": block.reason} for block in article.removed],
        "repairs": list(article.repairs),
    }  # fmt: skip


def _lines(told: Explained) -> Iterator[str]:
    article = told.article
    yield f"{'verdict':15} {article.verdict.kind}"
    for evidence in article.verdict.evidence:
        yield f"{'':15}   {plain(evidence)}"
    if told.shares:
        strongest = ", ".join(
            f"{name} {share:+.1f}" for name, share in list(told.shares.items())[:STRONGEST]
        )
        yield f"{'like a list':15} {strongest}"
    yield f"{'charset':15} {told.charset}  ({FOUND[told.found_by]})"
    fields = [*FIELDS, *sorted({c.field for c in article.candidates} - set(FIELDS))]
    for name in fields:
        yield from _field(name, article)
    if article.repairs:
        yield "\nrepaired"
        yield from (f"  {plain(repair)}" for repair in article.repairs)
    if article.removed:
        yield "\nremoved"
        yield from (f"  {plain(block.reason):28} {_short(block.text)}" for block in article.removed)
    if told.lines:
        yield "\nlines, by how likely each is the article's, and what spoke most for (+) or against (-) it"
    for line in told.lines:
        strongest = ", ".join(f"{name} {change:+.1f}" for name, change in line.strongest)
        yield f"  {'keep' if line.kept else 'drop'} {line.chance:4.0%}  {_short(line.text)}"
        yield f"             {plain(strongest or line.reason)}"


def _field(name: str, article: Article) -> Iterator[str]:
    offered = [c for c in article.candidates if c.field == name]
    source = article.sources.get(name)
    if not offered and not source:
        return
    winners = [c for c in offered if c.won]
    yield f"\n{name:15} {_short(_value(name, article, winners))}"
    if source:
        yield f"  won   {plain(source)}{_sure(winners)}"
    for loser in (c for c in offered if not c.won):
        why = plain(loser.why or "a better one was there")
        yield f"  lost  {plain(loser.strategy):20} {_short(loser.value)}  ({why})"


def _value(name: str, article: Article, winners: list[Candidate]) -> str:
    if name == "body":
        return f"{len(article.body)} blocks, {article.word_count} words"
    if winners:
        return " · ".join(candidate.value for candidate in winners)
    value = getattr(article, name, None)
    return str(value) if value else "-"


def _sure(winners: list[Candidate]) -> str:
    confidence = next((c.confidence for c in winners if c.confidence is not None), None)
    return "" if confidence is None else f" ({confidence:.0%})"


def _short(text: str) -> str:
    line = plain(" ".join(text.split()))
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"


command = explain
