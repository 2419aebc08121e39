"""One walk over the tree notes every element that some field may want: a search for each would cost five times."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from scraper.extract.body.marks import read
from scraper.extract.images.words import caption_class
from scraper.extract.landmark_words import AUTHOR, DATE, SITE, TITLE

# Paths of the pages that systems give their authors.
PROFILE_WORDS = frozenset(
    """author authors autor autoren autores autorin auteur auteurs autori people person persons profile profiles profil
    staff contributor contributors journalist journalists journaliste journalistes reporter reporters writer writers by
    columnist columnists kolumnist kolumnisten redaktion redakteur redakteure redakteurin correspondent correspondents
    bio firmas newsteam team user users u member members mitarbeiter about-us yazar yazarlar penulis skribent
    byline signataire signataires jornalista jornalistas giornalisti periodista periodistas autorzy autora autrice
    avtor avtori autoria tac-gia correspondants firmantes cronistas""".split()
)
PROFILE_PATH = re.compile(rf"/(?:{'|'.join(PROFILE_WORDS)})/[^/?#]", re.IGNORECASE)
PICTURE_TAGS = ("img", "amp-img", "figure", "figcaption")
# Where class names are hashes the names for tests and programs tell.
NAMES = frozenset("class id data-testid data-test data-qa data-hook data-component data-gu-name data-role".split())
LOOSE_TAGS = frozenset({"p", "div", "span"})  # captions only where a class says so


@dataclass(frozen=True, kw_only=True, slots=True)
class Landmarks:
    """Elements by what they may hold, each list in page order."""

    order: dict[etree._Element, int] = field(default_factory=dict)  # every element's place; kept, none is made anew
    scripts: list[etree._Element] = field(default_factory=list)
    metas: list[etree._Element] = field(default_factory=list)
    titles: list[etree._Element] = field(default_factory=list)  # <title>
    links: list[etree._Element] = field(default_factory=list)  # <link>
    h1: list[etree._Element] = field(default_factory=list)
    headings: list[etree._Element] = field(default_factory=list)  # h2 to h4
    titled: list[etree._Element] = field(default_factory=list)  # by class
    items: list[etree._Element] = field(default_factory=list)  # microdata properties
    authors: list[etree._Element] = field(default_factory=list)  # by class, id, rel or itemprop
    profiles: list[etree._Element] = field(default_factory=list)  # links to an author's page
    times: list[etree._Element] = field(default_factory=list)  # <time>
    dated: list[etree._Element] = field(default_factory=list)  # by class
    tags: list[etree._Element] = field(default_factory=list)  # links to the page of a tag
    categories: list[etree._Element] = field(default_factory=list)  # links to the page of a category
    homes: list[etree._Element] = field(default_factory=list)  # links to the front page set as the site's name
    pictures: list[etree._Element] = field(default_factory=list)  # pictures, figures, captions by element or class

    def note_link(self, element: etree._Element) -> None:
        """Most links are nothing to note."""
        rel = element.get("rel")
        if rel:
            if "author" in rel:
                self.authors.append(element)
            if rel == "home":
                self.homes.append(element)
            elif "category" in rel.split():
                self.categories.append(element)
            elif "tag" in rel.split():
                self.tags.append(element)
        href = element.get("href")
        if href and not PROFILE_WORDS.isdisjoint(href.lower().split("/")) and PROFILE_PATH.search(href):
            self.profiles.append(element)


def find(tree: etree._Element) -> Landmarks:
    """Every landmark of a page."""
    marks = Landmarks(order=dict(zip(tree.iter("*"), count(), strict=False)))
    by_tag = _by_tag(marks)
    for element in marks.order:
        tag, kinds = element.tag, 0
        if tag in by_tag:
            by_tag[tag](element)
        for name in element.keys():  # noqa: SIM118 - not their values: some hold whole documents
            if name in NAMES:
                value = element.get(name, "")
                kinds |= read(value).kinds
                if name == "class" and tag in LOOSE_TAGS and caption_class(value):
                    marks.pictures.append(element)
            elif name == "itemprop":
                marks.items.append(element)
        if kinds:
            _sort(element, kinds, marks)
    return marks


def _by_tag(marks: Landmarks) -> dict[str, Callable[[etree._Element], None]]:
    return {
        "script": marks.scripts.append, "meta": marks.metas.append, "title": marks.titles.append,
        "link": marks.links.append, "h1": marks.h1.append, "h2": marks.headings.append, "h3": marks.headings.append,
        "h4": marks.headings.append, "time": marks.times.append, "address": marks.authors.append, "a": marks.note_link,
        **dict.fromkeys(PICTURE_TAGS, marks.pictures.append),
    }  # fmt: skip


def _sort(element: etree._Element, kinds: int, marks: Landmarks) -> None:
    if kinds & AUTHOR:
        marks.authors.append(element)
    if kinds & DATE and element.tag != "time":
        marks.dated.append(element)
    if kinds & TITLE and element.tag != "h1":
        marks.titled.append(element)
    if kinds & SITE:
        marks.homes.append(element)
