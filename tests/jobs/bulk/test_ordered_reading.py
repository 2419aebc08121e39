"""Records under way: answers in their order, a bound on what is held, and a second try where a process died."""

from concurrent.futures import Future

import pytest

from scraper.errors import ReadingTimeout, ScraperError, WorkerDied
from scraper.jobs.bulk import ordered_reading
from scraper.jobs.bulk.ordered_reading import OrderedReading
from scraper.jobs.bulk.read_record import RecordAnswer, RecordTask
from scraper.sources.bulk_records import BulkRecord


class Readers:
    """Workers that fail as they are told, and note how many tasks are begun."""

    jobs = 1

    def __init__(self, failures=()):
        self.failures, self.begun = dict(failures), []

    def submit(self, task):
        self.begun.append(task.record.key)
        future = Future()
        errors = self.failures.get(task.record.key, [])
        if errors:
            future.set_exception(errors.pop(0))
        else:
            future.set_result(RecordAnswer(row={"record": task.record.key}))
        return future


def task(key, size=1):
    return RecordTask("source", BulkRecord(key=str(key), url="https://x.example/", content=b"x" * size))


def told(answer):
    return answer if isinstance(answer, str) else answer.row["record"] if answer.row else answer.failure["reason"]


@pytest.mark.parametrize(
    ("errors", "expected", "tries"),
    [
        ([], "b", 1),
        ([WorkerDied("gone")], "b", 2),
        ([WorkerDied("gone"), WorkerDied("gone")], ordered_reading.DIED, 2),
        ([WorkerDied("gone"), ReadingTimeout("too long")], ordered_reading.DIED, 2),
        ([ReadingTimeout("too long")], "too long", 1),
        ([ScraperError("a fault")], "a fault", 1),
    ],
    ids=["well", "once", "twice", "then-late", "late", "fault"],
)
def test_a_page_whose_process_died_is_read_once_more(errors, expected, tries):
    readers = Readers({"b": list(errors)})
    answers = OrderedReading(readers).answers(["begin", task("a"), task("b"), "end"])
    assert [told(answer) for answer in answers] == ["begin", "a", expected, "end"]
    assert readers.begun.count("b") == tries


@pytest.mark.parametrize(("sizes", "most"), [([1] * 9, 4), ([100] * 9, 1)], ids=["number", "bytes"])
def test_what_is_under_way_is_bounded(monkeypatch, sizes, most):
    monkeypatch.setattr(ordered_reading, "AHEAD", 4)
    monkeypatch.setattr(ordered_reading, "MOST_BYTES", 150)
    monkeypatch.setattr(OrderedReading, "_is_first_done", lambda _: False)  # as if the first took long
    readers = Readers()
    answers = OrderedReading(readers).answers(task(n, size) for n, size in enumerate(sizes))
    next(answers)
    assert len(readers.begun) == most + 1
    assert [told(answer) for answer in answers] == [str(n) for n in range(1, 9)]


def test_processes_that_all_die_end_the_run(monkeypatch):
    monkeypatch.setattr(ordered_reading, "HOPELESS", 3)
    readers = Readers({str(n): [WorkerDied("gone")] * 2 for n in range(9)})
    with pytest.raises(ScraperError, match="the first 3 pages each ended the process"):
        list(OrderedReading(readers).answers(task(n) for n in range(9)))


def test_processes_that_die_after_a_page_was_read_cost_their_pages(monkeypatch):
    monkeypatch.setattr(ordered_reading, "HOPELESS", 3)
    readers = Readers({str(n): [WorkerDied("gone")] * 2 for n in range(1, 9)})
    answers = OrderedReading(readers).answers(task(n) for n in range(9))
    assert [told(answer) for answer in answers] == ["0", *[ordered_reading.DIED] * 8]
