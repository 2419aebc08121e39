"""The table of an article's fields, each chosen in a module of its own, and the article of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scraper import urls
from scraper.cleaning import clean
from scraper.extract import headline, language, plain_text, stated_fields
from scraper.extract.authors import read_authors
from scraper.extract.choice import Choice
from scraper.extract.context import Context, Dates
from scraper.extract.dates import read_dates
from scraper.extract.dates.date_context import DateContext
from scraper.extract.field_faults import FieldFaults
from scraper.extract.images import captions_in_text, read_images
from scraper.lexicon.folding import count_words
from scraper.models import Article, Candidate, Page, Verdict, VerdictKind
from scraper.page.body_reading import BodyReading
from scraper.page.parsed_page import ParsedPage
from scraper.page_kind.by_content import has_text

Fields = dict[str, Choice[Any]]
Chooser = Callable[[Context], Choice[Any]]

FIELDS: tuple[tuple[str, Chooser], ...] = (
    ("headline", headline.choose),
    ("date_published", lambda context: context.dates.published),
    ("date_modified", lambda context: context.dates.modified),
    ("images", read_images.find),
    ("section", stated_fields.section),
    ("tags", stated_fields.tags),
    ("publisher", stated_fields.publisher),
    ("canonical_url", stated_fields.canonical_url),
    ("is_free", stated_fields.is_free),
    ("language", language.choose),
    ("direction", language.direction),
)


def choose_dates(parsed: ParsedPage, body: BodyReading, faults: FieldFaults) -> Dates:
    """Return when the article was published and changed; `body`: whatever kind of page it is."""
    context = DateContext(parsed, body)
    none = Choice[str]()
    return Dates(
        faults.guard("date_published", lambda: read_dates.published(context), none),
        faults.guard("date_modified", lambda: read_dates.modified(context), none),
    )


def article_body(parsed: ParsedPage, body: BodyReading, kind: Verdict) -> BodyReading:
    """Return the body of the article: no text of a wall or of a server is one."""
    if has_text(parsed, kind.kind):
        return body
    return replace(body, blocks=(), subheadline=None, repairs=())


def choose_fields(context: Context, given: Mapping[str, Chooser], faults: FieldFaults) -> Fields:
    """Return every field: by the chooser that a rule gives, else by that of the table."""
    fields: Fields = {}
    for field, choose in FIELDS:
        if field not in given:
            fields[field] = _guarded(field, choose, context, faults)
    signed = faults.guard(
        "authors", lambda: read_authors.choose(context), (Choice[Any](), Choice[Any]())
    )
    for field, choice in zip(("authors", "byline"), signed, strict=True):
        if field not in given:
            fields[field] = choice
    for field, choose in given.items():
        fields[field] = _guarded(field, choose, context, faults)
    return fields


def _guarded(field: str, choose: Chooser, context: Context, faults: FieldFaults) -> Choice[Any]:
    return faults.guard(field, lambda: choose(context), Choice[Any]())


def assemble(context: Context, fields: Fields, faults: FieldFaults) -> Article:
    """Return the article of a page, without those paragraphs of its body that are captions."""
    shown = fields.get("images", Choice()).value or ()
    body = faults.guard("body", lambda: captions_in_text.without(context.body, shown), context.body)
    return _article(context.page, body, fields, context.kind, faults)


def plain_article(page: Page, faults: FieldFaults) -> Article:
    """Return the article of a page that is text without markup."""
    nothing: tuple[BodyReading, Fields] = (BodyReading(), {})
    body, fields = faults.guard("page", lambda: plain_text.read(page), nothing)
    kind = VerdictKind.ARTICLE if body.blocks else VerdictKind.EMPTY
    return _article(page, body, fields, Verdict(kind=kind, evidence=("text/plain",)), faults)


def _article(
    page: Page, body: BodyReading, fields: Fields, kind: Verdict, faults: FieldFaults
) -> Article:
    values: dict[str, Any] = {"subheadline": body.subheadline}
    candidates: list[Candidate] = []
    for field, choice in fields.items():
        candidates += choice.candidates
        if choice.value is not None:
            values[field] = choice.value
    article = Article(
        url=page.final_url,
        site=urls.site(page.final_url),
        body=body.blocks,
        word_count=sum(count_words(block.text) for block in body.blocks),
        verdict=kind,
        sources=_sources(body, fields),
        candidates=(*candidates, *faults.candidates),
        removed=body.removed,
        repairs=body.repairs,
        **values,
    )
    return clean(article)  # references such as &#155; and scripts can write what no text may hold


def _sources(body: BodyReading, fields: Fields) -> dict[str, str]:
    """Return field -> the strategy that found its value, for the fields that have one."""
    sources: dict[str, str] = {}
    for field, choice in fields.items():
        if choice.value not in (None, ()):
            sources[field] = choice.strategy or ""
    if body.subheadline:
        sources.setdefault("subheadline", "standfirst")
    if body.blocks:
        sources.setdefault("body", "trafilatura" if body.second_opinion else "blocks")
    return sources
