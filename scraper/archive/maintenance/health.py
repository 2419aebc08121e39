"""How well each site is read: which share of its articles has which field, and what was better.

It looks at the newest articles, pages and visits of a site, and at what was there before.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from scraper import urls
from scraper.archive.maintenance import drift
from scraper.models import VerdictKind
from scraper.outcomes import FAILED, policy

RECENT = 20  # articles, pages and visits that show how it is now
VISITS = 20_000  # of the log, the newest: the last visits of each site that is still visited
SHRUNK = 0.4  # of the words that texts had before: less is a teaser or a wall
ALWAYS = 5  # visits in a row that failed: less is an outage
FIELDS = ("headline", "byline", "date_published", "image")
# failures that a site is to be blamed for
BROKEN = frozenset(reason for reason in FAILED if not policy(reason).vanished)
EXPECTED = ("headline", "byline", "date_published")  # of each site; some have no images
_ARTICLES = (
    "SELECT a.site, a.first_seen, a.word_count, a.headline IS NOT NULL,"
    " a.byline IS NOT NULL OR a.authors <> '[]', a.date_published IS NOT NULL,"
    " EXISTS (SELECT 1 FROM images i WHERE i.article_id = a.id) FROM articles a"
)
# read as they lie in the file: in the order of the index on sites it takes three times as long
_OF_ALL = f"{_ARTICLES} NOT INDEXED ORDER BY a.id"
_OF_SITE = f"{_ARTICLES} WHERE a.site = ? ORDER BY a.id"


class SeenArticles(NamedTuple):
    """What the articles of a site have, the oldest first: a column each, of fields 1 or 0."""

    first_seen: Sequence[str] = ()
    word_count: Sequence[int] = ()
    headline: Sequence[int] = ()
    byline: Sequence[int] = ()
    date_published: Sequence[int] = ()
    image: Sequence[int] = ()

    def part(self, wanted: slice) -> SeenArticles:
        """Return the same columns of some of the articles."""
        return SeenArticles._make(column[wanted] for column in self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How it is with one site; shares are of its articles, 0 to 1."""

    site: str
    articles: int
    headline: float
    byline: float
    date_published: float
    image: float
    words: int  # median
    listings: int  # of the newest pages
    products: int
    newest: str | None  # when the last article came
    trouble: str | None  # what is wrong, in words


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteRecord:
    """What the archive has of one site."""

    articles: SeenArticles
    pages: Sequence[str]  # verdicts of the newest pages; "" for those that are articles
    visits: Sequence[str]  # reasons of the newest visits, the newest first
    visited_at: Sequence[str] = ()  # their times

    @property
    def before(self) -> SeenArticles:
        """Return the articles that were there before the newest."""
        return self.articles.part(slice(None, -RECENT))

    @property
    def now(self) -> SeenArticles:
        """Return the newest articles."""
        return self.articles.part(slice(-RECENT, None))


def sites(db: sqlite3.Connection, site: str | None = None) -> Iterator[Health]:
    """Yield the health of all sites, or of one, in the order of their names."""
    for name, record in _records(db, site):
        yield _health(name, record)


