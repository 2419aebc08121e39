"""Choose the picture that leads the article, and add what the page's metadata knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper import urls
from scraper.extract.images import credit_labels, credit_parser
from scraper.extract.images.image_urls import file_key
from scraper.lexicon.folding import plain
from scraper.lexicon.picture_classes import PORTRAIT_WORDS, class_words
from scraper.models import Image

if TYPE_CHECKING:
    from scraper.extract.context import Context

META = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
CREDIT_NAMES = ("creditText", "copyrightHolder", "author", "creator", "copyrightNotice")
STOCK = frozenset(
    {"default", "fallback", "placeholder", "share", "social", "opengraph", "blank"}
)  # names of files that show no article
MAX_STATED = 24


class Stated(NamedTuple):
    """A picture that the metadata names."""

    url: str
    source: str
    caption: str | None = None
    credit: str | None = None


def stated(doc: Context) -> list[Stated]:
    """Return the pictures of JSON-LD and of the sharing cards, best first, at most a few."""
    return [*_json_ld(doc), *_meta(doc)][:MAX_STATED]


def mark(
    images: Sequence[Image], stated: Sequence[Stated], doc: Context
) -> tuple[tuple[Image, ...], str | None]:
    """Return the pictures, the lead marked, and the metadata's name if it alone knows the lead."""
    by_file = {file_key(s.url): s for s in reversed(stated)}
    filled = [
        _filled(image, by_file.get(file_key(image.url)) if image.url else None) for image in images
    ]
    lead = next(
        (i for i, image in enumerate(filled) if image.url and file_key(image.url) in by_file), None
    )
    if lead is None:
        lead = next(
            (i for i, image in enumerate(filled) if image.caption or image.credit),
            0 if filled else None,
        )
    if lead is not None and filled[lead].url:
        filled[lead] = replace(filled[lead], lead=True)
        return tuple(filled), None
    first = next(
        (s for s in stated if not class_words(file_key(s.url)) & (PORTRAIT_WORDS | STOCK)), None
    )
    if (
        first is not None
    ):  # no picture, or one whose file the page does not name: the stated one leads
        alt = doc.metadata.first("og:image:alt", "twitter:image:alt")
        outside = Image(
            url=first.url, caption=first.caption, credit=first.credit, alt=alt, lead=True
        )
        return (outside, *filled), first.source
    lead = next((i for i, image in enumerate(filled) if image.url), None)
    return tuple(replace(image, lead=i == lead) for i, image in enumerate(filled)), None


def _filled(image: Image, stated: Stated | None) -> Image:
    """Return the picture with the metadata's credit, where the page shows none."""
    if stated is None or image.credit or not stated.credit:
        return image
    return replace(image, credit=stated.credit)


def _meta(doc: Context) -> Iterator[Stated]:
    for name in META:
        for content in doc.metadata.meta.get(name, ()):
            url = urls.absolute(doc.url, plain(content))
            if url:
                yield Stated(url=url, source="og:image")


def _json_ld(doc: Context) -> Iterator[Stated]:
    article = doc.metadata.article
    value = article.get("image") if article is not None else None
    for item in value[:MAX_STATED] if isinstance(value, list) else (value,):
        node: Any = doc.metadata.node(item)
        raw = node
        if isinstance(node, dict):
            raw = node.get("url") or node.get("contentUrl")
        url = urls.absolute(doc.url, plain(raw)) if isinstance(raw, str) else None
        if url and isinstance(node, dict):
            caption = node.get("caption") or node.get("description")
            parts = credit_parser.split(plain(caption)) if isinstance(caption, str) else None
            yield Stated(
                url=url,
                source="json_ld",
                caption=parts.caption if parts else None,
                credit=_credit(node) or (parts.credit if parts else None),
            )
        elif url:
            yield Stated(url=url, source="json_ld")


def _credit(node: dict[str, Any]) -> str | None:
    for name in CREDIT_NAMES:
        value = node.get(name)
        text = value.get("name") if isinstance(value, dict) else value
        if isinstance(text, str) and (cleaned := credit_labels.clean(plain(text))):
            return cleaned
    return None
