"""Write many rows by few statements.

A statement for each row takes longer, and FTS5 writes words out at the end of each statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any


def insert_many(
    db: sqlite3.Connection, into: str, rows: Sequence[tuple[Any, ...]], otherwise: str = ""
) -> None:
    """Insert rows of one width by statements with as many values as SQLite takes.

    `into` is a table, with its columns unless the rows have all of them; `otherwise` is a clause
    for conflicts.
    """
    if not rows:
        return
    width = len(rows[0])
    step = max(1, db.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width)
    place = f"({','.join('?' * width)})"
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        places = ",".join([place] * len(part))
        sql = f"INSERT INTO {into} VALUES {places} {otherwise}"
        db.execute(sql, list(chain.from_iterable(part)))
