"""Find the headline, and which elements around it belong to the article and not to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from lxml import etree

from scraper.lexicon.folding import key
from scraper.page import class_flags, visible_text
from scraper.page.survey import Landmarks

# Reasons by which designers also call the head of an article: there a date is the article's.
MILD = frozenset({"promotion", "caption", "credit", "media", "embed", "rating", "poster"})
# Reasons of boxes (the sections of box_names.toml) whose names and dates are not the article's.
FOREIGN = MILD | frozenset(
    "comments related newsletter advertising search login consent donation".split()
)
OF_OTHERS = frozenset({"comments", "related"})  # of these, the reasons that count in a byline too
PICTURED = re.compile(r"photo|image|img|foto|bild|pict|media|slide|figur", re.IGNORECASE)
FOREIGN_TAGS = frozenset({"nav", "form", "figure", "figcaption", "blockquote", "dialog"})
# Elements whose classes describe the whole post: "podcast", "gallery".
WHOLE = frozenset({"article", "main", "body", "html"})
STORY_TAGS = frozenset({"article", "li"})
MENUS = frozenset({"nav", "aside", "footer"})  # the headline is in none
TITLED, HEADINGS = 60, 40  # elements that are compared with the title, by class and by tag
MUCH_LONGER = 3  # times: what is so much longer than a title is not the headline
SURE_TITLE = 12  # letters of a title that is found in a longer heading
BEFORE_COUNTS = 3  # elements in front of the headline are so many times as far as those behind
TEASER = 120  # elements that no teaser has
FEW_LINKS = 3  # in the head of an article that is called a teaser
FOOTER_DEPTH = 12  # boxes around a <footer> that may be its article
SIDES = 3  # boxes around the headline that are searched in front of it


def anchor(landmarks: Landmarks, title_keys: Iterable[str]) -> etree._Element | None:
    """Return the element that shows the headline: of all headings the most like a title."""
    titles = [f" {title} " for title in title_keys]
    longest = max(map(len, titles), default=0)
    best = landmarks.h1[0] if landmarks.h1 else None
    most = 0
    named, tagged = landmarks.titled[:TITLED], landmarks.headings[:HEADINGS]
    for element in (*landmarks.h1, *named, *tagged):
        whole = visible_text.text(element, limit=MUCH_LONGER * longest)
        if not most < len(whole) <= MUCH_LONGER * longest:  # it shares no more letters
            continue
        text = key(whole)
        fit = max((_shared(text, title) for title in titles), default=0)
        if fit > most and not any(box.tag in MENUS for box in visible_text.above(element)):
            best, most = element, fit
    return best


def _shared(text: str, title: str) -> int:
    """Return how many letters a text shares with a title, less those of "3 comments on ...".

    `title`: with a space at each end, so that only whole words are compared.
    """
    words = f" {text} "
    if words in title:
        return len(text)
    if title in words and len(title) > SURE_TITLE:
        return 2 * len(title) - len(text)
    return 0


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
    """Return how many elements are between two places; those before the headline count more."""
    return at - start if at >= start else BEFORE_COUNTS * (start - at)


class Around:
    """The boxes that hold the headline, and which of those next to them are the article's.

    What was found for a box is kept: its neighbours have the same boxes around them.
    """

    def __init__(self, headline: etree._Element | None) -> None:
        self.headline = headline
        self.boxes: frozenset[etree._Element] = frozenset()
        if headline is not None:
            self.boxes = frozenset(visible_text.above(headline))
        self._native: dict[frozenset[str], dict[etree._Element, bool]] = {}

    def native(self, box: etree._Element, but: frozenset[str]) -> bool:
        """Return whether a box, and those above it up to the headline's, are the article's.

        `but`: reasons that do not count.
        """
        judged = self._native.setdefault(but, {})
        path: list[etree._Element] = []
        found = True
        above: etree._Element | None = box
        while found and above is not None and above not in self.boxes:
            if above in judged:
                found = judged[above]
                break
            path.append(above)
            found = not _closes(above, but)
            above = above.getparent()
        judged.update(dict.fromkeys(path, found))
        return found


def native(element: etree._Element, around: Around, but: frozenset[str] = frozenset()) -> bool:
    """Return whether an element is the article's: neither it nor a box around it is foreign.

    A box that holds the headline as well is never foreign. `but`: reasons that do not count.
    """
    if element.tag in FOREIGN_TAGS or _foreign(element, but):
        return False
    parent = element.getparent()
    return parent is None or around.native(parent, but)


def _closes(box: etree._Element, but: frozenset[str]) -> bool:
    """Return whether what is in a box is not the article's."""
    if box.tag in FOREIGN_TAGS or _foreign(box, but):
        return True
    if box.tag in STORY_TAGS:
        return another_story(box)
    if box.tag != "footer":
        return False
    around = visible_text.above(box, FOOTER_DEPTH)  # an article may have a footer of its own
    return not any(above.tag in {"article", "main"} for above in around)


def _foreign(box: etree._Element, but: frozenset[str]) -> bool:
    """Return whether an element is foreign by its names."""
    classes, identity = box.get("class", ""), box.get("id", "")
    if not classes and not identity:
        return False
    reasons = _reasons(f"{classes} {identity}".strip()) - but
    if not reasons:
        return False
    if box.tag in WHOLE:
        return "comments" in reasons
    if reasons == {"related"}:  # "teaser" is also what some systems call the head of an article
        return another_story(box) or len(box.findall(".//a")) > FEW_LINKS
    return True


@lru_cache(maxsize=8192)
def _reasons(names: str) -> frozenset[str]:
    """Return why a box of such names is foreign; none if it is not."""
    reasons = class_flags.reasons(names)
    foreign = reasons & (OF_OTHERS if "byline" in reasons else FOREIGN)
    if PICTURED.search(names):
        return foreign
    return foreign - {"credit"}  # where no picture is named, it credits the text


def another_story(box: etree._Element) -> bool:
    """Return whether a box is small and has a linked heading of its own."""
    if len(list(islice(box.iter("*"), TEASER))) == TEASER:
        return False
    return any(_linked(heading) for heading in box.iter("h2", "h3", "h4"))


def _linked(heading: etree._Element) -> bool:
    parent = heading.getparent()
    return heading.find(".//a") is not None or (parent is not None and parent.tag == "a")


def following(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements after one, in page order."""
    node: etree._Element | None = element
    while node is not None:
        for sibling in node.itersiblings():
            yield from sibling.iter("*")
        node = node.getparent()


def preceding(element: etree._Element, count: int) -> list[etree._Element]:
    """Return the elements in front of one, inside the boxes around it; the nearest first."""
    found: list[etree._Element] = []
    for box in (element, *visible_text.above(element, SIDES)):
        for sibling in box.itersiblings(preceding=True):
            found += reversed(list(islice(sibling.iter("*"), count)))
    return found[:count]
