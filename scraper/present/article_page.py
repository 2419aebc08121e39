"""Render one article for reading, as text, Markdown, HTML or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from scraper.cleaning import dump_json
from scraper.models import PAGES_ONLY, Article, Image
from scraper.present import render
from scraper.present.as_row import row
from scraper.present.cells import one_line


def as_text(article: Article) -> str:
    """Return plain text: head, body, captions and address, with an empty line between the parts."""
    return "\n\n".join([*_head(article), render.text(article.body), *_foot(article)])


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


def as_markdown(article: Article) -> str:
    """Return CommonMark: headline, standfirst, byline and date, body, address."""
    headline = f"# {article.headline}" if article.headline else ""
    standfirst = f"*{article.subheadline}*" if article.subheadline else ""
    signed = " · ".join(filter(None, (article.byline, article.date_published)))
    body = render.markdown(article.body)
    parts = (headline, standfirst, signed, body, f"<{article.url}>")
    return "\n\n".join(filter(None, parts))


def as_html(article: Article) -> str:
    """Return a whole web page; all text is escaped."""
    title = escape(article.headline or article.url)
    language = escape(article.language or "")
    link = f'<a href="{escape(article.url)}">{escape(article.site)}</a>'
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><article>\n<h1>{title}</h1>\n"
        f"{render.html(article.body)}\n<footer>{link}</footer>\n</article></body></html>"
    )


def as_json(article: Article) -> str:
    """Return the article's row as indented JSON."""
    return dump_json(row(article), indent=2)


ARTICLE_FORMS: dict[str, Callable[[Article], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
}
