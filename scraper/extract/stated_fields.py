"""The fields that a page only states: canonical address, publisher, section, tags, free or not."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from scraper import urls
from scraper.extract.choice import Choice, Offer, Strategy, first
from scraper.lexicon.folding import key, plain
from scraper.lexicon.stated_words import COMMA, FREE, NO_SECTION, NOT_A_PUBLISHER, PAID, SOURCE
from scraper.page import headline_area, json_ld, visible_text

if TYPE_CHECKING:
    from scraper.extract.context import Context

MAX_TAGS = 30
MAX_CHARS = 80  # a longer section or tag is a sentence
MAX_PARTS = 2  # a keyword field with no more values is a list that was written as one string
MAX_LINKS = 60  # links that are looked at for tags
NEAR = 40  # elements after the headline in which a source is named
PREFIX = 4  # letters of a tag in which a colon marks it as a machine's ("nyt:tag")
SITE_TYPES = frozenset({"website", "organization", "newsmediaorganization"})
PAGE_TYPES = frozenset({"webpage", "webpageelement"})


# --- canonical_url --------------------------------------------------------------------------------


def link_canonical(doc: Context) -> Offer[str] | None:
    """Return the link of the relation canonical."""
    return _address(doc, doc.metadata.canonical, 0.9)


def og_url(doc: Context) -> Offer[str] | None:
    """Return og:url."""
    return _address(doc, doc.metadata.first("og:url"), 0.7)


def _address(doc: Context, stated: str | None, confidence: float) -> Offer[str] | None:
    """Return an absolute address; that of the front page is a fault on a page below it."""
    address = urls.absolute(doc.url, stated) if stated else None
    if address is None:
        return None
    is_front = _depth(address) == 0 and "?" not in address
    fault = "is the front page" if is_front and _depth(doc.url) > 0 else None
    return Offer(value=address, confidence=confidence, fault=fault)


def _depth(address: str) -> int:
    """Return the number of folders and names in an address."""
    path = address.partition("://")[2].partition("?")[0].split("/")[1:]
    return len(list(filter(None, path)))


# --- publisher ------------------------------------------------------------------------------------


def json_ld_publisher(doc: Context) -> Offer[str] | None:
    """Return the publisher of the article node."""
    node = doc.metadata.article or {}
    published = doc.metadata.node(node.get("publisher"))
    source = doc.metadata.node(node.get("sourceOrganization"))
    return _publisher(json_ld.string(published or source, "name"), 0.9)


def og_site_name(doc: Context) -> Offer[str] | None:
    """Return og:site_name."""
    return _publisher(doc.metadata.first("og:site_name"), 0.8)


def json_ld_site(doc: Context) -> Offer[str] | None:
    """Return the name of the page's WebSite or Organization node."""
    for node in doc.metadata.json_ld:
        if not SITE_TYPES.isdisjoint(json_ld.types(node)):
            return _publisher(json_ld.string(node.get("name")), 0.6)
    return None


def meta_publisher(doc: Context) -> Offer[str] | None:
    """Return the meta element publisher, its twins for libraries, or the application's name."""
    names = ("publisher", "dc.publisher", "dcterms.publisher", "application-name")
    return _publisher(doc.metadata.first(*names), 0.5)


def shown_source(doc: Context) -> Offer[str] | None:
    """Return the source that East Asian pages name under the headline: "来源：…"."""
    place = doc.headline_place
    if place is None:
        return None
    for element in islice(headline_area.following(place), NEAR):
        text = element.text
        match = SOURCE.match(text.strip()) if text and not text.isascii() else None
        if match:
            return _publisher(match[1], 0.4)
    return None


def _publisher(name: str | None, confidence: float) -> Offer[str] | None:
    value = plain(name)
    if not key(value) or len(value) > MAX_CHARS or value.startswith(("http:", "https:", "@")):
        return None
    fault = "is the name of a system" if key(value) in NOT_A_PUBLISHER else None
    if " " not in value:  # a host
        value = value.removeprefix("www.")
    return Offer(value=value, confidence=confidence, fault=fault)


# --- section --------------------------------------------------------------------------------------


def json_ld_section(doc: Context) -> Offer[str] | None:
    """Return articleSection of the article node."""
    node = doc.metadata.article or {}
    return _section(json_ld.string(node.get("articleSection"), "name"), 0.9)


def meta_section(doc: Context) -> Offer[str] | None:
    """Return article:section or one of its twins."""
    names = (
        "article:section",
        "og:section",
        "parsely-section",
        "section",
        "cxenseparse:section",
        "dc.subject",
        "category",
    )
    return _section(doc.metadata.first(*names), 0.8)


def microdata_section(doc: Context) -> Offer[str] | None:
    """Return the property articleSection of the page's microdata."""
    values = (item.value for item in doc.metadata.items if item.name == "articlesection")
    return _section(next(values, None), 0.7)


def rel_category(doc: Context) -> Offer[str] | None:
    """Return the text of the first link of the relation category."""
    texts = map(visible_text.text, doc.metadata.marks.categories)
    return _section(next(texts, None), 0.7)


