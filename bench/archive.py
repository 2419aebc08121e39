"""How fast and how big the archive is.

`python -m bench.archive N` prints the table for N made-up articles.

The articles come from ../shared/tools/synthesise.py (or, with --articles FILE, from a file that it
wrote). Figures are of this machine at this moment: compare figures of one run only.
"""

from __future__ import annotations

import argparse
import gzip
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

from scraper.archive import Archive, Filters, Query
from scraper.archive.articles import record
from scraper.archive.search import suggestion
from scraper.models import Article, Page
from scraper.urls import site

SYNTHESISE = Path(__file__).parents[2] / "shared" / "tools" / "synthesise.py"
SINGLE = 2000  # articles saved one by one
CORPUS = SYNTHESISE.parents[1] / "corpus"
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
    return [
        record.article({**row, "site": row["site"].removeprefix("www.")})
        for row in _rows(source, count)
    ]


def _singly(path: Path, source: Path) -> None:
    show("", "here", "floor", "aim")
    articles = _articles(source, SINGLE)
    with Archive.open(path) as archive:
        rate = _median_rate(
            lambda part: [archive.articles.save(article) for article in part], articles
        )
        show("durable articles/s, one transaction each", f"{rate:,.0f}", "300", "450")
        rate = _median_rate(
            lambda part: [archive.crawl.log.touch(article.url) for article in part], articles
        )
        show("unchanged re-visit, rows/s", f"{rate:,.0f}", "5,000", "8,000")
        some = articles[:500]
        edited = [
            replace(a, body=(*a.body[:-1], a.body[0]), date_modified="2026-01-02") for a in some
        ]
        rate = _median_rate(
            lambda part: [archive.articles.save(article) for article in part], edited
        )
        show("edits/s, both texts kept and compared", f"{rate:,.0f}")
    _with_pages(path.with_name("pages.db"))


def _median_rate(work: Callable[[list[Article]], object], articles: list[Article]) -> float:
    """Articles a second: the median of five parts, so that a pause of the machine counts once."""
    step = len(articles) // 5
    parts = [articles[start : start + step] for start in range(0, 5 * step, step)]
    return statistics.median(len(part) / _timed(lambda part=part: work(part)) for part in parts)


def _two_characters(archive: Archive) -> None:
    """Search words of two characters from Chinese texts: which articles with them are found."""
    texts = [
        " ".join(row) for row in archive.db.execute("SELECT body_text, headline FROM articles")
    ]
    runs = sorted({run for text in texts for run in re.findall("[\u4e00-\u9fff]{2,}", text)})
    words = {run[:2] for run in random.Random(4).sample(runs, min(50, len(runs)))}
    words |= {run[-2:] for run in random.Random(5).sample(runs, min(50, len(runs)))}
    sql = "SELECT count(*) FROM articles WHERE " + " OR ".join(
        f"instr({name}, ?1)" for name in record.TEXTS
    )
    found = wanted = 0
    for word in words:
        wanted += archive.db.execute(sql, (word,)).fetchone()[0]
        found += archive.search.find(Query(typed=word)).total
    if wanted:
        show(
            f"two-character Chinese words ({len(words)}): recall",
            f"{found / wanted:.2f}",
            "1.00",
            "1.00",
        )


def _with_pages(path: Path) -> None:
    """Return pages of the corpus, if it is there: real sizes and likeness cannot be made up."""
    pairs = [pair for told in sorted(CORPUS.glob("*/gold.jsonl")) for pair in _answered(told)]
    if not pairs:
        print("no pages here: ../shared/corpus is not there")
        return
    with Archive.open(path) as archive:
        seconds = _timed(
            lambda: [
                archive.articles.save(article, archive.pages.keep(page)) for page, article in pairs
            ]
        )
        archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept, came = archive.db.execute(
            "SELECT sum(length(data)), sum(raw_bytes) FROM bodies"
        ).fetchone()
        size = path.stat().st_size
        _two_characters(archive)
        packing = _timed(lambda: archive.maintenance.optimize(shrink=True, seconds=3600))
        packed = archive.db.execute("SELECT sum(length(data)) FROM bodies").fetchone()[0]
    many, sites = len(pairs), len({article.site for _, article in pairs})
    show("durable articles/s with their pages, two transactions", f"{many / seconds:,.0f}")
    show(
        f"bytes an article with its page ({many} pages of {sites} sites)",
        f"{size / many:,.0f}",
        "45,000",
    )
    show("  of these the page (as it came)", f"{kept / many:,.0f} ({came / many:,.0f})")
    show(
        "after a night's `optimize`: bytes an article with its page",
        f"{path.stat().st_size / many:,.0f}",
        "45,000",
        "30,000",
    )
    show(
        "  of these the page (ms to pack it)",
        f"{packed / many:,.0f} ({1000 * packing / many:,.0f})",
    )


def _answered(told: Path) -> Iterator[tuple[Page, Article]]:
    """The pages of a corpus, with what is known of their texts."""
    for n, row in enumerate(map(json.loads, told.read_text("utf-8").splitlines())):
        url, gold = row["url"], row["gold"]
        if url.startswith("http") and "fakehost" not in url:
            text = gold.get("body") or "\n\n".join(gold.get("with") or ())
            body = gzip.decompress((told.parent / row["file"]).read_bytes())
            page = Page(url=url, final_url=url, body=body, fetched_at=START + timedelta(minutes=n))
            known = {
                "url": url,
                "site": site(url),
                "headline": gold.get("title") or str(n),
                "body_text": text,
            }
            yield page, record.article(known)


def _in_bulk(path: Path, source: Path, count: int) -> None:
    if not path.exists():
        with Archive.open(path) as archive, source.open("rb") as file:
            seconds = _timed(lambda: list(archive.transfer.import_jsonl(islice(file, count))))
            show("bulk import, articles/s", f"{count / seconds:,.0f}", "1,500", "2,000")
    with Archive.open(path) as archive:
        archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        n = archive.articles.count()
        show(
            "bytes an article: text, index, versions",
            f"{path.stat().st_size / n:,.0f}",
            "11,000",
            "9,000",
        )


def _searches(path: Path, count: int) -> None:
    with Archive.open(path, read_only=True) as archive:
        words = _words(archive.db, count)
        for name, limits in LIMITS.items():
            queries = [make(word) for word in words[name.split()[-1]] for make in (QUERIES[name],)]
            times = sorted(
                _timed(lambda q=query: archive.search.find(q)) * 1000 for query in queries
            )
            show(
                f"search, {name}: ms, p50 / p95",
                f"{_p(times, 50):.1f} / {_p(times, 95):.1f}",
                *limits,
            )
        like = "SELECT id FROM articles WHERE body_text LIKE ?"
        theirs = statistics.median(
            _timed(lambda w=word: archive.db.execute(like, (f"%{w}%",)).fetchall())
            for word in words["mid"][:3]
        )
        ours = statistics.median(
            _timed(lambda w=word: archive.search.find(Query(typed=w))) for word in words["mid"]
        )
        show("LIKE '%word%' over the same rows: times slower", f"{theirs / ours:,.0f}", "100")


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
    """Return words by how many articles have them: rare 5-50, mid 0.3-2 %, common 15-60 %."""
    rng = random.Random(3)
    out = {}
    db.execute(suggestion.TERMS)
    for name, (low, high) in {
        "rare": (5, 50),
        "mid": (count // 300, count // 50),
        "common": (count * 0.15, count * 0.6),
    }.items():
        found = db.execute(
            "SELECT term FROM temp.terms WHERE doc BETWEEN ? AND ?", (low, high)
        ).fetchall()
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
