"""What is learned: features of a line -> how likely it is a line of the article.

It is judged in three steps. weights.json gives a weighted sum, as a reader of single lines would
judge. That sum is one more feature for the first trees of trees.json, which know the page around.
What these make of the lines around one are more features for the second trees. All are made by
bench/train.py. A tree is [feature, threshold, low, high]: `low` where the feature is at most the
threshold. A leaf is a number; their sum over all trees is the log odds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import exp
from operator import itemgetter, mul
from pathlib import Path
from typing import Any, NamedTuple

TREES = Path(__file__).with_name("trees.json")
WEIGHTS = Path(__file__).with_name("weights.json")
WEIGHTED_SUM = "weighted sum"
FAR = 8.0  # sums beyond which more makes no difference
HINTED = -5.0  # the sum of a line of which the boxes around it say that it is something else
# Boxes that are another page's, or not on the page. Where they are all there is, they are chosen.
ELSEWHERE = frozenset({"hint not shown", "hint another article"})
# Of the chance of a line in one: fewer floods (aeb: 2 -> 0 of 99), one more lost (wcxb, of 304).
DOUBTED = 0.3
SURE = 30.0  # log odds beyond which a float holds no more


class Forest(NamedTuple):
    """Trees over named features."""

    features: Mapping[str, float]  # those that the trees ask for, each at nothing
    row: Callable[[Mapping[str, float]], Sequence[float]]  # takes these out, in their order
    total: Callable[[Sequence[float]], float]  # the sum of the leaves for such a row

    def odds(self, features: Mapping[str, float]) -> float:
        """Return the log odds that a line with these features is the article's."""
        return self.total(self.row({**self.features, **features}))

    def chance(self, features: Mapping[str, float]) -> float:
        """Return the probability that a line with these features is the article's."""
        odds = max(-SURE, min(SURE, self.odds(features)))
        return 1 / (1 + exp(-odds))

    def strongest(self, features: Mapping[str, float], count: int = 3) -> list[tuple[str, float]]:
        """Return the features without which the log odds would change most, and the changes."""
        whole = self.odds(features)
        changes = [(name, whole - self.odds({**features, name: 0.0})) for name in features]
        ranked = sorted(changes, key=lambda change: -abs(change[1]))
        return [(name, round(change, 2)) for name, change in ranked[:count] if change]


class Looks(NamedTuple):
    """The trees that judge each line by itself, and those that know what became of the others."""

    first: Forest
    second: Forest


def with_weighted_sum(features: Mapping[str, float], weights: Weights) -> dict[str, float]:
    """Return the features of a line and their weighted sum, as the trees take it."""
    total = HINTED if "hint" in features else max(-FAR, min(FAR, weights.odds(features)))
    return {**features, WEIGHTED_SUM: total}


def less_if_elsewhere(chance: float, features: Mapping[str, float]) -> float:
    """Return the chance of a line, lower where the line is another page's or not shown."""
    return DOUBTED * chance if features.keys() & ELSEWHERE else chance


def from_data(data: Mapping[str, Any]) -> Forest:
    """Return the forest that a data file describes.

    The trees become one Python expression: a walk from node to node takes twice the time, and is
    a seventh of what a page costs.
    """
    total = " + ".join(map(_expression, data["trees"]))
    function = eval(f"lambda row: {total}")  # noqa: S307 - of numbers alone
    names = data["features"]
    return Forest(dict.fromkeys(names, 0.0), itemgetter(*names), function)


def _expression(node: Any) -> str:
    """Return a tree as a Python expression; all that it takes from the data are numbers."""
    if not isinstance(node, list):
        return repr(float(node))
    feature, threshold, low, high = node
    is_low = f"row[{int(feature)}] <= {float(threshold)!r}"
    return f"({_expression(low)} if {is_low} else {_expression(high)})"


class Weights(dict[str, float]):
    """Feature -> weight; one that was not learned weighs nothing."""

    def __missing__(self, name: str) -> float:
        return 0.0

    def odds(self, features: Mapping[str, float]) -> float:
        """Return the weighted sum of the features."""
        return float(sum(map(mul, map(self.__getitem__, features), features.values())))


@lru_cache(1)
def body_weights() -> Weights:
    """Return the weights whose sum is the trees' first feature."""
    return Weights(json.loads(WEIGHTS.read_text("utf-8"))["weights"])


@lru_cache(1)
def body_trees() -> Looks:
    """Return the trees that judge the lines of a page."""
    data = json.loads(TREES.read_text("utf-8"))
    return Looks(from_data(data["first"]), from_data(data["second"]))
