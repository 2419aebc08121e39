"""The headline as the page shows it, told from the SEO title, the kicker above it and the site's name behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lxml import etree

from scraper import urls
from scraper.extract import headline_rules
from scraper.extract.choice import Choice, Offer, Strategy, chosen, offers
from scraper.extract.headline_rules import OF_A_PART, SET_AS_TITLE
from scraper.lexicon.folding import fold, key
from scraper.page import json_ld as ld
from scraper.page import site_name, visible_text
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.context import Context

MAX_CHARS = 400
COMPOUND = 0.1  # how well a heading fits that shares but parts of words with a title
MIN_STEM = 6  # letters of a part of a word that tells something
MIN_LINE = 12  # letters of a headline below its kicker
EDGES = " -–—|•·:"  # what parts a headline from a kicker or a date that is not shown with it
# Classes of a line that stands above or in front of the headline, inside the same <h1>.
KICKER_CLASSES = frozenset(
    """kicker overline eyebrow topline roofline dachzeile spitzmarke oberzeile overtitle pretitle supertitle superhead
    antetitulo volanta occhiello surtitre vignette rubrik rubric flag badge label tagline category breadcrumb ribbon
    kategorie section meta date time timestamp counter icon premium""".split()
)
TITLE_CLASSES = frozenset(
    """entry-title post-title article-title headline article-headline article__title article__headline news-title
    story-title page-title posttitle entry_title title title__headline story__title story__headline post__title
    article-header__title c-article__title single-title titulo titre titel titolo article_title
    article-heading""".split()
)
ARTICLE_RANK = 1  # of json_ld.ARTICLE_TYPES: what follows can be a part of an article
# "…-云岭网": newspapers' names behind a hyphen without spaces.
EASTERN_SITE = re.compile(
    r"(?:\s*[-—]+\s*[^\s\-—]{0,10}(?:网|網|新闻|新聞|频道|頻道|日报|日報|晚报|晚報|ニュース|뉴스|일보))+$"
)
MAX_TITLE = 400  # characters of a title in which a site's name is sought
UNDERSCORE = re.compile(r"_+|--+")  # by which Chinese titles part headline, section and site
HAN = late(r"[\u3400-\u9fff]{4}")


def choose(doc: Context) -> Choice[str]:
    """Return the headline, with what each strategy that was asked offered."""
    stated, named = _offered(doc, STATED), _offered(doc, (title,))
    settled = headline_rules.is_settled({o.strategy: o for o in (*stated, *named) if not o.fault})
    made = [*stated, *(() if settled else _offered(doc, LINES)), *named]
    by_name = {o.strategy: o for o in reversed(made) if not o.fault}
    winner = headline_rules.best(by_name) or next(iter(by_name.values()), None)
    if winner is None:  # a page may be named after its site
        winner = next(iter(made), None)
    return chosen("headline", made, winner)


def _offered(doc: Context, strategies: Iterable[Strategy[str]]) -> list[Offer[str]]:
    known = doc.metadata.site_names
    made = offers(doc, strategies)
    return [
        o._replace(fault="is the name of the site") if site_name.is_site(o.value, known) else o
        for o in made
    ]


# --- strategies: where a headline stands ---------------------------------------------------------------


def json_ld(doc: Context) -> Offer[str] | None:
    """Return the article node's headline."""
    node = doc.metadata.article
    part = node is not None and "headline" not in node and (ld.rank(node) or 0) > ARTICLE_RANK
    return _offer(doc, doc.metadata.ld("headline", "name"), OF_A_PART if part else 0.9)


def h1(doc: Context) -> Offer[str] | None:
    """Return the first-level heading that has most of the words of the page's titles."""
    found = _headings(doc)
    best = max(((_fit(doc, text), -i, text) for i, text in enumerate(found)), default=None)
    if best is None or (best[0] <= 0 and (doc.metadata.titles or len(found) > 1)):
        return None
    return Offer(value=best[2], confidence=0.85)


def h1_line(doc: Context) -> Offer[str] | None:
    """Return what follows the kicker in a first-level heading that has it in its own element."""
    for element in doc.metadata.marks.h1[:3]:
        if not len(element) or visible_text.hidden(element):
            continue
        last, whole = element[-1], key(visible_text.text(element))
        text = (
            fold(last.tail) if last.tail and last.tail.strip() else visible_text.text(last)
        ).strip(EDGES)
        if (
            len(text) >= MIN_LINE
            and whole != key(text)
            and whole.endswith(key(text))
            and _fit(doc, text) > 0
        ):
            return Offer(value=text, confidence=0.7)
    return None


def microdata(doc: Context) -> Offer[str] | None:
    """Return the property headline (or name, of an article) of the page's microdata."""
    for item in doc.metadata.items:
        if item.name == "headline" or (
            item.name == "name" and item.scope.endswith(("article", "posting"))
        ):
            text = visible_text.text(item.element, skip=KICKER_CLASSES) or item.value
            if _fit(doc, text) > 0:
                return _offer(doc, text, 0.8)
    return None


