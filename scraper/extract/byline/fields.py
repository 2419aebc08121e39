"""Who wrote the article: what the page states weighed against what it shows; role and profiles from beside the name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

from scraper.extract import island
from scraper.extract.byline import extras as byline_extras
from scraper.extract.byline import line as byline_line
from scraper.extract.byline import shown as byline_shown
from scraper.extract.byline import stated as byline_stated
from scraper.extract.byline import text as byline_text
from scraper.extract.byline.names import Kind
from scraper.extract.byline.shown import Byline, Places
from scraper.extract.byline.stated import Stated
from scraper.extract.choice import Choice, Offer, chosen
from scraper.extract.folding import fold, key
from scraper.extract.json_ld import NEWS_RANK, rank
from scraper.models import Author

if TYPE_CHECKING:
    from scraper.extract.document import Document

People = tuple[Author, ...]
CONFIDENCE = {
    "json_ld": 0.9, "data_island": 0.8,
    "meta": 0.7, "rel_author": 0.85, "microdata": 0.8, "author_name_class": 0.8, "byline_class": 0.7,
    "profile_link": 0.6, "introduced": 0.6, "dated_line": 0.5,
    "bold_first_line": 0.5, "opening_line": 0.5, "signature": 0.5, "last_line": 0.5, "profile_slug": 0.3,
    "json_ld_organisation": 0.5,
}  # fmt: skip


def choose(doc: Document) -> tuple[Choice[People], Choice[str]]:
    """The authors, with what each strategy offered; and the byline as shown."""
    meta = doc.metadata
    places = Places(doc)
    ld = byline_stated.worth(byline_stated.json_ld_authors(meta), meta)
    stated = byline_stated.worth(byline_stated.meta_authors(meta), meta)
    made: list[Offer[People]] = []
    if ld:
        made.append(_stated("json_ld", ld, _fault_of_json_ld(ld, doc)))
    if stated:
        made.append(_stated("meta", stated, _fault_of_meta(stated, doc)))
    bylines = _shown(places, made)
    if stated and not any(o.strategy == "json_ld" and not o.fault for o in made):
        made = [
            o._replace(fault="the page is signed by others") if o.strategy == "meta" and _others(o, bylines) else o
            for o in made
        ]
    if ld and made[0].fault == ORGANISED and (_news(doc) or _desk(ld, doc)):  # nobody else signs: the newsroom does
        made.append(
            made[0]._replace(strategy="json_ld_organisation", confidence=CONFIDENCE["json_ld_organisation"], fault=None)
        )
    if data := tuple(_of_data(doc)):
        made.append(Offer(strategy="data_island", value=data, confidence=CONFIDENCE["data_island"]))
    winner = next((o for o in made if not o.fault), None)
    if winner:
        full = winner._replace(value=byline_extras.complete(places, winner.value))
        made = [full if o is winner else o for o in made]
        winner = full
    authors = chosen("authors", made, winner, lambda people: "; ".join(a.name for a in people))
    return authors, _as_shown(places, authors)


def _shown(places: Places, made: list[Offer[People]]) -> dict[str, Byline]:
    """The bylines by strategy; each is added to the offers made."""
    bylines: dict[str, Byline] = {}
    for strategy in byline_text.STRATEGIES:
        sure = any(not o.fault for o in made)
        if sure and strategy in byline_text.LAST_RESORTS:
            break
        byline = strategy(places)
        if byline:
            bylines[strategy.__name__] = byline
            made.append(
                Offer(
                    strategy=strategy.__name__,
                    value=byline.people,
                    raw=byline.raw,
                    confidence=CONFIDENCE[strategy.__name__],
                    fault=_fault_of_shown(byline, strategy.__name__, made, places.doc),
                )
            )
    return bylines


def _as_shown(places: Places, authors: Choice[People]) -> Choice[str]:
    """The byline as the page shows it: the smallest marked place that names all the authors, without its date."""
    wanted = [key(a.name) for a in authors.value or ()]
    if not wanted:
        return Choice()
    marked = [e for e in places.marked[:NEAR] if e.tag != "meta"]
    said = {e: ", ".join(_naming(places.shown.of(e), wanted)) for e in marked}
    for element in marked:
        parent = element.getparent()
        best = _names_all(said[element], wanted) and byline_line.starts(said[element])  # its parent can but say more
        if parent is not None and parent not in said and not best:
            said[parent] = ", ".join(_naming(places.shown.of(parent), wanted))
    texts = [*said.values(), *(c.raw for c in authors.candidates if c.raw and c.strategy in SHOWN_BY)]
    fits = [t for t in texts if _names_all(t, wanted)]
    shortest = min(fits, key=lambda t: (not byline_line.starts(t), len(t)), default=None)
    if shortest:
        return Choice(value=byline_line.undated(shortest), strategy="marked_place")
    line = _line_of_names(places.doc, wanted)
    return Choice(value=byline_line.undated(line), strategy="line_of_names") if line else Choice()


def _names_all(text: str, wanted: list[str]) -> bool:
    """Whether a text is short and says all of the names."""
    return len(text) <= MAX_BYLINE and all(name in key(text) for name in wanted)


def _naming(lines: list[str], wanted: list[str]) -> Iterator[str]:
    """The lines that say one of the names; the key is made of those that can."""
    beginnings = [name.partition(" ")[0] for name in wanted]
    for line in lines:
        low = line.lower() if line.isascii() else None
        if low is not None and not any(word in low for word in beginnings):
            continue
        said = key(line)
        if any(name in said for name in wanted):
            yield line


def _line_of_names(doc: Document, wanted: list[str]) -> str | None:
    """A line near the top that says the authors' names, and hardly more."""
    layout = doc.reading.layout
    for line in layout.lines[:NEAR_TOP] if layout else ():
        if len(line.text) <= MAX_BYLINE and all(name in (words := key(line.text)) for name in wanted):
            rest = reduce(lambda left, name: left.replace(name, " "), wanted, words).split()
            if len(rest) <= len(wanted) + MAX_MORE:
                return line.text
    return None


