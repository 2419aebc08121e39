"""`backup --keep`: dated copies, of which the newest are kept, and nothing else in the folder is touched."""

import shutil
import signal
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import pytest

from killed import lines_of, start_killed
from newsroom import START, filled
from program import inside
from scraper.archive import Archive
from scraper.archive.maintenance import rotation
from scraper.archive.store.run_lock import RunLock
from scraper.errors import ArchiveBusy, ArchiveFull, Damaged, InputError
from scraper.progress import Progress

STRANGERS = (
    "archive.db", "archive-2026-11-23.db", "archive-20261123T050000Z.db.gz", "xarchive-20261123T050000Z.db",
    "archive-20261123T050000Z.db-journal", "archive-2026112T050000Z.db", "archive-20261123T050000Z.DB", "notes.txt",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "copies").mkdir()
    filled(tmp_path / "archive.db")
    return tmp_path


def rotate(folder, *, keep=2, day=0):
    with Archive.open(folder / "archive.db", clock=lambda: START + timedelta(days=day)) as archive:
        return archive.maintenance.rotate(folder / "copies", keep)


def names(folder):
    return sorted(file.name for file in (folder / "copies").iterdir() if not file.name.endswith(".run-lock"))


def name(day):
    return f"archive-{START + timedelta(days=day):%Y%m%dT%H%M%SZ}.db"


def test_the_newest_copies_are_kept_and_each_is_an_archive(folder):
    removed = [rotate(folder, day=day).removed for day in range(4)]
    assert removed == [0, 0, 1, 1]
    assert names(folder) == [name(2), name(3)]
    for file in names(folder):
        with Archive.open(folder / "copies" / file, read_only=True) as copy:
            assert copy.articles.count() == 3
    assert rotate(folder, keep=1, day=4).removed == 2
    assert names(folder) == [name(4)]


def test_nothing_is_deleted_that_rotation_did_not_name(folder):
    for stranger in STRANGERS:
        (folder / "copies" / stranger).write_text("mine")
    (folder / "copies" / name(-9)).symlink_to(folder / "archive.db")
    (folder / "copies" / name(-8)).mkdir()
    for day in range(3):
        rotate(folder, keep=1, day=day)
    assert names(folder) == sorted([*STRANGERS, name(-9), name(-8), name(2)])


def test_what_a_killed_backup_left_goes(folder):
    (folder / "copies" / f"{name(-1)}.part").write_text("half")
    rotate(folder)
    assert names(folder) == [name(0)]


def test_a_clock_that_was_set_back_costs_no_new_copy(folder):
    for day in (5, 6):
        rotate(folder, day=day)
    rotate(folder, day=0)
    assert names(folder) == [name(0), name(6)]


def damaged(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.execute("UPDATE versions SET text_sha256 = 'no hash' WHERE number = 1")


def full(folder):
    return SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=1000))


def test_a_copy_with_a_fault_is_dropped_and_the_older_ones_stay(folder):
    rotate(folder, keep=1)
    damaged(folder)
    with pytest.raises(Damaged, match="older ones kept"):
        rotate(folder, keep=1, day=1)
    assert names(folder) == [name(0)]


def test_without_room_nothing_is_lost(folder, monkeypatch):
    rotate(folder, keep=1)
    monkeypatch.setattr(rotation, "shutil", full(folder))
    with pytest.raises(ArchiveFull, match="nothing was deleted"):
        rotate(folder, keep=1, day=1)
    assert names(folder) == [name(0)]


def test_a_disk_that_fills_up_meanwhile_loses_nothing(folder, monkeypatch):
    rotate(folder, keep=1)

    def fill(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rotation.os, "fsync", fill)
    with pytest.raises(OSError, match="No space left"):
        rotate(folder, keep=1, day=1)
    assert names(folder) == [name(0)]


def test_two_backups_into_one_folder_do_not_meet(folder):
    with RunLock(folder / "copies/archive.db.copies"), pytest.raises(ArchiveBusy, match="another backup"):
        rotate(folder)
    assert names(folder) == []


def test_a_folder_that_is_missing_is_named(folder):
    with Archive.open(folder / "archive.db") as archive, pytest.raises(InputError, match="there is no folder"):
        archive.maintenance.rotate(folder / "nowhere", 2, Progress())


def test_the_command_writes_into_a_folder(folder):
    done = inside(folder, "backup", "--keep", "2", "copies")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("wrote copies/archive-")
    assert inside(folder, "backup", "--keep", "0", "copies").returncode == 2
    missing = inside(folder, "backup", "--keep", "2", "archive.db")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


@pytest.mark.slow
def test_twenty_kills_beside_a_writer_lose_nothing(folder):
    """Each kill is at another line of the copy, its check, its naming and the deletion of older copies."""
    copies, command = folder / "copies", ("backup", "--keep", "2", "copies")
    modules = ("scraper.archive.maintenance.rotation", "scraper.archive.maintenance.upkeep")
    checked = {rotate(folder).file, rotate(folder, day=1).file}
    shutil.copytree(folder, folder / "copy")
    lines, written, unfinished = lines_of(folder / "copy", modules, *command), 0, 0
    with Archive.open(folder / "archive.db") as archive:
        for line in lines:
            run = start_killed(folder, line, modules, *command)
            while run.poll() is None:
                archive.crawl.log.write(f"https://harbour.example/{written}", "timeout")
                written += 1
                time.sleep(0.01)
            assert run.returncode == -signal.SIGKILL
            kept = set(copies.glob("*.db"))
            assert len(kept) >= 2
            for file in kept - checked:
                assert faults(file) == []
            checked |= kept
            unfinished += bool(list(copies.glob("*.part*")))
        assert archive.db.execute("SELECT count(*) FROM fetches").fetchone()[0] == written
    assert unfinished
    assert faults(folder / "archive.db") == []
    assert inside(folder, *command).returncode == 0
    assert len(list(copies.glob("*.db"))) == 2
    assert list(copies.glob("*.part*")) == []


def faults(path):
    with Archive.open(path) as archive:
        return list(archive.maintenance.verify())
