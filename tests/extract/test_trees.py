"""The compiled trees give what a walk from node to node gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.body import trees

NAMES = ["size", "links", "first look"]
NUMBERS = st.floats(-9, 9, width=32)
TREES = st.recursive(
    NUMBERS,
    lambda node: st.tuples(st.integers(0, len(NAMES) - 1), NUMBERS, node, node).map(list),
    max_leaves=8,
)


def walked(node, row):
    while isinstance(node, list):
        feature, threshold, low, high = node
        node = low if row.get(NAMES[feature], 0.0) <= threshold else high
    return node


@pytest.mark.parametrize(
    ("features", "odds"),
    [
        ({}, 1.0),  # what is absent is nothing
        ({"size": 2.0}, 1.0),  # at the threshold is low
        ({"size": 2.5}, -3.0),
        ({"size": 2.5, "links": 0.5}, 4.0),
        ({"size": 2.5, "links": 0.5, "unknown": 7.0}, 4.0),
    ],
)
def test_a_tree_is_walked_by_its_thresholds(features, odds):
    forest = trees.from_data({"features": NAMES, "trees": [[0, 2, 1, [1, 0.25, -3, 4]]]})
    assert forest.odds(features) == odds


@given(st.lists(TREES, min_size=1, max_size=4), st.dictionaries(st.sampled_from(NAMES), NUMBERS))
def test_compiled_trees_add_up_as_walked_ones(nodes, row):
    forest = trees.from_data({"features": NAMES, "trees": nodes})
    assert forest.odds(row) == pytest.approx(sum(walked(node, row) for node in nodes))
