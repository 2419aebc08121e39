"""Selections: the addresses of a label set, a run or the whole archive, and what became of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from scraper.archive.corpus.attrition import Asked, AttritionStep, attrition
from scraper.archive.store.connection import Room, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.errors import InputError
from scraper.outcomes import policy

_OF_ARTICLE = (
    "a.verdict, EXISTS (SELECT 1 FROM coder_exclusions e WHERE e.article_id = a.id) AS excluded"
)
# selection -> SQL of url, reason, article_id, verdict and excluded
_LABEL_SET = (
    f"SELECT r.url, r.reason, r.article_id, {_OF_ARTICLE} FROM v_label_rows r"
    " LEFT JOIN articles a ON a.id = r.article_id WHERE r.label_set = ? ORDER BY r.row"
)
_RUN = (
    f"SELECT f.url, f.reason, a.id AS article_id, {_OF_ARTICLE} FROM fetches f"
    " LEFT JOIN articles a ON a.id = f.article_id WHERE f.run_id = ? ORDER BY f.id"
)
_ALL = (
    f"SELECT a.url, NULL AS reason, a.id AS article_id, {_OF_ARTICLE} FROM articles a ORDER BY a.id"
)


class Selections(Room):
    """What was asked for, by label set, by run or at all."""

    @translate_errors
    def attrition(self, name: str) -> Iterator[AttritionStep]:
        """Yield the attrition table of a label set or, where the name is a number, of a run.

        Raise InputError if there is no such label set or run.
        """
        yield from attrition(self.asked(name))

    @translate_errors
    def asked(self, name: str) -> Iterator[Asked]:
        """Yield what a label set or a run asked for.

        `name` is that of the set, or the number of the run.
        """
        require(self.db, "v_label_rows")
        if self._is_label_set(name):
            yield from _asked(self.db.execute(_LABEL_SET, (name,)))
            return
        if not name.isdecimal():
            raise InputError(f"{name!r} is neither a label set nor the number of a run")
        yield from _asked(self.db.execute(_RUN, (int(name),)))
        yield from self._left_alone(int(name))

    @translate_errors
    def articles(self) -> Iterator[Asked]:
        """Yield every article of the archive."""
        yield from _asked(self.db.execute(_ALL))

    def _is_label_set(self, name: str) -> bool:
        row = self.db.execute("SELECT 1 FROM label_sets WHERE name = ?", (name,)).fetchone()
        return row is not None

    def _left_alone(self, run_id: int) -> Iterator[Asked]:
        """Yield what a run counted and did not visit: its log has the number, not the addresses."""
        row = self.db.execute("SELECT counts FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise InputError(f"there is no run {run_id}: `scraper status` shows the last ones")
        for reason, count in json.loads(row["counts"]).items():
            if not policy(reason).logged:
                for number in range(count):
                    yield Asked(url=f"{reason} {number}", reason=reason)


def _asked(rows: Iterator[sqlite3.Row]) -> Iterator[Asked]:
    for row in rows:
        yield Asked(**{**dict(row), "excluded": bool(row["excluded"])})
