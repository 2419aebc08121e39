"""Trust: what may befall the file, and what is said of it."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from newsroom import LONG, START, URL, article, page, visit
from scraper.archive import Archive, Query
from scraper.archive.connection import connect
from scraper.archive.migrations import STEPS
from scraper.archive.sums import COVERED
from scraper.archive.upkeep import network_file_system
from scraper.errors import ArchiveBusy, ArchiveFull, Damaged, InputError, NewerSchema, NotAnArchive
from scraper.models import Lead


def filled(path: Path, count: int = 3) -> Path:
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.start_run(["fetch", "x"])
        for n in range(count):
            visit(archive, article(f"Number {n}. {LONG}", url=f"https://harbour.example/{n}"))
        visit(archive, article(f"Number 0, edited. {LONG}", url="https://harbour.example/0"), hours=1)
        archive.end_run(run, {"new": count})
    return path


def test_a_sound_archive_has_no_faults(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        assert list(archive.verify()) == []


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
    (_text, NotAnArchive, 2, "no SQLite file"),
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


RELEASED = sorted((Path(__file__).parent / "archives").glob("schema-*.db.gz"))


def test_todays_schema_has_an_archive_that_is_kept():
    assert RELEASED[-1].name == f"schema-{len(STEPS)}.db.gz", "python tests/archives/make.py"


@pytest.mark.parametrize("kept", RELEASED, ids=lambda path: path.name)
def test_an_archive_of_every_released_schema_opens(tmp_path, kept):
    (tmp_path / "a.db").write_bytes(gzip.decompress(kept.read_bytes()))
    with Archive.open(tmp_path / "a.db") as archive:
        assert not list(archive.verify())
        assert [v.body_text[:9] for v in archive.versions("https://harbour.example/0")] == ["Number 0.", "Number 0,"]
        assert archive.search(Query(typed="ferry")).total == 3
        assert archive.page(1).body.startswith(b"<p>Ferry returns")
        assert (archive.feeds.get(1)["entries"], archive.queue.counts()) == (1, {"waiting": 1})
        visit(archive, article("Number 4. " + LONG, url="https://harbour.example/4"), hours=2)
        assert not list(archive.verify())


def test_a_failed_step_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    filled(tmp_path / "a.db")
    monkeypatch.setattr("scraper.archive.migrations.STEPS", (*STEPS, "999_missing"))
    with pytest.raises(FileNotFoundError):
        Archive.open(tmp_path / "a.db")
    monkeypatch.undo()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.count() == 3
    assert (tmp_path / f"a.db.schema-{len(STEPS)}").exists()  # the copy that was made first


def test_full_disk_loses_nothing_that_was_kept(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        pages = archive.db.execute("PRAGMA page_count").fetchone()[0]
        archive.db.execute(f"PRAGMA max_page_count = {pages + 40}")
        kept: list[int | None] = []
        with pytest.raises(ArchiveFull, match="disk is full"):
            _fill(archive, kept)
        archive.db.execute("PRAGMA max_page_count = 1000000")
        assert kept
        assert [archive.article(i)["id"] for i in kept] == kept
        assert not list(archive.verify())


def _fill(archive: Archive, kept: list[int | None]) -> None:
    for n in range(10_000):
        of = article(f"{n} {LONG}", url=f"https://harbour.example/{n}")
        kept.append(archive.save(of, archive.keep(page(of, body=random.Random(n).randbytes(3000)))).article_id)


FULL = """
    import resource, sys
    sys.path.insert(0, {tests!r})
    from newsroom import article, page, LONG
    from random import Random
    from scraper.archive import Archive
    from scraper.errors import ArchiveFull
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
    with Archive.open({path!r}) as archive:
        try:
            for n in range(10000):
                of = article(f"{{n}} {{LONG}}", url=f"https://harbour.example/{{n}}")
                print(archive.save(of, archive.keep(page(of, body=Random(n).randbytes(9000)))).article_id, flush=True)
        except ArchiveFull as error:
            print(error, file=sys.stderr)
