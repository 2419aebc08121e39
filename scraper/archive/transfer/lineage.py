"""An article's earlier versions, on their way into an archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from scraper.archive.articles import body_shape, change_rows, record, versions
from scraper.archive.articles.record import TEXTS, WORDS, Row, dump
from scraper.archive.store import checksums
from scraper.archive.store.times import is_stamp
from scraper.changes import compare, is_stealth
from scraper.cleaning import clean


def read(article: Mapping[str, Any]) -> list[Row]:
    """Return the earlier versions of an exported article as rows.

    Raise ValueError or TypeError if they are not what an export writes.
    """
    past = [_read(version) for version in article.get("versions") or ()]
    if past:
        _check_numbers([article.get("version"), *(row["version"] for row in past)])
    return past


def _check_numbers(numbers: Sequence[object]) -> None:
    # a flag is an int to isinstance()
    numbered = all(type(number) is int and number > 0 for number in numbers)
    if not numbered or len(set(numbers)) < len(numbers):
        raise ValueError("its versions are not numbered")


def _read(version: Mapping[str, Any]) -> Row:
    row = {name: version.get(name) for name in versions.EXPORTED}
    for name in versions.EXPORTED:
        if name != "version" and not isinstance(row[name], str | None):
            raise TypeError(f"{name} of a version is not a text")
    if not is_stamp(row["first_seen"]) or not is_stamp(row["last_seen"]):
        raise ValueError("a version does not say when it was seen")
    body_text, form = body_shape.cleaned(row["body_text"] or "", row["body_form"], record.UNFIT)
    texts = {name: record.clean(row[name]) for name in TEXTS}
    return record.derive(clean(row) | texts | {"body_text": body_text, "body_form": form})


def write(db: sqlite3.Connection, current: Row, past: Sequence[Row]) -> None:
    """Add earlier versions to an article, and compare each version with the next."""
    for row in past:
        _write_past(db, current["id"], row)
    in_order = sorted((*past, current), key=lambda row: int(row["version"]))
    for before, after in pairwise(in_order):
        _write_changes(db, current["id"], before, after)


def _write_past(db: sqlite3.Connection, article_id: int, row: Row) -> None:
    checksums.insert(
        db,
        "versions",
        article_id=article_id,
        number=row["version"],
        first_seen=row["first_seen"],
        replaced_at=row["last_seen"],
        date_modified=row["date_modified"],
        text_sha256=row["text_sha256"],
        changed="[]",
        stealth=0,
        returns=0,
        words_checksum=record.words_checksum(row),
    )
    places = ", ".join("?" * (len(WORDS) + 2))
    db.execute(
        f"INSERT INTO past_texts(article_id, number, {', '.join(WORDS)}) VALUES ({places})",
        (article_id, row["version"], *(row[name] for name in WORDS)),
    )


def _write_changes(db: sqlite3.Connection, article_id: int, before: Row, after: Row) -> None:
    number = after["version"]
    edits = compare(before, after)
    change_rows.write(db, article_id, number, edits)
    stealth = int(is_stealth(edits, before["date_modified"], after["date_modified"]))
    changed = dump(versions.differing(before, after))
    versions.rewrite(db, article_id, number, changed=changed, stealth=stealth)
