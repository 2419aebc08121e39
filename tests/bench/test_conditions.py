"""Conditions that are counted, and held: each `if`, part of an `and`, filter."""

import builtins

import pytest

from bench.conditions import CALL, Conditions

SOURCE = """
def size(word):
    if word and len(word) > 3:
        return "long"
    return "short" if [letter for letter in word if letter != "x"] else "none"
"""


@pytest.fixture
def size(monkeypatch):
    conditions = Conditions()
    space = {}
    monkeypatch.setattr(builtins, CALL, conditions, raising=False)
    exec(conditions.compiled(SOURCE, "made.up"), space)
    return conditions, space["size"]


def test_every_condition_has_a_name(size):
    conditions, _ = size
    assert [each.name for each in conditions.known] == [
        "made.up.size: word",
        "made.up.size: len(word) > 3",
        "made.up.size: word and len(word) > 3",
        "made.up.size: letter != 'x'",
        "made.up.size: [letter for letter in word if letter != 'x']",
    ]


@pytest.mark.parametrize(
    ("word", "says", "met"),
    [
        ("ferry", "long", {(0, True), (1, True), (2, True)}),
        ("", "none", {(0, False), (2, False), (4, False)}),
        ("ox", "short", {(0, True), (1, False), (2, False), (3, True), (3, False), (4, True)}),
    ],
)
def test_what_was_met_is_counted(size, word, says, met):
    conditions, measured = size
    assert (measured(word), conditions.reset(), conditions.reset()) == (says, met, set())


@pytest.mark.parametrize(
    ("held", "word", "says"),
    [(1, "ox", "long"), (2, "ferry", "short"), (3, "x", "short"), (4, "ox", "none"), (-1, "x", "none")],
)
def test_a_condition_that_is_held_is_switched_off(size, held, word, says):
    conditions, measured = size
    conditions.held = held
    assert measured(word) == says


def test_modules_that_are_imported_already_are_refused():
    with pytest.raises(RuntimeError, match="is imported already"):
        Conditions().install(["pytest"])