"""


def _fill_until_full(path: Path, limit: int = -1) -> list[int]:
    """Save until there is no room; the articles that were reported."""
    code = textwrap.dedent(FULL.format(tests=str(Path(__file__).parent), path=str(path), limit=limit))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.count("\n") == 1, done.stderr
    assert str(path) in done.stderr
    return [int(line) for line in done.stdout.split()]


def _whole(path: Path, told: list[int]) -> None:
    with Archive.open(path) as archive:
        assert told
        assert set(told) <= {row[0] for row in archive.db.execute("SELECT id FROM articles")}
        assert not list(archive.verify())
        visit(archive, article("And on it goes. " + LONG, url="https://harbour.example/on"))


def test_a_file_that_may_not_grow_loses_nothing_that_was_kept(tmp_path):
    _whole(tmp_path / "a.db", _fill_until_full(tmp_path / "a.db", limit=1 << 20))


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/proc/mounts").exists(), reason="only root may mount a small disk")
def test_a_full_disk_loses_nothing_that_was_kept(tmp_path):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)], check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        told = _fill_until_full(tmp_path / "a.db")
        with Archive.open(tmp_path / "a.db", read_only=True) as archive:
            assert archive.count() >= len(told)  # still read while the disk is full
        subprocess.run(["mount", "-o", "remount,size=20m", str(tmp_path)], check=True)
        _whole(tmp_path / "a.db", told)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_second_writer_waits_and_then_says_so(tmp_path, monkeypatch):
    filled(tmp_path / "a.db")
    monkeypatch.setattr("scraper.archive.connection.WAIT", 0.05)
    with Archive.open(tmp_path / "a.db") as one, Archive.open(tmp_path / "a.db") as other:
        other.db.execute("PRAGMA busy_timeout = 50")
        one.db.execute("BEGIN IMMEDIATE")
        assert other.count() == 3  # readers are never blocked
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
        assert archive.count() == 50
        assert not list(archive.verify())


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
        assert archive.search(Query(typed="overwritten")).total == 1
        assert [(f.table, f.id) for f in archive.verify()] == [("articles", "2")]


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
        assert archive.count() == 3
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    "view", ["v_articles", "v_versions", "v_changes", "v_images", "v_authors", "v_fetches", "v_feeds"]
)
def test_each_view_can_be_read(tmp_path, view):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.log(URL, "timeout", error="too slow")
        archive.feeds.add("https://harbour.example/feed")
        assert list(archive.query(f"SELECT * FROM {view}")[1])


def test_backup_is_whole_while_another_writes(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        other = connect(tmp_path / "a.db", read_only=False)
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE articles SET section = 'x'")
        archive.backup(tmp_path / "b.db")
        other.execute("COMMIT")
        other.close()
        with pytest.raises(InputError, match="there already"):
            archive.backup(tmp_path / "b.db")
    with Archive.open(tmp_path / "b.db") as copy:
        assert copy.count() == 3
        assert not list(copy.verify())


MOUNTS = "/dev/sda1 / ext4 rw 0 0\nserver:/x /data nfs4 rw 0 0\n/dev/sdb1 /data/local xfs rw 0 0\n"
PLACES = [
    ("/home/a.db", None),
    ("/data/news/a.db", "nfs4"),
    ("/data2/a.db", None),
    ("/data/local/a.db", None),
]


@pytest.mark.parametrize(("path", "kind"), PLACES)
def test_a_network_file_system_is_known(path, kind):
    assert network_file_system(Path(path), MOUNTS) == kind


def test_status_warns_of_a_network_file_system(tmp_path, monkeypatch):
    (tmp_path / "mounts").write_text(f"server:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("scraper.archive.overview.MOUNTS", tmp_path / "mounts")
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        assert "network file system (nfs4)" in (next(archive.status()).trouble or "")


def test_the_index_can_be_made_anew(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")
        assert [fault.table for fault in archive.verify()] == ["articles_fts"]
        archive.optimize(rebuild=True)
        assert not list(archive.verify())


def test_runs_are_chained(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        for _ in range(2):
            archive.end_run(archive.start_run(["poll"]), {})
        archive.db.execute("DELETE FROM runs WHERE id = 2")
        assert [fault.table for fault in archive.verify()] == ["runs"]


@pytest.mark.parametrize("table", COVERED)
def test_a_changed_value_in_any_column_is_found(tmp_path, table):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        visit(archive, article("A stub.", url="https://harbour.example/1"), hours=2)  # for an event
        archive.log("https://harbour.example/2", "timeout", error="too slow", status=200)
        archive.queue.add([Lead(url="https://harbour.example/3")])
        archive.feeds.add("https://harbour.example/feed")
        archive.hosts.claim("harbour.example", 0.0, 1.0)
        assert not list(archive.verify())
        archive.db.execute("PRAGMA ignore_check_constraints = ON")
        archive.db.execute("PRAGMA foreign_keys = OFF")
        for column in COVERED[table]:
            archive.db.execute("BEGIN")
            archive.db.execute("DROP TRIGGER captures_stay")
            archive.db.execute(f"UPDATE {table} SET {column} = coalesce({column} || '7', 7)")
            assert table in {fault.table for fault in archive.verify()}, column
            archive.db.execute("ROLLBACK")


def test_a_changed_definition_is_found(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.db.execute("DROP VIEW v_feeds")
        archive.db.execute("CREATE VIEW v_feeds AS SELECT 1")
        archive.db.execute("CREATE TABLE my_codes (article_id, code)")
        assert [(fault.table, fault.id) for fault in archive.verify()] == [("file", "v_feeds")]


KILLED = """
    import sys
    sys.path.insert(0, {tests!r})
    from newsroom import article, page, LONG
    from scraper.archive import Archive
    with Archive.open({path!r}) as archive:
        for n in range(100000):
            of = article(f"{{n}} {{LONG}}", url=f"https://harbour.example/{round}/{{n}}")
            change = archive.save(of, archive.keep(page(of)))
            print(change.article_id, flush=True)
