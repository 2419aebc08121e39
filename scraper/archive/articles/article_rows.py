"""How the row of an article and those of its authors and images are written and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from scraper.archive.articles import record
from scraper.archive.articles.record import Attachments, Row
from scraper.archive.store.row_types import damaged, shape

_ALL = (*record.COLUMNS, *record.OWN, "checksum")
_KEPT = ("url", "site", "first_seen")  # what an update leaves
_SET = tuple(name for name in _ALL if name not in _KEPT)

INSERT = f"INSERT INTO articles({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))})"
UPDATE = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in _SET)} WHERE id = ?"


AUTHOR_NAMES = ("name", "role", "links", "raw", "kind")
IMAGE_NAMES = ("url", "caption", "credit", "alt", "lead")
_AUTHORS_OF_SEVERAL = (
    "SELECT p.article_id, n.name, p.role, p.links, p.raw, p.kind FROM article_authors p"
    " JOIN authors n ON n.id = p.author_id WHERE p.article_id IN (SELECT value FROM json_each(?))"
    " ORDER BY p.article_id, p.position"
)
_IMAGES_OF_SEVERAL = (
    "SELECT article_id, url, caption, credit, alt, lead FROM images"
    " WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, position"
)


def insert(db: sqlite3.Connection, row: Row, attached: Attachments) -> int:
    """Add an article with its authors and images; return its id."""
    whole = {**row, "checksum": record.checksum(row, attached)}
    cursor = db.execute(INSERT, [whole[name] for name in _ALL])
    article_id = int(cursor.lastrowid or 0)
    _attach(db, article_id, attached)
    return article_id


def update(db: sqlite3.Connection, article_id: int, row: Row, attached: Attachments) -> None:
    """Write an article's current version anew; a trigger of the schema keeps the words before."""
    whole = {**row, "checksum": record.checksum(row, attached)}
    db.execute(UPDATE, [*(whole[name] for name in _SET), article_id])
    db.execute("DELETE FROM article_authors WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM images WHERE article_id = ?", (article_id,))
    _attach(db, article_id, attached)


def _attach(db: sqlite3.Connection, article_id: int, attached: Attachments) -> None:
    for position, (name, *rest) in enumerate(map(record.columns_of, attached.authors)):
        db.execute("INSERT INTO authors(name) VALUES (?) ON CONFLICT(name) DO NOTHING", (name,))
        db.execute(
            "INSERT INTO article_authors(article_id, position, author_id, role, links, raw, kind)"
            " SELECT ?, ?, id, ?, ?, ?, ? FROM authors WHERE name = ?",
            (article_id, position, *rest, name),
        )
    db.executemany(
        "INSERT INTO images(article_id, position, url, caption, credit, alt, lead)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(article_id, position, *values) for position, values in enumerate(attached.images)],
    )


def people(db: sqlite3.Connection, article_id: int) -> tuple[list[Row], list[Row]]:
    """Return the authors and the images of an article, in order."""
    authors = db.execute(
        "SELECT n.name, p.role, p.links, p.raw, p.kind FROM article_authors p"
        " JOIN authors n ON n.id = p.author_id WHERE p.article_id = ? ORDER BY p.position",
        (article_id,),
    ).fetchall()
    images = db.execute(
        "SELECT url, caption, credit, alt, lead FROM images WHERE article_id = ? ORDER BY position",
        (article_id,),
    ).fetchall()
    return [dict(row) for row in authors], [dict(row) for row in images]


def people_of_several(
    db: sqlite3.Connection, ids: str
) -> tuple[dict[int, list[Row]], dict[int, list[Row]]]:
    """Return the authors and the images of articles by their ids, which are given as JSON.

    Raise DamagedRow.
    """
    authors = tuples(db, _AUTHORS_OF_SEVERAL, ids)
    images = tuples(db, _IMAGES_OF_SEVERAL, ids)
    return (
        _by_article("article_authors", AUTHOR_NAMES, authors),
        _by_article("images", IMAGE_NAMES, images),
    )


def _by_article(
    table: str, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> dict[int, list[Row]]:
    """Return rows, whose first value is the id of an article, by that id; raise DamagedRow."""
    columns = shape(names)
    found: dict[int, list[Row]] = {}
    for article_id, *values in rows:
        before = found.setdefault(article_id, [])
        wrong = columns.misfit(values)
        if wrong:
            raise damaged(table, f"{article_id}, {len(before)}", wrong)
        before.append(dict(zip(names, values, strict=True)))
    return found


def tuples(db: sqlite3.Connection, sql: str, value: object) -> list[tuple[Any, ...]]:
    """Return the rows of a statement with one parameter as tuples, faster than sqlite3.Row."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, (value,)).fetchall()


def attachments(db: sqlite3.Connection, article_id: int) -> Attachments:
    """Return the authors and images of an article as the archive wrote them."""
    authors, images = people(db, article_id)
    return Attachments(
        authors=[record.covered_author(**author) for author in authors],
        images=[tuple(image.values()) for image in images],
    )
