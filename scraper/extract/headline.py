"""The headline as the page shows it.

It is parted from the title for search engines, the kicker above it and the site's name after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING

from lxml import etree

from scraper import urls
from scraper.extract import headline_rules
from scraper.extract.choice import Choice, Offer, Strategy, chosen, offers
from scraper.extract.headline_rules import OF_A_PART
from scraper.lexicon.folding import fold, key
from scraper.lexicon.title_words import (
    EASTERN_SITE,
    HAN,
    KICKER_CLASSES,
    TITLE_CLASSES,
    UNDERSCORE,
)
from scraper.models import BlockKind
from scraper.page import site_name, visible_text
from scraper.page.headline_area import MENUS
from scraper.page.json_ld import rank

if TYPE_CHECKING:
    from scraper.extract.context import Context

MAX_CHARS = 400
MAX_TITLE = 400  # characters of a title in which a site's name is sought
COMPOUND = 0.1  # how well a heading fits that shares but parts of words with a title
SHARED = 0.995  # the same, of one that has all the words of a title in another order
MIN_STEM = 6  # letters of a part of a word that says something
MIN_LINE = 12  # letters of a headline below its kicker
MIN_HELD = 8  # letters of a line that a title holds, and not by chance
EDGES = " -–—|•·:"  # what parts a headline from a kicker or a date that is not shown with it
ARTICLE_RANK = 1  # of json_ld.ARTICLE_TYPES: what follows can be a part of an article
# What is looked at: of first-level headings, their lines, titled lines, lower headings; and levels.
MAX_H1, MAX_H1_LINES, MAX_TITLED, MAX_HEADINGS = 30, 3, 200, 60
LINK_LEVELS = 6


def choose(doc: Context) -> Choice[str]:
    """Return the headline, with what each strategy that was asked offered."""
    stated, named = _offered(doc, STATED), _offered(doc, (title,))
    lines: list[Offer[str]] = []
    if not headline_rules.is_settled(_by_name([*stated, *named])):
        lines = _offered(doc, LINES)
    if not stated and not lines:
        lines = _offered(doc, (opening,))
    made = [*stated, *lines, *named]
    by_name = _by_name(made)
    # A page may be named after its site: then an offer with a fault is better than none.
    candidates = [headline_rules.best(by_name), *by_name.values(), *made]
    winner = next((offer for offer in candidates if offer is not None), None)
    return chosen("headline", made, winner)


def _by_name(made: Sequence[Offer[str]]) -> dict[str, Offer[str]]:
    """Return the offers without a fault by their strategies, the last one first."""
    return {offer.strategy: offer for offer in reversed(made) if not offer.fault}


def _offered(doc: Context, strategies: Iterable[Strategy[str]]) -> list[Offer[str]]:
    known = doc.metadata.site_names
    made = []
    for offer in offers(doc, strategies):
        is_site = site_name.is_site(offer.value, known)
        made.append(offer._replace(fault="is the name of the site") if is_site else offer)
    return made


# --- strategies: where a headline is --------------------------------------------------------------


def json_ld(doc: Context) -> Offer[str] | None:
    """Return the article node's headline."""
    node = doc.metadata.article
    part = node is not None and "headline" not in node and (rank(node) or 0) > ARTICLE_RANK
    return _offer(doc, doc.metadata.ld("headline", "name"), OF_A_PART if part else 0.9)


def h1(doc: Context) -> Offer[str] | None:
    """Return the first-level heading that has most of the words of the page's titles."""
    found = _headings(doc)
    if not found:
        return None
    fits = [_fit(doc, text) for text in found]
    fit = max(fits)
    is_only_evidence = len(found) == 1 and not doc.metadata.titles
    if fit <= 0 and not is_only_evidence:
        return None
    return Offer(value=found[fits.index(fit)], confidence=0.85)


def h1_line(doc: Context) -> Offer[str] | None:
    """Return what follows the kicker in a first-level heading that has it in its own element."""
    for element in doc.metadata.marks.h1[:MAX_H1_LINES]:
        if not len(element):
            continue
        text = _last_line(element)
        is_part = key(text) != key(visible_text.text(element))
        if is_part and len(text) >= MIN_LINE and _fit(doc, text) > 0:
            return Offer(value=text, confidence=0.7)
    return None


def _last_line(heading: etree._Element) -> str:
    """Return the text after the last element of a heading, else that element's text."""
    last = heading[-1]
    return (fold(last.tail) or visible_text.text(last)).strip(EDGES)


def open_graph(doc: Context) -> Offer[str] | None:
    """Return og:title, or its twin for another network."""
    names = ("og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title")
    return _offer(doc, doc.metadata.first(*names), 0.6)


def title_class(doc: Context) -> Offer[str] | None:
    """Return a line whose class is one of titles and which the page's titles contain."""
    marked = doc.metadata.marks.titled[:MAX_TITLED]
    titled = [e for e in marked if not TITLE_CLASSES.isdisjoint(visible_text.classes(e))]
    return _longest(doc, _held(doc, titled), 0.65)


def heading(doc: Context) -> Offer[str] | None:
    """Return a lower heading that the page's <title> holds."""
    headings = [e for e in doc.metadata.marks.headings[:MAX_HEADINGS] if e.tag != "h4"]
    return _longest(doc, _held(doc, headings), 0.6)