def drifting(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield each site that is read worse than before, and what has got worse."""
    for name, record in _records(db, None):
        worse = [trouble for judge in DRIFTS for trouble in judge(record)]
        if worse:
            yield name, "; ".join(worse)


def _records(db: sqlite3.Connection, site: str | None) -> Iterator[tuple[str, SiteRecord]]:
    articles = _articles(db, site)
    visits = _visits(db, site)
    for name in sorted({*articles, *visits}):
        reasons, times = zip(*visits[name], strict=True) if name in visits else ((), ())
        yield (
            name,
            SiteRecord(
                articles=articles.get(name, SeenArticles()),
                pages=_pages(db, name),
                visits=reasons,
                visited_at=times,
            ),
        )


def _articles(db: sqlite3.Connection, site: str | None) -> dict[str, SeenArticles]:
    """Return the articles by site."""
    rows = db.execute(_OF_SITE, (site,)) if site else db.execute(_OF_ALL)
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for name, *has in rows:
        found[name].append(has)
    return {name: SeenArticles(*zip(*having, strict=True)) for name, having in found.items()}


def _health(name: str, site: SiteRecord) -> Health:
    articles = site.articles
    return Health(
        site=name,
        articles=len(articles.first_seen),
        headline=_share(articles.headline),
        byline=_share(articles.byline),
        date_published=_share(articles.date_published),
        image=_share(articles.image),
        words=_words(articles),
        listings=site.pages.count(VerdictKind.LISTING),
        products=site.pages.count(VerdictKind.PRODUCT),
        newest=max(articles.first_seen, default=None),
        trouble="; ".join(troubles(site)) or None,
    )


def _visits(db: sqlite3.Connection, site: str | None) -> dict[str, list[tuple[str, str]]]:
    """Return reason and time of the newest visits by site, the newest first."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    newest = db.execute("SELECT url, reason, at FROM fetches ORDER BY id DESC LIMIT ?", (VISITS,))
    for url, reason, at in newest:
        name = urls.site(url)
        if name and site in (None, name) and len(found[name]) < drift.BEFORE + drift.NEWEST:
            found[name].append((reason, at))
    return dict(found)


def _pages(db: sqlite3.Connection, site: str) -> list[str]:
    """Return the verdicts of the newest pages of a site, "" for those that gave an article."""
    sql = (
        "SELECT CASE WHEN e.version IS NULL THEN e.verdict ELSE '' END FROM captures c"
        " JOIN extractions e ON e.id = (SELECT max(id) FROM extractions WHERE capture_id = c.id)"
        " WHERE c.site = ? ORDER BY c.id DESC LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (site, RECENT))]


def _share(having: Sequence[int]) -> float:
    return round(sum(having) / len(having), 2) if having else 0.0


def _words(articles: SeenArticles) -> int:
    return int(median(articles.word_count)) if articles.word_count else 0


def troubles(site: SiteRecord) -> list[str]:
    """Return what is wrong with how a site is read, in words."""
    return [trouble for judge in JUDGES for trouble in judge(site)]


def _lost(site: SiteRecord) -> Iterator[str]:
    """Yield the fields that far fewer articles have than before: the site was rebuilt."""
    for field in FIELDS:
        found = drift.find([1 - has for has in getattr(site.articles, field)])
        if found is not None:
            since = site.articles.first_seen[found.began][:10]
            yield (
                f"{field}: {1 - found.before:.0%} had it, {1 - found.now:.0%} of the last"
                f" {drift.NEWEST} do, since {since}"
            )


def _failing_more(site: SiteRecord) -> Iterator[str]:
    """Yield that far more visits fail than before; an article that was removed is no failure."""
    reasons = site.visits[::-1]
    found = drift.find([int(reason in BROKEN) for reason in reasons])
    if found is not None:
        now = Counter(reason for reason in reasons[-drift.NEWEST :] if reason in BROKEN)
        since = site.visited_at[::-1][found.began][:10]
        yield (
            f"visits: {found.before:.0%} failed, {found.now:.0%} of the last {drift.NEWEST} do,"
            f" since {since} ({', '.join(now)})"
        )


def _never(site: SiteRecord) -> Iterator[str]:
    """Yield the fields that no article has."""
    if len(site.articles.first_seen) < RECENT:
        return
    for field in EXPECTED:
        if not _share(getattr(site.articles, field)):
            yield f"{field}: no article has it"


def _shrunk(site: SiteRecord) -> Iterator[str]:
    """Yield that the newest texts are much shorter than those before."""
    earlier = site.before
    if len(earlier.first_seen) < RECENT:
        return
    before, now = _words(earlier), _words(site.now)
    if now < SHRUNK * before:
        yield f"texts have {now} words where they had {before}"


def _no_articles(site: SiteRecord) -> Iterator[str]:
    """Yield that most of the newest pages gave no article, and what they are."""
    kinds = Counter(kind for kind in site.pages if kind)
    total = len(site.pages)
    if total >= ALWAYS and kinds.total() > total / 2:
        named = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        yield f"of the last {total} pages {kinds.total()} gave no article: {named}"


def _failing(site: SiteRecord) -> Iterator[str]:
    """Yield that the newest visits all failed."""
    last = site.visits[:ALWAYS]
    if len(last) == ALWAYS and set(last) <= FAILED:
        yield f"the last {ALWAYS} visits failed: {', '.join(dict.fromkeys(last))}"


JUDGES: tuple[Callable[[SiteRecord], Iterator[str]], ...] = (
    _failing,
    _failing_more,
    _no_articles,
    _lost,
    _never,
    _shrunk,
)
# of these, what is news of a site: the others may have been so for ever
DRIFTS = (_failing_more, _lost, _shrunk)
