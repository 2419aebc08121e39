"""What disk and machine may do to the file: no room, no leave to write, a kill in mid-write, a file system with bad locks."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsroom import LONG, article, filled, page, visit
from program import inside
from scraper.archive import Archive, Query
from scraper.archive.maintenance.file_place import network_file_system
from scraper.errors import ArchiveFull, NotAnArchive


def test_case_40_a_full_file_loses_nothing_that_was_kept(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        pages = archive.db.execute("PRAGMA page_count").fetchone()[0]
        archive.db.execute(f"PRAGMA max_page_count = {pages + 40}")
        kept: list[int | None] = []
        with pytest.raises(ArchiveFull, match="disk is full"):
            _fill(archive, kept)
        archive.db.execute("PRAGMA max_page_count = 1000000")
        assert kept
        assert [archive.articles.get(i)["id"] for i in kept] == kept
        assert not list(archive.maintenance.verify())


def _fill(archive: Archive, kept: list[int | None]) -> None:
    for n in range(10_000):
        of = article(f"{n} {LONG}", url=f"https://harbour.example/{n}")
        kept.append(
            archive.articles.save(of, archive.pages.keep(page(of, body=random.Random(n).randbytes(3000)))).article_id
        )


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
                print(archive.articles.save(of, archive.pages.keep(page(of, body=Random(n).randbytes(9000)))).article_id, flush=True)
        except ArchiveFull as error:
            print(error, file=sys.stderr)
"""


def _fill_until_full(path: Path, limit: int = -1) -> list[int]:
    """Save until there is no room; the articles that were reported."""
    code = textwrap.dedent(FULL.format(tests=str(Path(__file__).parent.parent), path=str(path), limit=limit))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.count("\n") == 1, done.stderr
    assert str(path) in done.stderr
    return [int(line) for line in done.stdout.split()]


def _whole(path: Path, told: list[int]) -> None:
    with Archive.open(path) as archive:
        assert told
        assert set(told) <= {row[0] for row in archive.db.execute("SELECT id FROM articles")}
        assert not list(archive.maintenance.verify())
        visit(archive, article("And on it goes. " + LONG, url="https://harbour.example/on"))


def test_case_40_a_file_that_may_not_grow_loses_nothing_that_was_kept(tmp_path):
    _whole(tmp_path / "a.db", _fill_until_full(tmp_path / "a.db", limit=1 << 20))


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/proc/mounts").exists(), reason="only root may mount a small disk")
def test_case_40_a_full_disk_loses_nothing_that_was_kept(tmp_path):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)], check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        told = _fill_until_full(tmp_path / "a.db")
        with Archive.open(tmp_path / "a.db", read_only=True) as archive:
            assert archive.articles.count() >= len(told)  # still read while the disk is full
        subprocess.run(["mount", "-o", "remount,size=20m", str(tmp_path)], check=True)
        _whole(tmp_path / "a.db", told)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


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
    monkeypatch.setattr("scraper.archive.maintenance.file_place.MOUNTS", tmp_path / "mounts")
    with Archive.open(filled(tmp_path / "a.db")) as archive:
        assert "network file system (nfs4)" in (next(archive.maintenance.status()).trouble or "")


def test_who_opens_it_for_writing_is_warned_of_a_network_file_system_once(tmp_path, monkeypatch):
    (tmp_path / "mounts").write_text(f"server:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("scraper.archive.maintenance.file_place.MOUNTS", tmp_path / "mounts")
    told = inside(tmp_path, "feed", "add", "--no-check", "https://harbour.example/feed").stderr
    assert told.count("network file system (nfs4)") == 1
    assert "network" not in inside(tmp_path, "feed", "add", "--no-check", "https://harbour.example/more", "-q").stderr
    assert "network" not in inside(tmp_path, "list").stderr


KILLED = """
    import sys
    sys.path.insert(0, {tests!r})
    from newsroom import article, page, LONG
    from scraper.archive import Archive
    with Archive.open({path!r}) as archive:
        for n in range(100000):
            of = article(f"{{n}} {{LONG}}", url=f"https://harbour.example/{round}/{{n}}")
            change = archive.articles.save(of, archive.pages.keep(page(of)))
            print(change.article_id, flush=True)
"""


def _kill_in_mid_write(path: Path, round_: int) -> list[int]:
    code = textwrap.dedent(KILLED.format(tests=str(Path(__file__).parent.parent), path=str(path), round=round_))
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
        assert not list(archive.maintenance.verify())


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
            assert archive.articles.count() == 3
            assert archive.search.find(Query(typed="ferry")).total == 3
            assert list(archive.query("SELECT count(*) FROM v_articles")[1]) == [(3,)]
        with pytest.raises((ArchiveFull, NotAnArchive), match=r"a\.db"):
            Archive.open(path)
