"""How well articles are read: python bench/quality.py FOLDER [...] [--worst 5].

A folder holds pages with their answers beside them (story.html and story.json, at any depth, as in
fixtures/pages), or a gold.jsonl with gzipped pages, or has the layout of the WCXB benchmark
(bench/wcxb.py). An answer has the fields of an article; a field that it lacks is not scored. Prints
one row a folder (of WCXB also one a kind of page): body F1 over runs of four words, share of bodies
that are exact, then the share of right fields. word_f1 is the mean of a bag-of-words F1; with and
without are the shares of snippets that the text holds and lacks as it should; as_article is the
share of pages that are read as articles.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench import wcxb
from bench.answers import grams, load
from scraper.extract import extract
from scraper.models import Article, Page
from scraper.present import render

SUFFIXES = (".html", ".htm", ".txt")
NAMES = {
    "title": "headline",
    "date": "date_published",
    "body": "body_text",
}  # other spellings of an answer's fields
COLUMNS = (
    "body_text",
    "exact",
    "word_f1",
    "with",
    "without",
    "headline",
    "subheadline",
    "authors",
    "date_published",
    "captions",
    "verdict",
    "as_article",
)
ARTICLES = {
    "article",
    "live_blog",
    "teaser",
}  # verdicts under which a page is archived as an article

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Case:
    """A page and its answer."""

    name: str
    url: str
    data: bytes
    answer: dict[str, Any]
    content_type: str = "text/html"
    group: str = ""  # a part of the folder that has a row of its own


def cases(folder: Path) -> Iterator[Case]:
    """The pages of a folder that have an answer."""
    if wcxb.is_wcxb(folder):
        for each in wcxb.pages(folder):
            yield Case(each.name, each.url, each.data, each.answer, group=each.kind)
        return
    if (folder / "gold.jsonl").exists():
        for page in load(folder):
            yield Case(
                page.id, page.url, page.data, {NAMES.get(k, k): v for k, v in page.gold.items()}
            )
        return
    for path in sorted(folder.rglob("*.json")):
        page_path = next(
            (p for suffix in SUFFIXES if (p := path.with_suffix(suffix)).exists()), None
        )
        if page_path is not None:
            answer = json.loads(path.read_text(encoding="utf-8"))
            kind = "text/plain" if page_path.suffix == ".txt" else "text/html"
            name = str(path.relative_to(folder).with_suffix(""))
            yield Case(
                name,
                answer.get("url", "https://page.example/"),
                page_path.read_bytes(),
                answer,
                kind,
            )


def read(case: Case) -> Article:
    """What extract makes of the page."""
    headers = {"content-type": case.content_type}
    now = datetime.now(UTC)
    return extract(
        Page(url=case.url, final_url=case.url, headers=headers, body=case.data, fetched_at=now)
    )


def scores(case: Case, article: Article) -> dict[str, float]:
    """Field -> 0 to 1, for the fields that the answer has."""
    got: dict[str, float] = {}
    answer = case.answer
    if "body_text" in answer:
        text = render.text(article.body)
        got["body_text"] = _f1(answer["body_text"], text)
        got["exact"] = float(_WORD.findall(answer["body_text"]) == _WORD.findall(text))
    if case.group:
        got |= _of_wcxb(answer, article)
    for field in ("headline", "subheadline"):
        if field in answer:
            got[field] = float(_folded(answer[field]) == _folded(getattr(article, field)))
    if "authors" in answer:
        names = [a["name"] if isinstance(a, dict) else a for a in answer["authors"]]
        got["authors"] = _sets(names, [a.name for a in article.authors])
    if answer.get("date_published"):
        got["date_published"] = float(
            answer["date_published"][:10] == (article.date_published or "")[:10]
        )
    captions = answer.get(
        "captions", [i["caption"] for i in answer.get("images", ()) if i.get("caption")]
    )
    if "captions" in answer or "images" in answer:
        got["captions"] = _sets(captions, [i.caption for i in article.images if i.caption])
    if "verdict" in answer:
        got["verdict"] = float(answer["verdict"] == article.verdict.kind)
    return got


def _of_wcxb(answer: dict[str, Any], article: Article) -> dict[str, float]:
    """The scores of the benchmark. Its text is the body: a standfirst is a field of its own."""
    text = render.text(article.body)
    got = {"as_article": float(article.verdict.kind in ARTICLES)}
    if "word_f1" in answer:
        got["word_f1"] = wcxb.word_f1(answer["word_f1"], text)
    if "with" in answer:
        got["with"] = wcxb.share_held(answer["with"], text)
    if "without" in answer:
        got["without"] = 1 - wcxb.share_held(answer["without"], text)
    return got


def _f1(answer: str, text: str) -> float:
    gold, own = grams(answer), grams(text)
    total = sum(gold.values()) + sum(own.values())
    return 2 * sum((gold & own).values()) / total if total else 1.0


def _folded(text: str | None) -> str:
    return " ".join(_WORD.findall((text or "").casefold()))


def _sets(gold: list[str], own: list[str]) -> float:
    one, other = {_folded(x) for x in gold}, {_folded(x) for x in own}
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="name the N worst pages of each folder"
    )
    options = parser.parse_args()
    print(
        f"| folder | pages | {' | '.join(COLUMNS)} | ms a page |\n|{' --- |' * (len(COLUMNS) + 3)}"
    )
    for folder in options.folder:
        start = time.process_time()
        rows = [(case, scores(case, read(case))) for case in cases(folder)]
        if not rows:
            sys.exit(f"{folder}: no page with an answer; see --help for what a folder holds")
        spent = 1000 * (time.process_time() - start) / len(rows)
        for group in sorted({case.group for case, _ in rows} - {""}):
            print(
                _row(f"{folder.name}: {group}", [row for case, row in rows if case.group == group])
            )
        print(_row(folder.name, [row for _, row in rows], f"{spent:.1f}"))
        for case, row in sorted(rows, key=lambda pair: mean(pair[1].values() or [1]))[
            : options.worst
        ]:
            print(f"    {case.name}: {', '.join(f'{k} {v:.2f}' for k, v in row.items() if v < 1)}")


def _row(name: str, rows: list[dict[str, float]], spent: str = "") -> str:
    cells = [_cell([row[column] for row in rows if column in row]) for column in COLUMNS]
    return f"| {name} | {len(rows)} | {' | '.join(cells)} | {spent} |"


def _cell(values: list[float]) -> str:
    return f"{mean(values):.3f}" if values else ""


if __name__ == "__main__":
    main()
