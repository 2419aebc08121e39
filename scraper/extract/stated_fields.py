"""The fields that a page only states: canonical address, publisher, section, tags, free or not."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from scraper import urls
from scraper.extract.choice import Choice, Offer, Strategy, first
from scraper.lexicon.folding import key, plain
from scraper.page import headline_area, json_ld, visible_text
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.context import Context

MAX_TAGS = 30
MAX_CHARS = 80  # a longer section or tag is a sentence
NOT_A_PUBLISHER = frozenset(
    {"wordpress", "facebook", "twitter", "blogger", "medium", "google", "website", "home", "admin"}
)
NO_SECTION = frozenset(
    """home homepage start startseite inicio accueil homepagina article articles artikel news article page uncategorized
    uncategorised allgemein sin categoria non classe sem categoria default all front""".split()
)
SOURCE = late(r"(?:来源|來源|稿源|文章来源|출처)\s*[:：]\s*([^\s:：|｜]{2,30})")
PAID = frozenset("false no 0 nein non locked paid premium metered subscription".split())
FREE = frozenset("true yes 1 free unlocked".split())


# --- canonical_url ------------------------------------------------------------------------------------


def link_canonical(doc: Context) -> Offer[str] | None:
    """<link rel="canonical">."""
    return _address(doc, doc.metadata.canonical, 0.9)


def og_url(doc: Context) -> Offer[str] | None:
    """og:url."""
    return _address(doc, doc.metadata.first("og:url"), 0.7)


def json_ld_url(doc: Context) -> Offer[str] | None:
    """Return the article node's url or mainEntityOfPage."""
    node = doc.metadata.article or {}
    stated = json_ld.string(node.get("url")) or json_ld.string(
        node.get("mainEntityOfPage"), "@id", "url"
    )
    return _address(doc, stated, 0.6)


def _address(doc: Context, stated: str | None, confidence: float) -> Offer[str] | None:
    """Return an absolute address; a deep page whose address is the front page has none."""
    address = urls.absolute(doc.url, stated) if stated else None
    if address is None:
        return None
    front = _depth(address) == 0 and _depth(doc.url) > 0 and "?" not in address
    return Offer(value=address, confidence=confidence, fault="is the front page" if front else None)


def _depth(address: str) -> int:
    return len(
        [part for part in address.partition("://")[2].partition("?")[0].split("/")[1:] if part]
    )


# --- publisher ----------------------------------------------------------------------------------------


def json_ld_publisher(doc: Context) -> Offer[str] | None:
    """Return the publisher of the article node."""
    node = doc.metadata.article or {}
    value = doc.metadata.node(node.get("publisher")) or doc.metadata.node(
        node.get("sourceOrganization")
    )
    return _publisher(json_ld.string(value, "name"), 0.9)


def og_site_name(doc: Context) -> Offer[str] | None:
    """og:site_name."""
    return _publisher(doc.metadata.first("og:site_name"), 0.8)


def json_ld_site(doc: Context) -> Offer[str] | None:
    """Return the name of the page's WebSite or Organization node."""
    kinds = {"website", "organization", "newsmediaorganization"}
    for node in doc.metadata.json_ld:
        if not kinds.isdisjoint(json_ld.types(node)):
            return _publisher(json_ld.string(node.get("name")), 0.6)
    return None


def meta_publisher(doc: Context) -> Offer[str] | None:
    """Meta publisher, application-name and their like."""
    return _publisher(
        doc.metadata.first("publisher", "dc.publisher", "dcterms.publisher", "application-name"),
        0.5,
    )


def shown_source(doc: Context) -> Offer[str] | None:
    """Return the source that East Asian pages name under the headline: "来源：…"."""
    place = doc.headline_place
    for element in islice(headline_area.following(place), 40) if place is not None else ():
        text = element.text
        if text and not text.isascii() and (match := SOURCE.match(text.strip())):
            return _publisher(match[1], 0.4)
    return None


def _publisher(name: str | None, confidence: float) -> Offer[str] | None:
    value = plain(name)
    if not key(value) or len(value) > MAX_CHARS or value.startswith(("http:", "https:", "@")):
        return None
    fault = "is the name of a system" if key(value) in NOT_A_PUBLISHER else None
    return Offer(
        value=value.removeprefix("www.") if " " not in value else value,
        confidence=confidence,
        fault=fault,
    )


# --- section ------------------------------------------------------------------------------------------


def json_ld_section(doc: Context) -> Offer[str] | None:
    """ArticleSection of the article node."""
    node = doc.metadata.article or {}
    return _section(json_ld.string(node.get("articleSection"), "name"), 0.9)


def meta_section(doc: Context) -> Offer[str] | None:
    """article:section and its twins."""
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
    """itemprop="articleSection"."""
    return _section(
        next((i.value for i in doc.metadata.items if i.name == "articlesection"), None), 0.7
    )


def rel_category(doc: Context) -> Offer[str] | None:
    """Return a link with rel="category"."""
    return _section(
        next((visible_text.text(link) for link in doc.metadata.marks.categories), None), 0.7
    )


