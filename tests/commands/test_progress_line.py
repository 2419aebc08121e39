"""The line of progress as a function: values in, a line of at most so many cells out."""

import unicodedata
from dataclasses import replace

import pytest

from scraper.commands.terminal.progress_line import LineValues, Speed, cells, cut, in_words, line
from scraper.progress import BYTES, HostWait, Progress

WAIT = HostWait(host="news.example", seconds=48, why="slowed after 503")
RUN = LineValues(done=312, total=500, failed=68, rate=5.1, waiting=WAIT)
WIDE = HostWait(host="新聞.example", seconds=48, why="slowed after 503")
MANY = LineValues(done=1_200, total=98_000, rate=250.0, waiting=HostWait(host="a.example", seconds=9, others=1_041))
BUSY = replace(RUN, waiting=replace(WAIT, others=7))
PACED = replace(RUN, waiting=None, least_left=1000)
LIMITED = LineValues(done=1_250, total=40_000, rate=25, limit=600, elapsed=301)
SLOW = LineValues(done=3, total=9, rate=0.1)
HANGS = LineValues(done=0, total=1, waiting=HostWait(host="hang.example", seconds=12, owes_answer=True))
COPY = LineValues(done=412_000_000, total=980_000_000, what="copies", unit=BYTES, rate=93e6)
PACKS = LineValues(done=1_250, total=40_000, what="packs pages", unit="pages", rate=25.04)

LINES = [
    (RUN, 200, "312 of 500 · 68 failed · 5.1/s · about 40 s left · waits for: news.example (48 s, slowed after 503)"),
    (RUN, 80, "312 of 500 · 68 failed · waits for: news.example (48 s, slowed after 503)"),
    (RUN, 60, "312 of 500 · 68 failed · waits for: news.example (48 s)"),
    (RUN, 52, "312 of 500 · 68 failed · waits for: news…mple (48 s)"),
    (RUN, 40, "312 of 500 · 68 failed · waits (48 s)"),
    (RUN, 30, "312 of 500 · 68 failed"),
    (RUN, 20, "312 of 500"),
    (RUN, 5, "31…00"),
    (LineValues(done=3, waiting=WIDE), 200, "3 done · waits for: 新聞.example (48 s, slowed after 503)"),
    (LineValues(done=3, waiting=WIDE), 40, "3 done · waits for: 新聞.example (48 s)"),
    (LineValues(done=3, waiting=WIDE), 37, "3 done · waits for: 新聞.…mple (48 s)"),
    (MANY, 80, "1,200 of 98,000 · about 7 min left · waits for: a.example (9 s) and 1,041 more"),
    (BUSY, 80, "312 of 500 · 68 failed · waits for: news.example (48 s, slowed after 503)"),
    (SLOW, 80, "3 of 9 · 6/min · about 60 s left"),
    (LineValues(done=0, failed=1), 80, "0 s so far · 1 failed"),
    (LineValues(done=5, failed=1, failures="faults"), 80, "5 done · 1 fault"),
    (LineValues(done=0, total=9, rate=0.0, elapsed=41.2), 80, "0 of 9 · 41 s so far"),
    (LineValues(done=0, rate=0.0, elapsed=41.2), 80, "41 s so far"),
    (LIMITED, 80, "1,250 of 40,000 · 25.0/s · about 5 min left"),
    (PACED, 80, "312 of 500 · 68 failed · 5.1/s · about 17 min left"),
    (HANGS, 80, "0 of 1 · waits for: hang.example (12 s, no answer yet)"),
    (COPY, 80, "copies · 412 of 980 MB · 93.0 MB/s · about 10 s left"),
    (COPY, 40, "copies · 412 of 980 MB · about 10 s left"),
    (COPY, 35, "412 of 980 MB · about 10 s left"),
    (COPY, 20, "412 of 980 MB"),
    (PACKS, 80, "packs pages · 1,250 of 40,000 pages · 25.0/s · about 26 min left"),
    (PACKS, 40, "1,250 of 40,000 pages"),
    (LineValues(done=0, what="merges the index", elapsed=12.4), 80, "merges the index · 12 s so far"),
    (LineValues(done=9, what="検査する", unit="行", failed=2, failures="faults"), 80, "検査する · 9 行 · 2 faults"),
    (LineValues(done=9, what="検査する", unit="行", failed=2, failures="faults"), 20, "9 行 · 2 faults"),
    (LineValues(done=9, total=3), 80, "9 of 9"),
    (LineValues(done=1, what="\x1b[2Jx"), 80, "\ufffd[2Jx · 1 done"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "width", "expected"), LINES)
def test_the_line_at_a_width(values, width, expected):
    assert line(values, width) == expected


@pytest.mark.parametrize("values", [RUN, MANY, SLOW, HANGS, COPY, PACKS, LineValues(done=3, waiting=WIDE)])
def test_no_line_is_wider_than_its_room(values):
    for width in range(1, 200):
        text = line(values, width)
        assert sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text) <= width, (width, text)


def test_another_separator():
    assert line(SLOW, 80, " - ") == "3 of 9 - 6/min - about 60 s left"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.1, "5 s"), (36.9, "40 s"), (90, "90 s"), (91, "2 min"), (120, "2 min"), (121, "3 min"), (5400, "90 min"),
        (5401, "2 h"), (129_600, "36 h"), (129_601, "2 days"), (900_000, "11 days"),
    ],
)  # fmt: skip
def test_times_in_words(seconds, words):
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "ab…ef"),
        ("abcdef", 4, "a…ef"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("日本語日本語", 12, "日本語日本語"),
        ("日本語日本語", 10, "日本…本語"),
        ("日本語日本語", 4, "…語"),
    ],
)
def test_a_text_is_cut_in_its_middle(text, width, expected):
    assert cut(text, width) == expected


@pytest.mark.parametrize(("text", "expected"), [("ab", 2), ("·…", 2), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_how_many_cells_a_text_takes(text, expected):
    assert cells(text) == expected


SPEEDS = [  # (seconds, done, skipped), ... -> the speed at the end
    ([(0, 0, 0)], None),
    ([(0, 0, 0), (1.9, 50, 0)], None),  # too early to judge
    ([(0, 0, 0), (2, 50, 0)], 25.0),
    ([(0, 0, 0), (2, 50, 50)], 0.0),  # nothing of it was work
    ([(0, 0, 0), (60, 600, 0), (120, 660, 0)], 1.0),  # over the last minute only
    ([(0, 0, 0), (60, 600, 0), (120, 600, 0)], 0.0),
]


@pytest.mark.parametrize(("samples", "rate"), SPEEDS)
def test_the_speed_is_that_of_the_last_minute(samples, rate):
    speed, progress = Speed(), Progress()
    for now, progress.done, progress.skipped in samples:
        values = speed.note(progress, now)
    assert values.rate == rate


def test_each_step_is_measured_anew():
    speed, progress = Speed(), Progress(what="one", done=100)
    speed.note(progress, 0)
    progress.begin("two", total=9, measure=lambda: 4)
    values = speed.note(progress, 5)
    assert (values.what, values.done, values.total, values.rate, values.elapsed) == ("two", 4, 9, None, 0)
    assert speed.note(progress, 8).elapsed == 3
