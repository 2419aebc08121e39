"""The steps that bring an archive file to today's schema, each recorded in the file.

A step is a file in `schema/`, never edited once released. `user_version` counts the steps, so that
the schema of a file is known without loading sqlite-utils.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive.store import checksums
from scraper.archive.store.connection import transaction
from scraper.errors import ArchiveError, NewerSchema, NotAnArchive

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

    from scraper.progress import Progress

APPLICATION = 0x53435241  # "SCRA", in the file's header
SCHEMA = Path(__file__).with_name("schema")
STEPS = (
    "001_articles",
    "002_search",
    "003_visits",
    "004_views",
    "005_sums",
    "006_events",
    "007_body_first",
    "008_dictionaries",
    "009_outside",
    "010_corpus",
    "011_dates",
    "012_rhythm",
    "013_origins",
)


# step -> what it does after its statements, where SQL cannot do it; whoever migrates passes them,
# for they need rooms above this one
PythonSteps = Mapping[str, Callable[[sqlite3.Connection], None]]
OLDEST_SQLITE = (3, 31, 0)  # generated columns


def schema_version(db: sqlite3.Connection) -> int:
    """Return how many steps the file has taken."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def check(db: sqlite3.Connection, path: str) -> int:
    """Return how many steps the file still has to take.

    Raises NotAnArchive if it is not ours, and NewerSchema if it is newer than this program.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise ArchiveError(
            f"this Python brings SQLite {sqlite3.sqlite_version}; scraper needs 3.31 or newer"
        )
    version = schema_version(db)
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = int(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and application != APPLICATION:
        raise NotAnArchive(f"{path} is an SQLite file of another program: name another file")
    if version > len(STEPS):
        raise NewerSchema(
            f"{path} was written by a newer scraper"
            f" (schema {version}, this one knows {len(STEPS)}): upgrade scraper"
        )
    return len(STEPS) - version


def migrate(
    db: sqlite3.Connection, in_python: PythonSteps, progress: Progress | None = None
) -> None:
    """Take all steps that are left, in one transaction: after a failure the file is as it was."""
    from sqlite_utils import Database

    from scraper.progress import Progress

    steps = _steps(in_python, progress or Progress())
    checksums.teach(db)
    with transaction(db):
        is_new = not names(db)
        steps.apply(Database(db, recursive_triggers=False, execute_plugins=False))
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(STEPS)}")
        made = defined(db, db) if is_new else _defined_beside_others(db)
        db.execute(
            "INSERT OR REPLACE INTO definitions(step, sha256) VALUES (?, ?)", (len(STEPS), made)
        )


def _defined_beside_others(db: sqlite3.Connection) -> str:
    """Return the hash of our definitions in a file in which others may have put theirs."""
    with closing(fresh()) as new:
        return defined(db, new)


def fresh() -> sqlite3.Connection:
    """Return an archive with nothing in it, to compare with."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrate(db, {})  # there is nothing in it that a step would have to change
    return db


def names(db: sqlite3.Connection) -> set[str]:
    """Return the names of the tables, indexes, triggers and views of a file."""
    return {row[0] for row in db.execute("SELECT name FROM sqlite_master")}


def defined(db: sqlite3.Connection, new: sqlite3.Connection) -> str:
    """Return the hash of the definitions in a file of what a new archive has, too.

    Columns that somebody added are left out.
    """
    from hashlib import sha256

    from scraper.archive.store.added_columns import added  # few commands compare definitions

    ours = dict(map(tuple, new.execute("SELECT name, sql FROM sqlite_master")))
    found = []
    for name, kind, table, sql in db.execute(
        "SELECT name, type, tbl_name, sql FROM sqlite_master ORDER BY name"
    ):
        if name not in ours:
            continue
        is_longer = added(ours[name] or "", sql)
        found.append((name, kind, table, ours[name] if is_longer else sql))
    return sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()


def _steps(in_python: PythonSteps, progress: Progress) -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations("scraper")
    for name in STEPS:
        steps(name=name)(_run(name, in_python, progress))
    return steps


def _run(name: str, in_python: PythonSteps, progress: Progress) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        progress.begin(f"takes step {STEPS.index(name) + 1} of {len(STEPS)}, {name}")
        for statement in statements((SCHEMA / f"{name}.sql").read_text("utf-8")):
            db.execute(statement)
        if name in in_python:
            in_python[name](db.conn)

    return step


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit the transaction it runs in."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if not line.rstrip().endswith(";"):
            continue
        text = "\n".join(lines)
        if sqlite3.complete_statement(text):
            yield text.strip()
            lines = []
