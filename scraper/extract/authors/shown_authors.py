"""Authors that the page shows: marked by rel, microdata or class, linked to a profile, or introduced by a "by"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from scraper import urls
from scraper.extract.authors import stated_authors
from scraper.lexicon import byline_dates, byline_parser, introductions
from scraper.lexicon.byline_words import BLOG_HOSTS
from scraper.lexicon.folding import fold, key
from scraper.models import Author
from scraper.page import headline_area, visible_text
from scraper.page.survey import PROFILE_PATH
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.context import Context

MAX_LINE = 160  # characters of a byline
MAX_LINES = 10
MAX_SENTENCE = 60  # characters of a line with a full stop that can be a byline
INITIAL = re.compile(r"\s[^\W\d_]\.(?=\s)")
MAX_LABEL = 24  # characters of a label such as "Written by"
MAX_NEAR = 20  # lines under the headline that can be details
AFTER = 120  # elements behind the headline in which lines are sought
MAX_MARKED = 60
NAME_CLASSES = frozenset(
    """fn author-name authorname author__name author_name byline-name byline__name name p-author p-name article-author
    entry-author post-author author-link byline-author autor auteur url by-author byline__author article__author
    author author-title authors username documentauthor authorbold itemposter writer reporter penname""".split()
)
# Inside a byline these mark where it was written, which may look like a name ("Porto Velho"), and hCard's house.
NO_PERSON = frozenset(
    "location locations place city locality lugar localidade luogo ort standort dateline org".split()
)
AUTHOR_PATH = late(
    r"/(?:authors?|autor(?:en|es|in|zy)?|auteurs?|autori|redaktion|reporters?|journalists?|journalistes?|columnists?"
    r"|contributors?|signataires?|firmas?|yazar(?:lar)?|penulis|reporter(?:in)?|staff-writers?)/[^/?#]",
    re.IGNORECASE,
)
AUTHOR_PROPERTIES = frozenset({"author", "creator", "contributor"})
FILED = late(r"categor|kategor|(?:^|[\s_-])tag|topic|thema|rubri|section|catlinks", re.IGNORECASE)
META = late(
    r"meta|info\b|(?:post|entry|article|publish)-?info|details|credits\b|subline|postdata|post-data",
    re.IGNORECASE,
)
# Reasons by which designers also call the head of an article: "gallery-meta", "poster-info".
HEADS = headline_area.MILD - {"caption", "credit"}
TELEPHONE = late(  # "07.05.2024" is none
    r"(?:\+|\b00?(?!\d[./-]\d\d[./-]\d{4}\b))\d{1,4}[\s()/.-]{0,3}\d{2,5}[\s/.-]?\d{3,}|\btel(?:efon|\.|:)",
    re.IGNORECASE,
)
DATED = late(
    r"^\W*\d{1,2}\s?[./-]\s?(?:\d{1,2}\s?[./-]|\w{3,10}\.?)\s?\d{2,4}(?:,?\s+\d{1,2}[:.]\d{2}(?:\s*(?:Uhr|h))?)?"
)


class Byline(NamedTuple):
    """A place on the page that names authors."""

    people: tuple[Author, ...]
    raw: str
    element: etree._Element | None = None
    organisations: tuple[str, ...] = ()


class Places:
    """The elements of a page that can name its author, by how they are marked; the nearest to the headline first."""

    def __init__(self, doc: Context) -> None:
        landmarks = doc.metadata.marks
        self.doc = doc
        self.headline = doc.headline_place
        self.around = doc.around
        self.shown = visible_text.Lines()
        self.short_lines = visible_text.ShortLines(MAX_LINE)
        self.marked = headline_area.nearest(landmarks.authors, self.around, landmarks.order)[
            :MAX_MARKED
        ]
        self.profiles = headline_area.nearest(landmarks.profiles, self.around, landmarks.order)[:20]
        authors = [
            i.element
            for i in doc.metadata.items
            if i.name in {"author", "creator"}
            or (i.name == "name" and i.scope == "person" and _of_author(i.element))
        ]
        self.items = headline_area.nearest(authors, self.around, landmarks.order)[:20]

        self._lines: list[tuple[etree._Element, str]] = []
        # knows nothing of this object: a ring of the two would keep every page in memory until it is collected
        self._unread = _short_lines(self.short_lines, islice(self._following(), AFTER))

    def _following(self) -> Iterator[etree._Element]:
        """Return the elements behind the headline."""
        if self.headline is not None:
            return headline_area.following(self.headline)
        body = self.doc.tree.find("body")
        return iter(()) if body is None else body.iter("*")

    @cached_property
    def own_blog(self) -> bool:
        """Return whether the page is on a host of personal blogs."""
        site = urls.site(self.doc.url)
        return any(f".{host}" in f"{site}." for host in BLOG_HOSTS)

    def lines(self) -> Iterator[tuple[etree._Element, str]]:
        """Yield the short lines near the headline, read as far as they are asked for."""
        yield from self._lines
        for line in self._unread:
            self._lines.append(line)
            yield line

    def lines_before(self) -> Iterator[tuple[etree._Element, str]]:
        """Return the short lines right above the headline."""
        above = headline_area.preceding(self.headline, 12) if self.headline is not None else []
        return _short_lines(self.short_lines, above)


def _of_author(name: etree._Element) -> bool:
    """Whether a person whom microdata names is said to be an author: others are spoken of, or answer the phone."""
    person = next(
        (box for box in visible_text.above(name) if box.get("itemscope") is not None), None
    )
    return person is not None and not AUTHOR_PROPERTIES.isdisjoint(
        (person.get("itemprop") or "").lower().split()
    )


def rel_author(places: Places) -> Byline | None:
    """Return a link with rel="author"."""
    return _first(
        places,
        [e for e in places.marked if "author" in (e.get("rel") or "").split()],
        pen_names=True,
    )


def microdata(places: Places) -> Byline | None:
    """itemprop="author"."""
    return _first(places, places.items, pen_names=True)


def author_name_class(places: Places) -> Byline | None:
    """Return a class that marks a name: hCard's fn, author-name."""
    found = [
        e
        for e in places.marked
        if not NAME_CLASSES.isdisjoint(visible_text.classes(e)) and len(e) < 6
    ]
    return _first(places, found, pen_names=True)


