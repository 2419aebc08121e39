"""Trust: what may befall the file, and what is said of it."""

from __future__ import annotations

import gzip
import re
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsroom import LONG, URL, add_rhythm, article, filled, visit
from program import inside
from scraper.archive import Archive, Query
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.archive.maintenance.upgrade import in_words
from scraper.archive.pages import repacking
from scraper.archive.store.checksums import COVERED, insert
from scraper.archive.store.connection import WAIT, connect
from scraper.archive.store.migrations import STEPS
from scraper.errors import ArchiveBusy, Damaged, InputError, NewerSchema, NotAnArchive
from scraper.models import Lead


def test_a_sound_archive_has_no_faults(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        assert list(archive.maintenance.verify()) == []


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("hello, this is no database at all")


def _other_program(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()


def _newer(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    db.close()


REFUSED = [
    (_folder, NotAnArchive, 2, "is a folder"),
    (_text, NotAnArchive, 2, "not an SQLite file"),
    (_other_program, NotAnArchive, 2, "another program"),
    (_newer, NewerSchema, 8, "upgrade scraper"),
]


@pytest.mark.parametrize("refused", REFUSED)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_archive_is_refused_in_one_line(tmp_path, refused, read_only):
    make, kind, code, words = refused
    make(tmp_path / "a.db")
    with pytest.raises(kind, match=words) as refusal:
        Archive.open(tmp_path / "a.db", read_only=read_only)
    assert refusal.value.exit_code == code
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_not_a_byte_of_another_programs_file_is_changed(tmp_path, journal):
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("CREATE TABLE bookmarks (url)")
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
        copy = tmp_path / "copy"
        copy.mkdir()
        for name, data in before.items():  # with a log that was left behind, as by a program that crashed
            (copy / name).write_bytes(data)
    with pytest.raises(NotAnArchive, match="another program"):
        Archive.open(copy / "other.db")
    assert {path.name: path.read_bytes() for path in copy.iterdir() if not path.name.endswith("-shm")} == before


@pytest.mark.parametrize(
    ("path", "options"), [("a.db", {"create": False}), ("no/a.db", {}), ("a.db", {"read_only": True})]
)
def test_a_missing_archive_is_not_made_unasked(tmp_path, path, options):
    with pytest.raises(NotAnArchive, match="there is no"):
        Archive.open(tmp_path / path, **options)
    assert not (tmp_path / path).exists()


def steps_of(path):
    return int(path.name.removeprefix("schema-").removesuffix(".db.gz"))


RELEASED = sorted((Path(__file__).parent.parent / "archives").glob("schema-*.db.gz"), key=steps_of)


def test_todays_schema_has_an_archive_that_is_kept():
    assert RELEASED[-1].name == f"schema-{len(STEPS)}.db.gz", "python tests/archives/make.py"


@pytest.mark.parametrize("kept", RELEASED, ids=lambda path: path.name)
def test_an_archive_of_every_released_schema_opens(tmp_path, kept):
    (tmp_path / "a.db").write_bytes(gzip.decompress(kept.read_bytes()))
    with Archive.open(tmp_path / "a.db") as archive:
        assert not list(archive.maintenance.verify())
        assert [v.body_text[:9] for v in archive.articles.versions("https://harbour.example/0")] == [
            "Number 0.",
            "Number 0,",
        ]
        assert archive.search.find(Query(typed="ferry")).total == 3
        assert archive.pages.load(1).body.startswith(b"<p>Ferry returns")
        assert (archive.crawl.feeds.get(1)["entries"], archive.crawl.queue.counts()) == (1, {"waiting": 1})
        visit(archive, article("Number 4. " + LONG, url="https://harbour.example/4"), hours=2)
        assert not list(archive.maintenance.verify())


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_an_update_by_a_command_that_writes_is_one_line(tmp_path, options):
    (tmp_path / "archive.db").write_bytes(gzip.decompress(RELEASED[-2].read_bytes()))
    done = inside(tmp_path, "optimize", *options)
    (line,) = [line for line in done.stderr.splitlines() if "schema" in line]
    copy = tmp_path / f"archive.db.schema-{len(STEPS) - 1}"
    assert re.fullmatch(
        rf"archive.db now has the current schema; {copy.name} \(\d+ KB\) holds the file as it was:"
        " delete it when `scraper verify` finds no damage",
        line,
    )
    assert copy.exists()
    assert "schema" not in inside(tmp_path, "optimize", *options).stderr


def test_without_room_for_the_copy_nothing_is_written(tmp_path, monkeypatch):
    kept = gzip.decompress(RELEASED[-2].read_bytes())
    (tmp_path / "archive.db").write_bytes(kept)
    monkeypatch.setattr("scraper.archive.maintenance.upgrade.shutil.disk_usage", lambda _: SimpleNamespace(free=5000))
    done = inside(tmp_path, "optimize")
    assert done.returncode == 74
    assert re.search(
        r"archive.db.schema-\d+ needs \d+ KB, and 4 KB are free; make room, or move the archive\n$", done.stderr
    )
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS) - 1,)
    assert not list(tmp_path.glob("*.schema-*"))


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (2048, "2 KB"), ((1 << 20) - 1, "1023 KB"), (12 << 20, "12 MB"), (3 << 30, "3072 MB")],
)
def test_a_size_in_words(size, words):
    assert in_words(size) == words


