"""A log that is rotated while a run writes to it: SIGHUP opens the file of its name anew."""

import logging
import os
import signal
import time

import pytest

from program import ALLOW, article, serving, start
from scraper.commands.terminal import logs

PAGES = 8


@pytest.fixture
def log(tmp_path):
    """A log in a file, in this process."""
    program, before = logging.getLogger("scraper"), signal.getsignal(signal.SIGHUP)
    handlers, level, propagate = program.handlers[:], program.level, program.propagate
    program.handlers[:] = []
    logs.start(str(tmp_path / "log"), "text", verbose=0)
    yield program
    for handler in program.handlers:
        handler.close()
    program.handlers[:], program.level, program.propagate = handlers, level, propagate
    signal.signal(signal.SIGHUP, before)


def test_no_line_is_lost_or_doubled_when_the_file_is_rotated(log, tmp_path):
    file, old = tmp_path / "log", tmp_path / "log.1"
    log.info("one")
    file.rename(old)
    log.info("two")  # logrotate has not sent its signal yet
    os.kill(os.getpid(), signal.SIGHUP)
    log.info("three")
    log.info("four")
    written = [[line.split()[-1] for line in each.read_text().splitlines()] for each in (old, file)]
    assert written == [["one", "two"], ["three", "four"]]


def test_a_signal_without_rotation_changes_nothing(log, tmp_path):
    log.info("one")
    os.kill(os.getpid(), signal.SIGHUP)
    log.info("two")
    assert [line.split()[-1] for line in (tmp_path / "log").read_text().splitlines()] == ["one", "two"]


def test_a_run_goes_on_in_a_new_file(tmp_path):
    """The whole group gets the signal, as from `pkill`: the processes that read pages go on, too."""
    with serving() as site:
        site.pages |= {f"/{n}": (200, {}, article(f"Story {n}")) for n in range(PAGES)}
        urls = [f"{site.base}/{n}" for n in range(PAGES)]
        run = start(tmp_path, "fetch", *ALLOW, "--delay", "0.1", "--log-file", "log", *urls)
        file, old = tmp_path / "log", tmp_path / "log.1"
        deadline = time.monotonic() + 30
        while not (file.exists() and file.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.02)
        file.rename(old)
        os.killpg(run.pid, signal.SIGHUP)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    both = old.read_text() + file.read_text()
    assert file.stat().st_size
    assert sum(both.count(f"{url}\n") + both.count(f"{url} ") for url in urls) >= PAGES
