"""Learn to tell lists of pages from articles.

python bench/train_kinds.py CORPUS [...] [--part A] [--write].

A corpus is a folder with gold.jsonl ({"id", "url", "file", "gold": {"kind"}} a line; a page without
a kind is an article) and the gzipped pages. Logistic regression on the features of
scraper/page_kind; all figures are cross-validated by site. The threshold is the lowest at which
every corpus of articles keeps so many of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.answers import Answered, load
from bench.logistic import cross_validated, fit
from scraper.extract.body import read_body
from scraper.extract.dates import read_dates
from scraper.page.parsed_page import ParsedPage
from scraper.page_kind import listing_score
from scraper.page_kind.listing_features import DATED, Features, features
from scraper.page_kind.listings import page_facts

WEIGHTS = Path(listing_score.__file__).with_name("weights.json")
RIDGE = 1.0
KEPT = 0.9975  # of the articles of each corpus, at the least
KEPT_BESIDE = 0.99  # of threads and documentation together: some pages of a wiki are lists of links
LISTS = {"listing", "collection"}
ARTICLES = {"article", "forum", "documentation"}
# An error on a list weighs more, because there are few. The page of a service is neither: it should
# rather look like an article
# than a list. A product is told by what its page states.
BY_KIND = dict.fromkeys(LISTS, 3.0) | dict.fromkeys(ARTICLES, 1.0) | {"service": 0.25}


class KindExample(NamedTuple):
    """One page: what it is, and its features."""

    group: str  # the corpus, or of pages that are no articles by themselves their kind
    site: str
    part: str
    kind: str
    features: Features


def examples(folders: list[Path]) -> Iterator[KindExample]:
    """Read every page of the folders once."""
    for folder in folders:
        for page in load(folder):
            parsed = ParsedPage(page.page())
            body = read_body.read(parsed)
            dated = read_dates.read(parsed, body).found
            found = features(page_facts(parsed, body)) | {DATED: float(dated)}
            kind = str(page.gold.get("kind", "article"))
            group = folder.name if kind == "article" else kind
            yield KindExample(group, page.site, third(page), kind, found)


def third(page: Answered) -> str:
    """Return A, B or C: a third of the sites each."""
    return "ABC"[int(hashlib.md5(page.site.encode()).hexdigest(), 16) % 3]


class Learned(NamedTuple):
    """What was learned, and how each example scores by weights that have not seen its site."""

    weights: dict[str, float]
    scores: np.ndarray  # (examples,)
    threshold: float


def learn(rows: list[KindExample], count: int) -> Learned:
    """Learn from examples in so many folds."""
    names = sorted({name for row in rows for name in row.features})
    table = np.array([[row.features.get(name, 0.0) for name in names] for row in rows])
    labels = np.array([float(row.kind in LISTS) for row in rows])
    weights = np.array([BY_KIND.get(row.kind, 0.0) for row in rows])
    scores = cross_validated(table, labels, weights, [row.site for row in rows], RIDGE, count)
    seen = weights > 0
    beta = fit(table[seen], labels[seen], weights[seen], RIDGE)
    learned = {name: round(float(weight), 2) for name, weight in zip(names, beta, strict=True)}
    return Learned(learned, scores, threshold(rows, scores))


def threshold(rows: list[KindExample], scores: np.ndarray) -> float:
    """Return the lowest score at which no more pages are lost than KEPT and KEPT_BESIDE allow.

    Scores are tried in steps of 0.05.
    """
    lowest = 0.0
    groups: dict[str, list[float]] = {}
    for row, score in zip(rows, scores, strict=True):
        if row.kind in ARTICLES:
            groups.setdefault(row.group if row.kind == "article" else "beside", []).append(score)
    for group, own in groups.items():
        allowed = int(len(own) * (1 - (KEPT_BESIDE if group == "beside" else KEPT)))
        lowest = max(lowest, sorted(own)[-1 - allowed])
    return float(np.ceil(lowest * 20) / 20)


def told(rows: list[KindExample], scores: np.ndarray, least: float) -> dict[str, tuple[int, int]]:
    """Return, by group, how many pages are told to be lists, and of how many."""
    found: dict[str, tuple[int, int]] = {}
    for row, score in zip(rows, scores, strict=True):
        group = "listing + collection" if row.kind in LISTS else row.group
        hit, of = found.get(group, (0, 0))
        found[group] = hit + (score > least), of + 1
    return dict(sorted(found.items()))


def show(about: str, found: dict[str, tuple[int, int]]) -> None:
    """Print how many of each group are told to be lists."""
    print(f"{about}\n| told to be lists | of | share |\n|---|---|---|")
    for group, (hit, of) in found.items():
        print(f"| {group} {hit} | {of} | {hit / of:.4f} |")


def apply(rows: list[KindExample], weights: dict[str, float]) -> np.ndarray:
    """Return the scores, (rows,), by given weights."""
    return np.array([sum(weights.get(n, 0.0) * v for n, v in row.features.items()) for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument(
        "--part", default="ABC", help="learn from these thirds of the sites; the rest is scored too"
    )
    parser.add_argument(
        "--write", action="store_true", help="write the weights into scraper/page_kind"
    )
    options = parser.parse_args()
    rows = list(examples(options.corpus))
    seen = [row for row in rows if row.part in options.part]
    held = [row for row in rows if row.part not in options.part]
    learned = learn(seen, options.folds)
    cross = told(seen, learned.scores, learned.threshold)
    print(f"{len(seen)} pages, {len(learned.weights)} features, threshold {learned.threshold}")
    show(f"part {options.part}, cross-validated by site", cross)
    if held:
        show("the other parts", told(held, apply(held, learned.weights), learned.threshold))
    if options.write:
        about = "features of a page (kind_features.py) -> weight; learned by bench/train_kinds.py"
        figures = {group: f"{hit} of {of}" for group, (hit, of) in cross.items()}
        table = {
            "about": about,
            "told_to_be_lists_cross_validated_by_site": figures,
            "threshold": learned.threshold,
        }
        ranked = dict(sorted(learned.weights.items(), key=lambda pair: -abs(pair[1])))
        WEIGHTS.write_text(
            json.dumps(table | {"weights": ranked}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
