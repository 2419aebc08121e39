"""Authors that the page states in its metadata: JSON-LD, meta."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper import urls
from scraper.extract.authors.profile_links import is_profile
from scraper.lexicon import byline_parser, introductions, names
from scraper.lexicon.author_words import AUTHOR_METAS, CARD_LABELS
from scraper.lexicon.byline_words import NOBODY
from scraper.lexicon.folding import key, plain
from scraper.lexicon.names import NameKind
from scraper.models import Author, AuthorKind
from scraper.page import json_ld, site_name, visible_text

if TYPE_CHECKING:
    from scraper.page.metadata import Metadata

MAX_CHARS = 300  # of names; more are a text
ADDRESSES = ("http:", "https:", "www.", "/", "@")
NAME_PARTS = ("givenName", "familyName")
HOUSES = frozenset({NameKind.ORGANISATION, NameKind.AGENCY})


class StatedAuthor(NamedTuple):
    """Somebody whom metadata name."""

    author: Author
    kind: NameKind


def json_ld_authors(meta: Metadata) -> list[StatedAuthor]:
    """Return the author (or creator) of the article node, references followed."""
    node = meta.article or {}
    for field in ("author", "creator"):
        value = node.get(field)
        found: list[StatedAuthor] = []
        for item in value if isinstance(value, list) else [value]:
            found += _from_node(meta, meta.node(item))
        if found:
            return _unique(found)
    return []


def _from_node(meta: Metadata, item: Any) -> Iterator[StatedAuthor]:
    """Yield the people in one author value; a name may hold several, a role, an address."""
    node = item if isinstance(item, dict) else {}
    role = plain(json_ld.string(node.get("jobTitle"), "name")) or None
    same_as = json_ld.strings(node.get("sameAs"))
    addresses = json_ld.strings(node.get("url"), "@id")
    links = _profiles(meta, (*same_as, *addresses))
    organisation = bool(node) and _is_organisation(meta, node)
    in_parts = " ".join(filter(None, map(json_ld.string, map(node.get, NAME_PARTS))))
    for text in json_ld.strings(item, "name") or (in_parts,):
        for each in named(plain(text), organisation=organisation):
            author = replace(each.author, role=each.author.role or role, links=links)
            yield each._replace(author=author)


def _profiles(meta: Metadata, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some addresses that can show a person."""
    links: dict[str, None] = {}
    for address in map(str.strip, addresses):
        link = urls.absolute(meta.url, address) if address and "#" not in address else None
        if link and is_profile(link, meta.url):
            links.setdefault(link)
    return tuple(links)


def _is_organisation(meta: Metadata, node: Mapping[str, Any]) -> bool:
    """Return whether an author is an organisation, or a "person" of the publisher's name.

    A publisher who is an organisation is not a person.
    """
    if _has_organisation_type(node):
        return True
    publisher = meta.node((meta.article or {}).get("publisher"))
    if not isinstance(publisher, dict) or not _has_organisation_type(publisher):
        return False
    own_name = key(json_ld.string(node, "name"))
    its_name = key(json_ld.string(publisher, "name"))
    return own_name == its_name and "person" not in json_ld.types(publisher)


def _has_organisation_type(node: Mapping[str, Any]) -> bool:
    return any("organization" in name for name in json_ld.types(node))


def named(text: str, *, organisation: bool = False) -> Iterator[StatedAuthor]:
    """Yield those whom a metadata string names; `organisation`: it is said to be one."""
    if not key(text) or text.startswith(ADDRESSES) or len(text) > MAX_CHARS:
        return
    if organisation:
        is_agency = names.kind(text) is NameKind.AGENCY
        yield _stated(text, text, NameKind.AGENCY if is_agency else NameKind.ORGANISATION)
        return
    signed = byline_parser.read(text)
    for name, role in signed.people:
        yield StatedAuthor(Author(name=name, role=role, raw=text), NameKind.PERSON)
    if not signed.people:
        for name in _parts(text):
            yield _stated(name, text, names.kind(name))


def _parts(text: str) -> list[str]:
    """Return the parts of a list that names no person."""
    bare, _ = introductions.strip(text)
    return [part.strip() for part in bare.split(";") if part.strip()]


def _stated(name: str, raw: str, kind: NameKind) -> StatedAuthor:
    author_kind = AuthorKind.ORGANISATION if kind in HOUSES else AuthorKind.PERSON
    return StatedAuthor(Author(name=name, raw=raw, kind=author_kind), kind)


def meta_authors(meta: Metadata) -> list[StatedAuthor]:
    """Return those of the meta elements that name the most people, of equals the best."""
    lists = [_in_meta(meta, name) for name in AUTHOR_METAS if name in meta.meta]
    fullest = max(lists, key=_count_people, default=[])
    if fullest:
        return fullest
    if key(meta.first("twitter:label1")) in CARD_LABELS:
        return list(named(meta.first("twitter:data1") or ""))
    return list(_linked(meta))


def _count_people(found: list[StatedAuthor]) -> tuple[int, bool]:
    """Return how many people a list names, and whether it names anybody."""
    return sum(each.kind is NameKind.PERSON for each in found), bool(found)


def _in_meta(meta: Metadata, name: str) -> list[StatedAuthor]:
    """Return those whom the meta elements of a name name."""
    found: list[StatedAuthor] = []
    for text in meta.all(name):
        found += named(_turned(text))
    return _unique(found)


def _linked(meta: Metadata) -> Iterator[StatedAuthor]:
    """Yield the people whom the page links with the address that is stated for the author."""
    stated = [text for text in meta.all("article:author") if "/" in text]
    addresses = {urls.absolute(meta.url, text) for text in stated} - {None}
    for link in meta.tree.iter("a") if addresses else ():
        if urls.absolute(meta.url, link.get("href")) in addresses:
            linked = named(visible_text.text(link))
            yield from (each for each in linked if each.kind is NameKind.PERSON)


def _turned(text: str) -> str:
    """Turn "Roe, Jane", as libraries write it, the right way round."""
    last, _, first = text.partition(", ")
    is_list = "," in first or " " in last
    turned = f"{first} {last}"
    return turned if first and not is_list and names.is_person(turned) else text


def worth(stated: list[StatedAuthor], meta: Metadata) -> list[StatedAuthor]:
    """Return those who can be the author.

    No placeholder can, and beside a person not the site.
    """
    real = [each for each in stated if key(each.author.name) not in NOBODY]
    others = [each for each in real if not is_site(each.author.name, meta)]
    has_person = any(each.kind is NameKind.PERSON for each in others)
    return others if has_person else real


def is_site(name: str, meta: Metadata, *, person: bool = True) -> bool:
    """Return whether the name is the publisher's.

    Where it may be a `person`, the name of one is that of the site's owner.
    """
    if site_name.is_site(name, meta.site_names):
        return not person or not names.is_person(name)
    first_word = key(name).partition(" ")[0]
    return not person and first_word in meta.site_names  # "MDR Thüringen" on mdr.de


def _unique(stated: list[StatedAuthor]) -> list[StatedAuthor]:
    """Return each name once."""
    found: dict[str, StatedAuthor] = {}
    for each in stated:
        found.setdefault(key(each.author.name), each)
    return list(found.values())
