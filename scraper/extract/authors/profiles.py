"""The role and the links to profiles with an author's name, from the smallest box about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from scraper import urls
from scraper.extract.authors import profile_links
from scraper.lexicon import byline_parser, introductions, names
from scraper.lexicon.folding import key
from scraper.lexicon.matcher import alternation
from scraper.lexicon.names import NameKind
from scraper.lexicon.roles import ON_BUTTONS, VERBS
from scraper.models import Author
from scraper.page import visible_text
from scraper.page.survey import PROFILE_PATH
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.authors.author_places import AuthorPlaces

MAX_ABOUT = 1_500  # characters of a box about an author
MAX_SIGNS = 2  # characters of a box's text, signs and all, for each that counts
MAX_ROLE = 100  # characters; more is a biography
MAX_NAME = 60  # characters of a name in front of a role
MAX_ROLE_WORDS = 12
MAX_LINKS = 8
MIN_WORD = 3  # letters of a word of a name that the path of a profile is sure to mean
# A verb in front of a role, and the handle with it: "is a reporter @jane".
AROUND = late(rf"^{alternation(VERBS)}\s++|(?<!\s)\s*+@\w++$|^@\w++\s++", re.IGNORECASE)


def complete(places: AuthorPlaces, people: Sequence[Author]) -> tuple[Author, ...]:
    """Return the authors with the roles and links that the page shows, else the stated ones."""
    keys = [key(author.name) for author in people]
    completed = []
    for author, name in zip(people, keys, strict=True):
        boxes = [box for box in places.marked if _is_about(places.shown.of(box), name, keys)]
        role = author.role or _shown_role(places, boxes, name)
        links = _links(boxes, name, places.doc.url) or author.links
        completed.append(replace(author, role=_clean(role), links=links))
    return tuple(completed)


def _clean(role: str | None) -> str | None:
    """Return a role without verb and handle: "is a reporter @jane" gives "reporter"."""
    return AROUND.sub("", role or "").strip() or None


def _is_about(lines: Sequence[str], name: str, everybody: Sequence[str]) -> bool:
    """Return whether a box is about one author: it names no other.

    Where only one signs, it need not name anybody.
    """
    if sum(map(len, lines)) > MAX_SIGNS * MAX_ABOUT:
        return False
    text = key(" ".join(lines))
    if len(text) > MAX_ABOUT:
        return False
    if len(everybody) == 1:
        return name in text or not _names_a_person(lines)
    others = [other for other in everybody if other != name]
    return name in text and not any(other in text for other in others)


def _names_a_person(lines: Sequence[str]) -> bool:
    return any(names.kind(line) is NameKind.PERSON for line in lines)


def _shown_role(places: AuthorPlaces, boxes: Sequence[etree._Element], name: str) -> str | None:
    """Return the first role in the boxes about an author."""
    for box in boxes:
        for line in places.shown.of(box):
            role = role_in(line, name)
            if role:
                return role
    return None


def role_in(line: str, name: str) -> str | None:
    """Return the role that a line gives to an author, with the name or alone; `name` is its key."""
    if name not in key(line):
        is_role = len(line) <= MAX_ROLE and _is_role(line)
        return line.strip(" ,|·–-") if is_role else None
    if len(line) > MAX_NAME + MAX_ROLE:
        return None
    for who, role in byline_parser.read(line).people:
        if role and key(who) == name:
            return role
    return None


def _is_role(line: str) -> bool:
    """Return whether a line names a role, as no button does.

    What begins like a byline names others.
    """
    words = line.casefold().split()
    if len(words) > MAX_ROLE_WORDS or not ON_BUTTONS.isdisjoint(words):
        return False
    return names.is_role(line) and not introductions.starts(line)


def _links(boxes: Sequence[etree._Element], name: str, page: str) -> tuple[str, ...]:
    """Return the links to an author's profiles in the boxes.

    They are on social hosts, under the name itself, or lead to pages whose address has the name.
    An address may hold a number in its place: believed where it is the only such page.
    """
    found: dict[str, None] = {}
    nameless: dict[str, None] = {}
    for link in _links_in(boxes):
        address = urls.absolute(page, link.get("href"))
        if not address or not profile_links.is_profile(address, page):
            continue
        path = profile_links.path_of(address)
        if profile_links.is_social(address) or key(visible_text.text(link)) == name:
            found.setdefault(address)
        elif _may_be_author_page(link, path):
            kind = found if _bears(path, name) else nameless
            kind.setdefault(address)
    if not found and len(nameless) == 1:
        return tuple(nameless)
    return tuple(found)[:MAX_LINKS]


def _may_be_author_page(link: etree._Element, path: str) -> bool:
    """Return whether the path is one of profiles, and no rel means something else."""
    rel = link.get("rel") or "author"
    return "author" in rel and PROFILE_PATH.search(path) is not None


def _links_in(boxes: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """Yield the links of boxes, or the boxes that are links."""
    for box in boxes:
        if box.tag == "a":
            yield box
        else:
            yield from box.iter("a")


def _bears(path: str, name: str) -> bool:
    """Return whether the path of a page has one of the words of a name."""
    words = key(unquote(path))
    return any(len(word) >= MIN_WORD and word in words for word in name.split())
