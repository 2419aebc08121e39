"""Older archives: what they hold of secrets is masked, the chain of runs sealed again, and no damage hidden by that."""

import gzip
import json
import sqlite3
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from newsroom import START
from program import inside
from scraper.archive import Archive
from scraper.archive.articles import article_rows, record
from scraper.archive.articles.extractions import pack
from scraper.archive.crawl.runs import SEALED, captures_hash
from scraper.archive.maintenance.masking import CHANGES
from scraper.archive.store import checksums
from scraper.archive.store.times import stamp

KEPT = Path(__file__).parent.parent / "archives" / "schema-8.db.gz"
URL = "http://ann:s3cret@harbour.example/0"
URL_BARE = "http://harbour.example/0"
COMMAND = ["scraper", "fetch", URL, "--header", "Authorization: Bearer s3cret", "--proxy", "http://ann:s3cret@h:1"]
HEADERS = {"etag": '"1"', "set-cookie": "a=s3cret; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Path=/, b=s3cret; Path=/"}


def opened(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.row_factory = sqlite3.Row
    checksums.teach(db)
    return db


@contextmanager
def unlocked(db):
    """Captures may be changed inside."""
    trigger = db.execute("SELECT sql FROM sqlite_master WHERE name = 'captures_stay'").fetchone()[0]
    db.execute("DROP TRIGGER captures_stay")
    yield
    db.execute(trigger)


def put(db, table, key, **values):
    """Write columns of a row, its checksum with them, as a program of that time did."""
    there = {column["name"] for column in db.execute(f"PRAGMA table_info({table})")}
    covered = [name for name in checksums.COVERED.get(table, ()) if name in there]
    assigned = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE {table} SET {assigned} WHERE id = {key}", values)
    if covered:
        db.execute(f"UPDATE {table} SET checksum = row_sum({', '.join(covered)}) WHERE id = {key}")


def seal(db):
    """Seal the runs as that program did."""
    before = None
    for row in db.execute("SELECT * FROM runs ORDER BY sealed").fetchall():
        hashed = captures_hash(db, row["captures_from"], row["captures_to"])
        db.execute("UPDATE runs SET captures_sha256 = ?, previous_sha256 = ? WHERE id = ?", (hashed, before, row["id"]))
        told = db.execute("SELECT * FROM runs WHERE id = ?", (row["id"],)).fetchone()
        before = sha256(json.dumps([told[name] for name in SEALED], ensure_ascii=False).encode()).hexdigest()
        db.execute("UPDATE runs SET sha256 = ? WHERE id = ?", (before, row["id"]))


@pytest.fixture
def old(tmp_path):
    """An archive of schema 8 with secrets in all the places where such archives have them."""
    path = tmp_path / "archive.db"
    path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    db = opened(path)
    db.execute("UPDATE runs SET command = ?", (json.dumps(COMMAND, ensure_ascii=False),))
    hops = json.dumps([[URL, 302, URL]])
    with unlocked(db):
        put(db, "captures", 1, url=URL, final_url=URL, redirects=hops, headers=json.dumps(HEADERS))
    put(db, "fetches", 1, url="http://ann:s3cret@exa mple/", error="not a URL: 'http://ann:s3cret@exa mple/'")
    put(db, "queue", 1, url=URL, lead=json.dumps({"url": URL, "id": f"story {URL}"}), error=f"redirected to {URL}")
    put(db, "feeds", 1, url="https://ann:s3cret@harbour.example/feed", error=None)
    db.execute("UPDATE feed_entries SET url = ?, entry_id = ?", (URL, f"story {URL}"))
    row = db.execute("SELECT id, article_id FROM extractions ORDER BY id LIMIT 1").fetchone()
    put(db, "extractions", row["id"], fields=pack({"canonical_url": URL}))
    seal(db)
    db.close()
    return path


def texts(path):
    """All that the file says, unpacked where it is packed, without free pages."""
    db = opened(path)
    db.execute("VACUUM")
    said = "\n".join(db.iterdump())
    said += "".join(
        str(json.loads(_unpacked(row[0]))) for row in db.execute("SELECT fields FROM extractions") if row[0]
    )
    db.close()
    return said + path.read_bytes().decode("latin-1")


def _unpacked(data):
    import zstandard

    return zstandard.ZstdDecompressor().decompress(data)


def faults(path):
    with Archive.open(path) as archive:
        return [(fault.table, fault.id) for fault in archive.maintenance.verify()]


@pytest.mark.parametrize(
    ("table", "row", "changed"),
    [
        ("fetches", {"url": "http://harbour.example/0", "error": None}, {}),
        ("fetches", {"url": URL, "error": None}, {"url": URL_BARE}),
        ("fetches", {"url": b"bytes", "error": 1}, {}),  # written by hand: left as it is
        ("feeds", {"url": URL, "site_url": URL, "error": None}, dict.fromkeys(("url", "site_url"), URL_BARE)),
        ("feed_entries", {"url": "u", "entry_id": 7}, {}),
        ("feed_entries", {"url": "u", "entry_id": URL}, {"entry_id": URL_BARE}),
        ("queue", {"url": URL_BARE, "error": None, "lead": "not JSON"}, {}),
        ("queue", {"url": URL_BARE, "error": None, "lead": "[1]"}, {}),
        ("queue", {"url": URL_BARE, "error": None, "lead": '{"url": "http://harbour.example/0"}'}, {}),
        (
            "queue",
            {"url": URL_BARE, "error": None, "lead": json.dumps({"url": URL})},
            {"lead": json.dumps({"url": URL_BARE, "login": True})},
        ),
    ],
)
def test_what_a_row_is_given(table, row, changed):
    assert CHANGES[table](row) == changed


def test_a_migration_masks_and_seals_anew_and_says_so(tmp_path, old):
    before = opened(old).execute("SELECT sha256 FROM runs ORDER BY sealed DESC").fetchone()[0]
    assert "s3cret" in texts(old)
    done = inside(tmp_path, "optimize", "-q")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert "in 1 command line and in addresses and headers of 1 page; the chain" in done.stderr
    assert "sealed again" in done.stderr
    assert "archive.db.schema-8 (" in done.stderr
    assert "s3cret" not in done.stderr + texts(old)
    assert faults(old) == []
    db = opened(old)
    seals = db.execute("SELECT * FROM reseals").fetchall()
    assert [(row["runs"], row["captures"], row["before_sha256"]) for row in seals] == [(1, 1, before)]
    last = db.execute("SELECT sha256, command FROM runs WHERE sealed IS NOT NULL ORDER BY sealed DESC").fetchone()
    assert last["sha256"] == seals[0]["after_sha256"] != before
    assert json.loads(last["command"])[2:5] == ["http://***@harbour.example/0", "--header", "Authorization: ***"]
    headers = json.loads(db.execute("SELECT headers FROM captures WHERE id = 1").fetchone()[0])
    assert headers == {
        "etag": '"1"', "set-cookie": "a=***; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Path=/, b=***; Path=/"
    }  # fmt: skip
    lead = json.loads(db.execute("SELECT lead FROM queue").fetchone()[0])
    assert (lead["url"], lead["login"]) == ("http://harbour.example/0", True)
    (entry,) = db.execute("SELECT entry_id FROM feed_entries").fetchone()
    assert entry == lead["id"] == "story http://***@harbour.example/0"
    assert inside(tmp_path, "optimize", "-q").stderr == ""


def test_the_clock_of_the_archive_says_when_it_was_sealed_again(old):
    with Archive.open(old, clock=lambda: START) as archive:
        assert archive.db.execute("SELECT at FROM reseals").fetchone()["at"] == stamp(START)


def test_sealing_anew_hides_no_damage(old):
    db = opened(old)
    db.execute("UPDATE runs SET program = 'another'")
    with unlocked(db):
        db.execute("UPDATE captures SET status = 500 WHERE id = 1")
    db.execute("UPDATE fetches SET reason = 'new' WHERE id = 1")
    db.close()
    found = faults(old)
    assert {("runs", "1"), ("captures", "1"), ("fetches", "1")} <= set(found)


def test_an_archive_without_secrets_is_not_sealed_anew(tmp_path):
    path = tmp_path / "archive.db"
    path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    before = opened(path).execute("SELECT sha256, command FROM runs").fetchall()
    done = inside(tmp_path, "optimize")
    assert "sealed" not in done.stderr
    db = opened(path)
    assert [tuple(row) for row in db.execute("SELECT sha256, command FROM runs")] == [tuple(row) for row in before]
    assert db.execute("SELECT count(*) FROM reseals").fetchone()[0] == 0


def attachments_of_then(db, article_id):
    """The authors and images of an article, as a file of schema 8 has them."""
    db.execute("ALTER TABLE article_authors ADD COLUMN kind TEXT")
    attached = article_rows.attachments(db, article_id)
    db.execute("ALTER TABLE article_authors DROP COLUMN kind")
    return attached


def test_links_that_took_a_password_over_are_masked(tmp_path):
    path = tmp_path / "archive.db"
    path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    db = opened(path)
    with unlocked(db):
        put(db, "captures", 1, url=URL)
    link = "http://ann:s3cret@harbour.example/1.jpg"
    for number in (1, 2):
        db.execute("UPDATE images SET url = ? WHERE article_id = ?", (link, number))
        db.execute("UPDATE article_authors SET links = ? WHERE article_id = ?", (json.dumps([link]), number))
        db.execute("UPDATE articles SET body_form = ? WHERE id = ?", (json.dumps([["p", link]]), number))
        row = dict(db.execute("SELECT * FROM articles WHERE id = ?", (number,)).fetchone())
        total = record.checksum(row, attachments_of_then(db, number)) + (
            number == 2
        )  # the second one was damaged before
        db.execute("UPDATE articles SET checksum = ? WHERE id = ?", (total, number))
        words = record.words_checksum(row)
        db.execute(
            "UPDATE versions SET words_checksum = ? WHERE article_id = ? AND number = ?",
            (words, number, row["version"]),
        )
    db.execute(f"UPDATE versions SET checksum = row_sum({', '.join(checksums.COVERED['versions'])})")
    seal(db)
    db.close()
    assert faults(path) == [("articles", "2")]
    assert "s3cret" not in texts(path)
