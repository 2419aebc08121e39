"""`scraper show`: one article, for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from scraper.cleaning import dump_json
from scraper.commands.terminal.safe_text import paragraphs, plain, shown
from scraper.commands.terminal.session import command, session
from scraper.models import PAGES_ONLY, Article


def _text(article: Article) -> str:
    from scraper.present import render

    return "\n\n".join([*_head(article), paragraphs(render.text(article.body)), *_foot(article)])


def _head(article: Article) -> Iterator[str]:
    yield plain(article.headline or "(no headline)")
    if article.subheadline:
        yield paragraphs(article.subheadline)
    signed = article.byline or ", ".join(author.name for author in article.authors)
    dates = [
        article.date_published or "",
        f"changed {article.date_modified}" if article.date_modified else "",
    ]
    yield plain(" · ".join(part for part in (signed, *dates, article.site) if part))
    if article.verdict.kind in PAGES_ONLY:
        yield f"[This page is no article but a {article.verdict.kind}; an older reader archived it.]"


def _foot(article: Article) -> Iterator[str]:
    for image in article.images:
        if image.caption or image.credit:
            credit = f" ({image.credit})" if image.credit else ""
            yield f"[{plain((image.caption or image.alt or 'photo') + credit)}]"
    yield plain(article.url)


def _markdown(article: Article) -> str:
    from scraper.present import render

    head = [
        f"# {article.headline}" if article.headline else "",
        f"*{article.subheadline}*" if article.subheadline else "",
    ]
    signed = " · ".join(part for part in (article.byline, article.date_published) if part)
    return "\n\n".join(
        part for part in (*head, signed, render.markdown(article.body), f"<{article.url}>") if part
    )


def _html(article: Article) -> str:
    from html import escape

    from scraper.present import render

    title = escape(article.headline or article.url)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(article.language or "")}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><article>\n<h1>{title}</h1>\n{render.html(article.body)}\n"
        f'<footer><a href="{escape(article.url)}">{escape(article.site)}</a></footer>\n</article></body></html>'
    )


def _json(article: Article) -> str:
    from scraper.present.as_row import row

    record: dict[str, Any] = row(article)
    return dump_json(record, indent=2)


FORMATS: dict[str, Callable[[Article], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
}


@command("show")
@click.argument("what", metavar="URL|ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Its form.",
)
@click.option(
    "--version", "number", type=click.IntRange(1), help="An earlier version.  [default: the newest]"
)
def show(what: str, form: str, number: int | None) -> None:
    """Show one article, by its URL or its id."""
    with session().archive(read_only=True) as archive:
        article = archive.load(what, version=number)
    click.echo(shown(FORMATS[form](article)))


command = show
