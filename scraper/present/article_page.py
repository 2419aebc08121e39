"""Render articles for reading, as text, Markdown, HTML or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scraper.cleaning import dump_json
from scraper.models import PAGES_ONLY, Article, Image
from scraper.present import render
from scraper.present.article_html import article_pages
from scraper.present.as_row import row
from scraper.present.cells import one_line
from scraper.present.reading import MARKS_HEADING, Reading, added_lines

RULE = "─" * 40  # between two articles


def as_text(reading: Reading) -> str:
    """Return plain text: head, body, captions, address and what coders added, part by part."""
    article = reading.article
    parts = [*_head(article), render.text(article.body), *_foot(article)]
    added = [one_line(line) for line in added_lines(reading)]
    if added:
        parts.append("\n".join([f"{MARKS_HEADING}:", *added]))
    return "\n\n".join(parts)


def _head(article: Article) -> Iterator[str]:
    yield one_line(article.headline or "(no headline)")
    if article.subheadline:
        yield article.subheadline
    names = ", ".join(author.name for author in article.authors)
    changed = f"changed {article.date_modified}" if article.date_modified else ""
    parts = (article.byline or names, article.date_published, changed, article.site)
    yield one_line(" · ".join(filter(None, parts)))
    kind = article.verdict.kind
    if kind in PAGES_ONLY:
        yield f"[This page is not an article but a {kind}; an older scraper archived it.]"


def _foot(article: Article) -> Iterator[str]:
    for image in article.images:
        if image.caption or image.credit:
            yield f"[{one_line(_caption(image))}]"
    yield one_line(article.url)


def _caption(image: Image) -> str:
    text = image.caption or image.alt or "photo"
    return f"{text} ({image.credit})" if image.credit else text


def as_markdown(reading: Reading) -> str:
    """Return CommonMark: headline, standfirst, byline and date, body, address."""
    article = reading.article
    headline = f"# {article.headline}" if article.headline else ""
    standfirst = f"*{article.subheadline}*" if article.subheadline else ""
    signed = " · ".join(filter(None, (article.byline, article.date_published)))
    body = render.markdown(article.body)
    parts = (headline, standfirst, signed, body, f"<{article.url}>")
    return "\n\n".join(filter(None, parts))


def as_json(readings: Sequence[Reading]) -> str:
    """Return the row of an article as indented JSON, or an array with those of several.

    What people added is in the members that an export gives it.
    """
    rows = [row(reading.article) | dict(reading.added) for reading in readings]
    return dump_json(rows[0] if len(rows) == 1 else rows, indent=2)


def texts(readings: Sequence[Reading]) -> str:
    """Return articles as plain text, with a rule between them."""
    return f"\n\n{RULE}\n\n".join(map(as_text, readings))


def markdown_texts(readings: Sequence[Reading]) -> str:
    """Return articles as CommonMark, with a thematic break between them."""
    return "\n\n---\n\n".join(map(as_markdown, readings))


ARTICLE_FORMS: dict[str, Callable[[Sequence[Reading]], str]] = {
    "text": texts,
    "markdown": markdown_texts,
    "html": article_pages,
    "json": as_json,
}
