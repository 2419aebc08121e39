"""Tags: short words that coders give to articles. Two coders may give the same one, so that they can be compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import stamp
from scraper.cleaning import clean_text
from scraper.errors import InputError


class Tags(Room):
    """The tags of an archive."""

    @translate_errors
    def add(self, article_id: int, tag: str, *, coder: str) -> bool:
        """Give an article a tag; return False where this coder had given it before."""
        tag = tag_of(tag)
        with transaction(self.db):
            if self._has(article_id, tag, coder):
                return False
            checksums.insert(
                self.db,
                "coder_tags",
                article_id=article_id,
                tag=tag,
                coder=coder,
                added_at=stamp(self.clock()),
            )
        return True

    @translate_errors
    def remove(self, article_id: int, tag: str, *, coder: str) -> bool:
        """Take a tag of this coder from an article; return False where there was none."""
        with transaction(self.db):
            sql = "DELETE FROM coder_tags WHERE article_id = ? AND tag = ? AND coder = ?"
            return self.db.execute(sql, (article_id, tag_of(tag), coder)).rowcount > 0

    @translate_errors
    def walk(self, article_id: int | None = None) -> Iterator[sqlite3.Row]:
        """Yield the rows of v_tags, of one article or of all."""
        require(self.db, "v_tags")
        where = "" if article_id is None else "WHERE article_id = :article_id"
        sql = f"SELECT * FROM v_tags {where} ORDER BY article_id, tag, coder"
        yield from self.db.execute(sql, {"article_id": article_id})

    def _has(self, article_id: int, tag: str, coder: str) -> bool:
        sql = "SELECT 1 FROM coder_tags WHERE article_id = ? AND tag = ? AND coder = ?"
        return self.db.execute(sql, (article_id, tag, coder)).fetchone() is not None


def tag_of(text: str) -> str:
    """Return a tag in its one spelling; raise InputError if nothing is left of it."""
    tag = " ".join(clean_text(text).split())
    if not tag:
        raise InputError("a tag needs at least one character that can be seen")
    return tag
