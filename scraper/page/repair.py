"""Put right what hides the text of a parsed page from anyone who walks its tree.

A browser with scripts shows text that the source keeps in a <template>, a hidden box or a
<noscript>; it is read as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

# Elements that hold no text of an article, unless the whole article is in them.
OPAQUE = (
    "noscript",
    "button",
    "template",
    "object",
    "dialog",
    "select",
    "canvas",
    "audio",
    "video",
    "map",
)
LANDMARKS = ("main", "article", "h1")
MUCH = 500  # letters of text, from which an element may hold the article
MOST = 0.5  # of the page's text, from which it does
# React streams late parts as <div hidden id="S:1"> at the end of the page; a script of a line puts
# each in the place of <template id="B:1"> (a boundary) or <template id="P:1"> (a piece of one).
STREAMED = "S:"
PLACES = ("B:", "P:")


def repair(root: etree._Element) -> None:
    """Put streamed parts in their places and open elements that hold the article."""
    _place_streamed(root)
    _open_opaque(root)


def _place_streamed(root: etree._Element) -> None:
    """Do what React's inline scripts do with the parts that were streamed late."""
    parts = [div for div in root.iter("div") if (div.get("id") or "").startswith(STREAMED)]
    if not parts:
        return
    templates = {template.get("id"): template for template in root.iter("template")}
    for part in parts:
        if part.attrib.pop("hidden", None) is None:
            continue
        place = _place_of(part, templates)
        if place is not None and part not in place.iterancestors():
            place.addprevious(part)


def _place_of(
    part: etree._Element, templates: Mapping[str | None, etree._Element]
) -> etree._Element | None:
    """Return the template with the number of a part that was streamed late."""
    number = (part.get("id") or "").removeprefix(STREAMED)
    for name in PLACES:
        if name + number in templates:
            return templates[name + number]
    return None


def _open_opaque(root: etree._Element) -> None:
    """Turn an element that holds the page's only headline or most of its text into a box."""
    for element in list(root.iter(*OPAQUE)):
        if next(element.iterancestors(*OPAQUE), None) is None and _holds_the_article(element, root):
            for opaque in list(element.iter(*OPAQUE)):
                if opaque is element or _holds_the_article(opaque, root):
                    opaque.tag = "div"


def _holds_the_article(element: etree._Element, root: etree._Element) -> bool:
    """Return whether nothing outside the element is the article."""
    landmarks = () if element.tag == "template" else LANDMARKS  # templates of cards are articles
    for landmark in landmarks:
        if next(element.iter(landmark), None) is not None:
            return all(map(_is_opaque, root.iter(landmark)))
    if _LENGTH(element) <= MUCH:  # with white space and scripts: most elements end here
        return False
    inside = _letters(element)
    return inside > MUCH and inside > MOST * _letters(root.find("body"))


def _is_opaque(element: etree._Element) -> bool:
    """Return whether an element is inside an opaque one."""
    return next(element.iterancestors(*OPAQUE), None) is not None


def _letters(element: etree._Element | None) -> int:
    """Return how many letters of text are in an element; none for those of scripts and styles."""
    if element is None:
        return 0
    return sum(len(text.strip()) for text in _TEXTS(element))


_LENGTH = etree.XPath("string-length()")
_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
