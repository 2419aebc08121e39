"""How long choosing what is due takes in a large archive: `python -m bench.due COPY.db`.

The copy is changed: its articles get due times as if they had been first seen evenly over a year and never edited. Times
are of the processor, in milliseconds, the best of several; the bar is 50 ms for 100,000 articles.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.archive import Archive
from scraper.archive.crawl.due_articles import NEVER
from scraper.archive.store.times import stamp
from scraper.jobs import due, refresh
from scraper.jobs.collect import Plan
from scraper.jobs.due import Watched

NOW = datetime(2026, 6, 1, tzinfo=UTC)
YEAR = 365 * 86400
TIMES = 7
# what happened before -> time since the last refresh
LATE = {
    "an hour": timedelta(hours=1),
    "a day": timedelta(days=1),
    "ten days": timedelta(days=10),
    "a year": timedelta(days=365),
}


def spread(archive: Archive) -> None:
    """Give each article an age, and the due time that the last visit in time gave it."""
    ids = [
        article_id
        for (article_id,) in archive.db.execute("SELECT article_id FROM visits ORDER BY article_id")
    ]
    rows = []
    for number, article_id in enumerate(ids):
        seen = NOW - timedelta(seconds=YEAR * (number + 0.5) / len(ids))
        article = Watched(article_id=article_id, first_seen=seen, last_changed=seen)
        visit = following = seen
        while following is not None and following <= NOW:
            visit, following = following, due.due_at(article, following)
        rows.append((stamp(visit), NEVER if following is None else stamp(following), article_id))
    with archive.transaction():
        archive.db.executemany(
            "UPDATE visits SET last_seen = ?, due_at = ? WHERE article_id = ?", rows
        )


def measured(archive: Archive) -> tuple[int, float]:
    """Choose within the usual budgets -> articles, milliseconds."""
    best, count = float("inf"), 0
    for _ in range(TIMES):
        began = time.process_time()
        count = len(list(refresh.chosen(archive, Plan())))
        best = min(best, 1000 * (time.process_time() - began))
    return count, best


def main(file: str) -> None:
    clock = [NOW]
    with Archive.open(Path(file), clock=lambda: clock[0]) as archive:
        spread(archive)
        for name, late in LATE.items():
            clock[0] = NOW + late
            waiting = archive.crawl.due.count().articles
            count, milliseconds = measured(archive)
            print(
                f"{name:9} after the last refresh: {waiting} due, {count} chosen in {milliseconds:.1f} ms"
            )
        with archive.transaction():
            archive.db.execute(
                "UPDATE visits SET due_at = ? WHERE due_at > ?", (stamp(clock[0]), stamp(clock[0]))
            )
        count, milliseconds = measured(archive)
        print(f"everything due at once: {count} chosen in {milliseconds:.1f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:])
