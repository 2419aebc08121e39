"""Choose the picture that leads the article, and add what the page's metadata states about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
# Words in names of files that show no article.
STOCK = frozenset({"default", "fallback", "placeholder", "share", "social", "opengraph", "blank"})
MAX_STATED = 24  # galleries state all their pictures; the lead is among the first


class StatedImage(NamedTuple):
    """A picture that the metadata names."""

    url: str
    source: str
    caption: str | None = None
    credit: str | None = None


def stated(doc: Context) -> list[StatedImage]:
    """Return the pictures of JSON-LD and of the sharing cards, best first, at most a few."""
    return [*_json_ld(doc), *_meta(doc)][:MAX_STATED]


def mark(
    images: Sequence[Image], stated: Sequence[StatedImage], doc: Context
) -> tuple[tuple[Image, ...], str | None]:
    """Return the pictures, the lead marked, and the metadata's name if only it knows the lead."""
    by_file = {file_key(each.url): each for each in reversed(stated)}
    filled = [_filled(image, by_file) for image in images]
    lead = _shown_lead(filled, by_file)
    if lead is not None and lead.url:
        return _marked(filled, lead), None
    outside = next(filter(_shows_the_article, stated), None)
    if outside is not None:  # the page shows no picture, or none whose file it names
        alt = doc.metadata.first("og:image:alt", "twitter:image:alt")
        image = Image(
            url=outside.url, caption=outside.caption, credit=outside.credit, alt=alt, lead=True
        )
        return (image, *filled), outside.source
    with_file = next((image for image in filled if image.url), None)
    return _marked(filled, with_file), None


def _shown_lead(images: Sequence[Image], by_file: Mapping[str, StatedImage]) -> Image | None:
    """Return the first picture that the metadata names, else the first with words, or any."""
    for image in images:
        if image.url and file_key(image.url) in by_file:
            return image
    for image in images:
        if image.caption or image.credit:
            return image
    return next(iter(images), None)


def _marked(images: Sequence[Image], lead: Image | None) -> tuple[Image, ...]:
    return tuple([replace(image, lead=image is lead) for image in images])


def _shows_the_article(stated: StatedImage) -> bool:
    words = class_words(file_key(stated.url))
    return words.isdisjoint(PORTRAIT_WORDS) and words.isdisjoint(STOCK)


def _filled(image: Image, by_file: Mapping[str, StatedImage]) -> Image:
    """Return the picture with the metadata's credit, where the page shows none."""
    if image.credit or not image.url:
        return image
    stated = by_file.get(file_key(image.url))
    credit = stated.credit if stated else None
    return replace(image, credit=credit) if credit else image


def _meta(doc: Context) -> Iterator[StatedImage]:
    for name in META:
        for content in doc.metadata.meta.get(name, ()):
            url = urls.absolute(doc.url, plain(content))
            if url:
                yield StatedImage(url=url, source="og:image")


def _json_ld(doc: Context) -> Iterator[StatedImage]:
    article = doc.metadata.article or {}
    value = article.get("image")
    items = value[:MAX_STATED] if isinstance(value, list) else [value]
    for item in items:
        node: Any = doc.metadata.node(item)
        if not isinstance(node, dict):
            node = {"url": node}
        raw = node.get("url") or node.get("contentUrl")
        url = urls.absolute(doc.url, plain(raw)) if isinstance(raw, str) else None
        if url:
            yield _stated_image(url, node)


def _stated_image(url: str, node: dict[str, Any]) -> StatedImage:
    caption = node.get("caption") or node.get("description")
    text = plain(caption) if isinstance(caption, str) else ""
    parts = credit_parser.split(text)
    return StatedImage(
        url=url, source="json_ld", caption=parts.caption, credit=_credit(node) or parts.credit
    )


def _credit(node: dict[str, Any]) -> str | None:
    for name in CREDIT_NAMES:
        value = node.get(name)
        text = value.get("name") if isinstance(value, dict) else value
        cleaned = credit_labels.clean(plain(text)) if isinstance(text, str) else ""
        if cleaned:
            return cleaned
    return None
