"""What stands beside an author's name: the role and the links to profiles, from the smallest box that is about them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from scraper import urls
from scraper.extract.authors import stated_authors
from scraper.lexicon import byline_parser, introductions, names
from scraper.lexicon.folding import key
from scraper.lexicon.roles import ON_BUTTONS
from scraper.models import Author
from scraper.page import visible_text
from scraper.page.survey import PROFILE_PATH
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.authors.shown_authors import Places

MAX_ABOUT = 1_500  # characters of a box about an author
MAX_ROLE = 100  # characters; more is a biography
MAX_ROLE_WORDS = 12
MAX_LINKS = 8
AROUND = late(
    r"^(?:is (?:an?|the)|ist(?: eine?)?|est(?: une?)?|es una?|è una?|is een|är|er)\s++|(?<!\s)\s*+@\w++$|^@\w++\s++",
    re.IGNORECASE,
)


def complete(places: Places, people: tuple[Author, ...]) -> tuple[Author, ...]:
    """Return the authors with the roles and links that the page shows, else the stated ones."""
    keys = [key(author.name) for author in people]
    completed = []
    for author, name in zip(people, keys, strict=True):
        boxes = [
            box
            for box in places.marked
            if box.tag != "meta" and _about(places.shown.of(box), name, keys)
        ]
        role = _clean(
            author.role
            or next((r for box in boxes if (r := _role(places.shown.of(box), name))), None)
        )
        links = _links(places, boxes, name) or author.links
        completed.append(replace(author, role=role, links=links))
    return tuple(completed)


def _clean(role: str | None) -> str | None:
    """Return a role without verb and handle: "is a reporter @jane" gives "reporter"."""
    return AROUND.sub("", role).strip() or None if role else None


def _about(lines: list[str], name: str, everybody: list[str]) -> bool:
    """Whether a box is about one author: it names no other; where only one signs it need not name anybody."""
    if sum(map(len, lines)) > 2 * MAX_ABOUT or len(text := key(" ".join(lines))) > MAX_ABOUT:
        return False
    return (
        name in text
        if len(everybody) > 1 and not any(n in text for n in everybody if n != name)
        else (len(everybody) == 1 and (name in text or not _names_another(lines)))
    )


def _names_another(lines: list[str]) -> bool:
    return any(names.kind(line) is names.NameKind.PERSON for line in lines)


def _role(lines: list[str], name: str) -> str | None:
    for line in lines:
        said = key(line)
        if len(line) <= MAX_ROLE + 60 and name in said:
            beside = next(
                (
                    role
                    for who, role in byline_parser.read(line).people
                    if role and key(who) == name
                ),
                None,
            )
            if beside:
                return beside
        if len(line) <= MAX_ROLE and name not in said and _is_role(line):
            return line.strip(" ,|·–-")
    return None


def _is_role(line: str) -> bool:
    """Whether a line beside a name tells what its bearer is; what begins like a byline names others."""
    words = line.casefold().split()
    return (
        len(words) <= MAX_ROLE_WORDS
        and names.is_role(line)
        and ON_BUTTONS.isdisjoint(words)
        and not introductions.starts(line)
    )


def _links(places: Places, boxes: list[etree._Element], name: str) -> tuple[str, ...]:
    """Profiles in the boxes: links to social hosts, to pages that bear the name, or under the name itself.

    The address of an author's page may hold a number in place of the name: believed where it is the only such page.
    """
    found: dict[str, None] = {}
    nameless: dict[str, None] = {}
    own = places.doc.url
    links = [a for box in boxes for a in ([box] if box.tag == "a" else box.iter("a"))]
    for link in links:
        address = urls.absolute(own, link.get("href"))
        if not address or not stated_authors.is_profile(address, own):
            continue
        path = "/" + address.partition("://")[2].partition("/")[2].partition("?")[0]
        if stated_authors.is_social(address) or key(visible_text.text(link)) == name:
            found.setdefault(address)
        elif PROFILE_PATH.search(path) and "author" in (link.get("rel") or "author"):
            (found if _bears(path, name) else nameless).setdefault(address)
    return tuple(found or (nameless if len(nameless) == 1 else ()))[:MAX_LINKS]


def _bears(path: str, name: str) -> bool:
    """Return whether the path of a page has one of the words of a name."""
    said = key(unquote(path))
    return any(len(word) > 2 and word in said for word in name.split())
