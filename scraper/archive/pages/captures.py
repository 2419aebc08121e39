"""What servers sent, kept before it is read: each body once, packed against one like it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, TypedDict

from scraper import urls
from scraper.archive.pages import packing
from scraper.archive.pages.packing import PackedBody
from scraper.archive.store import checksums
from scraper.archive.store.connection import transaction
from scraper.archive.store.row_types import damaged, readable
from scraper.archive.store.times import parse, stamp
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.models import LARGEST_PAGE, Page, Redirect

COLUMNS = ", ".join(checksums.COVERED["captures"])
COPY = "copy"  # the source of a page that another program kept, of its text alone
# a page that another one of its site serves as base, or else itself
_ITS_BASE = (
    "CASE WHEN b.base_id IN (SELECT body_id FROM dictionaries) THEN b.id"
    " ELSE coalesce(b.base_id, b.id) END"
)
_FIRST_OF_PAGE = (
    f"SELECT {_ITS_BASE} FROM captures c JOIN bodies b ON b.id = c.body_id"
    " WHERE c.final_url = ? AND b.codec = 'zstd' ORDER BY c.id LIMIT 1"
)
_NEWEST_OF_SITE = (
    f"SELECT {_ITS_BASE} FROM captures c JOIN bodies b ON b.id = c.body_id"
    " WHERE c.site = ? AND b.codec = 'zstd' ORDER BY c.id DESC LIMIT 1"
)
# the capture of the last visit to an address that found the text which its article has now
LAST_WITH_THE_TEXT = (
    "SELECT f.capture_id FROM fetches f WHERE f.url = :url AND f.capture_id IS NOT NULL"
    " AND f.reason IN ('new', 'edited', 'same') ORDER BY f.at DESC, f.id DESC LIMIT 1"
)


class CaptureName(TypedDict):
    """What names a capture, without its page."""

    id: int
    site: str
    final_url: str


def keep(db: sqlite3.Connection, page: Page, source: str, run_id: int | None) -> int:
    """Store a page as it came, in a transaction of its own; return the id of the capture."""
    if len(page.body) > LARGEST_PAGE:
        raise InputError(
            f"a page of {len(page.body)} bytes is not kept: {LARGEST_PAGE >> 20} MB are the most"
        )
    site = urls.site(page.final_url)
    digest = sha256(page.body).hexdigest()
    # outside the transaction: others may write meanwhile
    packed = None
    if not _is_there(db, digest):
        packed = packing.pack(db, page.body, _base(db, page.final_url, site))
    with transaction(db):
        body_id = _kept_body(db, digest, page.body, packed)
        return checksums.insert(
            db,
            "captures",
            url=page.url,
            final_url=page.final_url,
            site=site,
            status=page.status,
            headers=json.dumps(clean(dict(page.headers)), ensure_ascii=False),
            redirects=json.dumps([[hop.url, hop.status, hop.location] for hop in page.redirects]),
            complete=None if page.complete is None else int(page.complete),
            fetched_at=stamp(page.fetched_at),
            source=source,
            body_id=body_id,
            run_id=run_id,
        )


def page(db: sqlite3.Connection, capture_id: int) -> Page:
    """Return the page of a capture, as it came.

    Raise InputError if there is none, DamagedRow if it is not what was kept.
    """
    with readable("captures", capture_id):
        row = db.execute(f"SELECT {COLUMNS} FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise _unknown(capture_id)
    values = {name: _read(capture_id, name, row[name]) for name in READERS}
    return Page(
        status=row["status"],
        body=packing.unpack(db, row["body_id"]),
        complete=None if row["complete"] is None else bool(row["complete"]),
        **values,
    )


def _read(capture_id: int, name: str, value: Any) -> Any:
    try:
        return READERS[name](value)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise damaged("captures", capture_id, f"{name} is not what was stored ({error})") from error


def _text(value: object) -> str:
    """Return a value that is text; raise TypeError for another, which only damage can have put."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} in place of text")
    return value


def _headers(value: str) -> dict[str, str]:
    return {name: _text(field) for name, field in json.loads(value).items()}


def _redirects(value: str) -> tuple[Redirect, ...]:
    hops = json.loads(value)
    return tuple(Redirect(url=url, status=status, location=to) for url, status, to in hops)


# column -> what makes a page's value of it
READERS: dict[str, Callable[[Any], Any]] = {
    "url": _text,
    "final_url": _text,
    "headers": _headers,
    "fetched_at": parse,
    "redirects": _redirects,
}


def seen(db: sqlite3.Connection, page: Page, article_id: int, url: str) -> bool:
    """Return whether the article's current text was read from these very bytes.

    That is from the page of its version, or from the last page of this address, as the archive
    writes it, in which only something else had changed.
    """
    found = db.execute(
        "SELECT 1 FROM captures c JOIN bodies b ON b.id = c.body_id WHERE b.sha256 = :sha256"
        f" AND c.id IN ((SELECT capture_id FROM articles WHERE id = :id), ({LAST_WITH_THE_TEXT}))",
        {"sha256": sha256(page.body).hexdigest(), "id": article_id, "url": url},
    ).fetchone()
    return found is not None


