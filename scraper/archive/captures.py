"""What servers sent: pages kept before anyone reads them, each body once, compressed against a page like it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from scraper import urls
from scraper.archive.connection import transaction
from scraper.archive.times import parse, stamp
from scraper.errors import Damaged, InputError
from scraper.models import Page, Redirect

LEVEL = 3  # zstd; 9 is a tenth smaller and costs 5 ms a page more
QUICK = 3  # to see what a base gains
WORTH_A_BASE = 0.75  # of what the page would take without
SMALL = 200  # bytes that are not worth compressing

COLUMNS = "url, final_url, site, status, headers, redirects, complete, fetched_at, source, body_id, run_id"


def keep(db: sqlite3.Connection, page: Page, source: str, run_id: int | None) -> int:
    """Store a page as it came, in a transaction of its own; return the id of the capture."""
    site = urls.site(page.final_url)
    digest = sha256(page.body).hexdigest()
    known = _body_id(db, digest)
    prepared = None if known else _compress(db, page.body, _base(db, page.final_url, site))  # outside the transaction
    with transaction(db):
        body_id = _body_id(db, digest) or _add_body(db, digest, len(page.body), prepared)
        cursor = db.execute(
            f"INSERT INTO captures({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                page.url,
                page.final_url,
                site,
                page.status,
                json.dumps(dict(page.headers), ensure_ascii=False),
                json.dumps([[hop.url, hop.status, hop.location] for hop in page.redirects]),
                None if page.complete is None else int(page.complete),
                stamp(page.fetched_at),
                source,
                body_id,
                run_id,
            ),
        )
    return int(cursor.lastrowid or 0)


def page(db: sqlite3.Connection, capture_id: int) -> Page:
    """The page of a capture, as it came; raises InputError if there is none, Damaged if its bytes have changed."""
    row = db.execute(f"SELECT {COLUMNS} FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise InputError(f"there is no capture {capture_id}")
    return Page(
        url=row["url"],
        final_url=row["final_url"],
        status=row["status"],
        headers=json.loads(row["headers"]),
        body=body(db, row["body_id"]),
        fetched_at=parse(row["fetched_at"]),
        redirects=tuple(Redirect(url=u, status=s, location=to) for u, s, to in json.loads(row["redirects"])),
        complete=None if row["complete"] is None else bool(row["complete"]),
    )


def body(db: sqlite3.Connection, body_id: int) -> bytes:
    """The bytes of a body, proved by their hash."""
    row = db.execute("SELECT sha256, raw_bytes, codec, base_id, data FROM bodies WHERE id = ?", (body_id,)).fetchone()
    if row is None:
        raise Damaged(f"body {body_id} is missing: restore the archive from a backup")
    data = row["data"] if row["codec"] == "none" else _decompress(db, row, body_id)
    if sha256(data).hexdigest() != row["sha256"]:
        raise Damaged(f"body {body_id} is not what was stored: restore the archive from a backup")
    return bytes(data)


def seen(db: sqlite3.Connection, page: Page, article_id: int) -> bool:
    """Whether the article's current version was read from these very bytes."""
    found = db.execute(
        "SELECT b.sha256 FROM articles a JOIN captures c ON c.id = a.capture_id JOIN bodies b ON b.id = c.body_id"
        " WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    return found is not None and found[0] == sha256(page.body).hexdigest()


def walk(db: sqlite3.Connection, *, after: int = 0, site: str | None = None) -> Iterator[sqlite3.Row]:
    """The captures in the order of their making, without bodies."""
    yield from db.execute(
        f"SELECT id, {COLUMNS} FROM captures WHERE id > ? AND (? IS NULL OR site = ?) ORDER BY id", (after, site, site)
    )


def fetched_at(db: sqlite3.Connection, capture_id: int) -> datetime:
    """When a capture was made."""
    row = db.execute("SELECT fetched_at FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise InputError(f"there is no capture {capture_id}")
    return parse(row[0])


def _body_id(db: sqlite3.Connection, digest: str) -> int | None:
    row = db.execute("SELECT id FROM bodies WHERE sha256 = ?", (digest,)).fetchone()
    return None if row is None else int(row[0])


def _base(db: sqlite3.Connection, final_url: str, site: str) -> int | None:
    """The body to compress against: the page's first, else the newest of its site; never one that has a base itself."""
    row = (
        db.execute(
            "SELECT coalesce(b.base_id, b.id) FROM captures c JOIN bodies b ON b.id = c.body_id"
            " WHERE c.final_url = ? AND b.codec = 'zstd' ORDER BY c.id LIMIT 1",
            (final_url,),
        ).fetchone()
        or db.execute(
            "SELECT coalesce(b.base_id, b.id) FROM captures c JOIN bodies b ON b.id = c.body_id"
            " WHERE c.site = ? AND b.codec = 'zstd' ORDER BY c.id DESC LIMIT 1",
            (site,),
        ).fetchone()
    )
    return None if row is None else int(row[0])


def _compress(db: sqlite3.Connection, raw: bytes, base_id: int | None) -> tuple[str, int | None, bytes]:
    if len(raw) < SMALL:
        return "none", None, raw
    import zstandard

    if base_id is not None:
        base = zstandard.ZstdCompressionDict(body(db, base_id), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        against = zstandard.ZstdCompressor(level=LEVEL, dict_data=base).compress(raw)
        # a base that gains little is no longer like the site's pages: this page starts a new one
        if len(against) < WORTH_A_BASE * len(zstandard.ZstdCompressor(level=QUICK).compress(raw)):
            return "zstd", base_id, against
    return "zstd", None, zstandard.ZstdCompressor(level=LEVEL).compress(raw)


def _decompress(db: sqlite3.Connection, row: sqlite3.Row, body_id: int) -> bytes:
    import zstandard

    base = None
    if row["base_id"] is not None:
        base = zstandard.ZstdCompressionDict(body(db, row["base_id"]), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    try:
        return zstandard.ZstdDecompressor(dict_data=base).decompress(row["data"], max_output_size=row["raw_bytes"])
    except zstandard.ZstdError as error:
        raise Damaged(f"body {body_id} cannot be read ({error}): restore the archive from a backup") from error


def _add_body(
    db: sqlite3.Connection, digest: str, raw_bytes: int, prepared: tuple[str, int | None, bytes] | None
) -> int:
    assert prepared is not None
    codec, base_id, data = prepared
    cursor = db.execute(
        "INSERT INTO bodies(sha256, raw_bytes, codec, base_id, data) VALUES (?,?,?,?,?)",
        (digest, raw_bytes, codec, base_id, data),
    )
    return int(cursor.lastrowid or 0)
