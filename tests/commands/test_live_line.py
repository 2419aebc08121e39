"""The line of progress on a real pseudo-terminal: drawn, kept below the rows, and gone at the end."""

import fcntl
import io
import os
import re
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest

from program import ALLOW, article, serving, surroundings
from scraper.commands.terminal.live_line import FLOOD, LiveLine
from scraper.progress import Progress

COLUMNS = 80


class Terminal(io.StringIO):
    """A terminal in memory: what was sent, and what of it is still to be seen."""

    encoding = "utf-8"

    @property
    def screen(self):
        return screen(self.getvalue())


def screen(sent):
    """The rows of the screen after all that was sent, each as it was last drawn."""
    rows = sent.replace("\r\n", "\n").split("\n")
    return [row.rpartition("\r\x1b[K")[2] for row in rows]


def live(progress, terminal, *, width=COLUMNS, times=None):
    clock = iter(times or [number / 10 for number in range(1000)])
    return LiveLine(progress, terminal, clock=lambda: next(clock), width=lambda: width)


def test_rows_appear_above_the_line():
    progress, terminal = Progress(total=3), Terminal()
    line = live(progress, terminal)
    line.write_above(terminal, "before the first drawing\n")
    assert terminal.getvalue() == "before the first drawing\n"
    line.draw()
    for number in range(1, 4):
        progress.done = number
        line.write_above(terminal, f"row {number}\n")
        assert terminal.screen[1:] == [*(f"row {i}" for i in range(1, number + 1)), terminal.screen[-1]]
        assert terminal.screen[-1].startswith(f"{number} of 3")
    line.erase()
    assert terminal.screen[-1] == ""


def test_a_row_in_pieces_is_not_broken():
    terminal = Terminal()
    line = live(Progress(total=3), terminal)
    line.draw()
    for piece in ("[1", ", 2", "]\n"):
        line.write_above(terminal, piece)
        line.draw()
    assert terminal.screen == ["[1, 2]", "0 of 3"]


def test_a_line_that_has_not_changed_is_not_sent_again():
    terminal = Terminal()
    line = live(Progress(total=3), terminal)
    line.draw()
    sent = terminal.getvalue()
    line.draw()
    assert terminal.getvalue() == sent


def test_in_a_flood_of_rows_the_line_waits():
    terminal = Terminal()
    line = live(Progress(total=3), terminal, times=[FLOOD / 10 * number for number in range(1000)])
    line.draw()
    for number in range(20):
        line.write_above(terminal, f"{number}\n")
    assert terminal.getvalue().count("0 of 3") < 10
    line.draw()
    assert terminal.screen[-1] == "0 of 3"


def test_a_terminal_that_is_gone_does_not_end_the_work():
    terminal = Terminal()
    line = live(Progress(), terminal)
    terminal.close()
    line.draw()
    line.erase()


def test_a_terminal_without_a_middle_dot():
    class Narrow(Terminal):
        encoding = "ascii"

    terminal = Narrow()
    live(Progress(what="copies", done=3), terminal).draw()
    assert terminal.screen == ["copies - 3 done"]


def on_a_pty(folder, columns, *args, until=None, then=None, stdout=None):
    """Run `scraper ARGS` on a pseudo-terminal -> its exit code and all that it sent.

    Once `until` appears, it gets the signal `then`.
    """
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "scraper", *map(str, args)]
    environment = surroundings(folder) | {"TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=stdout or theirs, stderr=theirs)
    os.close(theirs)
    sent = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            break
        sent += piece
        if until and until in sent:
            process.send_signal(then)
            until = None
        if not piece:
            break
    os.close(ours)
    return process.wait(timeout=30), sent.decode()


@pytest.fixture(scope="module")
def slow():
    """A site whose first page comes at once and whose second takes its time."""

    def late(_):
        time.sleep(0.9)
        return 404, {}, b"<h1>Not found</h1>"

    with serving() as site:
        site.pages["/1"] = (200, {}, article("The pilot station stays"))
        site.pages["/2"] = late
        yield site


def rows_of(sent):
    return [row for row in screen(sent) if row]


def test_a_fetch_shows_its_line_and_removes_it(tmp_path, slow):
    code, sent = on_a_pty(tmp_path, COLUMNS, "fetch", f"{slow.base}/1", f"{slow.base}/2", *ALLOW)
    assert code == 3
    assert " of 2" in sent
    *rows, summary = rows_of(sent)
    assert {row.split()[0] for row in rows} == {"new", "not_found"}
    assert re.match(r"1 \w+, 1 \w+ in ", summary)


def test_no_line_where_quiet_is_wanted(tmp_path, slow):
    _, sent = on_a_pty(tmp_path, COLUMNS, "fetch", "-q", f"{slow.base}/2", *ALLOW)
    assert "\x1b[K" not in sent


def test_on_a_narrow_terminal_nothing_wraps(tmp_path, slow):
    with (tmp_path / "rows.tsv").open("w") as rows:
        _, sent = on_a_pty(tmp_path, 20, "fetch", f"{slow.base}/2", *ALLOW, stdout=rows)
    drawn = [part for part in sent.replace("\r\n", "").split("\r\x1b[K")[1:-1] if part]
    assert drawn
    assert max(map(len, drawn)) < 20


def test_after_ctrl_c_the_line_is_gone(tmp_path, slow):
    code, sent = on_a_pty(tmp_path, COLUMNS, "fetch", f"{slow.base}/2", *ALLOW, until=b"0 of 1", then=signal.SIGINT)
    assert code == 130
    first, *_ = rows_of(sent)
    assert first.startswith("finishing requests in progress")
    assert "of 1" not in "".join(rows_of(sent))
