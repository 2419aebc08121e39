"""Two versions as lines: which words changed, in which form, and what is folded."""

import pytest

from scraper.models import Version
from scraper.present.diff_lines import DiffPiece, Role, SideRow, side_rows, unified_lines, word_lines

KEPT = "The ferry leaves at noon."
OLD, NEW = "It costs 2.4 million.", "It costs 3.1 million."


def version(number, paragraphs):
    empty = {"subheadline": None, "byline": None, "caption": "", "date_modified": None}
    seen = f"2026-05-0{number}T08:00:00Z"
    text = {"headline": "Ferry", "body_text": "\n\n".join(paragraphs)}
    return Version(article_id=1, number=number, first_seen=seen, last_seen=seen, **text, **empty)


def before(*paragraphs):
    return version(1, paragraphs)


def after(*paragraphs):
    return version(2, paragraphs)


def drawn(line):
    """A line with the marks that a pipe gets, and the names of fields in capitals."""
    marks = {Role.REMOVED: "[-{}-]", Role.ADDED: "{{+{}+}}", Role.FIELD: "<{}>"}
    return "".join(marks.get(piece.role, "{}").format(piece.text) for piece in line)


@pytest.mark.parametrize(
    ("old", "new", "whole", "expected"),
    [
        ([OLD], [NEW], False, ["<body_text>", "  It costs [-2.4-]{+3.1+} million."]),
        ([KEPT, OLD], [KEPT, NEW], False, ["<body_text>", "  … 1 unchanged", "  It costs [-2.4-]{+3.1+} million."]),
        ([KEPT, OLD], [KEPT, NEW], True, ["<body_text>", f"  {KEPT}", "  It costs [-2.4-]{+3.1+} million."]),
        ([KEPT], [KEPT, "More soon."], False, ["<body_text>", "  … 1 unchanged", "  {+More soon.+}"]),
        ([KEPT], [KEPT], False, []),
        ([KEPT], [KEPT], True, []),
    ],
)
def test_word_by_word(old, new, whole, expected):
    assert [drawn(line) for line in word_lines(before(*old), after(*new), whole=whole)] == expected


def test_a_paragraph_that_moved_is_marked_in_both_places():
    first, second, third = (
        f"Paragraph {n} of the story about the {w}." for n, w in enumerate(("pier", "bell", "tide"))
    )
    lines = [drawn(line) for line in word_lines(before(first, second, third), after(third, first, second), whole=False)]
    assert [line.strip() for line in lines if "moved" in line] == [
        f"(moved here) {third}",
        f"(moved away) {third}",
    ]


@pytest.mark.parametrize("whole", [False, True])
def test_side_by_side(whole):
    rows = list(side_rows(before(KEPT, OLD), after(KEPT, NEW), whole=whole))
    kept = SideRow("body_text", (DiffPiece(KEPT),), (DiffPiece(KEPT),))
    assert rows[:-1] == ([kept] if whole else [])
    assert (drawn(rows[-1].before), drawn(rows[-1].after)) == ("It costs [-2.4-] million.", "It costs {+3.1+} million.")


@pytest.mark.parametrize(
    ("whole", "lines"),
    [(False, 3), (True, 9)],
)
def test_a_unified_diff_has_three_lines_around_a_change_or_all(whole, lines):
    kept = [f"Paragraph {n}." for n in range(8)]
    found = list(unified_lines(before(*kept, OLD), after(*kept, NEW), whole=whole))
    roles = [line[0].role for line in found]
    assert [drawn(line) for line in found[:2]] == [
        "[---- version 1\t2026-05-01T08:00:00Z-]",
        "{++++ version 2\t2026-05-02T08:00:00Z+}",
    ]
    assert (roles[2], roles[-2:]) == (Role.PLACE, [Role.REMOVED, Role.ADDED])
    assert roles.count(Role.PLAIN) == lines
    assert all("\n" not in piece.text for line in found for piece in line)


def test_white_space_in_a_paragraph_never_breaks_a_line():
    found = unified_lines(before("one\ntwo"), after("one\n two three"), whole=False)
    assert [drawn(line) for line in found][-2:] == ["[--one two-]", "{++one two three+}"]
