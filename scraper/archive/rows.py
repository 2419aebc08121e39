"""How an article's row and the rows that hang on it are written."""

from __future__ import annotations

import sqlite3
from typing import Any

from scraper.archive import record
from scraper.archive.record import Row
from scraper.models import Article

_OWN = ("version", "capture_id", "extractor", "first_seen", "last_changed", "checksum")
_ALL = (*record.COLUMNS, *_OWN)
_KEPT = ("url", "site", "first_seen")  # what an update leaves
_SET = tuple(name for name in _ALL if name not in _KEPT)

INSERT = f"INSERT INTO articles({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))})"
UPDATE = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in _SET)} WHERE id = ?"


def insert(db: sqlite3.Connection, row: Row, own: dict[str, Any]) -> int:
    """Add an article; return its id."""
    whole = {**row, **own, "checksum": record.checksum(row)}
    cursor = db.execute(INSERT, [whole[name] for name in _ALL])
    return int(cursor.lastrowid or 0)


def update(db: sqlite3.Connection, article_id: int, row: Row, own: dict[str, Any]) -> None:
    """Write an article's current version anew; the words that it had are kept by a trigger of the schema."""
    whole = {**row, **own, "checksum": record.checksum(row)}
    db.execute(UPDATE, [*(whole[name] for name in _SET), article_id])


def write_people(db: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Write the authors and images of an article that has none yet."""
    for position, author in enumerate(article.authors):
        name = record.clean(author.name)
        db.execute("INSERT INTO authors(name) VALUES (?) ON CONFLICT(name) DO NOTHING", (name,))
        db.execute(
            "INSERT INTO article_authors(article_id, position, author_id, role, links, raw)"
            " SELECT ?, ?, id, ?, ?, ? FROM authors WHERE name = ?",
            (
                article_id,
                position,
                record.clean(author.role),
                record.dump(author.links),
                record.clean(author.raw),
                name,
            ),
        )
    db.executemany(
        "INSERT INTO images(article_id, position, url, caption, credit, alt, lead) VALUES (?,?,?,?,?,?,?)",
        [
            (article_id, position, image.url, record.clean(image.caption), record.clean(image.credit),
             record.clean(image.alt), int(image.lead))
            for position, image in enumerate(article.images)
        ],
    )  # fmt: skip


def rewrite_people(db: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Put other authors and images in the place of those that an article has."""
    db.execute("DELETE FROM article_authors WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM images WHERE article_id = ?", (article_id,))
    write_people(db, article_id, article)


def people(db: sqlite3.Connection, article_id: int) -> tuple[list[Row], list[Row]]:
    """The authors and images of an article, in order."""
    authors = db.execute(
        "SELECT n.name, p.role, p.links, p.raw FROM article_authors p JOIN authors n ON n.id = p.author_id"
        " WHERE p.article_id = ? ORDER BY p.position",
        (article_id,),
    ).fetchall()
    images = db.execute(
        "SELECT url, caption, credit, alt, lead FROM images WHERE article_id = ? ORDER BY position", (article_id,)
    ).fetchall()
    return [dict(row) for row in authors], [dict(row) for row in images]


def differ(db: sqlite3.Connection, article_id: int, article: Article) -> bool:
    """Whether an article's authors or images are not those that the archive has."""
    authors, images = people(db, article_id)
    now_authors = [
        (record.clean(a.name), record.clean(a.role), record.dump(a.links), record.clean(a.raw)) for a in article.authors
    ]
    now_images = [
        (i.url, record.clean(i.caption), record.clean(i.credit), record.clean(i.alt), int(i.lead))
        for i in article.images
    ]
    return [tuple(a.values()) for a in authors] != now_authors or [tuple(i.values()) for i in images] != now_images