def breadcrumb(doc: Context) -> Offer[str] | None:
    """Return the first level of the breadcrumb between the front page and the article itself."""
    lists = (node for node in doc.metadata.json_ld if "breadcrumblist" in json_ld.types(node))
    for node in lists:
        items = node.get("itemListElement")
        entries = items if isinstance(items, list) else []
        names = [
            json_ld.string(e.get("name")) or json_ld.string(e.get("item"), "name")
            for e in entries
            if isinstance(e, dict)
        ]
        for name in names[:-1]:
            offer = _section(name, 0.6)
            if offer and not offer.fault and key(offer.value) not in doc.metadata.site_names:
                return offer
    return None


def _section(name: str | None, confidence: float) -> Offer[str] | None:
    value = plain(name)
    if not key(value) or len(value) > MAX_CHARS:
        return None
    return Offer(
        value=value,
        confidence=confidence,
        fault="names no section" if key(value) in NO_SECTION else None,
    )


# --- tags ---------------------------------------------------------------------------------------------


def json_ld_keywords(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Keywords of the article node, a list or one string with commas."""
    node = doc.metadata.article or {}
    return _tags(json_ld.strings(node.get("keywords"), "name"), 0.9)


def article_tag(doc: Context) -> Offer[tuple[str, ...]] | None:
    """article:tag."""
    return _tags(doc.metadata.all("article:tag", "og:article:tag", "parsely-tags"), 0.8)


def rel_tag(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Links with rel="tag"."""
    return _tags([visible_text.text(link) for link in doc.metadata.marks.tags[:60]], 0.7)


def meta_keywords(doc: Context) -> Offer[tuple[str, ...]] | None:
    """Meta news_keywords, keywords."""
    return _tags(doc.metadata.all("news_keywords") or doc.metadata.all("keywords"), 0.5)


def _tags(values: tuple[str, ...] | list[str], confidence: float) -> Offer[tuple[str, ...]] | None:
    parts = list(values)
    if len(parts) <= 2:  # a list that somebody wrote as one string
        parts = [
            p
            for value in parts
            for p in value.replace(";", ",").replace("、", ",").replace("،", ",").split(",")
        ]
    found: dict[str, str] = {}
    for part in parts:
        tag = plain(part).lstrip("#")
        if 1 < len(tag) <= MAX_CHARS and ":" not in tag[:4]:
            found.setdefault(key(tag), tag)
    found.pop("", None)
    return Offer(value=tuple(found.values())[:MAX_TAGS], confidence=confidence) if found else None


# --- is_free ------------------------------------------------------------------------------------------


def json_ld_free(doc: Context) -> Offer[bool] | None:
    """IsAccessibleForFree of the article node: a truth value, or one written as text."""
    value = (doc.metadata.article or {}).get("isAccessibleForFree")
    return (
        Offer(value=value, confidence=0.9)
        if isinstance(value, bool)
        else _free(json_ld.string(value), 0.9)
    )


def json_ld_any_free(doc: Context) -> Offer[bool] | None:
    """IsAccessibleForFree of the page's other nodes that describe the page as a whole."""
    for node in doc.metadata.json_ld:
        if "isAccessibleForFree" in node and {"webpage", "webpageelement"} & set(
            json_ld.types(node)
        ):
            value = node["isAccessibleForFree"]
            return (
                Offer(value=value, confidence=0.6)
                if isinstance(value, bool)
                else _free(json_ld.string(value), 0.6)
            )
    return None


def content_tier(doc: Context) -> Offer[bool] | None:
    """article:content_tier: free, metered or locked."""
    return _free(doc.metadata.first("article:content_tier", "og:article:content_tier"), 0.7)


def microdata_free(doc: Context) -> Offer[bool] | None:
    """itemprop="isAccessibleForFree"."""
    return _free(
        next((i.value for i in doc.metadata.items if i.name == "isaccessibleforfree"), None), 0.7
    )


def _free(text: str | None, confidence: float) -> Offer[bool] | None:
    said = key(text).removeprefix("https ").removeprefix("http ").removeprefix("schema org ")
    if said not in PAID and said not in FREE:
        return None
    return Offer(value=said in FREE, raw=text, confidence=confidence)


def canonical_url(doc: Context) -> Choice[str]:
    """Return the address that the page calls its own."""
    return first("canonical_url", doc, (link_canonical, og_url, json_ld_url))


def publisher(doc: Context) -> Choice[str]:
    """Return the name of who publishes the site."""
    return first(
        "publisher",
        doc,
        (json_ld_publisher, og_site_name, json_ld_site, meta_publisher, shown_source),
    )


def section(doc: Context) -> Choice[str]:
    """Return the part of the site with the article."""
    return first(
        "section", doc, (json_ld_section, meta_section, microdata_section, rel_category, breadcrumb)
    )


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
    return first("is_free", doc, (json_ld_free, json_ld_any_free, content_tier, microdata_free))