def breadcrumb(doc: Context) -> Offer[str] | None:
    """Return the first level of the breadcrumb between the front page and the article itself."""
    for node in doc.metadata.json_ld:
        if "breadcrumblist" not in json_ld.types(node):
            continue
        for name in _crumbs(node.get("itemListElement"))[:-1]:
            offer = _section(name, 0.6)
            if offer and not offer.fault and key(offer.value) not in doc.metadata.site_names:
                return offer
    return None


def _crumbs(items: object) -> list[str | None]:
    """Return the names of a breadcrumb's levels."""
    entries = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [
        json_ld.string(entry.get("name")) or json_ld.string(entry.get("item"), "name")
        for entry in entries
    ]


def _section(name: str | None, confidence: float) -> Offer[str] | None:
    value = plain(name)
    if not key(value) or len(value) > MAX_CHARS:
        return None
    fault = "names no section" if key(value) in NO_SECTION else None
    return Offer(value=value, confidence=confidence, fault=fault)


# --- tags -----------------------------------------------------------------------------------------


def json_ld_keywords(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Return the keywords of the article node: a list, or one string with commas."""
    node = doc.metadata.article or {}
    return _tags(json_ld.strings(node.get("keywords"), "name"), 0.9)


def article_tag(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Return the properties article:tag, or their twins."""
    return _tags(doc.metadata.all("article:tag", "og:article:tag", "parsely-tags"), 0.8)


def rel_tag(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Return the texts of the links of the relation tag."""
    return _tags([visible_text.text(link) for link in doc.metadata.marks.tags[:MAX_LINKS]], 0.7)


def meta_keywords(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Return the meta element news_keywords, else keywords."""
    return _tags(doc.metadata.all("news_keywords") or doc.metadata.all("keywords"), 0.5)


def _tags(values: tuple[str, ...] | list[str], confidence: float) -> Offer[tuple[str, ...]] | None:
    parts = list(values)
    if len(parts) <= MAX_PARTS:
        parts = COMMA.split(",".join(parts))
    found: dict[str, str] = {}
    for part in parts:
        tag = plain(part).lstrip("#")
        if 1 < len(tag) <= MAX_CHARS and ":" not in tag[:PREFIX]:
            found.setdefault(key(tag), tag)
    found.pop("", None)
    return Offer(value=tuple(found.values())[:MAX_TAGS], confidence=confidence) if found else None


# --- is_free --------------------------------------------------------------------------------------


def json_ld_free(doc: Context) -> Offer[bool] | None:
    """Return isAccessibleForFree of the article node."""
    return _free((doc.metadata.article or {}).get("isAccessibleForFree"), 0.9)


def json_ld_any_free(doc: Context) -> Offer[bool] | None:
    """Return isAccessibleForFree of the first other node that describes the page as a whole."""
    for node in doc.metadata.json_ld:
        if "isAccessibleForFree" in node and not PAGE_TYPES.isdisjoint(json_ld.types(node)):
            return _free(node["isAccessibleForFree"], 0.6)
    return None


def content_tier(doc: Context) -> Offer[bool] | None:
    """Return article:content_tier: free, metered or locked."""
    return _free(doc.metadata.first("article:content_tier", "og:article:content_tier"), 0.7)


def _free(stated: object, confidence: float) -> Offer[bool] | None:
    """Return a truth value, or what one that is written as text means."""
    if isinstance(stated, bool):
        return Offer(value=stated, confidence=confidence)
    text = json_ld.string(stated)
    said = key(text).removeprefix("https ").removeprefix("http ").removeprefix("schema org ")
    if said not in PAID and said not in FREE:
        return None
    return Offer(value=said in FREE, raw=text, confidence=confidence)


# --- the choices ----------------------------------------------------------------------------------


def canonical_url(doc: Context) -> Choice[str]:
    """Return the address that the page calls its own."""
    return first("canonical_url", doc, (link_canonical, og_url))


def publisher(doc: Context) -> Choice[str]:
    """Return the name of who publishes the site."""
    strategies = (json_ld_publisher, og_site_name, json_ld_site, meta_publisher, shown_source)
    return first("publisher", doc, strategies)


def section(doc: Context) -> Choice[str]:
    """Return the part of the site with the article."""
    strategies = (json_ld_section, meta_section, microdata_section, rel_category, breadcrumb)
    return first("section", doc, strategies)


def tags(doc: Context) -> Choice[tuple[str, ...]]:
    """Return the keywords that the page gives its article."""
    strategies: tuple[Strategy[tuple[str, ...]], ...] = (
        json_ld_keywords,
        article_tag,
        rel_tag,
        meta_keywords,
    )
    return first("tags", doc, strategies, ", ".join)


def is_free(doc: Context) -> Choice[bool]:
    """Return whether the page claims to be readable without payment."""
    return first("is_free", doc, (json_ld_free, json_ld_any_free, content_tier))
