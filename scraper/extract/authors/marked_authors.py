"""Authors in marked places: by rel, microdata or class, or linked to a profile."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from scraper import urls
from scraper.extract.authors.author_places import AUTHOR_ITEMS, AuthorPlaces, Byline
from scraper.extract.authors.byline_boxes import first_named
from scraper.extract.authors.profile_links import same_host
from scraper.lexicon.author_words import AUTHOR_NAME
from scraper.lexicon.folding import fold
from scraper.page import visible_text

ARTICLES = ("article", "blogposting")  # how the types of microdata for articles end
LINKED_PART = 3  # a link in a line by itself is at least a third of it …
LINKED_REST = 60  # … but for so many characters


def rel_author(places: AuthorPlaces) -> Byline | None:
    """Return a link with rel="author"."""
    links = [element for element in places.marked if "author" in _rels(element)]
    return first_named(places, links, pen_names=True)


def microdata(places: AuthorPlaces) -> Byline | None:
    """Return an element with itemprop="author".

    Who asks a question or starts a thread signs with an account, and who writes an article with a
    name: there a lone word is the account that published it.
    """
    is_article = any(
        item.name in AUTHOR_ITEMS and item.scope.endswith(ARTICLES)
        for item in places.doc.metadata.items
    )
    return first_named(places, places.items, pen_names=not is_article)


def author_name_class(places: AuthorPlaces) -> Byline | None:
    """Return a class that marks a name: hCard's fn, author-name."""
    elements = [element for element in places.marked if _is_name(element)]
    return first_named(places, elements, pen_names=True)


def byline_class(places: AuthorPlaces) -> Byline | None:
    """Return names in an element whose class is one of authors or bylines."""
    return first_named(places, places.marked, pen_names=False)


def profile_link(places: AuthorPlaces) -> Byline | None:
    """Return a link to the page of an author."""
    own = [link for link in places.profiles if _is_own(link, places.doc.url) and _is_alone(link)]
    return first_named(places, own, pen_names=False)


def _rels(element: etree._Element) -> list[str]:
    return element.get("rel", "").split()


def _is_name(element: etree._Element) -> bool:
    """Return whether an element has a class for names."""
    return not AUTHOR_NAME.isdisjoint(visible_text.classes(element))


def _is_own(link: etree._Element, page: str) -> bool:
    """Return whether a link leads to the page's own site."""
    return same_host(urls.absolute(page, link.get("href")), page)


def _is_alone(link: etree._Element) -> bool:
    """Return whether a link makes up a good part of its line.

    Those in running text are about somebody.
    """
    around = islice(link.iterancestors(), 1)
    own_length, line_length = (len(fold("".join(each.itertext()))) for each in (link, *around))
    return line_length <= LINKED_PART * own_length + LINKED_REST
