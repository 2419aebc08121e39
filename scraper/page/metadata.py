"""Gather what a page states about itself: JSON-LD, OpenGraph and other meta, microdata, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lxml import etree

from scraper import urls
from scraper.lexicon import words_in
from scraper.lexicon.folding import fold, key, plain
from scraper.page import json_ld, site_name, survey
from scraper.page.json_ld import Node
from scraper.page.survey import Landmarks

# Names of meta elements that give the name of the site.
NAME_METAS = words_in("site_names", "metas")
SITE_TYPES = frozenset({"website", "organization", "newsmediaorganization"})
MAX_META = 400  # a page with more meta elements than this repeats itself
MAX_VALUE = 500  # characters
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LD_TYPES = ("ld+json", "ld json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One microdata property and its place on the page."""

    name: str  # lower case
    element: etree._Element

    @property
    def value(self) -> str:
        """Return its value."""
        return _value(self.element)

    @property
    def scope(self) -> str:
        """Return the type of the thing it describes, in lower case; "" if none is stated."""
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

    @cached_property
    def article(self) -> Node | None:
        """Return the JSON-LD node that describes this page's article."""
        written = [node for node in self.json_ld if json_ld.rank(node) is not None]
        if written:
            return min(written, key=self._misfit)
        # Some systems give a type of their own, and these fields all the same.
        dated = (node for node in self.json_ld if "datePublished" in node)
        return next((node for node in dated if "headline" in node), None)

    def _misfit(self, node: Node) -> tuple[int, bool, bool, int]:
        """Return how badly a node fits this page, the strongest reason first.

        It is about another address, has no headline, has one that is not the title's, is of a type
        that says less.
        """
        stated = json_ld.string(node.get("headline")) or json_ld.string(node.get("name"))
        headline = key(stated)
        titles = f"{key(self.title)} {key(self.first('og:title'))}"
        unlike = not headline or headline not in titles
        return self._elsewhere(node), not headline, unlike, json_ld.rank(node) or 0

    def _elsewhere(self, node: Node) -> int:
        """Return 0 if the node names this page, 1 if it names none, 2 if it names another."""
        addresses = json_ld.strings(node.get("url"))
        addresses += json_ld.strings(node.get("mainEntityOfPage"), "@id", "url")
        paths = {_path(address) for address in addresses if "/" in address} - {""}
        if not paths:
            return 1
        own = {_path(self.url), _path(self.canonical or "")}
        return 2 if paths.isdisjoint(own) else 0

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """Return the JSON-LD nodes by their @id, to follow references; of an id the fullest."""
        found: dict[str, Node] = {}
        for node in self.json_ld:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > len(found.get(name, {})):
                found[name] = node
        return found

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return the microdata, in page order."""
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
        """Return the language, with its country, by which "5/7/2025" is read."""
        stated = (self.first("og:locale") or "").replace("_", "-")
        if len(stated) == len("en-US"):
            return stated
        return self.lang or stated or None

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Return what the page calls itself, without the name of its site."""
        known = self.site_names
        graph, card = self.first("og:title"), self.first("twitter:title")
        texts = filter(None, (self.ld("headline"), graph, self.title, card))
        cut = (site_name.cut(text, known) for text in texts)
        return tuple(dict.fromkeys(text for text in cut if not site_name.is_site(text, known)))

    @cached_property
    def title_keys(self) -> tuple[str, ...]:
        """Return the keys of the titles."""
        return tuple(dict.fromkeys(key(text) for text in self.titles))

    def first(self, *names: str) -> str | None:
        """Return the first content, cleaned, of a meta element of one of the names, best first."""
        contents = (content for name in names for content in self.meta.get(name, ()))
        return next(filter(None, map(plain, contents)), None)

    def all(self, *names: str) -> tuple[str, ...]:
        """Return all meta contents under the names, cleaned, without repeats."""
        contents = [content for name in names for content in self.meta.get(name, ())]
        return tuple(dict.fromkeys(filter(None, map(plain, contents))))

    def ld(self, *names: str) -> str | None:
        """Return the first string that the article's node has under one of the names, cleaned."""
        node = self.article or {}
        texts = (plain(json_ld.string(node.get(name), "name")) for name in names)
        return next(filter(None, texts), None)

    def node(self, value: Any) -> Any:
        """Return the value, or the node that it refers to by @id."""
        if not isinstance(value, dict) or "name" in value:
            return value
        name = value.get("@id")
        return self.by_id.get(name, value) if isinstance(name, str) else value


def read_metadata(tree: etree._Element, url: str) -> Metadata:
    """Return everything that the tree of a page at `url` states about itself; never raises."""
    marks = survey.find(tree)
    scripts = (script.text or "" for script in marks.scripts if _holds_json_ld(script))
    titles = (fold(title.text) for title in marks.titles if _in_head(title))
    canonical = (link.get("href") for link in marks.links if _is_canonical(link))
    return Metadata(
        url=url,
        tree=tree,
        marks=marks,
        json_ld=json_ld.nodes(scripts),
        meta=_by_name(marks.metas),
        title=next(filter(None, titles), None),
        canonical=next((urls.absolute(url, address) for address in canonical), None),
        lang=_language(tree),
    )


def _language(tree: etree._Element) -> str | None:
    """Return the language that the <html> element states."""
    stated = tree.get("lang") or tree.get(XML_LANG) or tree.get("xml:lang")
    return fold(stated) or None


def _holds_json_ld(script: etree._Element) -> bool:
    kind = script.get("type")  # most have none
    return kind is not None and any(name in kind.lower() for name in LD_TYPES)


def _is_canonical(link: etree._Element) -> bool:
    relations = (link.get("rel") or "").lower().split()
    return "canonical" in relations and bool((link.get("href") or "").strip())


def _by_name(elements: list[etree._Element]) -> Mapping[str, tuple[str, ...]]:
    """Return name or property, in lower case -> the contents of meta elements, in page order."""
    found: dict[str, list[str]] = {}
    for element in elements:
        content = element.get("content")
        names = element.get("property") or element.get("name") or element.get("http-equiv")
        if not content or not names or len(found) > MAX_META:
            continue
        for name in names.lower().split():
            found.setdefault(name, []).append(content)
    return MappingProxyType({name: tuple(contents) for name, contents in found.items()})


def _in_head(title: etree._Element) -> bool:
    """Return whether a <title> is the page's: an <svg> has one of its own."""
    parent = title.getparent()
    return parent is None or parent.tag in {"head", "html", "body"}


def _items(elements: list[etree._Element]) -> Iterator[Item]:
    for element in elements:
        for name in (element.get("itemprop") or "").lower().split():
            yield Item(name=name, element=element)


def _scope(element: etree._Element) -> str:
    for above in element.iterancestors():
        if above.get("itemscope") is not None:
            return (above.get("itemtype") or "").rstrip("/").rsplit("/", 1)[-1].lower()
    return ""


def _value(element: etree._Element) -> str:
    """Return a property's value by the rules of the microdata specification."""
    stated = element.get("content") or element.get("datetime")
    if not stated and element.tag == "abbr":
        stated = element.get("title")  # not in the specification, but blogs write dates so
    if stated:
        return fold(stated)
    if element.tag in {"a", "link", "img"}:
        return fold(element.get("href") or element.get("src"))
    return fold("".join(element.itertext()))[:MAX_VALUE]


def _path(url: str) -> str:
    """Return an address without scheme, "www.", query, fragment and last slash.

    What the addresses of one page share.
    """
    rest = url.partition("#")[0].partition("?")[0].rpartition("://")[2].removeprefix("www.")
    return rest.rstrip("/").lower()
