"""What an import could not take: its first lines, and the exit code."""

import pytest

from scraper.commands.terminal.partial_failure import SHOWN, exit_if_failed, print_failures


@pytest.mark.parametrize(
    ("failed", "well", "strict", "code"),
    [(0, 0, True, None), (0, 3, False, None), (1, 3, False, 3), (1, 3, True, 1), (2, 0, False, 1)],
)
def test_exit_code(failed, well, strict, code):
    if code is None:
        exit_if_failed(failed, well, strict=strict)
        return
    with pytest.raises(SystemExit) as stopped:
        exit_if_failed(failed, well, strict=strict)
    assert stopped.value.code == code


@pytest.mark.parametrize(("count", "last"), [(SHOWN, "row 9"), (SHOWN + 2, "and 2 more")])
def test_only_the_first_are_printed(capsys, count, last):
    print_failures([f"row {number}" for number in range(count)])
    printed = capsys.readouterr().err.splitlines()
    assert printed[0] == "Error: row 0"
    assert printed[-1] == f"Error: {last}"
    assert len(printed) <= SHOWN + 1
