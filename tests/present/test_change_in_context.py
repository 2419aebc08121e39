"""A change on one line, and the part of the line that a narrow column shows."""

import pytest

from scraper.commands.terminal.cutting import around_change, cut_in_middle
from scraper.present.change_in_context import change_of, change_text

COST = "The council has put the cost at 2.4 million. It had set aside 1.9 million."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (COST, COST.replace("2.4", "3.1"), "The council has put the cost at {2.4 → 3.1} million. It had set aside 1.9 million."),
        ("It closes on Monday", "It closes", "It closes[- on Monday-]"),
        ("It closes", "It closes on Monday", "It closes{+ on Monday+}"),
        (None, "More soon.", "{+More soon.+}"),
        ("More soon.", None, "[-More soon.-]"),
        ("one two three", "one 2 3", "one {two three → 2 3}"),
        ("a\nb c", "a b d", "a b {c → d}"),
        ("same", "same", "same"),
        (None, None, ""),
    ],
)  # fmt: skip
def test_a_change_in_one_text(before, after, expected):
    assert change_text(before, after) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"field": "headline", "kind": "number", "before": "six", "after": "ten"}, "{six → ten}"),
        ({"field": None, "kind": "retitled", "before": "six", "after": "ten"}, "{six → ten}"),
        ({"field": None, "kind": "vanished", "before": None, "after": "not found since May"}, "not found since May"),
        ({"field": None, "kind": "moved", "before": None, "after": None}, ""),
    ],
)
def test_the_change_of_a_row(row, expected):
    assert change_of(row) == expected


CHANGED = change_text(COST, COST.replace("2.4", "3.1"))


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (100, CHANGED),
        (40, "…cost at {2.4 → 3.1} million. It had se…"),
        (24, "…at {2.4 → 3.1} million…"),
        (16, "…{2.4 → 3.1} mi…"),
    ],
)
def test_a_line_is_cut_around_its_change(width, expected):
    assert around_change(CHANGED, width) == expected
    assert len(expected) <= width or width == 100


LONG = "the ferry sails at dawn and returns with the evening tide"


@pytest.mark.parametrize("width", range(12, 90, 7))
@pytest.mark.parametrize(
    "text",
    [
        change_text(LONG, f"{LONG} and so does the pilot boat of the harbour office"),
        change_text(f"{LONG} while the bell rings and the gulls cry all day long", LONG),
        change_text("x " + LONG, "x " + LONG.upper()),
        change_text(f"a {LONG}", "a b"),
        change_text("a b", f"a {LONG}"),
        "no change at all, but a line that is longer than what a terminal shows of it",
    ],
)
def test_what_is_shown_fits_and_has_the_signs_of_its_change(text, width):
    shown = around_change(text, width)
    assert len(shown) <= width
    for opening, closing in (("{+", "+}"), ("[-", "-]"), ("{", "}")):
        if opening in text:
            assert shown.index(opening) < shown.index(closing)
            break


@pytest.mark.parametrize(
    ("text", "width", "end", "expected"),
    [
        ("abcdefghij", 10, None, "abcdefghij"),
        ("abcdefghij", 5, None, "ab…ij"),
        ("abcdefghij", 6, None, "abc…ij"),
        ("paragraph_removed", 11, 7, "par…removed"),
        ("abcdefghij", 1, None, "…"),
        ("abcdefghij", 3, 7, "…ij"),
    ],
)
def test_a_text_without_its_middle(text, width, end, expected):
    assert cut_in_middle(text, width, end=end) == expected
