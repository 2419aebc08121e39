"""Make an archive of today's schema, to be kept for good once that schema is released: `python tests/archives/make.py`.

A file of a released schema is never made again; one of a schema that is not released yet is, when its steps change.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from newsroom import LONG, START, add_rhythm, article, visit  # noqa: E402
from scraper.archive import Archive  # noqa: E402
from scraper.archive.corpus.label_sets import LabelRow, LabelTable  # noqa: E402
from scraper.archive.store import owners  # noqa: E402
from scraper.archive.store.migrations import STEPS  # noqa: E402
from scraper.models import Lead, VerdictKind  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with Archive.open(path, clock=lambda: START) as archive:
            fill(archive)
            archive.maintenance.backup(path.with_name("b.db"))
        packed = gzip.compress(path.with_name("b.db").read_bytes(), 9, mtime=0)
    (HERE / f"schema-{len(STEPS)}.db.gz").write_bytes(packed)


@patch.object(owners, "here", lambda: "machine:1")  # not the name of the machine that this runs on
def fill(archive: Archive) -> None:
    """Something in every table."""
    run = archive.crawl.runs.start(["fetch", "https://harbour.example/0"], "scraper 0.1.0")
    for n in range(3):
        visit(archive, article(f"Number {n}. {LONG}", url=f"https://harbour.example/{n}"))
    visit(archive, article(f"Number 0, edited. {LONG}", url="https://harbour.example/0"), hours=1)
    visit(archive, article("A teaser.", url="https://harbour.example/1", kind=VerdictKind.TEASER), hours=1)
    archive.crawl.log.write("https://harbour.example/2", "timeout", error="too slow")
    feed, _ = archive.crawl.feeds.add("https://harbour.example/feed")
    archive.crawl.feeds.mark_seen(feed, [Lead(url="https://harbour.example/0")])
    archive.crawl.queue.add([Lead(url="https://harbour.example/3")])
    archive.crawl.hosts.claim("harbour.example", 0.0, 1.0)
    archive.crawl.runs.end(run, {"new": 3, "edited": 1, "degraded": 1})
    table = LabelTable(name="cases", columns=("url", "outlet"), url_column="url", source="cases.csv")
    cells = {"url": "https://harbour.example/0", "outlet": "Courier"}
    archive.corpus.labels.keep(table, [LabelRow(url=cells["url"], cells=cells)])
    archive.corpus.tags.add(1, "sea", coder="ann")
    archive.corpus.notes.add(1, "the tide", coder="ann", quotation="the old pier")
    archive.corpus.exclusions.add(2, "a teaser", coder="ben")
    add_rhythm(archive.db, feed)


if __name__ == "__main__":
    main()
