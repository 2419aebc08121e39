"""Notes: what coders write about an article, or about a passage of one of its versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive.corpus import quotations
from scraper.archive.corpus.quotations import PassageContext
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import stamp
from scraper.cleaning import clean_text
from scraper.errors import InputError

TEXTS = ("headline", "subheadline", "byline", "body_text", "caption", "credit")


class Notes(Room):
    """The notes of an archive."""

    @translate_errors
    def add(  # noqa: PLR0913 - what a note is about, and who wrote it
        self,
        article_id: int,
        text: str,
        *,
        coder: str,
        quotation: str | None = None,
        occurrence: int = 1,
        around: PassageContext | None = None,
        version: int | None = None,
    ) -> int:
        """Write a note on an article's version, by default the current one; return its id.

        Raise InputError if there is neither text nor quotation, or if the version lacks the
        quotation.
        """
        text = clean_text(text).strip()
        if not text and not quotation:
            raise InputError("a note needs some text, or a quotation to highlight")
        with transaction(self.db):
            number, texts = self._texts(article_id, version)
            anchor = {}
            if quotation:
                found = quotations.quote(texts, quotation, occurrence=occurrence, around=around)
                anchor = {
                    "field": found.field,
                    "exact": found.exact,
                    "prefix": found.prefix,
                    "suffix": found.suffix,
                }
            return checksums.insert(
                self.db,
                "coder_notes",
                article_id=article_id,
                version=number,
                text=text,
                coder=coder,
                added_at=stamp(self.clock()),
                **anchor,
            )

    @translate_errors
    def remove(self, note_id: int) -> None:
        """Remove a note; raise InputError if there is none of that id."""
        with transaction(self.db):
            removed = self.db.execute("DELETE FROM coder_notes WHERE id = ?", (note_id,)).rowcount
        if not removed:
            raise InputError(f"no note has the id {note_id}")

    @translate_errors
    def get(self, note_id: int) -> sqlite3.Row | None:
        """Return the row of v_notes with an id; None if there is none."""
        require(self.db, "v_notes")
        sql = "SELECT * FROM v_notes WHERE id = ?"
        found: sqlite3.Row | None = self.db.execute(sql, (note_id,)).fetchone()
        return found

    @translate_errors
    def walk(self, article_id: int | None = None) -> Iterator[sqlite3.Row]:
        """Yield the rows of v_notes, of one article or of all."""
        require(self.db, "v_notes")
        where = "" if article_id is None else "WHERE article_id = :article_id"
        sql = f"SELECT * FROM v_notes {where} ORDER BY article_id, id"
        yield from self.db.execute(sql, {"article_id": article_id})

    @translate_errors
    def latest(
        self, limit: int, offset: int = 0, *, coder: str | None = None
    ) -> Iterator[sqlite3.Row]:
        """Yield rows of v_notes, the last one written first; of one coder, or of all."""
        require(self.db, "v_notes")
        where = "" if coder is None else "WHERE coder = :coder"
        sql = f"SELECT * FROM v_notes {where} ORDER BY id DESC LIMIT :limit OFFSET :offset"
        yield from self.db.execute(sql, {"coder": coder, "limit": limit, "offset": offset})

    @translate_errors
    def coders(self) -> list[str]:
        """Return the names of all who wrote notes."""
        sql = "SELECT DISTINCT coder FROM coder_notes ORDER BY coder"
        return [name for (name,) in self.db.execute(sql)]

    def _texts(self, article_id: int, version: int | None) -> tuple[int, dict[str, str]]:
        """Return the number of a version and its texts by field."""
        where = "is_current" if version is None else "version = :version"
        row = self.db.execute(
            f"SELECT version, {', '.join(TEXTS)} FROM v_versions"
            f" WHERE article_id = :article_id AND {where}",
            {"article_id": article_id, "version": version},
        ).fetchone()
        if row is None:
            wanted = f"article {article_id}" if version is None else f"version {version}"
            raise InputError(f"{wanted} is not in the archive")
        return row["version"], {name: row[name] or "" for name in TEXTS}
