"""Make the words of an article fit for XHTML, which e-readers do not show if one rule is broken."""

from __future__ import annotations

import re
from dataclasses import replace

from scraper import urls
from scraper.models import Article, Author, Block, Image, Span
from scraper.patterns import late

# what XML 1.0 has no way to write
_UNFIT = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOMENT = late(
    r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?"
)
_NOT_OF_ADDRESS = late(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]")
_LONE_PERCENT = late("%(?![0-9A-Fa-f]{2})")


def xml_text(text: str) -> str:
    """Return a text with U+FFFD for each character that XML does not allow."""
    return _UNFIT.sub("\ufffd", text)


def language_tag(language: str | None) -> str | None:
    """Return a language that is one in form, else None."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def web_address(href: str | None) -> str | None:
    """Return an address of the web with only the characters that it may have, else None.

    An address that leads nowhere outside its site would point into the book.
    """
    try:
        address = str(urls.address(href or ""))
    except ValueError:
        return None
    return _LONE_PERCENT.sub("%25", _NOT_OF_ADDRESS.sub(_percent_encoded, address))


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def strict_article(article: Article) -> Article:
    """Return an article whose languages, dates and addresses are well-formed or left out."""
    return replace(
        article,
        url=web_address(article.url) or article.url,
        headline=(article.headline or "").strip() or None,
        language=language_tag(article.language),
        date_published=_moment(article.date_published),
        date_modified=_moment(article.date_modified),
        authors=tuple(map(_author, article.authors)),
        images=tuple(map(_image, article.images)),
        body=tuple(map(_block, article.body)),
    )


def _moment(text: str | None) -> str | None:
    return text if text and _MOMENT.fullmatch(text) else None


def _author(author: Author) -> Author:
    links = map(web_address, author.links)
    return replace(author, links=tuple(link for link in links if link))


def _image(image: Image) -> Image:
    return replace(image, url=web_address(image.url))


def _block(block: Block) -> Block:
    spans = tuple(map(_span, block.spans))
    return replace(block, href=web_address(block.href), spans=spans)


def _span(span: Span) -> Span:
    return replace(span, href=web_address(span.href)) if span.href else span
