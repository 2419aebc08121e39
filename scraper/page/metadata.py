"""What the page says of itself: JSON-LD, OpenGraph and other meta, microdata, links; gathered once, in one walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lxml import etree

from scraper import urls
from scraper.cleaning import BadJson, load_json
from scraper.lexicon import words_in
from scraper.lexicon.folding import fold, key, plain
from scraper.page import json_ld, site_name, survey
from scraper.page.json_ld import Node
from scraper.page.survey import Landmarks

# Names of meta elements that give the name of the site.
NAME_METAS = words_in("site_names", "metas")
SITE_TYPES = frozenset({"website", "organization", "newsmediaorganization"})
MAX_META = 400  # a page with more meta elements than this repeats itself
LD_TYPES = ("ld+json", "ld json")
PARSELY = {
    "title": "parsely-title",
    "pub_date": "parsely-pub-date",
    "author": "parsely-author",
    "section": "parsely-section",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One microdata property where it stands on the page."""

    name: str  # lower case
    element: etree._Element

    @property
    def value(self) -> str:
        """What it says."""
        return _value(self.element)

    @property
    def scope(self) -> str:
        """The type of the thing it describes, lower case; "" if none is said."""
        return _scope(self.element)


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """Everything that a page states about itself outside its visible text."""

    url: str
    tree: etree._Element
    marks: Landmarks
    json_ld: tuple[Node, ...] = ()
    meta: Mapping[str, tuple[str, ...]]  # name or property, lower case -> contents, page order
    title: str | None = None  # the <title>
    canonical: str | None = None  # absolute
    lang: str | None = None  # of <html>
    direction: str | None = None

    @cached_property
    def article(self) -> Node | None:
        """The JSON-LD node that describes this page's article."""
        ranked = [
            (self._fit(node, rank), i)
            for i, node in enumerate(self.json_ld)
            if (rank := json_ld.rank(node)) is not None
        ]
        if not ranked:
            return next((n for n in self.json_ld if "headline" in n and "datePublished" in n), None)
        return self.json_ld[min(ranked)[1]]

    def _fit(self, node: Node, rank: int) -> tuple[int, bool, bool, int]:
        """Smaller is better: about another address, no headline, headline not in the title, less telling type."""
        headline = key(
            json_ld.string(node.get("headline")) or json_ld.string(node.get("name")) or ""
        )
        titles = f"{key(self.title)} {key(self.first('og:title'))}"
        return self._elsewhere(node), not headline, not (headline and headline in titles), rank

    def _elsewhere(self, node: Node) -> int:
        """0: the node names this page, 1: it names none, 2: it names another."""
        named = [
            *json_ld.strings(node.get("url")),
            *json_ld.strings(node.get("mainEntityOfPage"), "@id", "url"),
        ]
        paths = {_path(u) for u in named if "/" in u} - {""}
        if not paths:
            return 1
        return 0 if paths & {_path(self.url), _path(self.canonical or "")} else 2

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """JSON-LD nodes by their @id, to follow references; the fullest node of an id."""
        found: dict[str, Node] = {}
        for node in self.json_ld:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > len(found.get(name, {})):
                found[name] = node
        return found

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The microdata, in page order."""
        return tuple(_items(self.marks.items))

    @cached_property
    def site_names(self) -> frozenset[str]:
        """Return the keys of the names that the site goes by."""
        shown = site_name.shown([*self.marks.homes, *self.marks.h1], self.url)
        stated = [*self.all(*NAME_METAS), *self._named_in_json_ld()]
        return site_name.keys([*stated, *shown], self.url)

    def _named_in_json_ld(self) -> Iterator[str]:
        """Yield the names of publishers, and of the nodes that describe the site."""
        for node in self.json_ld:
            names = list(json_ld.strings(self.node(node.get("publisher")), "name"))
            if not SITE_TYPES.isdisjoint(json_ld.types(node)):
                names += json_ld.strings(node.get("name"))
                names += json_ld.strings(node.get("alternateName"))
            yield from map(plain, names)

    @cached_property
    def locale(self) -> str | None:
        """The language, with its country, by which "5/7/2025" is read."""
        stated = (self.first("og:locale") or "").replace("_", "-")
        return stated if len(stated) == 5 else (self.lang or stated or None)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What the page calls itself, without its site's name: JSON-LD, OpenGraph, <title>."""
        texts = (
            self.ld("headline"),
            self.first("og:title"),
            self.title,
            self.first("twitter:title"),
        )
        cut = (site_name.cut(text, self.site_names) for text in texts if text)
        return tuple(
            dict.fromkeys(text for text in cut if not site_name.is_site(text, self.site_names))
        )

    @cached_property
    def title_keys(self) -> tuple[str, ...]:
        """The keys of the titles."""
        return tuple(dict.fromkeys(key(text) for text in self.titles))

    def first(self, *names: str) -> str | None:
        """The first meta content that is not empty under one of the names, best name first, cleaned."""
        for name in names:
            for content in self.meta.get(name, ()):
                if text := plain(content):
                    return text
        return None

    def all(self, *names: str) -> tuple[str, ...]:
        """All meta contents under the names, cleaned, without repeats."""
        contents = [content for name in names for content in self.meta.get(name, ())]
        return tuple(dict.fromkeys(filter(None, map(plain, contents)))) if contents else ()

    def ld(self, *names: str) -> str | None:
        """The first string that the article node has under one of the names, cleaned."""
        for name in names if self.article else ():
            assert self.article is not None
            if text := plain(json_ld.string(self.article.get(name), "name")):
                return text
        return None

    def node(self, value: Any) -> Any:
        """The value, or the node that it refers to by @id."""
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def read_metadata(tree: etree._Element, url: str) -> Metadata:
    """Everything that the tree of a page at url states about itself; never raises."""
    marks = survey.find(tree)
    meta: dict[str, list[str]] = {}
    for element in marks.metas:
        _note(element, meta)
    return Metadata(
        url=url,
        tree=tree,
        marks=marks,
        json_ld=json_ld.nodes(e.text or "" for e in marks.scripts if _holds_json_ld(e)),
        meta=MappingProxyType({name: tuple(contents) for name, contents in meta.items()}),
        title=next((fold(e.text) for e in marks.titles if _in_head(e) and fold(e.text)), None),
        canonical=next(
            (urls.absolute(url, e.get("href")) for e in marks.links if _is(e, "canonical")), None
        ),
        lang=fold(
            tree.get("lang")
            or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
            or tree.get("xml:lang")
        )
        or None,
        direction=fold(tree.get("dir")).lower() or None,
    )


