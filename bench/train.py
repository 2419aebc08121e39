"""Train the body reader on pages with answers.

python bench/train.py CORPUS [...] [--parts A] [--write].

A corpus is fixtures/pages, or a folder with gold.jsonl ({"id", "url", "file", "gold": {"body"} or
{"with", "without"}} a line) and the gzipped pages. A label is whether a line is in the answer; on
pages with snippets alone it is what trafilatura and a first model agree on. Cross-validated by
site: a page is always scored by what has seen no page of its site. Needs the bench extra
(lightgbm); what is written needs nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.answers import score, table
from bench.survey import Surveyed, survey
from scraper.extract.body import chances_around, choose, trees
from scraper.extract.body.numbers import NAMES

RIDGE = 3.0  # no weight is large unless many sites say so
OF_PLACE = (
    "around ",
    "hint",
    "story",
    "under ",
    "inside",
    "corrects",
)  # features for the trees alone
RARE_SITES = 3  # a feature that is seen on fewer sites is no knowledge
MADE = 5.0  # weight of a made-up page: each shows one kind of line that must stay or go
WEAK = 0.5  # weight of a page without a whole answer
FIRST_TREES, SECOND_TREES = 80, 60
INNER = 2  # folds from which the second trees learn what the first make of sites they never saw
# A feature that counts against a line by hand-made knowledge never counts for it, whatever the
# pages at hand; and the reverse.
AGAINST = (
    *(
        "hint",
        "story",
        "junk",
        "says ",
        "telling",
        "consent",
        "credit",
        "only link",
        "signs off",
        "author",
        "repeated",
    ),
    *(
        f"named {each}"
        for each in ("comments", "related", "sharing", "newsletter", "consent", "hard")
    ),
    *(f"around {each}" for each in ("comments", "related", "consent")),
)
FOR = (trees.WEIGHTED_SUM, "inside", "in half", "in most", "alike", "beside")
SHAPE = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 16,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "max_bin": 63,
    "verbose": -1,
    "seed": 7,
    "deterministic": True,
    "num_threads": 1,
}

Labels = Sequence["float | None"]


def columns(pages: Sequence[Surveyed]) -> list[str]:
    """Return the features that are seen on enough sites."""
    seen = {(name, page.site) for page in pages for row in page.rows for name in row}
    counts = Counter(name for name, _ in seen)
    return sorted(name for name, sites in counts.items() if sites >= RARE_SITES)


def matrix(features: Sequence[Mapping[str, float]], names: Sequence[str]) -> np.ndarray:
    """Return a row of each line, with a column of each name."""
    at = {name: column for column, name in enumerate(names)}
    rows = np.zeros((len(features), len(names)), dtype=np.float32)
    for line, row in enumerate(features):
        for name, value in row.items():
            if name in at:
                rows[line, at[name]] = value
    return rows


def weights(page: Surveyed, labels: Labels) -> np.ndarray:
    """Return the weight of each line: long lines weigh more, all pages weigh the same.

    Lines without a label or with a rule weigh nothing.
    """
    taught = [
        label is not None and rule is None for label, rule in zip(labels, page.rules, strict=True)
    ]
    sizes = np.sqrt(np.array(page.sizes) + 20) * np.array(taught)
    whole = sizes / (sizes.sum() ** 0.7 or 1.0)
    return whole * (
        MADE if page.page.corpus == "fixtures" else 1.0 if page.page.gold.get("body") else WEAK
    )


def fit_weights(pages: Sequence[Surveyed]) -> dict[str, float]:
    """Return the weights for single lines of the container, by penalised logistic regression."""
    names = [n for n in columns(pages) if n not in NAMES and not n.startswith(OF_PLACE)]
    rows = np.concatenate([matrix(page.rows, names) for page in pages]).astype(float)
    wanted = np.array([label or 0.0 for page in pages for label in page.labels])
    inside = [
        np.array(["inside" in row and "hint" not in row for row in page.rows]) for page in pages
    ]
    weight = np.concatenate(
        [weights(page, page.labels) * at for page, at in zip(pages, inside, strict=True)]
    )
    taught = weight > 0
    rows, wanted, weight = rows[taught], wanted[taught], weight[taught] / weight[taught].mean()
    beta = np.zeros(len(names))
    for _ in range(15):
        chance = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        gradient = rows.T @ (weight * (wanted - chance)) - RIDGE * beta
        curvature = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + RIDGE * np.eye(
            len(names)
        )
        beta += np.linalg.solve(curvature, gradient)
    return {name: round(float(each), 3) for name, each in zip(names, beta, strict=True)}


def fit_trees(
    matrices: Sequence[np.ndarray],
    pages: Sequence[Surveyed],
    labels: Sequence[Labels],
    names: Sequence[str],
    count: int,
) -> lightgbm.Booster:
    rows = np.concatenate(matrices)
    wanted = np.array([label or 0.0 for each in labels for label in each])
    weight = np.concatenate([weights(page, each) for page, each in zip(pages, labels, strict=True)])
    taught = weight > 0
    data = lightgbm.Dataset(
        rows[taught], wanted[taught], weight=weight[taught] / weight[taught].mean()
    )
    constraints = [-name.startswith(AGAINST) or int(name in FOR) for name in names]
    return lightgbm.train({**SHAPE, "monotone_constraints": constraints}, data, count)


def learn(pages: Sequence[Surveyed]) -> tuple[trees.Weights, dict[str, Any]]:
    """Return weights and the data of the trees.

    They are learned from whole answers first, then also from what both readers agree on.
    """
    lined = [page for page in pages if page.rows]
    single = trees.Weights(fit_weights(lined))
    names = [*columns(pages), trees.WEIGHTED_SUM]
    known = {id(page): matrix(with_sums(page, single), names) for page in lined}
    first, labels = fit_first(lined, known, names)
    chances = {}
    for others, held in folds(lined, INNER):
        other, _ = fit_first(others, known, names)
        chances |= {id(page): other.predict(known[id(page)]) for page in held}
    around = [_around(page, chances[id(page)]) for page in lined]
    more = sorted({name for rows in around for name in rows[0]})
    matrices = [
        np.hstack([known[id(page)], matrix(rows, more)])
        for page, rows in zip(lined, around, strict=True)
    ]
    taught = [labels[id(page)] for page in lined]
    second = fit_trees(matrices, lined, taught, [*names, *more], SECOND_TREES)
    return single, {
        "about": "features of a line -> log odds that it is the article's;"
        " learned by bench/train.py",
        "first": data_of(first, names),
        "second": data_of(second, [*names, *more]),
    }


def fit_first(
    pages: Sequence[Surveyed], known: Mapping[int, np.ndarray], names: Sequence[str]
) -> tuple[lightgbm.Booster, dict[int, Labels]]:
    """Return the first trees, and the labels of each page by its id()."""
    whole = [page for page in pages if page.page.gold.get("body")]
    weak = [page for page in pages if not page.page.gold.get("body")]
    labels: dict[int, Labels] = {id(page): page.labels for page in whole}

    def fit(taught: Sequence[Surveyed]) -> lightgbm.Booster:
        matrices = [known[id(page)] for page in taught]
        return fit_trees(matrices, taught, [labels[id(p)] for p in taught], names, FIRST_TREES)

    model = fit(whole)
    if weak:
        labels |= {id(page): _agreed(page, model.predict(known[id(page)])) for page in weak}
        model = fit([*whole, *weak])
    return model, labels


def _around(page: Surveyed, chances: Sequence[float]) -> list[dict[str, float]]:
    """Return what the first trees make of the lines around each line."""
    believed = [
        0.0 if rule else float(chance) for chance, rule in zip(chances, page.rules, strict=True)
    ]
    return chances_around.read(page.places, page.sizes, believed)


def with_sums(page: Surveyed, single: trees.Weights) -> list[dict[str, float]]:
    """Return the features of each line with their weighted sum."""
    return [trees.with_weighted_sum(row, single) for row in page.rows]


def _agreed(page: Surveyed, chances: np.ndarray) -> Labels:
    told = zip(page.labels, page.seconded, chances > 0.5, strict=True)  # even odds
    return [
        label if label is not None else float(ours) if theirs == ours else None
        for label, theirs, ours in told
    ]


def data_of(model: lightgbm.Booster, names: Sequence[str]) -> dict[str, Any]:
    """Return trees as trees.py reads them, with the features that they use."""
    dumped = [each["tree_structure"] for each in model.dump_model()["tree_info"]]
    used = sorted({name for tree in dumped for name in _used(tree)})
    at = {column: place for place, column in enumerate(used)}
    return {
        "features": [names[column] for column in used],
        "trees": [_node(tree, at) for tree in dumped],
    }


def _used(node: dict[str, Any]) -> Iterator[int]:
    if "split_feature" in node:
        yield node["split_feature"]
        yield from _used(node["left_child"])
        yield from _used(node["right_child"])


def _node(node: dict[str, Any], at: dict[int, int]) -> Any:
    if "split_feature" not in node:
        return round(node["leaf_value"], 3)
    low, high = _node(node["left_child"], at), _node(node["right_child"], at)
    return [at[node["split_feature"]], float(f"{node['threshold']:.4g}"), low, high]


def text(page: Surveyed, single: trees.Weights, looks: trees.Looks) -> str:
    """Return the body that the trees choose."""
    rows = with_sums(page, single)
    around = _around(page, [looks.first.chance(row) for row in rows])
    chances = [
        0.0 if rule else trees.less_if_elsewhere(looks.second.chance({**row, **more}), row)
        for row, more, rule in zip(rows, around, page.rules, strict=True)
    ]
    even = choose.evened(chances, page.sizes, page.groups)
    kept = sorted(choose.highest_f1(even, page.sizes))
    while kept and page.endings[kept[-1]]:
        kept.pop()
    return "\n".join(page.texts[line] for line in kept)


def scored(
    pages: Sequence[Surveyed], single: trees.Weights, data: dict[str, Any]
) -> list[dict[str, object]]:
    looks = trees.Looks(trees.from_data(data["first"]), trees.from_data(data["second"]))
    return [score(page.page, page.standfirst, text(page, single, looks)) for page in pages]


def folds(pages: Sequence[Surveyed], count: int) -> Iterator[tuple[list[Surveyed], list[Surveyed]]]:
    sites = sorted({page.site for page in pages})
    random.Random(7).shuffle(sites)
    for i in range(count):
        held = set(sites[i::count])
        yield [p for p in pages if p.site not in held], [p for p in pages if p.site in held]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--parts", default="ABC", help="train on these thirds of the sites")
    parser.add_argument("--check", default="", help="score these thirds, which were not trained on")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate by site")
    parser.add_argument(
        "--cache", type=Path, help="keep the lines and features of all pages in this file"
    )
    parser.add_argument("--write", action="store_true", help="write the trees beside the reader")
    options = parser.parse_args()
    pages = survey(options.corpus, options.cache)
    seen = [page for page in pages if page.part in options.parts or page.page.corpus == "fixtures"]
    single, data = learn(seen)
    print(
        f"{len(seen)} pages, {sum(len(p.rows) for p in seen)} lines,"
        f" {len(data['first']['features'])} features"
    )
    print("in sample\n" + table(scored(seen, single, data)))
    for name in options.check:
        print(
            f"part {name}\n"
            + table(scored([page for page in pages if page.part == name], single, data))
        )
    if options.folds:
        cross = [
            each
            for known, held in folds(seen, options.folds)
            for each in scored(held, *learn(known))
        ]
        print("cross-validated by site\n" + table(cross))
    if options.write:
        about = "features of a line -> weight; learned by bench/train.py"
        trees.WEIGHTS.write_text(json.dumps({"about": about, "weights": single}, indent=1) + "\n")
        trees.TREES.write_text(
            json.dumps(data, separators=(",", ":")).replace("],[", "],\n[") + "\n"
        )


if __name__ == "__main__":
    main()
