"""New archives by a copy: to take the steps of the schema anew costs as much as three pages do.

The steps themselves are taken once a session, by the program's own code, and by every test that
starts the program in a process of its own, that migrates a file of an older schema, or that asks
for the fixture `each_step`.
"""

import functools
from pathlib import Path

from scraper.archive.maintenance import upgrade
from scraper.archive.store import migrations
from scraper.archive.store.connection import connect
from scraper.archive.store.times import now

TAKEN = migrations.migrate


@functools.cache
def template():
    """Return an archive with nothing in it, which no test sees."""
    db = connect(Path(":memory:"), read_only=False)
    TAKEN(db, upgrade._in_python(now))
    return db


def migrate(db, in_python, progress=None):
    """Take the steps that are left; all of them by a copy."""
    if migrations.names(db):
        TAKEN(db, in_python, progress)
    else:
        migrations.checksums.teach(db)
        size = template().execute("PRAGMA page_size").fetchone()[0]
        db.execute(f"PRAGMA page_size = {size}")  # a copy needs the same
        template().backup(db)


def use_copies(monkeypatch):
    for module in (migrations, upgrade):
        monkeypatch.setattr(module, "migrate", migrate)
