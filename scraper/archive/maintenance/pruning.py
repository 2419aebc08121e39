"""Give up the pages of old versions: their texts, addresses, headers and hashes stay.

The chain of runs covers the hash of each page, which is kept, so that its seals stay right.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper.archive.pages import packing
from scraper.archive.pages.packing import PRUNED, PackedBody
from scraper.archive.store.connection import transaction
from scraper.progress import Progress

BATCH = 2000  # pages a transaction, half a second: other programs write between two of them
# Captures that only versions were read from which were replaced long ago and have no note. Whole
# sets are subtracted: no index leads from a capture to its versions.
_CAPTURES = """
  SELECT capture_id FROM versions WHERE capture_id IS NOT NULL AND replaced_at < :before
  EXCEPT SELECT capture_id FROM versions WHERE replaced_at IS NULL OR replaced_at >= :before
  EXCEPT SELECT capture_id FROM articles
  EXCEPT SELECT v.capture_id FROM coder_notes n
    JOIN versions v ON v.article_id = n.article_id AND v.number = n.version
"""
# Their bodies, if no other capture has the same and no page needs them to be unpacked.
_BODIES = f"""
  WITH old(capture_id) AS ({_CAPTURES}),
    wanted(id) AS (SELECT body_id FROM captures WHERE id IN old)
  SELECT id, length(data) AS size FROM bodies
  WHERE id IN wanted AND raw_bytes >= {packing.SMALL} AND NOT {packing.IS_PRUNED}
    AND id NOT IN (SELECT body_id FROM captures WHERE body_id IN wanted AND id NOT IN old)
    AND id NOT IN (SELECT base_id FROM bodies WHERE base_id IS NOT NULL)
    AND id NOT IN (SELECT body_id FROM dictionaries)
  ORDER BY id
"""


@dataclass(slots=True)
class Pruned:
    """How many pages are given up, and the bytes that they take as they are compressed."""

    pages: int = 0
    freed: int = 0


def candidates(db: sqlite3.Connection, before: str) -> Pruned:
    """Return what could be given up now of versions that were replaced before a time."""
    found = db.execute(_BODIES, {"before": before}).fetchall()
    return Pruned(len(found), sum(size for _, size in found))


def prune(db: sqlite3.Connection, before: str, now: str, progress: Progress) -> Pruned:
    """Give up the pages of versions that were replaced before a time, and return how much it was.

    A page that served others to be unpacked goes when these have gone.
    """
    progress.begin("prunes pages", total=candidates(db, before).pages, unit="pages")
    stub = PackedBody("none", None, PRUNED + now.encode())
    done = Pruned()
    while True:
        # chosen in the same transaction: others may need a page that was free before it
        with transaction(db):
            batch = db.execute(f"{_BODIES} LIMIT {BATCH}", {"before": before}).fetchall()
            for body_id, _ in batch:
                packing.replace(db, body_id, stub)
        if not batch:
            return done
        done.pages += len(batch)
        done.freed += sum(size for _, size in batch)
        progress.done += len(batch)
