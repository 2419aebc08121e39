"""Write articles as a folder of Markdown files with front matter, for note-taking programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scraper.cleaning import dump_json
from scraper.models import Article, Block, BlockKind, Image, Span
from scraper.present import render
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.present.file_names import file_name

# what the front matter has, where there is a value
FIELDS = (
    "headline", "authors", "byline", "publisher", "site", "section", "tags", "language",
    "date_published", "date_modified", "url", "canonical_url", "id", "version", "verdict",
    "word_count", "first_seen", "last_changed", "last_seen", "text_sha256",
)  # fmt: skip


def markdown(
    rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of a file per article."""
    for row in rows:
        text = f"{front_matter(row)}\n{_text(row['article'])}\n"
        yield file_name(row, ".md"), text.encode("utf-8", "replace")


def front_matter(row: Mapping[str, Any]) -> str:
    """Return what is known of an article as YAML; its values are JSON, which every YAML is."""
    values = {name: row.get(name) for name in FIELDS}
    values["authors"] = [author["name"] for author in row.get("authors") or ()]
    lines = [
        f"{name}: {dump_json(value)}\n" for name, value in values.items() if value not in (None, [])
    ]
    return f"---\n{''.join(lines)}---\n"


def _text(article: Article) -> str:
    """Return headline, standfirst, byline, body, and the captions: the lead picture's above it."""
    lead = [image for image in article.images if image.lead]
    rest = [image for image in article.images if not image.lead]
    parts = (
        _heading(article.headline),
        _emphasised(article.subheadline),
        _paragraph(article.byline),
        *map(_caption, lead),
        render.markdown(article.body),
        *map(_caption, rest),
        f"<{article.url}>",
    )
    return "\n\n".join(filter(None, parts))


def _heading(text: str | None) -> str:
    return _block(BlockKind.HEADING, Span(text=text), level=1) if text else ""


def _emphasised(text: str | None) -> str:
    return _block(BlockKind.PARAGRAPH, Span(text=text, em=True)) if text else ""


def _paragraph(text: str | None) -> str:
    return _block(BlockKind.PARAGRAPH, Span(text=text)) if text else ""


def _caption(image: Image) -> str:
    """Return the words of a picture as a quotation that leads to it; "" if it has none."""
    words = image.caption or image.alt
    spans = [Span(text=words or "picture", href=image.url)] if words or image.credit else []
    if image.credit:
        spans.append(Span(text=f" ({image.credit})"))
    return _block(BlockKind.QUOTE, *spans) if spans else ""


def _block(kind: BlockKind, *spans: Span, level: int = 0) -> str:
    on_a_line = tuple(
        Span(text=" ".join(span.text.split(" ")).replace("\n", " "), href=span.href, em=span.em)
        for span in spans
    )
    return render.markdown([Block(kind=kind, spans=on_a_line, level=level)])
