"""Paragraphs that only changed places: told as moved, never as added, removed or stealthy."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.changes import MATERIAL, EditKind, compare, is_stealth, pairs

BOARD = "The harbour board of the town voted on Tuesday evening to rebuild the old fish quay."
PILES = "Engineers told the meeting that the wooden piles have lost nearly a third of their thickness."
STREET = "Residents of the lower street had asked for a smaller scheme that keeps the view."
WORK = "The work is to begin in the spring and will take about twelve months, said the chair."
MONEY = "Crews will be paid for the longer way to the ice plant while the quay is closed."
HEAD, OTHER = "What it costs", "Who pays"


def kinds(before, after):
    return [str(edit.kind) for edit in compare({"body_text": "\n\n".join(before)}, {"body_text": "\n\n".join(after)})]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([BOARD, PILES, STREET], [BOARD, STREET, PILES], ["moved"]),
        ([BOARD, PILES], [PILES, BOARD], ["moved"]),
        ([BOARD, PILES, STREET, WORK], [WORK, STREET, PILES, BOARD], ["moved"] * 3),
        ([BOARD, PILES, STREET, WORK], [WORK, BOARD, PILES, STREET], ["moved"]),
        # a heading goes with its section
        ([BOARD, HEAD, PILES, OTHER, WORK, MONEY], [BOARD, OTHER, WORK, MONEY, HEAD, PILES], ["moved"] * 2),
        # one moves, one is put in, one goes
        ([BOARD, PILES, STREET], [STREET, BOARD, MONEY, PILES], ["moved", "paragraph_added"]),
        ([BOARD, PILES, STREET, MONEY], [STREET, BOARD, PILES], ["moved", "paragraph_removed"]),
        # moved and edited
        ([BOARD, PILES, STREET, WORK], [WORK.replace("twelve", "twenty"), BOARD, PILES, STREET], ["moved", "number"]),
        ([BOARD, PILES, STREET], [BOARD, STREET.replace("view.", "view"), PILES], ["moved", "typography"]),
        # a short heading that moves and is retyped
        ([BOARD, PILES, "What it cost"], ["What it costs", BOARD, PILES], ["moved", "typo"]),
        # the same line twice is one line more, not one that moved
        (["* * *", BOARD, "* * *"], ["* * *", "* * *", BOARD, "* * *"], ["paragraph_added"]),
        (["* * *", BOARD, "* * *", PILES], [BOARD, "* * *", PILES], ["paragraph_removed"]),
        # words without spaces between them
        (["港の委員会は火曜日の夜に古い岸壁を建て直すと決めた。", "技師は杭が細くなったと述べた。"],
         ["技師は杭が細くなったと述べた。", "港の委員会は火曜日の夜に古い岸壁を建て直すと決めた。"], ["moved"]),
        ([BOARD, PILES], [BOARD, MONEY, PILES], ["paragraph_added"]),
        ([BOARD, PILES], [BOARD, PILES.replace("a third", "a half")], ["wording"]),
    ],
)  # fmt: skip
def test_what_moved_is_told_as_moved(before, after, expected):
    assert sorted(kinds(before, after)) == sorted(expected)
    back = {"paragraph_added": "paragraph_removed", "paragraph_removed": "paragraph_added"}
    assert sorted(kinds(after, before)) == sorted(back.get(kind, kind) for kind in expected)


def test_a_move_weighs_less_than_what_is_material_in_every_field():
    for field, separator in (("body_text", "\n\n"), ("headline", "\n"), ("caption", "\n"), ("byline", "\n")):
        edits = compare({field: separator.join((BOARD, PILES))}, {field: separator.join((PILES, BOARD))})
        assert [(edit.kind, edit.words_added, edit.words_removed) for edit in edits] == [(EditKind.MOVED, 0, 0)]
        assert all(edit.materiality < MATERIAL for edit in edits)
        assert not is_stealth(edits, None, None)


def test_a_correction_note_that_only_moves_owns_up_to_nothing():
    note = "Correction: an earlier version gave a wrong sum for the work."
    before = {"body_text": f"{note}\n\n{BOARD}\n\n{WORK}"}
    after = {"body_text": "\n\n".join((BOARD, WORK.replace("twelve", "forty"), note))}
    assert is_stealth(compare(before, after), None, None)


some = st.lists(st.sampled_from([BOARD, PILES, STREET, WORK, MONEY, HEAD, OTHER, "* * *", "a b", "漢字"]), max_size=12)


@given(some, st.randoms())
def test_a_new_order_adds_and_removes_nothing(texts, random):
    shuffled = random.sample(texts, len(texts))
    found = kinds(texts, shuffled)
    assert set(found) <= {"moved"}
    assert bool(found) == (texts != shuffled)
    assert len(found) < max(1, len(texts))  # one of them may always be taken to have stayed


@given(some)
def test_nothing_differs_from_itself(texts):
    assert kinds(texts, texts) == []


@given(some, some)
def test_a_moved_paragraph_has_two_places(before, after):
    found = list(pairs(before, after))
    away = [pair for pair in found if pair.moved and pair.after is None]
    here = [pair for pair in found if pair.moved and pair.before is None]
    assert sorted((p.before, p.elsewhere) for p in away) == sorted((p.elsewhere, p.after) for p in here)
    assert [p.before for p in found if p.before is not None] == before
    assert [p.after for p in found if p.after is not None] == after


def _long(count):
    return [
        f"Paragraph {n} tells of boat {n * 7} and of quay {n * 13} in the year of harbour {n * 31}."
        for n in range(count)
    ]


MANY = {
    "turned round": lambda texts: texts[::-1],
    "every third first": lambda texts: sorted(texts, key=lambda text: texts.index(text) % 3),
    "all of them edited and turned round": lambda texts: [text.replace("tells", "told") for text in texts[::-1]],
    "one line over and over": lambda texts: [part for text in texts for part in ("* * *", text)][::-1],
}


@pytest.mark.parametrize("change", MANY.values(), ids=MANY.keys())
@pytest.mark.slow
def test_the_cost_of_pairing_grows_with_the_paragraphs(change):
    few, many = (min(_cost(_long(count), change) for _ in range(3)) for count in (400, 3200))
    assert many < 40 * few + 0.2  # eight times as many; the square of it would be 64


def _cost(texts, change):
    """Return the CPU seconds of pairing texts with what a change made of them."""
    changed = change(texts)
    began = time.process_time()
    list(pairs(texts, changed))
    return time.process_time() - began


def _moved(folder):
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        visit(archive, article(BOARD, PILES, STREET, WORK))
        visit(archive, article(BOARD, STREET, PILES, WORK), hours=1)


def test_all_commands_know_a_move(tmp_path):
    _moved(tmp_path)
    said = "A paragraph that went: the old clock of the market hall was sold."

    rows = [json.loads(line) for line in inside(tmp_path, "changes", "--nl").stdout.splitlines()]
    assert [(row["kind"], row["stealth"], row["before"] == row["after"]) for row in rows] == [("moved", 0, True)]
    asked = inside(tmp_path, "changes", "--kind", "moved", "--no-headers", "--columns", "field").stdout
    assert asked == "body_text\n"
    assert inside(tmp_path, "changes", "--event", "moved", "--no-headers").stdout == ""  # of an article's address
    assert inside(tmp_path, "changes", "--stealth", "--no-headers").stdout == ""

    life = [json.loads(line) for line in inside(tmp_path, "history", "1", "--nl").stdout.splitlines()]
    assert [(row["event"], row["detail"], row["stealth"]) for row in life] == [
        ("published", None, None),
        ("edited", "moved", None),
    ]
    assert inside(tmp_path, "search", "--in", "removed", "engineers").returncode == 1
    (exported,) = inside(tmp_path, "export", "jsonl").stdout.splitlines()
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, article(BOARD, STREET, PILES, WORK, said), hours=2)
    (tmp_path / "one.jsonl").write_text(exported + "\n")
    assert inside(tmp_path, "import", "jsonl", "one.jsonl", "--db", "other.db").returncode == 0
    again = inside(tmp_path, "changes", "--db", "other.db", "--no-headers", "--columns", "kind,stealth").stdout
    assert again == "moved\t0\n"
    assert inside(tmp_path, "verify", "-q").returncode == 0


@pytest.mark.parametrize(
    ("form", "away", "here"),
    [
        ([], "  (moved away) Engineers", "  (moved here) Engineers"),
        (["--side-by-side"], "body_text\t(moved away) Engineers", "body_text\t\t(moved here) Engineers"),
        (["--html"], "(moved away) Engineers", "(moved here) Engineers"),
    ],
)
def test_a_diff_shows_both_places_and_no_words_as_new_or_gone(tmp_path, form, away, here):
    _moved(tmp_path)
    shown = inside(tmp_path, "diff", "1", *form).stdout
    assert away in shown
    assert here in shown
    assert not any(mark in shown for mark in ("[-", "{+", "<del>", "<ins>"))


def test_a_diff_shows_what_was_edited_in_the_new_place(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, article(BOARD, PILES, STREET, WORK))
        visit(archive, article(WORK.replace("twelve", "twenty"), BOARD, PILES, STREET), hours=1)
    shown = inside(tmp_path, "diff", "1").stdout
    assert "(moved here) The work is to begin in the spring and will take about [-twelve-]{+twenty+} months" in shown