def _holds_json_ld(script: etree._Element) -> bool:
    kind = script.get("type")  # most have none
    return kind is not None and any(t in kind.lower() for t in LD_TYPES)


def _is(link: etree._Element, rel: str) -> bool:
    return rel in (link.get("rel") or "").lower().split() and bool((link.get("href") or "").strip())


def _note(element: etree._Element, meta: dict[str, list[str]]) -> None:
    content = element.get("content")
    name = element.get("property") or element.get("name") or element.get("http-equiv")
    if not content or not name or len(meta) > MAX_META:
        return
    for each in name.lower().split():
        meta.setdefault(each, []).append(content)
    if name == "parsely-page":
        for field, value in _parsely(content):
            meta.setdefault(field, []).append(value)


def _parsely(content: str) -> Iterator[tuple[str, str]]:
    try:
        page = load_json(content)
    except BadJson:
        return
    for field, name in PARSELY.items() if isinstance(page, dict) else ():
        for value in json_ld.strings(page.get(field)):
            yield name, value


def _in_head(element: etree._Element) -> bool:
    """An <svg> in the page has <title> elements of its own."""
    parent = element.getparent()
    return parent is None or parent.tag in {"head", "html", "body"}


def _items(elements: list[etree._Element]) -> Iterator[Item]:
    for element in elements:
        for name in (element.get("itemprop") or "").lower().split():
            yield Item(name=name, element=element)


def _scope(element: etree._Element) -> str:
    above = element.getparent()
    while above is not None:
        if above.get("itemscope") is not None:
            return (above.get("itemtype") or "").rstrip("/").rsplit("/", 1)[-1].lower()
        above = above.getparent()
    return ""


def _value(element: etree._Element) -> str:
    """The property's value by the rules of the microdata specification."""
    stated = element.get("content") or element.get("datetime")
    if (
        not stated and element.tag == "abbr"
    ):  # not in the specification, but blogs of a large host write dates so
        stated = element.get("title")
    if stated:
        return fold(stated)
    if element.tag in {"a", "link", "img"}:
        return fold(element.get("href") or element.get("src"))
    text = "".join(element.itertext()) if len(element) < 40 else ""
    return fold(text)[:500]


def _path(url: str) -> str:
    """An address without scheme, "www.", query, fragment and last slash: what twins of a page share."""
    rest = url.partition("#")[0].partition("?")[0].rpartition("://")[2].removeprefix("www.")
    return rest.rstrip("/").lower()
