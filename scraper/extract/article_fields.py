"""The table of an article's fields, each chosen in a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scraper import urls
from scraper.cleaning import clean
from scraper.extract import headline, language, plain_text, site_rule, stated_fields
from scraper.extract.authors import read_authors
from scraper.extract.body.body_reading import Reading
from scraper.extract.choice import Choice
from scraper.extract.dates import read_dates
from scraper.extract.images import captions_in_text, read_images
from scraper.lexicon.folding import count_words
from scraper.models import Article, Candidate, Page, Verdict, VerdictKind
from scraper.page.parsed_page import Document

if TYPE_CHECKING:
    from scraper.rules import Rule

Fields = dict[str, Choice[Any]]

FIELDS: tuple[tuple[str, Callable[[Document], Choice[Any]]], ...] = (
    ("headline", headline.choose),
    ("date_published", read_dates.published),
    ("date_modified", read_dates.modified),
    ("images", read_images.find),
    ("section", stated_fields.section),
    ("tags", stated_fields.tags),
    ("publisher", stated_fields.publisher),
    ("canonical_url", stated_fields.canonical_url),
    ("is_free", stated_fields.is_free),
    ("language", language.choose),
    ("direction", language.direction),
)


def read(page: Page, rule: Rule | None, known: frozenset[str]) -> Article:
    """Read a page; `rule` is its site's, `known` the fingerprints of blocks that stand on many of the site's pages."""
    doc = Document(page, known=known)
    faults: list[Candidate] = []
    if _guarded("page", lambda: plain_text.is_plain(page), False, faults):  # noqa: FBT003 - the value if it fails
        reading, fields = _guarded("page", lambda: plain_text.read(page), (Reading(), {}), faults)
        judged = Verdict(
            kind=VerdictKind.ARTICLE if reading.blocks else VerdictKind.EMPTY,
            evidence=("text/plain",),
        )
    else:
        fields = _guarded("rule", lambda: site_rule.apply(doc, rule) if rule else {}, {}, faults)
        reading = _guarded("body", lambda: doc.reading, Reading(), faults)
        fields = {**_chosen(doc, set(fields), faults), **fields}
        shown = fields.get("images", Choice()).value or ()
        reading = _guarded(
            "body", lambda: captions_in_text.without(reading, shown), reading, faults
        )
        judged = _guarded("verdict", lambda: doc.verdict, Verdict(kind=VerdictKind.EMPTY), faults)
    return _article(page, reading, fields, judged, faults)


def _chosen(doc: Document, ruled: set[str], faults: list[Candidate]) -> Fields:
    """Every field that no rule gave."""
    fields: Fields = {}
    for field, choose in FIELDS:
        if field not in ruled:
            fields[field] = _guarded(field, lambda choose=choose: choose(doc), Choice(), faults)  # type: ignore[misc]
    authors, line = _guarded(
        "authors", lambda: read_authors.choose(doc), (Choice(), Choice()), faults
    )
    signed = {"authors": authors, "byline": line}
    return fields | {field: choice for field, choice in signed.items() if field not in ruled}


def _article(
    page: Page, reading: Reading, fields: Fields, judged: Verdict, faults: list[Candidate]
) -> Article:
    values: dict[str, Any] = {"subheadline": reading.subheadline}
    values |= {field: choice.value for field, choice in fields.items() if choice.value is not None}
    sources = {
        field: choice.strategy or ""
        for field, choice in fields.items()
        if choice.value not in (None, ())
    }
    if reading.subheadline:
        sources.setdefault("subheadline", "standfirst")
    if reading.blocks:
        sources.setdefault("body", "trafilatura" if reading.second_opinion else "blocks")
    article = Article(
        url=page.final_url,
        site=urls.site(page.final_url),
        body=reading.blocks,
        word_count=sum(count_words(block.text) for block in reading.blocks),
        verdict=judged,
        sources=sources,
        candidates=(*(c for choice in fields.values() for c in choice.candidates), *faults),
        removed=reading.removed,
        repairs=reading.repairs,
        **values,
    )
    return clean(article)  # references such as &#155; and scripts can write what no text may hold


def _guarded(field: str, read: Callable[[], Any], fallback: Any, faults: list[Candidate]) -> Any:
    """What `read` gives; a fault in one field leaves it empty, is told among the candidates, and harms no other."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - the law of this room: whatever the bytes, an article comes out
        faults.append(
            Candidate(
                field=field,
                strategy="fault",
                value="",
                why=f"{type(error).__name__}: {error}"[:200],
            )
        )
        return fallback
