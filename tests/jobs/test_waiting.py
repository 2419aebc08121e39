"""What a run waits for is noted in its progress, and each long wait is logged once."""

import asyncio
import logging
from itertools import repeat

import pytest

from scraper.jobs import waiting
from scraper.jobs.waiting import WaitNotes, waits_noted
from scraper.progress import HostWait, Progress

BUSY = HostWait(host="a.example", seconds=48, why="slowed after 503")
SOON = HostWait(host="a.example", seconds=3, why="slowed after 503")
CRAWL = HostWait(host="a.example", seconds=20, why="Crawl-delay")
OTHER = HostWait(host="b.example", seconds=12, owes_answer=True)

LOGS = [  # what is waited for at each look -> the log
    ([[]], []),
    ([[SOON]], []),
    ([[BUSY], [BUSY], []], ["waits 48 s for a.example: slowed after 503"]),
    ([[SOON], [BUSY], [SOON]], ["waits 48 s for a.example: slowed after 503"]),
    ([[BUSY, OTHER]], ["waits 48 s for a.example: slowed after 503", "b.example has not answered for 12 s"]),
    ([[BUSY], [CRAWL]], ["waits 48 s for a.example: slowed after 503", "waits 20 s for a.example: Crawl-delay"]),
]  # fmt: skip


class Waits:
    """Waits that were written down before."""

    def __init__(self, looks):
        self.looks = iter(looks)

    def longest(self):
        return next(self.looks)

    def least_left(self):
        return 68.0


@pytest.mark.parametrize(("looks", "expected"), LOGS)
def test_a_long_wait_is_logged_once(looks, expected, caplog, monkeypatch):
    monkeypatch.setattr(waiting.logger, "propagate", True)
    caplog.set_level(logging.INFO, logger="scraper")
    progress = Progress()
    notes = WaitNotes(Waits(looks), progress)
    for look in looks:
        notes.look()
        assert progress.waiting == (look[0] if look else None)
        assert progress.least_left == 68.0
    assert [record.getMessage() for record in caplog.records] == expected


@pytest.mark.parametrize(
    ("looks", "expected"), [(repeat([BUSY]), BUSY), ([[BUSY]], None)], ids=["all is well", "error"]
)
def test_the_notes_end_with_the_work_or_with_an_error(looks, expected, monkeypatch):
    monkeypatch.setattr(waiting, "EVERY", 0.001)
    progress, seen = Progress(), []

    async def work():
        async with waits_noted(Waits(looks), progress):
            await asyncio.sleep(0.1)
            seen.append(progress.waiting)

    asyncio.run(work())
    assert seen == [expected]
    assert progress.waiting is None
