"""The words of a change with a few words around it."""

import pytest

from scraper.changes import Run, RunKind
from scraper.present.run_context import in_context

LONG = "The ferry sails from the old pier at dawn and comes back with the evening tide. "


def written(runs):
    signs = {RunKind.SAME: "{}", RunKind.REMOVED: "[-{}-]", RunKind.ADDED: "{{+{}+}}"}
    return "".join(signs[run.kind].format(run.text) for run in runs)


def same(text):
    return Run(kind=RunKind.SAME, text=text)


TEN, NINETEEN = Run(kind=RunKind.REMOVED, text="10"), Run(kind=RunKind.ADDED, text="19")


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((), ""),
        ((TEN,), "[-10-]"),
        ((same("It costs "), TEN, NINETEEN, same(" crowns.")), "It costs [-10-]{+19+} crowns."),
        ((same(LONG), TEN, same(LONG)), "… the evening tide. [-10-]The ferry sails from …"),
        ((TEN, same(LONG), NINETEEN), "[-10-]The ferry sails from … the evening tide. {+19+}"),
        ((same(LONG),), "The ferry sails from …"),
        ((same("x" * 90), TEN, same("y" * 90)), f"…{'x' * 22}[-10-]{'y' * 22}…"),
        ((same("短" * 90), TEN), f"…{'短' * 22}[-10-]"),
    ],
)
def test_far_text_is_left_out(runs, expected):
    assert written(in_context(runs, 22)) == expected
