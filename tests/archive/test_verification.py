"""How `verify` reports: each row once, so many of one check, and a check that breaks off is a fault, too."""

import sqlite3
from contextlib import closing

import pytest

from scraper.archive.maintenance import verification
from scraper.archive.maintenance.verify_fault import Fault, changed_row
from scraper.progress import Progress


def fault(key, table="articles"):
    return Fault(table=table, id=key, what="odd")


def breaking(*found):
    yield from found
    raise ValueError("no such page")


MANY = [fault(str(number)) for number in range(103)]


@pytest.mark.parametrize(
    ("checks", "reported"),
    [
        ({"a": lambda _: iter([])}, []),
        ({"a": lambda _: iter([fault("1"), fault("1")])}, [fault("1")]),
        ({"a": lambda _: iter([fault("1")]), "b": lambda _: iter([fault("1"), fault("2")])}, [fault("1"), fault("2")]),
        ({"a": lambda _: iter([fault("1"), fault("1", "images")])}, [fault("1"), fault("1", "images")]),
        ({"a": lambda _: iter([fault(""), fault("")])}, [fault(""), fault("")]),  # no single row is meant
        (
            {"a": lambda _: breaking(fault("1")), "b": lambda _: iter([fault("2")])},
            [fault("1"), Fault(table="a", id="", what="cannot be read: no such page"), fault("2")],
        ),
        ({"a": lambda _: iter(MANY)}, [*MANY[:100], Fault(table="a", id="", what="and 3 more")]),
    ],
)
def test_what_is_reported(monkeypatch, checks, reported):
    monkeypatch.setattr(verification, "CHECKS", checks)
    monkeypatch.setattr(verification, "refuse_substitutes", lambda *_: None)
    with closing(sqlite3.connect(":memory:")) as db:
        assert list(verification.verify(db, Progress())) == reported


def test_a_changed_row_is_named_by_its_key():
    assert changed_row("versions", "1, 2") == Fault(table="versions", id="1, 2", what="the row is not what was stored")
