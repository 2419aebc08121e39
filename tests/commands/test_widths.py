"""Tables on a narrow terminal: what names a row and what is read stay, the rest gives way."""

import pytest
from rich.text import Text

from newsroom import START, visit
from newsroom import article as made_up
from program import on_a_terminal, without_colours
from scraper.archive import Archive
from scraper.commands.terminal.widths import GAP, column, fit, heading, shortened, staying, widths

HEADLINE = "The ferry that nobody had missed returns to the old pier after a winter of repairs, and rings its bell"
ROW = {
    "id": "3",
    "date_published": "2026-05-01T08:00:00+02:00",
    "site": "harbour-courier.example.org",
    "headline": HEADLINE,
    "byline": "By Anna Holm and Gwendal Marchbanks",
    "url": "https://harbour-courier.example.org/2026/05/01/the-ferry-that-nobody-had-missed",
}


def columns(row=ROW, length=10):
    return [column(name, [shortened(Text(cell), length)]) for name, cell in row.items()]


@pytest.mark.parametrize("room", [30, 40, 60, 80, 100, 140, 200, 300])
@pytest.mark.parametrize("asked", [False, True])
def test_what_is_drawn_has_room_and_names_its_row(room, asked):
    measured = columns()
    left = [measured[i] for i in staying(measured, room, asked=asked)]
    given = widths(left, room)
    assert sum(given) + GAP * len(given) <= room
    named = dict(zip([each.name for each in left], given, strict=True))
    assert named["id"] == 2
    if not asked:
        assert named["headline"] >= 24
        assert ("url" in named) == fit(measured, room)
    assert all(width <= each.whole for width, each in zip(given, left, strict=True))


def test_columns_that_were_asked_for_are_cut_before_they_are_left_out():
    measured = columns()
    assert staying(measured, 80, asked=True) == list(range(6))
    assert [measured[i].name for i in staying(measured, 80, asked=False)] == list(ROW)[:5]


def test_a_number_or_a_day_is_never_cut():
    measured = columns({"count": "1234567", "last_seen": "2026-05-01T08:00:00Z", "note": "word " * 40})
    assert widths(measured, 50)[:2] == [7, 10]


def test_moments_give_their_seconds_before_their_time_of_day():
    moment = Text("2026-05-01T08:00:00+02:00")
    assert [shortened(moment, n).plain for n in (40, 16, 10)] == [moment.plain, "2026-05-01 08:00", "2026-05-01"]
    assert shortened(Text("2026 was a good year"), 10).plain == "2026 was a good year"


def test_articles_are_readable_at_80_columns(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, made_up(url=ROW["url"], site=ROW["site"], headline=HEADLINE, byline=ROW["byline"]))
    for command in (["list"], ["search", "ferry"]):
        head, line = map(without_colours, on_a_terminal(tmp_path, 80, *command)[:2])
        assert max(len(head), len(line)) <= 80
        assert line.startswith("1   2026-05-01  harbour")
        assert HEADLINE[:20] in line
        assert "url" not in head


@pytest.mark.parametrize(
    ("name", "cells", "shown"),
    [
        ("date_published", ["2026-05-01", ""], "published"),
        ("date_published", ["2026-05-01", "2026-05-01 08:00"], "date_published"),
        ("date_modified", ["2026"], "modified"),
        ("headline", ["short"], "headline"),
    ],
)
def test_a_date_of_days_has_a_short_heading(name, cells, shown):
    assert heading(name, list(map(Text, cells))) == shown


def test_the_heading_of_days_is_not_cut(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, made_up(headline=HEADLINE, byline="By Anna Holm and Gwendal Marchbanks"))
    header = without_colours(on_a_terminal(tmp_path, 80, "list")[0])
    assert header.split()[:2] == ["id", "published"]
    assert "…" not in header
