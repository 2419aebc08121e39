"""What stands beside an author's name: the role and the links to profiles, from the smallest box that is about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from scraper import urls
from scraper.extract import shown
from scraper.extract.byline import line as byline_line
from scraper.extract.byline import names
from scraper.extract.byline import stated as byline_stated
from scraper.extract.folding import key
from scraper.extract.landmarks import PROFILE_PATH
from scraper.models import Author

if TYPE_CHECKING:
    from scraper.extract.byline.shown import Places

MAX_ROLE = 100  # characters; more is a biography
MAX_LINKS = 8


def complete(places: Places, people: tuple[Author, ...]) -> tuple[Author, ...]:
    """The authors with the roles and links that the page shows; what metadata says stays where it shows none."""
    keys = [key(author.name) for author in people]
    completed = []
    for author, name in zip(people, keys, strict=True):
        boxes = [box for box in places.marked if box.tag != "meta" and _about(box, name, keys)]
        role = author.role or next((r for box in boxes if (r := _role(box, name))), None)
        links = _links(places, boxes, name) or author.links
        completed.append(replace(author, role=role, links=links))
    return tuple(completed)


def _about(box: etree._Element, name: str, everybody: list[str]) -> bool:
    """Whether a box is about one author: it names no other; where only one signs it need not name anybody."""
    text = key(shown.text(box))
    if len(text) > 1500:
        return False
    return (
        name in text
        if len(everybody) > 1 and not any(n in text for n in everybody if n != name)
        else (len(everybody) == 1 and (name in text or not _names_another(box)))
    )


def _names_another(box: etree._Element) -> bool:
    return any(names.kind(line) is names.Kind.PERSON for line in shown.lines(box))


def _role(box: etree._Element, name: str) -> str | None:
    for line in shown.lines(box):
        said = key(line)
        if len(line) <= MAX_ROLE + 60 and name in said:
            beside = next((role for who, role in byline_line.read(line).people if role and key(who) == name), None)
            if beside:
                return beside
        if len(line) <= MAX_ROLE and name not in said and names.is_role(line) and len(line.split()) <= 12:
            return line.strip(" ,|·–-")
    return None


def _links(places: Places, boxes: list[etree._Element], name: str) -> tuple[str, ...]:
    """Profiles in the boxes: links to social hosts, to authors' pages, or under the name itself."""
    found: dict[str, None] = {}
    own = places.doc.url
    links = [a for box in boxes for a in ([box] if box.tag == "a" else box.iter("a"))]
    for link in links:
        address = urls.absolute(own, link.get("href"))
        if not address or not byline_stated.is_profile(address, own):
            continue
        path = "/" + address.partition("://")[2].partition("/")[2]
        by_name = key(shown.text(link)) == name
        if (
            byline_stated.is_social(address)
            or by_name
            or (PROFILE_PATH.search(path) and "author" in (link.get("rel") or "author"))
        ):
            found.setdefault(address)
    return tuple(found)[:MAX_LINKS]