def byline_class(places: Places) -> Byline | None:
    """Return names in an element whose class is one of authors or bylines."""
    found = _first(places, places.marked, pen_names=False)
    if found is None or found.element is None or not _contact(found.element):
        return found
    return _first(places, [e for e in places.marked if not _contact(e)], pen_names=False)


def _contact(element: etree._Element) -> bool:
    """Whether a box tells how to reach somebody by telephone: that is the press office, or the firm."""
    return len(element) < MAX_NEAR and bool(TELEPHONE.search(visible_text.text(element)))


def profile_link(places: Places) -> Byline | None:
    """Return a link to the page of an author."""
    own = [
        e
        for e in places.profiles
        if stated_authors.same_host(urls.absolute(places.doc.url, e.get("href")), places.doc.url)
    ]
    own = [e for e in own if _alone(e)]
    sure = [
        e
        for e in own
        if AUTHOR_PATH.search(e.get("href") or "") and " " not in visible_text.text(e)
    ]
    return _first(places, own, pen_names=False) or _first(places, sure, pen_names=True)


def _alone(link: etree._Element) -> bool:
    """Whether a link makes up a good part of its line: those in running text tell of somebody."""
    parent = link.getparent()
    return (
        parent is None
        or len(fold("".join(parent.itertext()))) <= 3 * len(fold("".join(link.itertext()))) + 60
    )


def introduced(places: Places) -> Byline | None:
    """Return a short line near the headline that begins with a word like "by"."""
    for at, (element, plain) in enumerate(chain(places.lines(), places.lines_before())):
        line = _with_value(element, plain)
        if is_sentence(line):
            continue
        signed = line if introductions.starts(line) else byline_dates.behind_date(line)
        found = _others(places, _signed(signed, element)) if signed else ()
        if not found and (nick := introductions.posted_by(line, near=at < MAX_NEAR)):
            found = (Author(name=nick, raw=line),)
        if found and headline_area.native(
            element, places.around, HEADS if at < MAX_NEAR else frozenset()
        ):
            return Byline(people=found, raw=line, element=element)
    return None


def _signed(line: str, element: etree._Element) -> tuple[Author, ...]:
    """Who signs in a line, or in what stands before its first break: "By Jane Roe<br>The Gazette"."""
    found = named([line], introduced=True)
    return (
        found
        if found or element.find("br") is None
        else named(visible_text.lines(element)[:1], introduced=True)
    )