def open_graph(doc: Context) -> Offer[str] | None:
    """og:title, or its twin for another network."""
    return _offer(
        doc,
        doc.metadata.first(
            "og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title"
        ),
        0.6,
    )


def title_class(doc: Context) -> Offer[str] | None:
    """Return a line whose class is one of titles and which the page's titles contain."""
    titled = [
        e
        for e in doc.metadata.marks.titled[:200]
        if not TITLE_CLASSES.isdisjoint(visible_text.classes(e))
    ]
    return _longest(doc, _held(doc, titled), SET_AS_TITLE)


def heading(doc: Context) -> Offer[str] | None:
    """Return a lower heading that the page's <title> holds."""
    held = _held(doc, [e for e in doc.metadata.marks.headings[:60] if e.tag != "h4"])
    top = [
        (text, e)
        for text, e in held
        if any(a.tag in {"header", "hgroup"} for a in visible_text.above(e, 2))
    ]
    return _longest(doc, top, SET_AS_TITLE) or _longest(doc, held, 0.6)


def title(doc: Context) -> Offer[str] | None:
    """Return the <title> without the site's name."""
    text = doc.metadata.title
    parts = (
        [part for part in UNDERSCORE.split(text) if part.strip()]
        if text and not text.isascii()
        else []
    )
    text = parts[0] if len(parts) > 1 and HAN.search(parts[0]) else text
    return _offer(doc, (EASTERN_SITE.sub("", text[:MAX_TITLE]) or text) if text else None, 0.4)


# --- the evidence ---------------------------------------------------------------------------------------


def _offer(doc: Context, text: str | None, confidence: float) -> Offer[str] | None:
    if not text or len(text) > MAX_CHARS or not key(text):
        return None
    value = site_name.cut(text, doc.metadata.site_names)
    return Offer(value=value, raw=text if text != value else None, confidence=confidence)


def _fit(doc: Context, text: str) -> float:
    """How much of the page's titles a text says: 0 (nothing) to 1 (the same words)."""
    words = key(text)
    if not words or site_name.is_site(text, doc.metadata.site_names):
        return 0.0
    return max((_alike(words, title) for title in doc.metadata.title_keys), default=0.0)


def _alike(words: str, title: str) -> float:
    if words == title:
        return 1.0
    some, others = set(words.split()), set(title.split())
    if shared := len(some & others):
        return 1.99 * shared / (len(some) + len(others))
    glued = words.replace(" ", "")  # a script without spaces
    if len(glued) > 3 and glued in title.replace(" ", ""):
        return 0.5
    return COMPOUND if any(_are_kin(one, other) for one in some for other in others) else 0.0


def _are_kin(one: str, other: str) -> bool:
    """Whether one of two words is a part of the other: languages that compound say the same in one word or in two."""
    short, long = sorted((one, other), key=len)
    return len(short) >= MIN_STEM and short in long


def _headings(doc: Context) -> list[str]:
    """Return the texts of the <h1>, each with and without its kicker."""
    found: list[str] = []
    for element in doc.metadata.marks.h1[:30]:
        if visible_text.hidden(element):
            continue
        whole, bare = (
            visible_text.text(element, skip=skip).strip(EDGES)
            for skip in (frozenset(), KICKER_CLASSES)
        )
        keep_bare = 2 * len(bare) >= len(whole) or key(bare) in doc.metadata.title_keys
        found += [
            t
            for t in dict.fromkeys((bare if keep_bare else "", whole))
            if t and len(t) <= MAX_CHARS
        ]
    return found


def _held(doc: Context, elements: list[etree._Element]) -> list[tuple[str, etree._Element]]:
    """Return the elements, with their texts, that one of the page's titles holds."""
    titles = "\n".join(f" {title} " for title in doc.metadata.title_keys)
    held = []
    for element in elements:
        text = visible_text.text(element, skip=KICKER_CLASSES)
        if 8 <= len(text) <= MAX_CHARS and f" {key(text)} " in titles:
            held.append((text, element))
    return held


def _longest(
    doc: Context, held: list[tuple[str, etree._Element]], confidence: float
) -> Offer[str] | None:
    """Return the longest of the texts that is not the title of another story."""
    best = ""
    for text, element in held:
        if len(text) > len(best) and not _leads_away(doc, element):
            best = text
    return Offer(value=best, confidence=confidence) if best else None


def _leads_away(doc: Context, element: etree._Element) -> bool:
    """Return whether the line is a link to another page: the title of another story."""
    links = [
        a for a in (element, *visible_text.above(element, 6)) if a.tag == "a"
    ] or element.findall(".//a")
    return any(
        _path(urls.absolute(doc.url, a.get("href"))) != _path(doc.url)
        for a in links
        if a.get("href")
    )


def _path(url: str | None) -> str:
    return (
        (url or "")
        .split("?")[0]
        .split("#")[0]
        .rstrip("/")
        .rpartition("://")[2]
        .removeprefix("www.")
    )


STATED = (json_ld, h1, h1_line, microdata, open_graph)
LINES = (
    title_class,
    heading,
)  # dear, as many lines are read: asked only where the others leave a doubt
STRATEGIES = (*STATED, *LINES, title)