def _of_data(doc: Document) -> Iterator[Author]:
    """Who is named beside a body that was read from the page's data."""
    data = doc.reading.data
    for text in island.values(data, AUTHOR_FIELDS) if data else ():
        yield from (stated.author for stated in byline_stated.named(text))


def _stated(strategy: str, found: list[Stated], fault: str | None) -> Offer[People]:
    raw = "; ".join(dict.fromkeys(s.author.raw or s.author.name for s in found))
    people = tuple(s.author for s in found)
    return Offer(strategy=strategy, value=people, raw=raw, confidence=CONFIDENCE[strategy], fault=fault)


def _fault_of_json_ld(found: list[Stated], doc: Document) -> str | None:
    """Newsrooms state who wrote; blogs and shops state whose account was used, and show that name or none."""
    if all(s.kind is Kind.ORGANISATION or byline_stated.is_site(s.author.name, doc.metadata) for s in found):
        return ORGANISED
    return NOWHERE if not _news(doc) and not _stands(found, doc) else None


def _fault_of_meta(found: list[Stated], doc: Document) -> str | None:
    """A template's author stands in the metadata of every page: who really wrote it is named on the page as well."""
    if any(byline_stated.is_site(s.author.name, doc.metadata, person=False) for s in found):
        return "names the site"
    if any(s.kind not in {Kind.PERSON, Kind.AGENCY} for s in found):
        return "names no person"
    return None if _stands(found, doc) else NOWHERE


def _fault_of_shown(byline: Byline, strategy: str, made: list[Offer[People]], doc: Document) -> str | None:
    """Where a newsroom says that it wrote itself, a link to somebody's page leads to who the article is about."""
    loose = strategy == "profile_link" and byline.element is not None
    href = (byline.element.get("href") or "") if loose and byline.element is not None else ""
    organised = any(o.fault == ORGANISED for o in made[:1]) and _news(doc)
    return "a link to a person" if loose and organised and not byline_shown.AUTHOR_PATH.search(href) else None


def _stands(found: list[Stated], doc: Document) -> bool:
    """Whether the page shows one of the names: most stand in its first lines."""
    layout, people = doc.reading.layout, [s.author.name.casefold() for s in found]
    if layout and any(name in line.text.casefold() for line in layout.lines[:NEAR_TOP] for name in people):
        return True
    text = _visible(doc)
    return any(name in text for name in people)


ORGANISED = "names an organisation"
NOWHERE = "stands nowhere on the page"
SHOWN_BY = frozenset(s.__name__ for s in byline_text.STRATEGIES) - {"profile_slug"}
AUTHOR_FIELDS = ("authors", "author", "byline", "bylines", "creators", "creator", "writers", "contributors")
MAX_BYLINE = 200  # characters
NEAR_TOP = 60  # lines in which most bylines stand: the whole page is gathered only if none of them has the name
MAX_MORE = 2  # words in a line of names that are none, besides one before each: "by", "and"
NEAR = 12  # marked places that are looked at for the byline as shown
STRONG = ("rel_author", "microdata", "author_name_class", "profile_link")


def _others(offer: Offer[People], bylines: dict[str, Byline]) -> bool:
    """Whether marked bylines name somebody, and nobody of the offer."""
    signed = [key(a.name) for name in STRONG if name in bylines for a in bylines[name].people]
    return bool(signed) and not any(key(a.name) in s or s in key(a.name) for a in offer.value for s in signed)


def _desk(found: list[Stated], doc: Document) -> bool:
    """Whether a part of the newsroom signs ("Sports desk"), not the publisher."""
    return not any(byline_stated.is_site(s.author.name, doc.metadata) for s in found)


def _visible(doc: Document) -> str:
    body = doc.tree.find("body")
    root = doc.tree if body is None else body
    skipped = {"script", "style", "noscript", "template"}
    pieces = [t for e in root.iter("*") for t in ((None if e.tag in skipped else e.text), e.tail) if t]
    return fold(" ".join(pieces)).casefold()


def _news(doc: Document) -> bool:
    return doc.metadata.article is not None and rank(doc.metadata.article) == NEWS_RANK