def test_a_failed_step_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    filled(tmp_path / "a.db")
    monkeypatch.setattr("scraper.archive.store.migrations.STEPS", (*STEPS, "999_missing"))
    with pytest.raises(FileNotFoundError):
        Archive.open(tmp_path / "a.db")
    monkeypatch.undo()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.articles.count() == 3
    assert (tmp_path / f"a.db.schema-{len(STEPS)}").exists()  # the copy that was made first


def test_a_second_writer_waits_and_then_says_so(tmp_path, monkeypatch):
    filled(tmp_path / "a.db")
    monkeypatch.setattr("scraper.archive.store.connection.WAIT", 0.05)
    with Archive.open(tmp_path / "a.db") as one, Archive.open(tmp_path / "a.db") as other:
        other.db.execute("PRAGMA busy_timeout = 50")
        one.db.execute("BEGIN IMMEDIATE")
        assert other.articles.count() == 3  # readers are never blocked
        with pytest.raises(ArchiveBusy, match="another program"):
            visit(other, article("New. " + LONG, url="https://harbour.example/new"))
        one.db.execute("ROLLBACK")
        visit(other, article("New. " + LONG, url="https://harbour.example/new"))


def test_two_writers_share(tmp_path):
    path = tmp_path / "a.db"
    Archive.open(path).close()

    def write(name: str) -> None:
        with Archive.open(path) as archive:
            for n in range(25):
                visit(archive, article(f"{name} {n} {LONG}", url=f"https://{name}.example/{n}"))

    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Archive.open(path) as archive:
        assert archive.articles.count() == 50
        assert not list(archive.maintenance.verify())


def test_an_analyst_cannot_replace_a_row_unseen(tmp_path):
    db = sqlite3.connect(filled(tmp_path / "a.db"))  # no setting of ours: no foreign keys, no recursive triggers
    with pytest.raises(sqlite3.IntegrityError, match="do not replace it"):
        db.execute(
            "INSERT OR REPLACE INTO articles SELECT * FROM (SELECT id, url, canonical_url, site, publisher, section, tags, language, direction, date_published, date_modified, word_count, is_free, verdict, version, capture_id, extractor, first_seen, last_changed, text_sha256, checksum, fingerprint, edges, authors, headline, subheadline, byline, caption, credit, 'x', body_form, ngrams FROM articles LIMIT 1)"
        )
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute("UPDATE captures SET status = 500")
    db.execute("UPDATE articles SET body_text = 'overwritten' WHERE id = 2")
    db.execute("CREATE TABLE my_codes (article_id, code)")
    db.commit()
    db.close()
    with Archive.open(tmp_path / "a.db") as archive:
        assert (
            archive.db.execute("SELECT body_text FROM past_texts WHERE article_id = 2")
            .fetchone()[0]
            .startswith("Number 1.")
        )
        assert archive.search.find(Query(typed="overwritten")).total == 1
        assert [(f.table, f.id) for f in archive.maintenance.verify()] == [("articles", "2")]


def test_query_reads_only(tmp_path):
    with Archive.open(filled(tmp_path / "a.db"), read_only=True) as archive:
        columns, rows = archive.query("SELECT id, url FROM v_articles WHERE id = :n", {"n": 2})
        assert (columns, list(rows)) == (("id", "url"), [(2, "https://harbour.example/1")])
        for bad in (
            "DELETE FROM articles",
            "SELECT nothing FROM nowhere",
            "",
            "ATTACH 'x.db' AS x",
            "SELECT 1; SELECT 2",
            "PRAGMA user_version = 7",
            "SELECT :missing",
        ):
            with pytest.raises(InputError):
                list(archive.query(bad)[1])
        assert archive.articles.count() == 3
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    "view", ["v_articles", "v_versions", "v_changes", "v_images", "v_authors", "v_fetches", "v_feeds"]
)
def test_each_view_can_be_read(tmp_path, view):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.crawl.log.write(URL, "timeout", error="too slow")
        archive.crawl.feeds.add("https://harbour.example/feed")
        assert list(archive.query(f"SELECT * FROM {view}")[1])


