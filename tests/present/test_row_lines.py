"""Rows as JSON, CSV and Markdown: whatever a cell holds, it stays a cell."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from scraper import durations
from scraper.errors import InputError
from scraper.present.row_lines import csv_lines, json_array, markdown_lines

NAMES = ("id", "headline", "tags")
CELLS = [
    ("plain", "plain", "plain", "plain"),
    (None, None, "", ""),
    (7, 7, "7", "7"),
    (b"\x00\xff", "00ff", "00ff", "00ff"),
    (["a", "b"], ["a", "b"], '["a", "b"]', r"\["),
    ("=1+1", "=1+1", "'=1+1", "=1+1"),
    ("a|b\nc", "a|b\nc", "a|b\nc", r"a\|b c"),
    ("<b>[x](javascript:1)", "<b>[x](javascript:1)", "<b>[x](javascript:1)", r"\<b\>\[x\](javascript:1)"),
    ("the \ue000ferry\ue001 sails", "the [ferry] sails", "the [ferry] sails", r"the \[ferry\] sails"),
    ("مرحبا 月面", "مرحبا 月面", "مرحبا 月面", "مرحبا 月面"),
]


@pytest.mark.parametrize(("value", "as_json", "as_csv", "as_markdown"), CELLS)
def test_a_cell_in_each_form(value, as_json, as_csv, as_markdown):
    rows = [{"id": 1, "headline": value}]
    assert json.loads("".join(json_array(rows, NAMES))) == [{"id": 1, "headline": as_json, "tags": None}]
    assert list(csv.reader(io.StringIO("".join(csv_lines(rows, NAMES))))) == [list(NAMES), ["1", as_csv, ""]]
    *_, line = markdown_lines(rows, NAMES)
    assert line.startswith(f"| 1 | {as_markdown}")
    assert line.endswith("|  |\n")
    assert line.count("\n") == 1


def test_no_rows_are_an_empty_list():
    assert json.loads("".join(json_array([], NAMES))) == []
    assert "".join(csv_lines([], NAMES)) == "id,headline,tags\n"
    assert "".join(csv_lines([], NAMES, headers=False)) == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7d", "2026-04-24T09:00:00Z"),
        (" 24h ", "2026-04-30T09:00:00Z"),
        ("2026-02-03", "2026-02-03"),
        ("2026-02-03T08:00", "2026-02-03T08:00"),
    ],
)
def test_a_moment_is_a_date_or_a_span_before_now(typed, expected):
    assert durations.moment(typed, datetime(2026, 5, 1, 9, tzinfo=UTC)) == expected


@pytest.mark.parametrize("typed", ["", "7", "yesterday", "2026-13-01", "<script>"])
def test_anything_else_is_refused_in_a_line(typed):
    with pytest.raises(InputError, match="is not a date; write 2026-11-23, 2026-11-23T08:00 or 7d"):
        durations.moment(typed, datetime(2026, 5, 1, 9, tzinfo=UTC))
