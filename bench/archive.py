"""How fast and how big the archive is: `python -m bench.archive N` prints the table for N made-up articles.

The articles come from ../shared/tools/synthesise.py (or, with --articles FILE, from a file that it wrote). Figures are
of this machine at this moment: compare figures of one run only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from scraper.archive import Archive, Filters, Query, record
from scraper.models import Article, Page

SYNTHESISE = Path(__file__).parents[2] / "shared" / "tools" / "synthesise.py"
SINGLE = 2000  # articles saved one by one
START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("count", type=int, nargs="?", default=20_000)
    options.add_argument("--articles", type=Path)
    options.add_argument("--keep", type=Path, help="folder for the archive files")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        source = options.articles or _synthesised(folder, options.count + SINGLE)
        _singly(folder / "single.db", source)
        _in_bulk(folder / "bulk.db", source, options.count)
        _searches(folder / "bulk.db", options.count)


def _synthesised(folder: Path, count: int) -> Path:
    file = folder / "articles.jsonl"
    with file.open("wb") as out:
        subprocess.run([sys.executable, SYNTHESISE, str(count)], stdout=out, check=True)
    return file


def _rows(source: Path, count: int) -> Iterator[dict]:
    with source.open(encoding="utf-8") as file:
        yield from map(json.loads, islice(file, count))


def show(what: str, figure: str, floor: str = "", aim: str = "") -> None:
    print(f"{what:<58}{figure:>14}{floor:>12}{aim:>12}", flush=True)


def _articles(source: Path, count: int) -> list[Article]:
    return [record.article({**row, "site": row["site"].removeprefix("www.")}) for row in _rows(source, count)]


def _singly(path: Path, source: Path) -> None:
    show("", "here", "floor", "aim")
    articles = _articles(source, SINGLE)
    with Archive.open(path) as archive:
        seconds = _timed(lambda: [archive.save(article) for article in articles])
        show("durable articles/s, one transaction each", f"{SINGLE / seconds:,.0f}", "300", "450")
        seconds = _timed(lambda: [archive.touch(article.url) for article in articles])
        show("unchanged re-visit, rows/s", f"{SINGLE / seconds:,.0f}", "5,000", "8,000")
        some = articles[:500]
        edited = [replace(a, body=(*a.body[:-1], a.body[0]), date_modified="2026-01-02") for a in some]
        seconds = _timed(lambda: [archive.save(article) for article in edited])
        show("edits/s, both texts kept and compared", f"{len(some) / seconds:,.0f}")
    with Archive.open(path.with_name("pages.db")) as archive:
        pages = list(_pages(articles[:300]))
        seconds = _timed(lambda: [archive.save(a, archive.keep(p)) for a, p in zip(articles, pages, strict=False)])
        show("durable articles/s with their pages, two transactions", f"{len(pages) / seconds:,.0f}")


def _pages(articles: list[Article]) -> Iterator[Page]:
    """Pages of real size and sameness cannot be made up: they are those of the corpus, if it is there."""
    files = sorted((SYNTHESISE.parents[1] / "corpus").glob("*/pages/*.gz"))
    import gzip

    for n, article in enumerate(articles):
        body = gzip.decompress(files[n % len(files)].read_bytes()) + str(n).encode() if files else b"x" * 100_000
        yield Page(url=article.url, final_url=article.url, body=body, fetched_at=START + timedelta(minutes=n))


def _in_bulk(path: Path, source: Path, count: int) -> None:
    if not path.exists():
        with Archive.open(path) as archive, source.open("rb") as file:
            seconds = _timed(lambda: list(archive.import_jsonl(islice(file, count))))
            show("bulk import, articles/s", f"{count / seconds:,.0f}", "1,500", "2,000")
    with Archive.open(path) as archive:
        archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        n = archive.count()
        show("bytes an article: text, index, versions", f"{path.stat().st_size / n:,.0f}", "11,000", "9,000")


def _searches(path: Path, count: int) -> None:
    with Archive.open(path, read_only=True) as archive:
        words = _words(archive.db, count)
        for name, limits in LIMITS.items():
            queries = [make(word) for word in words[name.split()[-1]] for make in (QUERIES[name],)]
            times = sorted(_timed(lambda q=query: archive.search(q)) * 1000 for query in queries)
            show(f"search, {name}: ms, p50 / p95", f"{_p(times, 50):.1f} / {_p(times, 95):.1f}", *limits)
        pattern = words["mid"][0]
        like = _timed(
            lambda: list(archive.db.execute("SELECT id FROM articles WHERE body_text LIKE ?", (f"%{pattern}%",)))
        )
        ours = statistics.median(_timed(lambda w=w: archive.search(Query(typed=w))) for w in words["mid"])
        show("LIKE '%word%' over the same rows: times slower", f"{like / ours:,.0f}", "100")


QUERIES: dict[str, Callable[[str], Query]] = {
    "rare": lambda word: Query(typed=word),
    "mid": lambda word: Query(typed=word),
    "filtered common": lambda word: Query(
        typed=word, filters=Filters(site="site3.example", since="2019-01-01", until="2019-12-31")
    ),
    "common": lambda word: Query(typed=word),
    "newest common": lambda word: Query(typed=word, sort="newest"),
}
LIMITS = {
    "rare": ("10", "5"),
    "mid": ("25", "15"),
    "filtered common": ("20", "10"),
    "common": ("250", "100"),
    "newest common": ("", ""),
}


def _words(db: sqlite3.Connection, count: int) -> dict[str, list[str]]:
    """Words of the archive by how many articles have them: rare 5-50, mid 0.3-2 %, common 15-60 %."""
    rng = random.Random(3)
    out = {}
    for name, (low, high) in {
        "rare": (5, 50),
        "mid": (count // 300, count // 50),
        "common": (count * 0.15, count * 0.6),
    }.items():
        found = db.execute("SELECT term FROM articles_terms WHERE doc BETWEEN ? AND ?", (low, high)).fetchall()
        terms = [row[0] for row in found if re.fullmatch(r"[a-z]{4,}", row[0])]
        out[name] = rng.sample(sorted(terms), min(40, len(terms)))
    return out


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _p(times: list[float], percent: int) -> float:
    return times[min(len(times) - 1, len(times) * percent // 100)]


if __name__ == "__main__":
    main()
