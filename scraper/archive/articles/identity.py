"""Which article an address means: the ladder of addresses that led to it.

As given, as fetched, as the page calls itself, as a feed lists it under the id that it gave the article before. A
page's own word counts only within its site, never for a site's front page, and not against its text: some systems name
one canonical address on every page. Nor does a feed's: some use an id again.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from urllib.parse import urlsplit

from scraper import urls
from scraper.archive.articles.record import Row
from scraper.archive.articles.text_fingerprint import likeness
from scraper.models import Article

GIVEN, FETCHED, CANONICAL, FEED = "given", "fetched", "canonical", "feed"
HEARSAY = frozenset({CANONICAL, FEED})  # what page or feed say, and no visit has shown
DIGITS = 19  # SQLite's largest id has so many
ALIKE = 0.3  # share of the text by which a page's canonical address is believed to name the same article


def find(db: sqlite3.Connection, url: str) -> int | None:
    """The article of an address, by any spelling of it; an id in digits is taken as such."""
    if url.isdecimal():
        number = int(url) if len(url) < DIGITS else 0
        row = db.execute("SELECT id FROM articles WHERE id = ?", (number,)).fetchone()
        return None if row is None else int(row[0])
    row = db.execute("SELECT article_id FROM aliases WHERE url = ?", (spelled(url),)).fetchone()
    return None if row is None else int(row[0])


@lru_cache(1024)  # a visit asks for its own eight times
def spelled(url: str) -> str:
    """The one spelling of an address; what is no web address stands for itself."""
    try:
        return urls.canonical(url)
    except ValueError:
        return url.strip()


def ladder(article: Article, given: str | None, fetched: str | None) -> dict[str, str]:
    """The addresses that name an article, the surest first: address -> rung."""
    rungs: dict[str, str] = {}
    for url, rung in ((given, GIVEN), (fetched, FETCHED), (article.url, FETCHED)):
        if url:
            rungs.setdefault(spelled(url), rung)
    canonical = article.canonical_url
    if canonical and urls.same_site(canonical, article.url) and not _is_front_page(canonical):
        rungs.setdefault(spelled(canonical), CANONICAL)
    return rungs


def resolve(db: sqlite3.Connection, rungs: dict[str, str], row: Row) -> int | None:
    """The article that the ladder leads to, if the archive has it.

    Where a redirect came in between, the address that was given says less than the one that answered: sites send the
    readers of dead articles to living ones.
    """
    redirected = len({_place(url) for url, rung in rungs.items() if rung != CANONICAL}) > 1
    for url, rung in sorted(rungs.items(), key=lambda pair: redirected and pair[1] == GIVEN):
        known = db.execute("SELECT article_id, kind FROM aliases WHERE url = ?", (url,)).fetchone()
        hearsay = known and (
            not HEARSAY.isdisjoint((rung, known["kind"])) or (redirected and rung == GIVEN)
        )
        if known and (not hearsay or _is_same(db, known["article_id"], row)):
            return int(known["article_id"])
    return None


def remember(db: sqlite3.Connection, article_id: int, rungs: dict[str, str]) -> None:
    """Note the addresses that led here; an address keeps the article that it named first, unless by hearsay only."""
    db.executemany(
        "INSERT INTO aliases(url, article_id, kind) VALUES (?, ?, ?) ON CONFLICT(url) DO UPDATE"
        " SET article_id = excluded.article_id, kind = excluded.kind"
        " WHERE aliases.kind IN ('canonical', 'feed') AND excluded.kind NOT IN ('canonical', 'feed')",
        [(url, article_id, rung) for url, rung in rungs.items()],
    )


def _place(url: str) -> tuple[str, str, str]:
    """An address but for what a site changes under the same articles: http to https, www., a slash at the end."""
    parts = urlsplit(url)
    return urls.site(url), parts.path.rstrip("/"), parts.query


def _is_front_page(url: str) -> bool:
    parts = urls.address(url)
    return parts.path == "/" and not parts.query


def _is_same(db: sqlite3.Connection, article_id: int, row: Row) -> bool:
    there = db.execute(
        "SELECT headline, fingerprint FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    same_headline = bool(row["headline"]) and there["headline"] == row["headline"]
    return same_headline or likeness(there["fingerprint"], row["fingerprint"]) >= ALIKE
