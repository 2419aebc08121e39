"""Workers: order kept, a page that hangs or dies costs one page."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from behaving import behave, whose
from scraper.errors import ReadingTimeout, WorkerDied
from scraper.faults import RemoteFault
from scraper.workers.pool import Workers

LIMIT = 6.0  # seconds; the start of a process is a part of it, on a busy machine too


@pytest.fixture(autouse=True)
def warm_workers():
    """Start and end the processes as the program does."""


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_is_kept_and_a_bad_page_costs_one_page(jobs):
    tasks = [1, 2, "die", 3, "raise", 4, "eat", 5]
    with Workers(behave, jobs=jobs, timeout=LIMIT) as workers:
        answers = [(task, future.exception() or future.result()) for task, future in workers.map(tasks)]
    assert [task for task, _ in answers] == tasks
    got = dict(answers)
    assert [got[n] for n in (1, 2, 3, 4, 5)] == [2, 4, 6, 8, 10]
    assert isinstance(got["die"], WorkerDied)
    assert isinstance(got["eat"], WorkerDied)
    assert isinstance(got["raise"], RemoteFault)
    assert "ValueError: no such page" in str(got["raise"])
    assert "in behave" in got["raise"].trace


def test_a_page_that_hangs_costs_its_time_and_one_page():
    with Workers(behave, timeout=LIMIT) as workers:
        assert workers.submit(1).result() == 2
        workers._timeout = 0.3  # the process is up: its start is no part of this
        with pytest.raises(ReadingTimeout, match=r"longer than 0\.3 s"):
            workers.submit("hang").result()
        workers._timeout = LIMIT
        assert workers.submit(2).result() == 4


def test_no_process_is_left_behind():
    with Workers(behave, jobs=2) as workers:
        list(workers.map([1, 2, 3]))
        processes = [worker.process for worker in workers._alive]
        assert processes
    assert not any(process.poll() is None for process in processes)


@pytest.mark.parametrize(("count", "processes"), [(1, 1), (6, 1), (40, 2)])
def test_a_few_tasks_are_done_by_one_process_and_many_by_all(count, processes):
    with Workers(whose, jobs=2) as workers:
        answers = [(task, future.result()) for task, future in workers.map(range(count), alone=6)]
    assert [task for task, _ in answers] == list(range(count))
    assert len({pid for _, pid in answers}) == processes


@pytest.mark.parametrize("queued", [1, 3])
def test_no_more_tasks_are_begun_ahead_of_the_caller_than_it_wants(queued):
    given = []

    def tasks():
        for task in range(8):
            given.append(task)
            yield task

    with Workers(whose, jobs=1) as workers:
        for task, _ in workers.map(tasks(), queued=queued):
            assert len(given) <= task + 1 + queued
    assert given == list(range(8))


ORPHAN = """
import os, sys
from scraper.workers.pool import Workers
from behaving import behave
with Workers(behave, timeout=0.5) as workers:
    workers.submit(1).exception()
    workers.submit("spin")
    while not workers._alive: pass
    print(next(iter(workers._alive)).process.pid, flush=True)
    sys.stdin.read()
"""


def test_a_worker_whose_parent_is_dead_ends_a_page_that_hangs():
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{ORPHAN}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 30
    while is_running(worker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(worker)


def is_running(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="as glibc does it")
def test_a_worker_gives_memory_back():
    with Workers(behave) as workers:
        pages = [workers.submit("free").result() for _ in range(3)][-1]
    assert pages * os.sysconf("SC_PAGE_SIZE") < 100 << 20
