"""Older archives: addresses whose host has another form today are found by it, and keep to their own article."""

import gzip
import json
from dataclasses import replace

import pytest

from newsroom import LONG, START, article, page, visit
from scraper import urls
from scraper.archive import Archive
from scraper.archive.articles import article_rows, record
from scraper.archive.maintenance.rekeying import rekey
from scraper.archive.store import checksums
from scraper.errors import InputError
from scraper.models import Lead
from tests.archive.test_masking import KEPT, opened, put, seal, unlocked

# given, the key that it had, the key that it has
HOSTS = [
    ("http://faß.example/a", "http://fass.example/a", "http://xn--fa-hia.example/a"),
    (
        "http://FAß.example:8080/a?b=ß#c",
        "http://fass.example:8080/a?b=%C3%9F",
        "http://xn--fa-hia.example:8080/a?b=%C3%9F",
    ),
    ("http://ίς.example/", "http://xn--kxa4b.example/", "http://xn--kxa2b.example/"),
    ("http://127.1/x", "http://127.1/x", "http://127.0.0.1/x"),
    ("http://0x7f000001/x", "http://0x7f000001/x", "http://127.0.0.1/x"),
    ("http://[0:0::1]/x", "http://[0:0::1]/x", "http://[::1]/x"),
]


def made(path, given, old):
    """An archive of schema 8 whose first article came from an address under its old key."""
    path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    db = opened(path)
    first = db.execute("SELECT url FROM articles WHERE id = 2").fetchone()[0]
    with unlocked(db):
        for row in db.execute("SELECT id FROM captures WHERE url = ?", (first,)).fetchall():
            put(db, "captures", row["id"], url=given, final_url=given, site="old.example")
            db.execute("UPDATE fetches SET url = ?, capture_id = ? WHERE id = 1", (old, row["id"]))
    db.execute(f"UPDATE fetches SET checksum = row_sum({', '.join(checksums.COVERED['fetches'])})")
    db.execute("UPDATE aliases SET url = ? WHERE url = ?", (old, first))
    db.execute("UPDATE queue SET url = ?, host = ?, lead = ?", (old, "fass.example", json.dumps({"url": given})))
    db.execute("UPDATE queue SET checksum = row_sum(url, host, state, priority, attempts, owner, lease_until, reason,"
               " error, lead)")  # fmt: skip
    seal(db)
    db.close()
    return path


@pytest.mark.parametrize(("given", "old", "new"), HOSTS)
def test_an_old_article_is_found_by_its_address_and_the_queue_goes_on(tmp_path, given, old, new):
    with Archive.open(made(tmp_path / "a.db", given, old)) as archive:
        assert archive.articles.get(given)["id"] == archive.articles.get(new)["id"] == 2
        [lead] = archive.crawl.queue.waiting()
        assert archive.crawl.queue.take(lead.url)
        assert [row["site"] for row in archive.pages.captures() if row["final_url"] == given] == [urls.site(new)] * 2
        assert archive.db.execute("SELECT url FROM fetches WHERE id = 1").fetchone()[0] == new
        assert not list(archive.maintenance.verify())


def test_the_host_that_was_taken_for_it_has_no_part_in_its_article(tmp_path):
    with Archive.open(made(tmp_path / "a.db", *HOSTS[0][:2])) as archive:
        with pytest.raises(InputError):
            archive.articles.get("http://fass.example/a")
        visit(archive, article(f"Of another newsroom. {LONG}", url="http://fass.example/a"))
        assert archive.articles.get("http://fass.example/a")["id"] != archive.articles.get("http://faß.example/a")["id"]


def test_an_article_with_pages_of_both_hosts_keeps_both_addresses(tmp_path):
    path = made(tmp_path / "a.db", *HOSTS[0][:2])
    db = opened(path)
    with unlocked(db):
        last = db.execute("SELECT max(id) FROM captures WHERE url LIKE '%fa%'").fetchone()[0]
        put(db, "captures", last, final_url="http://fass.example/a")
    seal(db)
    db.close()
    with Archive.open(path) as archive:
        assert (
            archive.articles.get("http://fass.example/a")["id"]
            == archive.articles.get("http://faß.example/a")["id"]
            == 2
        )
        assert not list(archive.maintenance.verify())


def test_an_article_under_the_old_key_is_renamed(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        old = article(LONG, url="http://fass.example/a", site="fass.example")
        archive.articles.save(
            old, archive.pages.keep(replace(page(old), url="http://faß.example/a", final_url="http://faß.example/a"))
        )
        archive.db.execute("DELETE FROM aliases WHERE url <> 'http://fass.example/a'")
        archive.db.execute("UPDATE articles SET url = 'http://fass.example/a'")
        row = dict(archive.db.execute("SELECT * FROM articles").fetchone())
        total = record.checksum(row, article_rows.attachments(archive.db, row["id"]))
        archive.db.execute("UPDATE articles SET checksum = ?", (total,))
        assert not list(archive.maintenance.verify())
        rekey(archive.db)
        row = archive.articles.get("http://faß.example/a")
        assert (row["url"], row["site"]) == ("http://xn--fa-hia.example/a", "xn--fa-hia.example")
        assert not list(archive.maintenance.verify())


def test_today_nothing_moves(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        for url in ("http://faß.example/a", "http://fass.example/a", "http://127.1/x"):
            visit(archive, article(f"{url} {LONG}", url=url))
        archive.crawl.queue.add([Lead(url="http://faß.example/b")])
        before = list(archive.db.iterdump())
        rekey(archive.db)
        assert list(archive.db.iterdump()) == before
