"""Exclusions: articles that a coder leaves out of the corpus, with a reason; they stay archived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import stamp
from scraper.cleaning import clean_text
from scraper.errors import InputError


class Exclusions(Room):
    """The exclusions of an archive, one an article and coder."""

    @translate_errors
    def add(self, article_id: int, reason: str, *, coder: str) -> None:
        """Leave an article out; a reason given before is replaced.

        Raise InputError for an empty reason.
        """
        reason = clean_text(reason).strip()
        if not reason:
            raise InputError("an exclusion needs a reason")
        at = stamp(self.clock())
        told = {"article_id": article_id, "reason": reason, "coder": coder, "added_at": at}
        with transaction(self.db):
            self._delete(article_id, coder)
            checksums.insert(self.db, "coder_exclusions", **told)

    @translate_errors
    def remove(self, article_id: int, *, coder: str) -> bool:
        """Take an exclusion of this coder back; return False where there was none."""
        with transaction(self.db):
            return self._delete(article_id, coder)

    @translate_errors
    def walk(self, article_id: int | None = None) -> Iterator[sqlite3.Row]:
        """Yield the rows of v_exclusions, of one article or of all."""
        require(self.db, "v_exclusions")
        where = "" if article_id is None else "WHERE article_id = :article_id"
        sql = f"SELECT * FROM v_exclusions {where} ORDER BY article_id, coder"
        yield from self.db.execute(sql, {"article_id": article_id})

    def _delete(self, article_id: int, coder: str) -> bool:
        sql = "DELETE FROM coder_exclusions WHERE article_id = ? AND coder = ?"
        return self.db.execute(sql, (article_id, coder)).rowcount > 0
