"""Where on the page a byline can stand: near the headline, in no other story's box, in no comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from lxml import etree

from scraper.lexicon.folding import key
from scraper.page import class_flags, visible_text
from scraper.page.survey import Landmarks

# Reasons of boxes (see boilerplate.py) in which whoever is named did not write this article.
FOREIGN = frozenset({"comments", "related", "newsletter", "advertising", "promotion", "search", "login", "consent",
                     "donation", "caption", "credit", "media", "embed", "rating", "poster"})  # fmt: skip
PICTURED = re.compile(
    r"photo|image|img|foto|bild|pict|media|slide|figur", re.IGNORECASE
)  # a credit of a picture
# Of these, reasons by which designers also call the head of an article; a date beside its headline is its date.
MILD = frozenset({"promotion", "caption", "credit", "media", "embed", "rating", "poster"})
FOREIGN_TAGS = frozenset({"nav", "form", "figure", "figcaption", "blockquote", "dialog"})
WHOLE = frozenset(
    {"article", "main", "body", "html"}
)  # their classes tell of the whole post: "podcast", "gallery"
STORY_TAGS = frozenset({"article", "li"})
MENUS = frozenset({"nav", "aside", "footer"})  # the headline stands in none
SMALL_BAR = 16  # elements of a bar of details
TEASER = 120  # elements that no teaser has


def anchor(landmarks: Landmarks, title_keys: Iterable[str]) -> etree._Element | None:
    """Return the element that shows the headline: of all headings the most like a title."""
    titles = [f" {title} " for title in title_keys]
    longest = max(map(len, titles), default=0)
    best, most = (landmarks.h1[0] if landmarks.h1 else None), 0
    for element in (*landmarks.h1, *landmarks.titled[:60], *landmarks.headings[:40]):
        whole = visible_text.text(element, limit=3 * longest)
        if not most < len(whole) <= 3 * longest:  # it cannot share more letters with a title
            continue
        text = key(whole)
        fit = max((_fit(text, f" {text} ", title) for title in titles), default=0)
        if fit > most and not any(box.tag in MENUS for box in visible_text.above(element)):
            best, most = element, fit
    return best


def _fit(text: str, said: str, title: str) -> int:
    """The letters that a text shares with a title, less what it says besides ("3 comments on ...")."""
    if said in title:
        return len(text)
    return 2 * len(title) - len(text) if title in said and len(title) > 12 else 0


def nearest(
    elements: Iterable[etree._Element], around: Around, order: Mapping[etree._Element, int]
) -> list[etree._Element]:
    """Return those elements that can be about this article, the nearest to the headline first.

    `order`: the place of every element on the page.
    """
    headline = around.headline
    start = order.get(headline, 0) if headline is not None else 0
    kept = [
        element
        for element in dict.fromkeys(elements)
        if element is not headline and not visible_text.hidden(element) and native(element, around)
    ]
    return sorted(kept, key=lambda element: distance(order.get(element, 0), start))


def distance(at: int, start: int) -> int:
    """Elements between two places; in front of the headline is three times as far."""
    return at - start if at >= start else 3 * (start - at)


class Around:
    """The boxes that hold the headline, and which boxes beside them are native: neighbours share what is above them."""

    def __init__(self, headline: etree._Element | None) -> None:
        self.headline = headline
        self.boxes = (
            frozenset(visible_text.above(headline)) if headline is not None else frozenset()
        )
        self._native: dict[frozenset[str], dict[etree._Element, bool]] = {}

    def native(self, box: etree._Element, but: frozenset[str]) -> bool:
        """Whether neither the box nor one above it, up to what holds the headline, is of another kind."""
        judged = self._native.setdefault(but, {})
        path, found = [], True
        above: etree._Element | None = box
        while above is not None and above not in self.boxes:
            known = judged.get(above)
            if known is None:
                path.append(above)
                known = False if _closes(above, but) else None
            if known is not None:
                found = known
                break
            above = above.getparent()
        for each in path:
            judged[each] = found
        return found


def native(element: etree._Element, around: Around, but: frozenset[str] = frozenset()) -> bool:
    """Whether the element stands in no box of another kind; what holds the headline as well is never such a box."""
    if _foreign_tag(element) or _foreign(element, but):
        return False
    parent = element.getparent()
    return parent is None or around.native(parent, but)


def _closes(box: etree._Element, but: frozenset[str]) -> bool:
    """Whether what stands in the box is not the article's."""
    if _foreign_tag(box) or _foreign(box, but) or (box.tag in STORY_TAGS and _another_story(box)):
        return True
    return box.tag == "footer" and not any(
        a.tag in {"article", "main"} for a in visible_text.above(box, 12)
    )


def _foreign_tag(box: etree._Element) -> bool:
    """Tell by its tag that an element is not the article's; a small <nav> with a time or an author is."""
    if box.tag != "nav":
        return box.tag in FOREIGN_TAGS
    inside = list(islice(box.iter("*"), SMALL_BAR + 1))
    return len(inside) > SMALL_BAR or not any(
        e.tag == "time" or e.get("rel") == "author" for e in inside
    )


def _foreign(box: etree._Element, but: frozenset[str]) -> bool:
    one, other = box.get("class"), box.get("id")
    if not one and not other:
        return False
    reasons = _reasons(f"{one or ''} {other or ''}".strip())
    if not reasons or not (reasons := reasons - but):
        return False
    if box.tag in WHOLE:
        return "comments" in reasons
    if reasons == {"related"}:  # "teaser" is also what some systems call the head of an article
        return _another_story(box) or len(box.findall(".//a")) > 3
    return True


@lru_cache(maxsize=8192)
def _reasons(names: str) -> frozenset[str]:
    """The reasons why whoever is named in a box of such names did not write this article."""
    reasons = class_flags.reasons(names)
    foreign = reasons & ({"comments", "related"} if "byline" in reasons else FOREIGN)
    return foreign - {"credit"} if not PICTURED.search(names) else foreign


def _another_story(box: etree._Element) -> bool:
    """A small box with a linked heading of its own."""
    if sum(1 for _ in islice(box.iter("*"), TEASER)) == TEASER:
        return False
    return any(_linked(heading) for heading in box.iter("h2", "h3", "h4"))


def _linked(heading: etree._Element) -> bool:
    parent = heading.getparent()
    return heading.find(".//a") is not None or (parent is not None and parent.tag == "a")


def following(element: etree._Element) -> Iterator[etree._Element]:
    """The elements after one, in page order."""
    node: etree._Element | None = element
    while node is not None:
        for sibling in node.itersiblings():
            yield from sibling.iter("*")
        node = node.getparent()


def preceding(element: etree._Element, count: int) -> list[etree._Element]:
    """The elements in front of one, inside the three boxes around it; the nearest first."""
    found: list[etree._Element] = []
    for box in (element, *visible_text.above(element, 3)):
        for sibling in box.itersiblings(preceding=True):
            found += [*reversed(list(islice(sibling.iter("*"), count)))]
    return found[:count]
