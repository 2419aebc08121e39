"""Articles and pages for the tests of the archive, made of a few words."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scraper.archive import Archive
from scraper.archive.store import checksums
from scraper.models import Article, Author, Block, BlockKind, Change, Image, Page, Span, Verdict, VerdictKind

START = datetime(2026, 5, 1, 9, tzinfo=UTC)
URL = "https://www.harbour.example/ferry"
LONG = "The ferry sails from the old pier at dawn and comes back with the evening tide. " * 6


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)) for text in texts)


def article(*texts: str, url: str = URL, kind: VerdictKind = VerdictKind.ARTICLE, **fields: Any) -> Article:
    fields = {
        "headline": "Ferry returns",
        "site": "harbour.example",
        "authors": (Author(name="Anna Holm", role="reporter", links=("https://www.harbour.example/anna",)),),
        "images": (Image(url="https://img.example/1.jpg", caption="The ferry", credit="Erik Lund", lead=True),),
        "tags": ("sea", "ferries"),
        "date_published": "2026-05-01T08:00:00+02:00",
        "language": "en",
    } | fields
    return Article(url=url, body=paragraphs(*(texts or (LONG,))), verdict=Verdict(kind=kind), **fields)


def page(of: Article, *, hours: float = 0, url: str | None = None, body: bytes | None = None) -> Page:
    text = "\n".join(block.text for block in of.body) if body is None else ""
    return Page(
        url=url or of.url,
        final_url=of.url,
        headers={"etag": f'"{hours}"', "content-type": "text/html"},
        body=body if body is not None else f"<p>{of.headline}</p><p>{text}</p>{hours}".encode(),
        fetched_at=START + timedelta(hours=hours),
    )


def visit(archive: Archive, of: Article, *, hours: float = 0, url: str | None = None) -> Change:
    """Keep the page and save the article, as the pipeline does."""
    return archive.articles.save(of, archive.pages.keep(page(of, hours=hours, url=url)))


def filled(path: Path, count: int = 3) -> Path:
    """An archive of some articles, the first of them edited, made by one run."""
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["fetch", "x"])
        for n in range(count):
            visit(archive, article(f"Number {n}. {LONG}", url=f"https://harbour.example/{n}"))
        visit(archive, article(f"Number 0, edited. {LONG}", url="https://harbour.example/0"), hours=1)
        archive.crawl.runs.end(run, {"new": count})
    return path


SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


def made_up(count: int, *, seed: int = 1) -> list[Article]:
    """Articles of many different words, so that the index of a thousand of them has many leaves."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(min(60_000, 60 * count))]
    return [
        article(
            " ".join(rng.choices(words, k=rng.randint(20, 160))),
            headline=" ".join(rng.choices(words, k=6)),
            url=f"https://harbour.example/{seed}/{n}",
        )
        for n in range(count)
    ]


def rows_of(articles: Iterable[Article]) -> Iterator[str]:
    """Articles as lines of JSON, for `import_jsonl`."""
    for of in articles:
        yield json.dumps({"url": of.url, "headline": of.headline, "body_text": of.body[0].text})


def write_past(path: Path, statement: str, *triggers: str) -> None:
    """Change a file as a program would that knows neither its checks nor some of its triggers."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        kept = [db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0] for name in triggers]
        for name in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
        for sql in kept:
            db.execute(sql)
        db.commit()


def add_rhythm(db: sqlite3.Connection, feed: int) -> None:
    """A row in each table of when to look again, of gaps and of troubles."""
    url, at = "https://harbour.example/feed", "2026-02-03T10:00:00+00:00"
    checksums.insert(db, "feed_windows", feed_id=feed, at=at, names="[]")
    checksums.insert(db, "feed_events", feed_id=feed, url=url, at=at, kind="moved", detail=f"{url}.xml")
    checksums.insert(
        db,
        "gaps",
        feed_id=feed,
        url=url,
        site="harbour.example",
        from_at=at,
        to_at=at,
        seen_before=1,
        found=0,
        names_before="[]",
        names_after="[]",
    )
    checksums.insert(db, "schedules", subject="articles", fingerprint="0" * 64, since=at)
    checksums.insert(db, "troubles", subject=url, kind="feed", since=at, detail="it failed three times")
