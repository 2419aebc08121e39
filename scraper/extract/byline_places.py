"""Where on the page a byline can stand: near the headline, in no other story's box, in no comment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract import marks, shown
from scraper.extract.folding import key

if TYPE_CHECKING:
    from scraper.extract.document import Document

# Reasons of boxes (see boilerplate.py) in which whoever is named did not write this article.
FOREIGN = frozenset({"comments", "related", "newsletter", "advertising", "promotion", "navigation", "search", "login", "consent",
                     "donation", "caption", "credit", "media", "embed", "rating", "poster"})  # fmt: skip
FOREIGN_TAGS = frozenset({"nav", "form", "figure", "figcaption", "blockquote", "dialog"})
STORY_TAGS = frozenset({"article", "li"})
FAR = 400  # elements between headline and byline


def anchor(doc: Document) -> etree._Element | None:
    """The element that shows the headline."""
    titles = [f" {title} " for title in doc.metadata.title_keys]
    landmarks = doc.metadata.marks
    best, longest = (landmarks.h1[0] if landmarks.h1 else None), 0
    for element in (*landmarks.h1, *landmarks.titled[:60], *landmarks.headings[:40]):
        text = key(shown.text(element))
        if len(text) > longest and any(f" {text} " in title for title in titles):
            best, longest = element, len(text)
    return best


def nearest(doc: Document, elements: list[etree._Element], headline: etree._Element | None) -> list[etree._Element]:
    """The elements that can name the author, the nearest to the headline first."""
    order = doc.metadata.marks.order
    start = order.get(headline, 0) if headline is not None else 0
    around = _around(headline)
    kept = [e for e in dict.fromkeys(elements) if e is not headline and not shown.hidden(e) and native(e, around)]
    return sorted(kept, key=lambda e: distance(order.get(e, 0), start))


def distance(at: int, start: int) -> int:
    """Elements between two places; in front of the headline is three times as far."""
    return at - start if at >= start else 3 * (start - at)


def _around(headline: etree._Element | None) -> frozenset[etree._Element]:
    return frozenset(shown.above(headline)) if headline is not None else frozenset()


def native(element: etree._Element, around: frozenset[etree._Element]) -> bool:
    """Whether the element stands in no box of another kind; what holds the headline as well is never such a box."""
    if _foreign(element) or element.tag in FOREIGN_TAGS:
        return False
    for box in shown.above(element, 30):
        if box in around:
            return True
        if box.tag in FOREIGN_TAGS or _foreign(box) or (box.tag in STORY_TAGS and _another_story(box)):
            return False
        if box.tag == "footer" and not any(a.tag in {"article", "main"} for a in shown.above(box, 12)):
            return False
    return True


def _foreign(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    return bool(names) and _is_foreign(names)


@lru_cache(maxsize=8192)
def _is_foreign(names: str) -> bool:
    reasons = marks.read(names).reasons
    return not FOREIGN.isdisjoint(reasons) and not (reasons & {"byline"} and not reasons & {"comments", "related"})


def _another_story(box: etree._Element) -> bool:
    """A box with a linked heading of its own."""
    return any(
        heading.find(".//a") is not None or heading.getparent().tag == "a" for heading in box.iter("h2", "h3", "h4")
    )  # type: ignore[union-attr]
