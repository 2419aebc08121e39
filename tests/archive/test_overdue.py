"""What is the most overdue: the order is the same, however much of it is asked for."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive import Archive
from scraper.archive.articles.filters import EVERYTHING
from scraper.archive.crawl import overdue
from scraper.archive.store.times import stamp

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86400
ARTICLES = 3000


def times(chance):
    """Seconds before now of the last visit, and of the moment when the article was due."""
    wait = round(chance.choice((20, HOUR, DAY, 7 * DAY, 180 * DAY)) * chance.uniform(0.9, 1.1))
    due = chance.choice((-1, 1, 1, 1)) * chance.randint(0, 40 * DAY)
    return due + wait, due


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """An archive with visits that are due or not, and the order of those that are due, exactly."""
    chance = random.Random(7)
    visits = {number: times(chance) for number in range(1, ARTICLES + 1) if number % 13}
    rows = [(n, stamp(NOW - timedelta(seconds=a)), stamp(NOW - timedelta(seconds=b))) for n, (a, b) in visits.items()]
    with Archive.open(tmp_path_factory.mktemp("visited") / "a.db", clock=lambda: NOW) as archive:
        archive.db.execute("PRAGMA foreign_keys = OFF")
        archive.db.executemany("INSERT INTO visits(article_id, last_seen, due_at) VALUES (?, ?, ?)", rows)
        unreadable = ARTICLES + 1  # how late it is, is not known: it comes last
        archive.db.execute(
            "INSERT INTO visits(article_id, last_seen, due_at) VALUES (?, 'damaged', ?)",
            (unreadable, stamp(NOW - timedelta(days=300))),
        )
        due = {number: late / max(seen - late, MINUTE) for number, (seen, late) in visits.items() if late >= 0}
        yield archive.db, [*sorted(due, key=lambda number: (-due[number], number)), unreadable]


@pytest.mark.parametrize("wanted", [0, 1, 40, 700, 2000])
@pytest.mark.parametrize("sample", [30, 2000])
def test_the_order_is_that_of_the_lateness_with_any_sample(visited, monkeypatch, wanted, sample):
    db, order = visited
    monkeypatch.setattr(overdue, "SAMPLE", sample)
    found = overdue.most_overdue(db, EVERYTHING, NOW, wanted=wanted, due_or_not=False)
    assert [article_id for article_id, _ in found] == order


def test_a_small_share_is_found_without_sorting_all(visited):
    db, order = visited
    statements = []
    db.set_trace_callback(statements.append)
    found = overdue.most_overdue(db, EVERYTHING, NOW, wanted=40, due_or_not=False)
    assert [next(found)[0] for _ in range(40)] == order[:40]
    db.set_trace_callback(None)
    assert not any("IS NOT TRUE" in statement for statement in statements)
