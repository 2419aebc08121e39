"""The copies of new archives that the tests use are what the steps of the schema make."""

import pytest

from new_archives import migrate, use_copies
from scraper.archive import Archive
from scraper.archive.maintenance import upgrade

PRAGMAS = ("user_version", "application_id", "page_size", "journal_mode", "synchronous", "foreign_keys", "encoding")


def looks(path):
    """Return all that a new archive is: its objects, its rows but for their times, its modes."""
    with Archive.open(path) as archive:
        objects = [tuple(row) for row in archive.db.execute("SELECT * FROM sqlite_master ORDER BY name")]
        tables = [row[1] for row in objects if row[0] == "table" and not row[4].startswith("CREATE VIRTUAL")]
        rows = {name: archive.db.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        steps = [row["name"] for row in rows.pop("_sqlite_migrations")]
        modes = [archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS]
        return objects, {name: [tuple(row) for row in found] for name, found in rows.items()}, steps, modes


@pytest.mark.parametrize("name", ["a.db", ":memory:"])
def test_a_copy_is_what_the_steps_make(tmp_path, monkeypatch, each_step, name):
    assert upgrade.migrate is not migrate
    taken = looks(tmp_path / "taken.db" if name == "a.db" else name)
    use_copies(monkeypatch)
    assert upgrade.migrate is migrate
    assert looks(tmp_path / name if name == "a.db" else name) == taken