def is_read(db: sqlite3.Connection, page: Page) -> bool:
    """Return whether a visit ended with this page, or with a later one of its address.

    A page that was kept when the program was killed had no visit that ended.
    """
    found = db.execute(
        "SELECT 1 FROM captures c JOIN bodies b ON b.id = c.body_id WHERE c.final_url = ?1"
        " AND (c.fetched_at > ?2 OR c.fetched_at = ?2 AND b.sha256 = ?3) AND EXISTS"
        " (SELECT 1 FROM fetches f WHERE f.url = c.url AND f.capture_id = c.id) LIMIT 1",
        (page.final_url, stamp(page.fetched_at), sha256(page.body).hexdigest()),
    ).fetchone()
    return found is not None


def capture_of(db: sqlite3.Connection, page: Page) -> int | None:
    """Return the id of the capture of this very page, taken at this time, or None."""
    found = db.execute(
        "SELECT c.id FROM captures c JOIN bodies b ON b.id = c.body_id WHERE c.final_url = ?"
        " AND c.fetched_at = ? AND b.sha256 = ? ORDER BY c.id LIMIT 1",
        (page.final_url, stamp(page.fetched_at), sha256(page.body).hexdigest()),
    ).fetchone()
    return found[0] if found else None


def walk(
    db: sqlite3.Connection, *, after: int = 0, site: str | None = None
) -> Iterator[CaptureName]:
    """Yield the captures in the order of their making; bytes that are no text are replaced."""
    rows = db.execute(
        "SELECT id, CAST(site AS BLOB), CAST(final_url AS BLOB) FROM captures"
        " WHERE id > ? AND (? IS NULL OR site = ?) ORDER BY id",
        (after, site, site),
    )
    for capture_id, its_site, url in rows:
        yield {
            "id": capture_id,
            "site": str(its_site, "utf-8", "replace"),
            "final_url": str(url, "utf-8", "replace"),
        }


def count(db: sqlite3.Connection, site: str | None) -> int:
    """Return how many captures there are, of all sites or of one."""
    sql = "SELECT count(*) FROM captures WHERE ? IS NULL OR site = ?"
    return int(db.execute(sql, (site, site)).fetchone()[0])


def count_pruned(db: sqlite3.Connection, site: str | None) -> int:
    """Return how many captures have lost their page to `prune`, of all sites or of one."""
    sql = (
        "SELECT count(*) FROM bodies b JOIN captures c ON c.body_id = b.id"
        f" WHERE b.id IN (SELECT id FROM bodies WHERE {packing.IS_PRUNED})"
        " AND (? IS NULL OR c.site = ?)"
    )
    return int(db.execute(sql, (site, site)).fetchone()[0])


def fetched_at(db: sqlite3.Connection, capture_id: int) -> datetime:
    """Return when a capture was made; raise InputError if there is none."""
    row = db.execute("SELECT fetched_at FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise _unknown(capture_id)
    return parse(row[0])


def _unknown(capture_id: int) -> InputError:
    return InputError(f"there is no capture {capture_id}")


def _body_id(db: sqlite3.Connection, digest: str) -> int | None:
    row = db.execute("SELECT id FROM bodies WHERE sha256 = ?", (digest,)).fetchone()
    if row is None:
        return None
    return int(row[0])


def _is_there(db: sqlite3.Connection, digest: str) -> bool:
    """Return whether the body of a hash is kept, and was not pruned."""
    known = _body_id(db, digest)
    return known is not None and not packing.is_pruned(db, known)


def _kept_body(db: sqlite3.Connection, digest: str, raw: bytes, packed: PackedBody | None) -> int:
    """Return the id of a body, which is added, or put back if it was pruned.

    What was packed before the transaction may be needed no longer, or no longer serve: others may
    have kept the same body meanwhile, or have pruned it or the one that it was packed against.
    """
    known = _body_id(db, digest)
    if known is not None and not packing.is_pruned(db, known):
        return known
    has_lost_its_base = (
        packed is not None and packed.base_id is not None and packing.is_pruned(db, packed.base_id)
    )
    if packed is None or has_lost_its_base:
        packed = packing.pack(db, raw, None)
    if known is None:
        return _add_body(db, digest, len(raw), packed)
    packing.replace(db, known, packed)
    return known


def _base(db: sqlite3.Connection, final_url: str, site: str) -> int | None:
    """Return the body to pack against: the page's first, else the newest of its site.

    It is never one that has a base of its site itself.
    """
    row = db.execute(_FIRST_OF_PAGE, (final_url,)).fetchone()
    if row is None:
        row = db.execute(_NEWEST_OF_SITE, (site,)).fetchone()
    if row is None:
        return None
    return int(row[0])


def _add_body(db: sqlite3.Connection, digest: str, raw_bytes: int, packed: PackedBody) -> int:
    row: packing.BodyRow = {
        "sha256": digest,
        "raw_bytes": raw_bytes,
        "codec": packed.codec,
        "base_id": packed.base_id,
        "data": packed.data,
    }
    return packing.add(db, row)