def is_sentence(line: str) -> bool:
    """Whether a line that begins with "von" or "by" tells something: "Von den Höfen kaufte der Burgherr Speck."."""
    if line.endswith("。"):
        return "：" not in line and ":" not in line
    return len(line) > MAX_SENTENCE and line.endswith(".") and ":" not in line[: MAX_SENTENCE // 2]


def _with_value(element: etree._Element, line: str) -> str:
    """Return the line; a lone label ("Author") with the name beside or below it."""
    line = line.lstrip("-–—|•· ")
    if len(line) > MAX_LABEL or introductions.strip(f"{line.rstrip(':： ')}: X") != ("X", True):
        return line
    beside = element.getnext()
    name = fold(element.tail) or (
        visible_text.text(beside) if beside is not None and len(beside) < 4 else ""
    )
    return f"{line.rstrip(': ')}: {name}" if name and len(name) <= MAX_LINE // 2 else line


def dated_line(places: Places) -> Byline | None:
    """Return a line of details under the headline: "3 May 2024 - Jane Roe"."""
    for element, line in chain(islice(places.lines(), MAX_NEAR), places.lines_before()):
        if len(line) > MAX_LINE // 2 or not (_is_dated(line) or META.search(_classes_at(element))):
            continue
        signed = byline_parser.read(line).people
        name = signed[0][0] if len(signed) == 1 else ""
        if (
            len(INITIAL.sub("", name).split()) == 2
            and not stated_authors.is_site(name, places.doc.metadata)
            and not _filed(element)
            and headline_area.native(element, places.around)
        ):
            return Byline(people=(Author(name=name, raw=line),), raw=line, element=element)
    return None


def _is_dated(line: str) -> bool:
    """Return whether a piece of a line of details begins with a date."""
    return any(DATED.match(piece) for piece in byline_dates.GAP.split(line))


def _filed(element: etree._Element) -> bool:
    """Whether an element names where the article is filed, or who may be called, and not who wrote it."""
    if FILED.search(_classes_at(element)):
        return True
    link = element if element.tag == "a" else element.find(".//a")
    parent = element.getparent()
    return (link is not None and not PROFILE_PATH.search(link.get("href") or "")) or (
        parent is not None and _contact(parent)
    )


# --- reading one place ------------------------------------------------------------------------------------


def _first(places: Places, elements: list[etree._Element], *, pen_names: bool) -> Byline | None:
    """Return the nearest element with a name, and its like beside it."""
    for at, element in enumerate(elements):
        found = _read(places, element, pen_names=pen_names)
        if found is None:
            continue
        fellows = [e for e in elements[at + 1 :] if _fellow(element, e)]
        people = {key(a.name): a for a in found.people}
        for fellow in fellows[:12]:
            other = _read(places, fellow, pen_names=pen_names)
            for author in other.people if other else ():
                people.setdefault(key(author.name), author)
        return Byline(
            people=tuple(people.values()),
            raw=found.raw,
            element=element,
            organisations=found.organisations,
        )
    return None


def _fellow(one: etree._Element, other: etree._Element) -> bool:
    """Return whether two elements are alike and stand side by side, give or take one wrapper."""
    if one.tag != other.tag or one.get("class") != other.get("class"):
        return False
    mine = set(islice(visible_text.above(one), 2))
    return not mine.isdisjoint(islice(visible_text.above(other), 2))


def _read(places: Places, element: etree._Element, *, pen_names: bool) -> Byline | None:
    if element.tag == "meta":
        text = fold(element.get("content"))
        people = named([text], pen_names=pen_names) if text else ()
        return Byline(people=people, raw=text, element=element) if people else None
    lines = (
        places.shown.without(element, NO_PERSON)
        if NO_PERSON.isdisjoint(visible_text.classes(element))
        else []
    )
    if sum(map(len, lines)) > 3 * MAX_LINE or len(lines) > MAX_LINES:
        return None
    lines = [line for line in lines if len(line) <= MAX_LINE]
    people = named(lines, pen_names=pen_names and len(lines) <= 2)
    people = _others(places, people)
    return (
        Byline(people=people, raw=" · ".join(lines)[:MAX_LINE], element=element) if people else None
    )


def _others(places: Places, people: tuple[Author, ...]) -> tuple[Author, ...]:
    """Those who are not the site itself."""
    if not people or places.own_blog:
        return people
    meta = places.doc.metadata
    bare = [(a, stated_authors.without_site(a.name, meta)) for a in people]
    people = tuple([a if name == a.name else replace(a, name=name) for a, name in bare])
    others = tuple(a for a in people if not stated_authors.is_site(a.name, meta, person=False))
    return others or tuple(a for a in people if not stated_authors.is_site(a.name, meta))


def named(
    lines: list[str], *, pen_names: bool = False, introduced: bool = False
) -> tuple[Author, ...]:
    """Return the people of a few lines; a line of roles belongs to the name above it."""
    found: list[Author] = []
    for line in lines:
        signed = byline_parser.read(line, pen_names=pen_names and not found)
        if introduced and not signed.introduced:
            continue
        found += [Author(name=name, role=role, raw=line) for name, role in signed.people]
    return tuple({key(a.name): a for a in reversed(found)}.values())[::-1]


def _short_lines(
    known: visible_text.ShortLines, elements: Iterable[etree._Element]
) -> Iterator[tuple[etree._Element, str]]:
    for element in elements:
        text, children = element.text, len(element)
        if (
            children > 6
            or element.tag in visible_text.UNSHOWN
            or (text is not None and len(text) > MAX_LINE)
        ):
            continue
        if not 0 < children <= 3 and (text is None or text.isspace()):
            continue
        line = known.of(element)
        if line is not None and len(line) > 3:
            yield element, line


def _classes_at(element: etree._Element) -> str:
    """Return the class names of an element and of its parent."""
    parent = element.getparent()
    return f"{element.get('class', '')} {parent.get('class', '') if parent is not None else ''}"
