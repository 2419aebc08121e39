"""One walk over the tree notes every element that some field may want: a search for each would cost five times."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add

from lxml import etree

# Words of class and id names, as content systems write them (a name is parted at hyphens, underscores and humps).
AUTHOR_WORDS = frozenset(
    """author authors byline bylines autor autores autora autoren autorin auteur auteurs autore autori writer writers
    reporter reporters journalist journalists journaliste contributor contributors redakteur verfasser columnist
    forfatter forfattere yazar muharrir penulis skribent signature firma vcard fn postedby creator creators authorname
    articleauthor postauthor authorship bylinename byl kirjoittaja autorius username poster itemposter nickname
    bio biography writtenby submittedby publishedby createdby screenname correspondent correspondents
    auteure auteures signataire signataires journalistes autrice autrici giornalista giornalisti redattore
    periodista periodistas firmante autoria assinatura jornalista jornalistas redator redaktor redaktorin autorzy
    dziennikarz novinar novinari szerzo szerzok toimittaja toimittajat journalister skribenter kirjoittajat schrijver
    redacteur muhabir yazari wartawan tacgia kolumnist kolumnistin columnists zuozhe jizhe kisha""".split()
)
DATE_WORDS = frozenset(
    """date dates datetime time timestamp published publish pubdate publication publicationdate publishdate posted
    datum fecha dateline updated modified lastmod lastupdate stamp created zeit uhrzeit postdate entrydate articledate
    dato tarih tarihi tanggal dt datepublished publisheddate pub pubtime publishtime regdate submitted parution
    publicacion publicado publicada publie publication pubblicato julkaistu paivays pvm ngay riqi shijian
    waktu heure horario""".split()
)
TITLE_WORDS = frozenset("title headline heading titulo titre titel titolo posttitle".split())
SITE_NAMES = frozenset("site-title site-name blog-title blogtitle sitename site_title blog-name header-title".split())
# Paths of the pages that systems give their authors.
PROFILE_WORDS = frozenset(
    """author authors autor autoren autores autorin auteur auteurs autori people person persons profile profiles profil
    staff contributor contributors journalist journalists journaliste journalistes reporter reporters writer writers by
    columnist columnists kolumnist kolumnisten redaktion redakteur redakteure redakteurin correspondent correspondents
    bio firmas newsteam team user users u member members mitarbeiter about-us yazar yazarlar penulis skribent
    byline""".split()
)
PROFILE_PATH = re.compile(rf"/(?:{'|'.join(PROFILE_WORDS)})/[^/?#]", re.IGNORECASE)

AUTHOR, DATE, TITLE, SITE = 1, 2, 4, 8
KINDS = dict.fromkeys(TITLE_WORDS, TITLE) | dict.fromkeys(DATE_WORDS, DATE) | dict.fromkeys(AUTHOR_WORDS, AUTHOR)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_:.\s]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Landmarks:
    """Elements by what they may hold, each list in page order."""

    elements: list[etree._Element] = field(default_factory=list)  # all: while they live, later walks make none anew
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
    order: dict[etree._Element, int] = field(default_factory=dict)  # of headings, authors and dates: place on the page


def find(tree: etree._Element) -> Landmarks:
    """Every landmark of a page."""
    marks = Landmarks()
    by_tag = _by_tag(marks)
    marks.elements.extend(tree.iter("*"))
    for place, element in enumerate(marks.elements):
        get = element.get
        note = by_tag.get(element.tag)
        if note is not None and note(element) is not False:
            marks.order[element] = place
        names = get("class")
        kinds = _kinds(names) if names else 0
        if names := get("id"):
            kinds |= _kinds(names)
        if names := get("data-testid") or get("data-component"):  # where class names are hashes these tell
            kinds |= _kinds(names)
        if kinds:
            _sort(element, kinds, marks)
            marks.order[element] = place
        if get("itemprop") is not None:
            marks.items.append(element)
            marks.order[element] = place
    return marks


def _by_tag(marks: Landmarks) -> dict[object, Callable[[etree._Element], bool | None]]:
    def link(element: etree._Element) -> bool:
        """Whether the link is worth noting: most are not."""
        before = len(marks.authors) + len(marks.profiles)
        rel = element.get("rel")
        if rel and "author" in rel:
            marks.authors.append(element)
        if rel == "home":
            marks.homes.append(element)
        elif rel and "category" in rel.split():
            marks.categories.append(element)
        elif rel and "tag" in rel.split():
            marks.tags.append(element)
        href = element.get("href")
        if href and not PROFILE_WORDS.isdisjoint(href.lower().split("/")) and PROFILE_PATH.search(href):
            marks.profiles.append(element)
        return len(marks.authors) + len(marks.profiles) > before

    return {
        "script": marks.scripts.append, "meta": marks.metas.append, "title": marks.titles.append,
        "link": marks.links.append, "h1": marks.h1.append, "h2": marks.headings.append, "h3": marks.headings.append,
        "h4": marks.headings.append, "time": marks.times.append, "address": marks.authors.append, "a": link,
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


@lru_cache(maxsize=65536)  # a site uses a few hundred names, again and again
def _kinds(names: str) -> int:
    """What a whole class or id attribute says, as the sum of kinds."""
    kinds = 0
    for name in names.split():
        kinds |= _kind(name)
    return kinds


@lru_cache(maxsize=65536)
def _kind(name: str) -> int:
    low = name.lower()
    words = low.replace("_", "-").split("-")
    if low not in {name, name.upper()}:
        words = [word.lower() for word in _HUMP.split(name)]
    kinds = SITE if low in SITE_NAMES else 0
    for word in (*words, *map(add, words, words[1:])):  # "by-line" is a byline
        kinds |= KINDS.get(word, 0)
    if ("author" in low or "byline" in low) and any(map(_is_author, words)):
        kinds |= AUTHOR
    return kinds


def _is_author(word: str) -> bool:
    return "byline" in word or ("author" in word and "authori" not in word)
