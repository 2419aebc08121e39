"""Render articles as a web page made for reading; all text is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from scraper.models import PAGES_ONLY, Article, Author, Image
from scraper.present import block_html
from scraper.present.dates_in_words import in_words
from scraper.present.page_style import PAGE_END, page_start
from scraper.present.reading import MARKS_HEADING, Reading, added_lines

WEB = ("http://", "https://")  # the only addresses that become links


def article_pages(readings: Sequence[Reading]) -> str:
    """Return one web page with these articles."""
    first = readings[0].article
    title = first.headline or first.url
    if len(readings) > 1:
        title = f"{title} and {len(readings) - 1} more"
    start = page_start(title, language=_shared_language(readings))
    return "\n".join([start, "<main>", *map(article_element, readings), f"</main>{PAGE_END}"])


def _shared_language(readings: Sequence[Reading]) -> str:
    """Return the language of all articles, or "" if there are several."""
    languages = {reading.article.language or "" for reading in readings}
    return languages.pop() if len(languages) == 1 else ""


def article_element(reading: Reading) -> str:
    """Return one article as an element; it is well-formed as XML, too."""
    article = reading.article
    parts = [*_parts(article), *_added(reading)]
    language = f' lang="{escape(article.language)}"' if article.language else ""
    direction = escape(article.direction or "auto")
    return "\n".join([f'<article{language} dir="{direction}">', *parts, "</article>"])


def _parts(article: Article) -> Iterator[str]:
    """Yield the head, the pictures' words, the body and the foot."""
    yield f"<header>\n<h1>{_line(article.headline or article.url)}</h1>"
    if article.subheadline:
        yield f'<p class="standfirst">{_line(article.subheadline)}</p>'
    yield f'<div class="meta">{"".join(_meta(article))}</div>\n</header>'
    described = [image for image in article.images if image.caption or image.credit]
    lead = [image for image in described if image.lead]
    yield from map(_figure, lead)
    yield block_html.html(article.body)
    yield from (_figure(image) for image in described if not image.lead)
    yield f"<footer>{_source(article)}</footer>"


def _meta(article: Article) -> Iterator[str]:
    """Yield the byline, the people with their roles, the dates, and what kind of page it is."""
    if article.byline:
        yield f"<p>{_line(article.byline)}</p>"
    people = [author for author in article.authors if _adds_to(article.byline or "", author)]
    if people:
        yield f"<p>{'; '.join(map(_person, people))}</p>"
    dates = [
        f"{label}{_time(moment)}"
        for label, moment in (("", article.date_published), ("changed ", article.date_modified))
        if moment
    ]
    about = " · ".join([*dates, *_place(article)])
    yield f"<p>{about}</p>"
    kind = article.verdict.kind
    if kind in PAGES_ONLY:
        yield f"<p>This page is not an article but a {kind}; an older scraper archived it.</p>"


def _adds_to(byline: str, author: Author) -> bool:
    """Return whether a person has a name, a role or a profile that the byline does not show."""
    shown = byline.casefold()  # many are printed in capitals
    is_shown = author.name.casefold() in shown and (author.role or "").casefold() in shown
    return bool(author.links) or not is_shown


def _person(author: Author) -> str:
    profile = next((link for link in author.links if link.startswith(WEB)), "")
    name = _line(author.name)
    linked = f'<a href="{escape(profile)}">{name}</a>' if profile else name
    return f"{linked}, {_line(author.role)}" if author.role else linked


def _place(article: Article) -> Iterator[str]:
    """Yield the publisher or site, and the section."""
    yield _line(article.publisher or article.site)
    if article.section:
        yield _line(article.section)


def _time(moment: str) -> str:
    return f'<time datetime="{escape(moment)}">{escape(in_words(moment), quote=False)}</time>'


def _figure(image: Image) -> str:
    """Return the words of a picture; the picture itself would be loaded from another host."""
    caption = f"<p>{_line(image.caption)}</p>" if image.caption else ""
    details = [_line(image.credit)] if image.credit else []
    if image.url and image.url.startswith(WEB):
        details.append(f'<a href="{escape(image.url)}">picture</a>')
    credit = f"<p>{' · '.join(details)}</p>" if details else ""
    return f"<figure><figcaption>{caption}{credit}</figcaption></figure>"


def _source(article: Article) -> str:
    url = escape(article.url)
    if not article.url.startswith(WEB):
        return url
    return f'<a href="{url}">{escape(article.url, quote=False)}</a>'


def _added(reading: Reading) -> Iterator[str]:
    lines = "".join(f"<li>{_line(line)}</li>" for line in added_lines(reading))
    if lines:
        yield f'<section class="marks"><h2>{MARKS_HEADING}</h2><ul>{lines}</ul></section>'


def _line(text: str) -> str:
    """Return a text of the article, escaped, on one line."""
    return escape(" ".join(text.split()), quote=False)
