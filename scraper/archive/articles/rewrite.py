"""Reading a version anew: other words for what the newsroom published then, and no new version of it."""

from __future__ import annotations

import sqlite3

from scraper.archive.articles import article_rows, extractions, versions
from scraper.archive.articles.record import OWN, Row
from scraper.archive.articles.submission import Reading


def current(db: sqlite3.Connection, article: Row, reading: Reading) -> None:
    """Put a reading in the place of the one that an article's current version has; its address moves along."""
    number, article_id = article["version"], article["id"]
    own = {name: article[name] for name in OWN} | {"extractor": reading.extractor}
    if reading.row["url"] != article["url"]:
        db.execute("UPDATE articles SET url = ? WHERE id = ?", (reading.row["url"], article_id))
    article_rows.update(
        db,
        article_id,
        {**reading.row, **own, "site": article["site"], "capture_id": reading.capture_id},
    )
    db.execute("DELETE FROM past_texts WHERE article_id = ? AND number = ?", (article_id, number))
    versions.reword(db, article_id, number, reading.row, capture_id=reading.capture_id)
    extractions.note(db, reading, article_id, number)
