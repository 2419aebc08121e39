"""Authors that the page states in its metadata: JSON-LD, meta."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper import urls
from scraper.lexicon import byline_parser, introductions, names
from scraper.lexicon.byline_words import NOBODY, SHARE_PATHS, SOCIAL_HOSTS
from scraper.lexicon.folding import key, plain
from scraper.lexicon.names import NameKind
from scraper.models import Author, AuthorKind
from scraper.page import json_ld, site_name, visible_text

if TYPE_CHECKING:
    from scraper.page.metadata import Metadata

META_NAMES = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
              "dc.contributor", "og:article:author", "cxenseparse:author", "article:author_name", "citation_author",
              "article.author", "author_name", "authors", "content_author", "contentauthor", "dable:author",
              "mrf:authors", "og:author", "article-author", "story-author", "news:author", "dcsext.author", "creator",
              "book:author")  # fmt: skip
# Yoast, a search plugin of WordPress, writes twitter:label1 "Written by" and twitter:data1 "Jane Roe".
WRITTEN_BY = frozenset(
    key(label)
    for label in """written by|verfasst von|geschrieben von|écrit par|rédigé par|escrito por|scritto da|geschreven door|
    skriven av|skrevet av|skrevet af|napisane przez|autor|author|yazan|написано автором|автор|作者|著者|執筆者|
    كُتب بواسطة|kirjoittanut|napsal|írta|scris de|viết bởi|ditulis oleh""".split("|")
)
SOCIAL_ENDS = tuple(f".{host}" for host in SOCIAL_HOSTS)


class Stated(NamedTuple):
    """Somebody whom metadata names."""

    author: Author
    kind: NameKind


def json_ld_authors(meta: Metadata) -> list[Stated]:
    """Return the author (or creator) of the article node, references followed."""
    node = meta.article or {}
    for field in ("author", "creator"):
        value = node.get(field)
        found = [
            each
            for item in (value if isinstance(value, list) else [value])
            for each in _from_node(meta, meta.node(item))
        ]
        if found:
            return _unique(found)
    return []


def _from_node(meta: Metadata, item: Any) -> Iterator[Stated]:
    """Return the people in one author value; a name may hold several, a role, an address."""
    organisation = isinstance(item, dict) and (
        any("organization" in t for t in json_ld.types(item)) or _is_publisher(meta, item)
    )
    role = links = None
    if isinstance(item, dict):
        role = plain(json_ld.string(item.get("jobTitle"), "name")) or None
        links = _links(
            meta, (*json_ld.strings(item.get("sameAs")), *json_ld.strings(item.get("url"), "@id"))
        )
    for text in json_ld.strings(item, "name") or _parts(item):
        for each in named(plain(text), organisation=organisation):
            yield each._replace(
                author=replace(each.author, role=each.author.role or role, links=links or ())
            )


def _parts(item: Any) -> tuple[str, ...]:
    """Return a person's name where it is given in two parts."""
    if not isinstance(item, dict):
        return ()
    given, family = json_ld.string(item.get("givenName")), json_ld.string(item.get("familyName"))
    return (f"{given} {family}",) if given and family else ()


def _is_publisher(meta: Metadata, item: Any) -> bool:
    """Whether the "person" bears the name of the publisher, who is an organisation and no person."""
    publisher = meta.node((meta.article or {}).get("publisher"))
    types = json_ld.types(publisher) if isinstance(publisher, dict) else frozenset()
    same = bool(types) and key(json_ld.string(item, "name")) == key(
        json_ld.string(publisher, "name")
    )
    return same and any("organization" in t for t in types) and "person" not in types


def named(text: str, *, organisation: bool = False) -> Iterator[Stated]:
    """Whoever a metadata string names."""
    if not key(text) or text.startswith(("http:", "https:", "www.", "/", "@")) or len(text) > 300:
        return
    if organisation:
        kind = names.kind(text)
        kind = NameKind.AGENCY if kind is NameKind.AGENCY else NameKind.ORGANISATION
        yield Stated(author=_author(text, text, kind), kind=kind)
        return
    signed = byline_parser.read(text)
    for name, role in signed.people:
        yield Stated(author=Author(name=name, role=role, raw=text), kind=NameKind.PERSON)
    if not signed.people:
        bare, _ = introductions.strip(text)
        for name in [*signed.agencies] or [
            part.strip() for part in bare.split(";") if part.strip()
        ]:
            kind = names.kind(name)
            yield Stated(author=_author(name, text, kind), kind=kind)


