"""Tags: short words that coders give to articles.

Two coders may give the same one, so that they can be compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass

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

    @translate_errors
    def coders(self) -> list[str]:
        """Return those who gave tags, in order."""
        return [
            coder
            for (coder,) in self.db.execute("SELECT DISTINCT coder FROM coder_tags ORDER BY coder")
        ]

    @translate_errors
    def compare(self, first: str, second: str) -> Iterator[dict[str, str | int | float | None]]:
        """Yield for each tag how two coders used it, over the articles that both of them tagged.

        `kappa` is Cohen's; None where it is not defined. Raise InputError if there is no such
        article.
        """
        given = {coder: self._given(coder) for coder in (first, second)}
        common = given[first].keys() & given[second].keys()
        if not common:
            raise InputError(f"{first} and {second} have tagged no article in common")
        used = {
            tag for coder in given.values() for article_id in common for tag in coder[article_id]
        }
        for tag in sorted(used):
            by_first = {one for one in common if tag in given[first][one]}
            by_second = {one for one in common if tag in given[second][one]}
            yield agreement(by_first, by_second, len(common)).row(tag)

    def _given(self, coder: str) -> dict[int, set[str]]:
        """Return the tags of a coder by article."""
        given: dict[int, set[str]] = {}
        sql = "SELECT article_id, tag FROM coder_tags WHERE coder = ?"
        for article_id, tag in self.db.execute(sql, (coder,)):
            given.setdefault(article_id, set()).add(tag)
        return given

    def _has(self, article_id: int, tag: str, coder: str) -> bool:
        sql = "SELECT 1 FROM coder_tags WHERE article_id = ? AND tag = ? AND coder = ?"
        return self.db.execute(sql, (article_id, tag, coder)).fetchone() is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """On how many articles two coders gave one tag, or did not."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def kappa(self) -> float | None:
        """Return Cohen's kappa: agreement beyond chance, 1 for perfect.

        None where chance alone leaves no room for any.
        """
        total = self.both + self.only_first + self.only_second + self.neither
        observed = (self.both + self.neither) / total
        first = (self.both + self.only_first) / total
        second = (self.both + self.only_second) / total
        by_chance = first * second + (1 - first) * (1 - second)
        if by_chance == 1:
            return None
        return round((observed - by_chance) / (1 - by_chance), 3)

    def row(self, tag: str) -> dict[str, str | int | float | None]:
        """Return the counts of a tag as a row."""
        return {"tag": tag, **asdict(self), "kappa": self.kappa}


def agreement(first: set[int], second: set[int], total: int) -> Agreement:
    """Count how two sets of articles out of `total` overlap."""
    return Agreement(
        both=len(first & second),
        only_first=len(first - second),
        only_second=len(second - first),
        neither=total - len(first | second),
    )


def tag_of(text: str) -> str:
    """Return a tag in its one spelling; raise InputError if nothing is left of it."""
    tag = " ".join(clean_text(text).split())
    if not tag:
        raise InputError("a tag needs at least one character that can be seen")
    return tag