def opening(doc: Context) -> Offer[str] | None:
    """Return the last heading above the text, else the one that opens it.

    A <title> without a separator names no site: it may be the headline over lower headings.
    """
    marks = doc.metadata.marks
    headings, opened = marks.h1, doc.body.blocks[:0]
    if site_name.separators(f"{doc.metadata.title or ''} "):  # the last part may be empty
        headings, opened = [*marks.h1, *marks.headings], doc.body.blocks[:1]
    above = _last_above_text(doc, headings[:MAX_HEADINGS])
    texts = [] if above is None else [visible_text.text(above)]
    texts += [block.text for block in opened if block.kind is BlockKind.HEADING]
    long = (text for text in texts if len(text) > MIN_LINE)
    return _offer(doc, next(long, None), 0.5)


def _last_above_text(doc: Context, headings: Sequence[etree._Element]) -> etree._Element | None:
    """Return the last heading, in no menu, above the first paragraph."""
    order = doc.metadata.marks.order
    kept = (judged.line for judged in doc.body.lines if judged.kept and judged.line.good)
    starts = (order[line.box.element] for line in kept if line.box.element in order)
    start = min(starts, default=0)
    above = [heading for heading in headings if order[heading] < start]
    shown = [heading for heading in above if not _is_in_a_menu(heading)]
    return max(shown, key=order.__getitem__, default=None)


def title(doc: Context) -> Offer[str] | None:
    """Return the <title> without the site's name."""
    text = doc.metadata.title
    if not text:
        return None
    front = UNDERSCORE.split(text)[0]
    text = front if HAN.search(front) else text
    return _offer(doc, EASTERN_SITE.sub("", text[:MAX_TITLE]) or text, 0.4)


# --- the evidence ---------------------------------------------------------------------------------


def _offer(doc: Context, text: str | None, confidence: float) -> Offer[str] | None:
    if not text or len(text) > MAX_CHARS or not key(text):
        return None
    value = site_name.cut(text, doc.metadata.site_names, site_name.sections(doc.url))
    return Offer(value=value, raw=text if text != value else None, confidence=confidence)


def _fit(doc: Context, text: str) -> float:
    """Return how much of a title a text says: 0 (nothing) to 1 (the same words)."""
    words = key(text)
    if not words or site_name.is_site(text, doc.metadata.site_names):
        return 0.0
    return max((_alike(words, title) for title in doc.metadata.title_keys), default=0.0)


def _alike(words: str, title: str) -> float:
    """Return how well the key of a text fits that of a title."""
    if words == title:
        return 1.0
    some, others = set(words.split()), set(title.split())
    shared = len(some & others)
    if shared:
        return SHARED * 2 * shared / (len(some) + len(others))
    return COMPOUND if _share_a_stem(some, others) else 0.0


def _share_a_stem(some: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether a word of one text is a part of one of another's.

    Languages that compound write in one word what others write in two.
    """
    for one, other in product(some, others):
        short, long = sorted((one, other), key=len)
        if len(short) >= MIN_STEM and short in long:
            return True
    return False


def _headings(doc: Context) -> list[str]:
    """Return the texts of the <h1>, each with and without its kicker."""
    found: list[str] = []
    for element in doc.metadata.marks.h1[:MAX_H1]:
        if visible_text.hidden(element) or _is_in_a_menu(element):
            continue
        whole = visible_text.text(element).strip(EDGES)
        bare = visible_text.text(element, skip=KICKER_CLASSES).strip(EDGES)
        texts = [bare, whole] if 2 * len(bare) >= len(whole) else [whole]
        found += [text for text in dict.fromkeys(texts) if text and len(text) <= MAX_CHARS]
    return found


def _is_in_a_menu(element: etree._Element) -> bool:
    """Return whether a heading ends the trail of a menu; many give the title for search there."""
    return any(box.tag in MENUS for box in visible_text.above(element))


def _held(doc: Context, elements: list[etree._Element]) -> list[tuple[str, etree._Element]]:
    """Return the elements, with their texts, that one of the page's titles holds."""
    titles = "\n".join(f" {title} " for title in doc.metadata.title_keys)
    held = []
    for element in elements:
        text = visible_text.text(element, skip=KICKER_CLASSES)
        if MIN_HELD <= len(text) <= MAX_CHARS and f" {key(text)} " in titles:
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
    around = (element, *visible_text.above(element, LINK_LEVELS))
    links = [each for each in around if each.tag == "a"] or element.findall(".//a")
    own = _path(doc.url)
    addresses = (link.get("href") for link in links)
    return any(_path(urls.absolute(doc.url, href)) != own for href in addresses if href)


def _path(url: str | None) -> str:
    """Return an address without scheme, "www.", query and fragment."""
    bare = (url or "").split("?")[0].split("#")[0].rstrip("/")
    return bare.rpartition("://")[2].removeprefix("www.")


STATED = (json_ld, h1, h1_line, open_graph)
# Many lines are read for these: they are asked only where the others leave a doubt.
LINES = (title_class, heading)
STRATEGIES = (*STATED, *LINES, opening, title)