"""


def _kill_in_mid_write(path: Path, round_: int) -> list[int]:
    code = textwrap.dedent(KILLED.format(tests=str(Path(__file__).parent), path=str(path), round=round_))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(5 + round_ % 7)]
        child.kill()
        told += child.stdout.readlines()
    return [int(line) for line in told if line.endswith("\n")]


@pytest.mark.parametrize("rounds", [2, pytest.param(50, marks=pytest.mark.slow)])
def test_kill_9_loses_nothing_that_was_reported(tmp_path, rounds):
    path = tmp_path / "a.db"
    told: list[int] = []
    for round_ in range(rounds):
        told += _kill_in_mid_write(path, round_)
    with Archive.open(path) as archive:
        ids = {row[0] for row in archive.db.execute("SELECT id FROM articles")}
        assert set(told) <= ids
        assert not list(archive.verify())


@contextmanager
def _no_writing(folder: Path) -> Iterator[Path]:
    """A folder with an archive that nobody may write to; root may write to everything but a disk mounted so."""
    if os.geteuid() != 0:
        filled(folder / "a.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder / "a.db"
        folder.chmod(0o755)
        return
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("root may write anywhere, and can mount nothing here")
    try:
        filled(folder / "a.db")
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield folder / "a.db"
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_place(tmp_path):
    with _no_writing(tmp_path) as path:
        with Archive.open(path, read_only=True) as archive:
            assert archive.count() == 3
            assert archive.search(Query(typed="ferry")).total == 3
            assert list(archive.query("SELECT count(*) FROM v_articles")[1]) == [(3,)]
        with pytest.raises((ArchiveFull, NotAnArchive), match=r"a\.db"):
            Archive.open(path)


def test_a_damaged_body_is_told_of(tmp_path):
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        archive.db.execute("UPDATE bodies SET data = CAST(x'00' || data AS BLOB) WHERE id = 2")
        with pytest.raises(Damaged, match="restore"):
            archive.page(2)
        assert ("bodies", "2") in [(fault.table, fault.id) for fault in archive.verify()]