def test_backup_is_whole_while_another_writes(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        other = connect(tmp_path / "a.db", read_only=False)
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE articles SET section = 'x'")
        archive.maintenance.backup(tmp_path / "b.db")
        other.execute("COMMIT")
        other.close()
        with pytest.raises(InputError, match="there already"):
            archive.maintenance.backup(tmp_path / "b.db")
    with Archive.open(tmp_path / "b.db") as copy:
        assert copy.articles.count() == 3
        assert not list(copy.maintenance.verify())


def test_the_index_can_be_made_anew(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")
        assert [fault.table for fault in archive.maintenance.verify()] == ["articles_fts"]
        archive.maintenance.optimize(rebuild=True)
        assert not list(archive.maintenance.verify())


def test_verify_need_not_wait_for_a_reader(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive, closing(sqlite3.connect(tmp_path / "a.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM v_articles").fetchone()
        archive.crawl.log.write(URL, "timeout")  # what the reader does not see keeps the log from being emptied
        start = time.monotonic()
        assert not list(archive.maintenance.verify())
        assert time.monotonic() - start < WAIT


def test_runs_are_chained(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        for _ in range(2):
            archive.crawl.runs.end(archive.crawl.runs.start(["poll"]), {})
        archive.db.execute("DELETE FROM runs WHERE id = 2")
        assert [fault.table for fault in archive.maintenance.verify()] == ["runs"]


def add_corpus(archive):
    """Something in each table of what people add."""
    table = LabelTable(name="cases", columns=("url",), url_column="url", source="cases.csv")
    archive.corpus.labels.keep(table, [LabelRow(url="N/A", cells={"url": "N/A"}, error="not a URL")])
    archive.corpus.tags.add(1, "sea", coder="ann")
    archive.corpus.notes.add(1, "the tide", coder="ann", quotation="the old pier")
    archive.corpus.exclusions.add(1, "a reprint", coder="ann")


@pytest.mark.parametrize("table", COVERED)
@pytest.mark.slow
def test_a_changed_value_in_any_column_is_found(tmp_path, table):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        visit(archive, article("A stub.", url="https://harbour.example/1"), hours=2)  # for an event
        archive.crawl.log.write("https://harbour.example/2", "timeout", error="too slow", status=200)
        archive.crawl.queue.add([Lead(url="https://harbour.example/3")])
        feed, _ = archive.crawl.feeds.add("https://harbour.example/feed")
        add_rhythm(archive.db, feed)
        origin = insert(archive.db, "origins", name="other.db", merged_at="2026-05-01T09:00:00Z")
        insert(archive.db, "origin_captures", origin_id=origin, first_id=1, last_id=1, shift=0)
        archive.crawl.hosts.claim("harbour.example", 0.0, 1.0)
        repacking._keep(archive.db, LONG.encode(), 3, 3)
        insert(archive.db, "allowed_triggers", name="mine", sha256="0" * 64, allowed_at="2026-05-01T09:00:00Z")
        insert(archive.db, "reseals", at="2026-05-01T09:00:00Z", why="keys", runs=1, captures=2)
        add_corpus(archive)
        assert not list(archive.maintenance.verify())
        archive.db.execute("PRAGMA ignore_check_constraints = ON")
        archive.db.execute("PRAGMA foreign_keys = OFF")
        for column in COVERED[table]:
            archive.db.execute("BEGIN")
            archive.db.execute("DROP TRIGGER captures_stay")
            archive.db.execute(f"UPDATE {table} SET {column} = coalesce({column} || '7', 7)")
            assert table in {fault.table for fault in archive.maintenance.verify()}, column
            archive.db.execute("ROLLBACK")


def test_a_changed_definition_is_found(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.db.execute("DROP VIEW v_feeds")
        archive.db.execute("CREATE VIEW v_feeds AS SELECT 1")
        archive.db.execute("CREATE TABLE my_codes (article_id, code)")
        assert [(fault.table, fault.id) for fault in archive.maintenance.verify()] == [("file", "v_feeds")]


def test_a_damaged_body_is_told_of(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.db.execute("UPDATE bodies SET data = CAST(x'00' || data AS BLOB) WHERE id = 2")
        with pytest.raises(Damaged, match="restore"):
            archive.pages.load(2)
        assert ("bodies", "2") in [(fault.table, fault.id) for fault in archive.maintenance.verify()]


def test_two_programs_may_make_one_archive_at_once(tmp_path):
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.execute, ("ROLLBACK",))
        release.start()
        with Archive.open(path) as archive:
            assert archive.articles.count() == 0
        release.join()
