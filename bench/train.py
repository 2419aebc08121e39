"""Learn the weights of the body's signs from pages with answers: python bench/train.py CORPUS [...] [--write].

A corpus is a folder with gold.jsonl ({"id", "url", "file", "gold": {"body"} or {"with", "without"}} a line) and the
gzipped pages. Logistic regression on every line of every container; a line's label is whether its words stand in the
answer. Cross-validated by site: a page is always scored by weights that have seen no page of its site. Needs numpy
(the dev extra).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.answers import Answered, label, load, score, table
from scraper.extract.body import fields as body
from scraper.extract.body import keep, signs
from scraper.extract.document import Document

WEIGHTS = Path(keep.__file__).with_name("weights.json")
RIDGE = 3.0  # the prior: no sign weighs much unless many sites say so
RARE = 8  # a sign seen on fewer pages has no weight


@dataclass
class Read:
    """A page, read once: the lines of its container with signs and labels."""

    page: Answered
    standfirst: str
    texts: list[str] = field(default_factory=list)
    endings: list[bool] = field(default_factory=list)  # left out where nothing is kept below
    rows: list[dict[str, float]] = field(default_factory=list)
    labels: list[float | None] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)


def read(page: Answered) -> Read:
    reading = body.prepare(Document(page.page()))
    if reading is None:
        return Read(page, "")
    around, lead = reading
    found = Read(page, "\n".join(line.text for line in lead))
    for line, said in signs.read(around, keep.lines(around, lead)):
        found.texts.append(line.text)
        found.endings.append(keep.ends_the_text(line) is not None)
        found.rows.append(said | {signs.PULLED: 1.0} if signs.pulled(line, around) else said)
        found.ruled.append(keep.ruled(line, around, lead) is not None)
        found.labels.append(None if found.ruled[-1] else label(line.text, page))
    return found


def names(pages: list[Read]) -> list[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({name for row in page.rows for name in row})
    return sorted(name for name, count in seen.items() if count >= RARE)


def matrix(pages: list[Read], columns: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, labels and the weight of each row: long lines weigh more, no page weighs more than another."""
    at = {name: i for i, name in enumerate(columns)}
    rows, labels, weights = [], [], []
    for page in pages:
        sizes = [
            (len(text) + 40) ** 0.5 if known is not None else 0.0
            for text, known in zip(page.texts, page.labels, strict=True)
        ]
        total = sum(sizes) or 1.0
        for row, known, size in zip(page.rows, page.labels, sizes, strict=True):
            if known is None:
                continue
            vector = np.zeros(len(columns), dtype=np.float32)
            for name, value in row.items():
                if name in at:
                    vector[at[name]] = value
            rows.append(vector)
            labels.append(known)
            weights.append(page.page.weight * size / total**0.7)
    return np.array(rows), np.array(labels), np.array(weights)


def fit(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, ridge: float = RIDGE) -> np.ndarray:
    """Newton's method for the penalized likelihood."""
    weights = weights * len(weights) / weights.sum()
    beta = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], ridge)
    for _ in range(25):
        odds = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        gradient = rows.T @ (weights * (labels - odds)) - penalty * beta
        curvature = (rows * (weights * odds * (1 - odds))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < 1e-4:
            break
    return beta


def text(page: Read, table_: dict[str, float], threshold: float = 0.0) -> str:
    scores = [sum(table_.get(name, 0.0) * value for name, value in row.items()) for row in page.rows]
    kept = [i for i, score_ in enumerate(scores) if score_ > threshold and not page.ruled[i]]
    while kept and page.endings[kept[-1]]:
        kept.pop()
    return "\n".join(page.texts[i] for i in kept)


def folds(pages: list[Read], count: int) -> Iterator[tuple[list[Read], list[Read]]]:
    sites = sorted({page.page.site for page in pages})
    random.Random(7).shuffle(sites)
    for i in range(count):
        held = set(sites[i::count])
        yield [p for p in pages if p.page.site not in held], [p for p in pages if p.page.site in held]


def learn(pages: list[Read], columns: list[str], ridge: float = RIDGE) -> dict[str, float]:
    beta = fit(*matrix(pages, columns), ridge)
    return {name: round(float(weight), 3) for name, weight in zip(columns, beta, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the weights of the whole corpus beside the reader")
    options = parser.parse_args()
    pages = [read(page) for folder in options.corpus for page in load(folder)]
    columns = names(pages)
    print(f"{len(pages)} pages, {sum(len(p.rows) for p in pages)} lines, {len(columns)} signs")
    whole = learn(pages, columns)
    out = [score(p.page, p.standfirst, text(p, whole)) for p in pages]
    print("in sample\n" + table(out))
    cross = [
        score(p.page, p.standfirst, text(p, w))
        for seen, held in folds(pages, options.folds)
        for w in [learn(seen, columns)]
        for p in held
    ]
    print("cross-validated by site\n" + table(cross))
    if options.write:
        WEIGHTS.write_text(
            json.dumps(
                {"about": "signs of a line (signs.py) -> weight; learnt by bench/train.py", "weights": whole}, indent=1
            )
            + "\n"
        )


if __name__ == "__main__":
    main()
