"""Separate lists of pages and products from articles: by the score, and by what a shop states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from scraper.page import json_ld
from scraper.page_kind import KindScore, PageFacts, TextLine, score

if TYPE_CHECKING:
    from scraper.page.body_reading import BodyReading
    from scraper.page.lines import Layout
    from scraper.page.metadata import Metadata
    from scraper.page.parsed_page import ParsedPage

# Types that a shop gives a page about one thing for sale, and types of pages about it.
PRODUCTS = frozenset({"product", "productgroup", "productmodel", "individualproduct", "vehicle"})
WRITING = frozenset(json_ld.RANK) - {"creativework"}
OG_PRODUCTS = frozenset({"product", "product.item", "og:product"})
OG_WRITING = ("article", "video", "news", "blog", "book", "profile")
MOST_PRODUCTS = 3  # of one page: with more, it is a shelf


def listing_score(parsed: ParsedPage, body: BodyReading, *, dated: bool) -> KindScore:
    """Return how much a page looks like a list of pages.

    `dated`: whether it shows a date of publication.
    """
    return score(page_facts(parsed, body), is_dated=dated)


def page_facts(parsed: ParsedPage, body: BodyReading) -> PageFacts:
    """Return what the score looks at."""
    metadata = parsed.metadata
    marks = metadata.marks
    return PageFacts(
        url=parsed.url,
        title=(metadata.titles or (metadata.title or "",))[0],
        heading=_text(marks.h1[0]) if marks.h1 else "",
        headings=len(marks.h1),
        og_type=(metadata.first("og:type") or "").lower(),
        articles=sum(1 for _ in parsed.tree.iter("article")),
        hrefs=[link.get("href") or "" for link in parsed.tree.iter("a")],
        lines=_lines(body.layout),
    )


def stated_product(metadata: Metadata) -> str | None:
    """Return how a page states that it is about one thing for sale.

    None if it does not, or if it states that it is a piece of writing as well.
    """
    og_type = (metadata.first("og:type") or "").lower()
    types = [json_ld.types(node) for node in metadata.json_ld]
    if og_type.startswith(OG_WRITING) or any(not WRITING.isdisjoint(each) for each in types):
        return None
    products = [each for each in types if not PRODUCTS.isdisjoint(each)]
    if len(products) > MOST_PRODUCTS:
        return None
    if products:
        return f"JSON-LD {min(PRODUCTS.intersection(products[0]))}"
    if og_type in OG_PRODUCTS:
        return f"og:type {og_type}"
    return "microdata product" if _names_a_product(metadata) else None


def _names_a_product(metadata: Metadata) -> bool:
    """Return whether the page's headline is the name of a product in microdata.

    The names of other products on a page are not in or around its headline.
    """
    names = (item for item in metadata.items if item.name == "name")
    named = {item.element for item in names if item.scope in PRODUCTS}
    return bool(named) and any(_is_around(headline, named) for headline in metadata.marks.h1)


def _is_around(headline: etree._Element, named: set[etree._Element]) -> bool:
    """Return whether one of the elements is the headline, in it, or holds it."""
    near = (headline, *headline.iterdescendants(), *headline.iterancestors())
    return not named.isdisjoint(near)


def _lines(layout: Layout | None) -> list[TextLine]:
    lines = []
    for line in layout.lines if layout else ():
        group = line.box.parent or line.box
        section = group.parent or group
        lines.append(TextLine(line.text, line.link, group.index, section.index))
    return lines


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
