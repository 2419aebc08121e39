"""Turn an article into plain values for JSON, under the field names of the archive."""

from __future__ import annotations

from typing import Any

from scraper.models import Article, Author, Image
from scraper.present import render

PLAIN = (
    "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "date_published", "date_modified", "section", "language", "direction", "word_count",
    "is_free",
)  # fmt: skip


def row(article: Article) -> dict[str, Any]:
    """Return the article as one flat object, with its body as text and as Markdown."""
    return {
        **{name: getattr(article, name) for name in PLAIN},
        "authors": [_author(author) for author in article.authors],
        "images": [_image(image) for image in article.images],
        "tags": list(article.tags),
        "body_text": render.text(article.body),
        "body_markdown": render.markdown(article.body),
        "verdict": str(article.verdict.kind),
        "verdict_evidence": list(article.verdict.evidence),
        "sources": dict(article.sources),
    }


def _author(author: Author) -> dict[str, Any]:
    return {
        "name": author.name,
        "role": author.role,
        "links": list(author.links),
        "kind": author.kind,
    }


def _image(image: Image) -> dict[str, Any]:
    return {
        "url": image.url,
        "caption": image.caption,
        "credit": image.credit,
        "alt": image.alt,
        "lead": image.lead,
    }