def _author(name: str, raw: str, kind: NameKind) -> Author:
    organised = kind in {NameKind.ORGANISATION, NameKind.AGENCY}
    return Author(
        name=name, raw=raw, kind=AuthorKind.ORGANISATION if organised else AuthorKind.PERSON
    )


def meta_authors(meta: Metadata) -> list[Stated]:
    """Meta author and its twins, the best first that names somebody."""
    for name in META_NAMES:
        texts = meta.all(name) if name in meta.meta else ()
        found = [each for text in texts for each in named(_turned(text))]
        if any(each.kind is NameKind.PERSON for each in found) or (found and name == "author"):
            return _unique(found)
    if key(meta.first("twitter:label1")) in WRITTEN_BY:
        return list(named(meta.first("twitter:data1") or ""))
    return list(_linked(meta))


def _linked(meta: Metadata) -> Iterator[Stated]:
    """Whoever the page links with the address that its metadata give for the author."""
    addresses = {
        urls.absolute(meta.url, text) for text in meta.all("article:author") if "/" in text
    } - {None}
    if not addresses:
        return
    for link in meta.tree.iter("a"):
        if urls.absolute(meta.url, link.get("href")) in addresses:
            yield from (
                each for each in named(visible_text.text(link)) if each.kind is NameKind.PERSON
            )


def _turned(text: str) -> str:
    """Turn "Roe, Jane", as libraries write it, the right way round."""
    last, comma, first = text.partition(", ")
    if (
        comma
        and "," not in first
        and len(last.split()) == 1
        and names.is_person(f"{first} {last}")
        and len(first.split()) <= 2
    ):
        return f"{first} {last}" if not names.is_role(first) else text
    return text


def worth(stated: list[Stated], meta: Metadata) -> list[Stated]:
    """Those who can be the author: no placeholder; beside a person neither the site nor an agency."""
    real = [s for s in stated if key(s.author.name) not in NOBODY]
    if not any(s.kind is NameKind.PERSON and not is_site(s.author.name, meta) for s in real):
        return real
    return [
        s
        for s in real
        if s.kind in {NameKind.PERSON, NameKind.NOBODY} and not is_site(s.author.name, meta)
    ]


def is_site(name: str, meta: Metadata, *, person: bool = True) -> bool:
    """Whether the name is the publisher's; where it may be a `person`, the name of one is that of the site's owner."""
    if site_name.is_site(name, meta.site_names):
        return not (person and names.is_person(name))
    return (
        not person and key(name).partition(" ")[0] in meta.site_names
    )  # "MDR Thüringen" on mdr.de


def without_site(name: str, meta: Metadata) -> str:
    """Return a person's name without a publisher behind a space: "Jane Roe Gazette"."""
    words = name.split()
    for at in range(2, len(words)):
        behind = (key(" ".join(words[at:end])) for end in range(len(words), at, -1))
        if not meta.site_names.isdisjoint(behind) and names.is_person(" ".join(words[:at])):
            return " ".join(words[:at])
    return name


def _links(meta: Metadata, addresses: tuple[str, ...]) -> tuple[str, ...]:
    found = (urls.absolute(meta.url, a.strip()) for a in addresses if "#" not in a and a.strip())
    return tuple(dict.fromkeys(a for a in found if a and is_profile(a, meta.url)))


def is_profile(address: str, page: str) -> bool:
    """Whether an address can show a person: a path on a social host, or a page other than the front page."""
    host, _, path = address.partition("://")[2].partition("/")
    if f".{host}".endswith(SOCIAL_ENDS):
        return (
            bool(path.strip("/"))
            and not f"/{path}".startswith(SHARE_PATHS)
            and "?u=" not in path
            and "url=" not in path
        )
    return bool(path.strip("/")) and address.rstrip("/") != page.rstrip("/")


def is_social(address: str) -> bool:
    """Return whether an address is on a social host."""
    host = address.partition("://")[2].partition("/")[0].lower()
    return f".{host}".endswith(SOCIAL_ENDS)


def _unique(stated: list[Stated]) -> list[Stated]:
    found: dict[str, Stated] = {}
    for each in stated:
        found.setdefault(key(each.author.name), each)
    return list(found.values())


def same_host(address: str | None, page: str) -> bool:
    """Return whether an address is on the page's own site."""
    return bool(address) and urls.site(address or "").endswith(
        urls.site(page).partition("/")[0].removeprefix("m.")
    )
