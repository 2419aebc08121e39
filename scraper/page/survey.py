"""Note every element that some field may want, in one walk: a search for each costs five times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from lxml import etree

from scraper.lexicon import words_in
from scraper.lexicon.landmark_words import AUTHOR, DATE, SITE, TITLE
from scraper.page.attributes import BY_ATTRIBUTE, BY_TAG
from scraper.page.boilerplate import INLINE
from scraper.page.class_flags import ITEM, LEGEND, MENU, NOTED, WHY
from scraper.patterns import late

# Paths of the pages that systems give their authors.
PROFILE_WORDS = frozenset(words_in("field_names", "profile_paths"))
PROFILE_PATH = late(rf"/(?:{'|'.join(PROFILE_WORDS)})/[^/?#]", re.IGNORECASE)
PICTURE_TAGS = ("img", "amp-img", "figure", "figcaption")
LOOSE_TAGS = frozenset({"p", "div", "span"})  # captions only where a class says so

NAVIGATION = WHY["<nav>"] | WHY["navigation"]
MENUS = NAVIGATION | WHY["<footer>"]
NOTED_BY_NAME = NOTED | LEGEND | ITEM
# Elements that show no text and state no property: their names mean nothing.
UNNAMED = frozenset(
    "script style br hr wbr option input source svg g path use symbol circle rect line "
    "polygon".split()
)
FEW = 12  # elements that the head of an article has at most
NO_MENUS = INLINE | {"html", "body"}

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SLUG_WORD = re.compile(r"[^\W_]+")

Note = Callable[["etree._Element"], None]  # noqa: SLF001 - lxml names no public type


class Landmarks:
    """Elements by what they may hold, each list in page order."""

    def __init__(self, tree: etree._Element) -> None:
        # Every element's place; while the elements are kept here, lxml makes none of them anew.
        self.order: dict[etree._Element, int] = dict(zip(tree.iter("*"), count(), strict=False))
        self.said: dict[etree._Element, int] = {}  # what names, role and state say: a sum of flags
        self.scripts: list[etree._Element] = []
        self.metas: list[etree._Element] = []
        self.titles: list[etree._Element] = []  # <title>
        self.links: list[etree._Element] = []  # <link>
        self.h1: list[etree._Element] = []
        self.headings: list[etree._Element] = []  # h2 to h4
        self.titled: list[etree._Element] = []  # by class
        self.items: list[etree._Element] = []  # microdata properties
        self.authors: list[etree._Element] = []  # by class, id, rel or itemprop
        self.profiles: list[etree._Element] = []  # links to an author's page
        self.times: list[etree._Element] = []  # <time>
        self.dated: list[etree._Element] = []  # by class
        self.tags: list[etree._Element] = []  # links to the page of a tag
        self.categories: list[etree._Element] = []  # links to the page of a category
        self.homes: list[etree._Element] = []  # links to the front page, set as the site's name
        self.pictures: list[etree._Element] = []  # and figures and captions, by element or class

    def note_link(self, element: etree._Element) -> None:
        """Note a link to the page of an author, or by what it says that it leads to."""
        self.note_relation(element)
        href = element.get("href")
        if not href or PROFILE_WORDS.isdisjoint(href.lower().split("/")):  # most links
            return
        if PROFILE_PATH.search(href):
            self.profiles.append(element)

    def note_relation(self, element: etree._Element) -> None:
        """Note a link by what it says that it leads to."""
        rel = element.get("rel")
        if not rel:
            return
        if "author" in rel:
            self.authors.append(element)
        if rel == "home":
            self.homes.append(element)
        elif "category" in rel.split():
            self.categories.append(element)
        elif "tag" in rel.split():
            self.tags.append(element)


def find(tree: etree._Element) -> Landmarks:
    """Return every landmark of a page."""
    marks = Landmarks(tree)
    by_tag = _by_tag(marks)
    in_menus = by_tag | {"a": marks.note_relation}  # profiles in a menu are not the author's
    elements = iter(marks.order)
    for element in elements:
        tag: Any = element.tag
        if (note := by_tag.get(tag)) is not None:
            note(element)
        if tag in UNNAMED:
            continue
        said = BY_TAG[tag]
        for name in element.keys():  # noqa: SIM118 - not their values: some hold whole documents
            if name in BY_ATTRIBUTE:
                told = BY_ATTRIBUTE[name](element.get(name, ""))
                said |= told & NOTED if told and name == "id" and _is_slug(element) else told
        if not said:
            continue
        if said & MENUS and tag not in NO_MENUS and _is_menu(element):
            said |= MENU
            if said & NAVIGATION:  # a third of a page's elements, whose names mean nothing here
                _pass_by(element, elements, in_menus)
        marks.said[element] = said
        if said & NOTED_BY_NAME:
            _sort(element, said, marks)
    return marks


def _is_slug(element: etree._Element) -> bool:
    """Return whether an id is made from the words of a heading.

    They are about its topic, and say nothing of the box.
    """
    heading = element if element.tag in HEADINGS else next(element.iterchildren(*HEADINGS), None)
    if heading is None:
        return False
    if heading is element:
        return True
    text = "".join(heading.itertext()).lower()
    return all(word in text for word in _SLUG_WORD.findall(element.get("id", "").lower()))


def _is_menu(element: etree._Element) -> bool:
    """Return whether a box that is called a menu holds no text."""
    return next(element.iterdescendants("p", "h1"), None) is None


def _pass_by(
    menu: etree._Element, elements: Iterator[etree._Element], by_tag: dict[str, Note]
) -> None:
    """Note what is in a menu by the tags of elements alone.

    A small one may be the head of an article, which some systems call a bar.
    """
    inside = list(menu.iterdescendants("*"))
    if len(inside) > FEW:
        for inner, _ in zip(inside, elements, strict=False):
            if inner.tag in by_tag:
                by_tag[inner.tag](inner)


def _by_tag(marks: Landmarks) -> dict[str, Note]:
    """Return tag -> how its elements are noted."""
    notes: dict[str, Note] = {
        "script": marks.scripts.append,
        "meta": marks.metas.append,
        "title": marks.titles.append,
        "link": marks.links.append,
        "h1": marks.h1.append,
        "time": marks.times.append,
        "address": marks.authors.append,
        "a": marks.note_link,
    }
    notes |= dict.fromkeys(("h2", "h3", "h4"), marks.headings.append)
    return notes | dict.fromkeys(PICTURE_TAGS, marks.pictures.append)


def _sort(element: etree._Element, said: int, marks: Landmarks) -> None:
    """Note an element by what its names say."""
    if said & ITEM:
        marks.items.append(element)
    if said & AUTHOR:
        marks.authors.append(element)
    if said & DATE and element.tag != "time":
        marks.dated.append(element)
    if said & TITLE and element.tag != "h1":
        marks.titled.append(element)
    if said & SITE:
        marks.homes.append(element)
    if said & LEGEND and element.tag in LOOSE_TAGS:
        marks.pictures.append(element)
