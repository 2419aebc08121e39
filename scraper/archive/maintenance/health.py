"""How well each site is read: which share of its articles has which field, and what was better before."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from scraper import urls
from scraper.models import VerdictKind
from scraper.outcomes import FAILED

RECENT = 20  # articles, pages and visits that say how it is now
VISITS = 20_000  # of the log, the newest
OFTEN, SELDOM = 0.8, 0.3  # a field that was there so often before and is so seldom now was lost
SHRUNK = 0.4  # of the words that texts had before
ALWAYS = 5  # visits in a row that failed
FIELDS = ("headline", "byline", "date_published", "image")
_SQL = (
    "SELECT a.site, a.first_seen, a.word_count, a.headline IS NOT NULL AS headline,"
    " a.byline IS NOT NULL OR a.authors <> '[]' AS byline, a.date_published IS NOT NULL AS date_published,"
    " EXISTS (SELECT 1 FROM images i WHERE i.article_id = a.id) AS image"
    " FROM articles a WHERE ? IS NULL OR a.site = ? ORDER BY a.site, a.id"
)


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
class _Site:
    rows: Sequence[sqlite3.Row]  # of articles, the oldest first
    pages: Sequence[str]  # verdicts of the newest pages; "" for those that are articles
    visits: Sequence[str]  # reasons of the newest visits

    @property
    def parts(self) -> tuple[Sequence[sqlite3.Row], Sequence[sqlite3.Row]]:
        """The articles before, and the newest."""
        return self.rows[:-RECENT], self.rows[-RECENT:]


def sites(db: sqlite3.Connection, site: str | None = None) -> Iterator[Health]:
    """The health of all sites, or of one, by name."""
    articles = {
        name: list(rows)
        for name, rows in groupby(db.execute(_SQL, (site, site)), lambda row: row["site"])
    }
    visits = _visits(db, site)
    for name in sorted({*articles, *visits}):
        seen = _Site(
            rows=articles.get(name, []), pages=_pages(db, name), visits=visits.get(name, [])
        )
        troubles = [trouble for judge in JUDGES for trouble in judge(seen)]
        yield Health(
            site=name,
            articles=len(seen.rows),
            **{field: _share(seen.rows, field) for field in FIELDS},
            words=_words(seen.rows),
            listings=seen.pages.count(VerdictKind.LISTING),
            products=seen.pages.count(VerdictKind.PRODUCT),
            newest=max((row["first_seen"] for row in seen.rows), default=None),
            trouble="; ".join(troubles) or None,
        )


def _visits(db: sqlite3.Connection, site: str | None) -> dict[str, list[str]]:
    """The reasons of the newest visits of each site, the newest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.execute("SELECT url, reason FROM fetches ORDER BY id DESC LIMIT ?", (VISITS,)):
        name = urls.site(row["url"])
        if name and site in (None, name) and len(found[name]) < RECENT:
            found[name].append(row["reason"])
    return found


def _pages(db: sqlite3.Connection, site: str) -> list[str]:
    sql = (
        "SELECT CASE WHEN e.version IS NULL THEN e.verdict ELSE '' END FROM captures c"
        " JOIN extractions e ON e.id = (SELECT max(id) FROM extractions WHERE capture_id = c.id)"
        " WHERE c.site = ? ORDER BY c.id DESC LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (site, RECENT))]


def _share(rows: Sequence[sqlite3.Row], field: str) -> float:
    return round(sum(row[field] for row in rows) / len(rows), 2) if rows else 0.0


def _words(rows: Sequence[sqlite3.Row]) -> int:
    return int(median(row["word_count"] for row in rows)) if rows else 0


def _lost(site: _Site) -> Iterator[str]:
    """A field that most articles had before and the newest have not: the site was rebuilt."""
    before, now = site.parts
    if len(before) >= RECENT:
        for field in FIELDS:
            was, is_ = _share(before, field), _share(now, field)
            if was >= OFTEN and is_ <= SELDOM:
                yield f"{field}: {was:.0%} had it, {is_:.0%} of the last {RECENT} do, since {now[0]['first_seen'][:10]}"


def _never(site: _Site) -> Iterator[str]:
    """A field that no article has."""
    if len(site.rows) >= RECENT:
        yield from (
            f"{field}: no article has it" for field in FIELDS[:3] if not _share(site.rows, field)
        )


def _shrunk(site: _Site) -> Iterator[str]:
    before, now = site.parts
    if len(before) >= RECENT and _words(now) < SHRUNK * _words(before):
        yield f"texts have {_words(now)} words where they had {_words(before)}"


def _no_articles(site: _Site) -> Iterator[str]:
    kinds = Counter(kind for kind in site.pages if kind)
    if len(site.pages) >= ALWAYS and kinds.total() > len(site.pages) / 2:
        said = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        yield f"of the last {len(site.pages)} pages {kinds.total()} gave no article: {said}"


def _failing(site: _Site) -> Iterator[str]:
    last = site.visits[:ALWAYS]
    if len(last) == ALWAYS and set(last) <= FAILED:
        yield f"the last {ALWAYS} visits failed: {', '.join(dict.fromkeys(last))}"


JUDGES: tuple[Callable[[_Site], Iterator[str]], ...] = (
    _failing,
    _no_articles,
    _lost,
    _never,
    _shrunk,
)
