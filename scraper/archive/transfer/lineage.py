"""An article's earlier versions, on their way into an archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from scraper.archive.articles import body_shape, record, versions
from scraper.archive.articles import edits as history
from scraper.archive.articles.record import TEXTS, WORDS, Row, dump
from scraper.archive.store import checksums
from scraper.archive.store.times import is_stamp
from scraper.changes import compare, is_stealth
from scraper.cleaning import clean


def read(article: Mapping[str, Any]) -> list[Row]:
    """Return the earlier versions from a row of an export; raises ValueError or TypeError if it cannot be."""
    past = [_read(version) for version in article.get("versions") or ()]
    numbers = [row["version"] for row in past] + ([article.get("version")] if past else [])
    if any(type(number) is not int or number < 1 for number in numbers) or len(set(numbers)) < len(
        numbers
    ):
        raise ValueError("its versions are not numbered")
    return past


def _read(version: Mapping[str, Any]) -> Row:
    row = {name: version.get(name) for name in versions.EXPORTED}
    if wrong := [name for name in versions.EXPORTED[1:] if not isinstance(row[name], str | None)]:
        raise TypeError(f"{wrong[0]} of a version is no text")
    if not (is_stamp(row["first_seen"]) and is_stamp(row["last_seen"])):
        raise ValueError("a version does not say when it was seen")
    body_text, form = body_shape.cleaned(row["body_text"] or "", row["body_form"], record.UNFIT)
    texts = {name: record.clean(row[name]) for name in TEXTS}
    return record.derive(clean(row) | texts | {"body_text": body_text, "body_form": form})


def write(db: sqlite3.Connection, current: Row, past: Sequence[Row]) -> None:
    """Put earlier versions beside the current one, and say anew what was changed between them."""
    article_id = current["id"]
    places = ", ".join("?" * (len(WORDS) + 2))
    for row in past:
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
        db.execute(
            f"INSERT INTO past_texts(article_id, number, {', '.join(WORDS)}) VALUES ({places})",
            (article_id, row["version"], *(row[name] for name in WORDS)),
        )
    for before, after in pairwise(sorted((*past, current), key=lambda row: int(row["version"]))):
        edits = compare(before, after)
        history.write(db, article_id, after["version"], edits)
        stealth = int(is_stealth(edits, before["date_modified"], after["date_modified"]))
        changed = dump(versions.differing(before, after))
        versions.rewrite(db, article_id, after["version"], changed=changed, stealth=stealth)
