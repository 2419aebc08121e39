"""A page becomes an article: the table of fields, each chosen in a module of its own. Pure, and it never raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scraper import urls
from scraper.extract import claims, headline, images, language
from scraper.extract.choice import Choice
from scraper.extract.document import Document
from scraper.extract.folding import count_words
from scraper.extract.reading import Reading
from scraper.models import Article, Candidate, Page, Verdict, VerdictKind

if TYPE_CHECKING:
    from scraper.rules import Rule

__all__ = ["extract"]

FIELDS: tuple[tuple[str, Callable[[Document], Choice[Any]]], ...] = (
    ("headline", headline.choose),
    ("images", images.find),
    ("section", claims.section),
    ("tags", claims.tags),
    ("publisher", claims.publisher),
    ("canonical_url", claims.canonical_url),
    ("is_free", claims.is_free),
    ("language", language.choose),
    ("direction", language.direction),
)


def extract(page: Page, rule: Rule | None = None, known: frozenset[str] = frozenset()) -> Article:
    """Read a page; `rule` is its site's, `known` the fingerprints of blocks that stand on many of the site's pages."""
    doc = Document(page, known=known)
    read = _guarded("body", lambda _: Choice(value=doc.reading), doc)
    reading = read.value or Reading()
    chosen = {field: _guarded(field, choose, doc) for field, choose in FIELDS}
    values: dict[str, Any] = {field: choice.value for field, choice in chosen.items() if choice.value is not None}
    return Article(
        url=page.final_url,
        site=urls.site(page.final_url),
        body=reading.blocks,
        subheadline=reading.subheadline,
        word_count=sum(count_words(block.text) for block in reading.blocks),
        verdict=Verdict(kind=VerdictKind.ARTICLE if reading.blocks else VerdictKind.EMPTY),
        sources={field: chosen[field].strategy or "" for field in values},
        candidates=tuple(c for choice in (read, *chosen.values()) for c in choice.candidates),
        removed=reading.removed,
        repairs=reading.repairs,
        **values,
    )


def _guarded(field: str, choose: Callable[[Document], Choice[Any]], doc: Document) -> Choice[Any]:
    """A fault in reading one field leaves that field empty, says so, and harms no other."""
    try:
        return choose(doc)
    except Exception as error:  # noqa: BLE001 - the law of this room: whatever the bytes, an article comes out
        fault = f"{type(error).__name__}: {error}"[:200]
        return Choice(candidates=(Candidate(field=field, strategy="fault", value="", why=fault),))
