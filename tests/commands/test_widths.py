"""Tables on a narrow terminal: what names a row and what is read stay, the rest gives way."""

import pytest
from rich.text import Text

from newsroom import LONG, START, visit
from newsroom import article as made_up
from program import inside, on_a_terminal, without_colours
from scraper.archive import Archive
from scraper.commands.terminal import aligned_table, row_output
from scraper.commands.terminal.widths import (
    GAP,
    column,
    fitted,
    fitted_name,
    heading,
    least_moment,
    shortened,
    staying,
    widths,
)

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
        assert ("url" in named) == (room >= 200), "an address is cut in the middle before it is left out"
        assert named.get("url", 99) >= 32
    assert all(width <= each.complete for width, each in zip(given, left, strict=True))


def test_columns_that_were_asked_for_are_cut_before_they_are_left_out():
    measured = columns()
    assert staying(measured, 80, asked=True) == list(range(6))
    assert [measured[i].name for i in staying(measured, 80, asked=False)] == list(ROW)[:5]


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """An archive with an article whose headline and whose numbers changed within an hour."""
    place = tmp_path_factory.mktemp("edited")
    with Archive.open(place / "archive.db", clock=lambda: START) as archive:
        for hours, (weeks, cost) in enumerate((("six", "2.4"), ("ten", "3.1"))):
            text = f"The council of the harbour has put the cost of the bridge at {cost} million. {LONG}"
            visit(archive, made_up(text, headline=f"Mill Bridge to close for {weeks} weeks"), hours=hours)
    return place


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_terminal_shows_each_change_in_its_context(edited, monkeypatch, width):
    for module in (row_output, aligned_table):
        monkeypatch.setattr(module, "is_terminal", lambda _: True)
    shown = {}
    for command in (["changes"], ["history", "1"]):
        done = inside(edited, *command, "--color", "never", env={"COLUMNS": str(width)})
        shown[command[0]] = done.stdout.splitlines()
        assert max(map(len, shown[command[0]])) <= width
    assert any(" at {2.4 → 3.1} million" in row for row in shown["changes"])
    assert any("for {six → ten} weeks" in row for row in shown["changes"])
    assert {"number", "retitled"} <= set(" ".join(shown["changes"]).split())
    assert all("{six → ten}" in row or "{2.4 → 3.1}" in row for row in shown["history"] if row.startswith("edited"))
    assert any(row.startswith("edited") and " stealth " in row for row in shown["history"])


def test_in_a_pipe_a_change_is_asked_for_by_its_name(edited):
    done = inside(edited, "changes", "--field", "headline", "--columns", "kind,change")
    assert done.stdout.splitlines() == ["kind\tchange", "number\tMill Bridge to close for {six → ten} weeks"]
    assert inside(edited, "changes").stdout.splitlines()[0].split("\t")[-2:] == ["before", "after"]


@pytest.mark.parametrize("width", [50, 80, 200])
def test_a_remedy_is_never_cut(tmp_path, monkeypatch, width):
    remedy = (
        "the site asks us to slow down (429); try later, with a longer --delay, or see https://harbour.example/robots"
    )
    with Archive.open(tmp_path / "archive.db") as archive:
        visit(archive, made_up())
        archive.crawl.log.write("https://harbour.example/slow", "rate_limited", error=remedy)
    for module in (row_output, aligned_table):
        monkeypatch.setattr(module, "is_terminal", lambda _: True)
    rows = inside(tmp_path, "status", "--color", "never", env={"COLUMNS": str(width)}).stdout.splitlines()
    start = rows[0].index("note")
    assert max(map(len, rows)) <= width
    assert "".join(remedy.split()) in "".join("".join(row[start:].split()) for row in rows)


def drawn(name, row, given):
    (cell,) = fitted(name, [Text(row[name])], given[name])
    return cell.plain


def test_what_a_row_is_there_for_is_never_left_out():
    row = {
        "at": "2026-05-01", "site": "harbour-courier.example", "article_id": "14", "version": "2", "field": "body_text",
        "kind": "paragraph_removed", "stealth": "1", "change": "The council has put the cost at {2.4 → 3.1} million. " * 3,
    }  # fmt: skip
    for room in (60, 80, 100, 200):
        measured = columns(row)
        left = [measured[i] for i in staying(measured, room, asked=False)]
        given = dict(zip([each.name for each in left], widths(left, room), strict=True))
        assert {"article_id", "version", "kind", "stealth", "change"} <= given.keys()
        assert given["change"] >= 20
        assert drawn("kind", row, given).endswith("removed")
        assert "{2.4 → 3.1}" in drawn("change", row, given)


def test_an_empty_column_is_the_first_to_be_left_out():
    measured = columns({"site": "harbour.example", "note": "", "trouble": "", "headline": HEADLINE})
    assert [measured[i].name for i in staying(measured, 60, asked=False)] == ["site", "headline"]
    assert staying(measured, 60, asked=True) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("name", "moments", "letters"),
    [
        ("at", ["2026-05-01T08:00:00Z", "2026-05-01T09:00:00Z"], 16),
        ("at", ["2026-05-01T08:00:00Z", "2026-05-01T08:00:00Z", ""], 10),
        ("at", ["2026-05-01T08:00:00Z", "2026-05-02T08:00:00Z"], 10),
        ("date_published", ["2026-05-01T08:00:00Z", "2026-05-01T09:00:00Z"], 10),
    ],
)
def test_events_of_one_day_keep_their_hour(name, moments, letters):
    assert least_moment(name, [Text(moment) for moment in moments]) == letters


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("article_id", 4, "art."),
        ("article_id", 10, "article_id"),
        ("site", 2, "site"),
    ],
)
def test_a_name_that_has_no_room_is_a_short_one(name, width, shown):
    assert fitted_name(name, width) == shown


def test_an_address_is_cut_in_the_middle_and_other_text_at_its_end():
    cells = [Text("https://harbour.example/2026/05/01/the-ferry-returns"), Text("https://harbour.example/"), Text("")]
    for name in ("url", "what"):
        assert [cell.plain for cell in fitted(name, cells, 30)] == [
            "harbour.example…-ferry-returns",
            "harbour.example/",
            "",
        ]
    assert fitted("url", cells, 60) == cells
    assert fitted("site", [Text("harbour.example")], 8)[0].plain == "harbour.example"


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
