"""One round at a time: a lock of the kernel's, which no death of its process leaves behind."""

import errno
import fcntl
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from scraper.archive.store.run_lock import RunLock
from scraper.errors import ArchiveBusy, ArchiveFull

HOLD = (
    "import sys, time; from scraper.archive.store.run_lock import RunLock\n"
    "with RunLock(sys.argv[1]): print('held', flush=True); time.sleep(60)"
)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of an archive."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "archive.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path, holder):
    file = tmp_path / "archive.db"
    with pytest.raises(ArchiveBusy, match=rf"held by process {holder.pid} since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC$"):
        RunLock(file).__enter__()
    link = tmp_path / "link.db"
    file.touch()
    link.symlink_to(file)
    with pytest.raises(ArchiveBusy):
        RunLock(link).__enter__()
    holder.kill()  # kill -9
    holder.wait()
    with RunLock(file), pytest.raises(ArchiveBusy, match=f"process {os.getpid()} "):
        RunLock(link).__enter__()


def test_a_run_that_waits_gets_the_lock_when_it_is_free(tmp_path, holder):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            holder.kill()
            holder.wait()

    with RunLock(tmp_path / "archive.db", wait=5, sleep=sleep):
        assert len(slept) == 3
    with RunLock(tmp_path / "archive.db"), pytest.raises(ArchiveBusy):
        RunLock(tmp_path / "archive.db", wait=0.5, sleep=slept.append).__enter__()
    assert sum(slept[3:]) == pytest.approx(0.5)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_disk_without_locks_is_another_message(tmp_path, monkeypatch, number):
    def refuse(descriptor, operation):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(ArchiveFull, match=r"^cannot create the lock .*archive\.db\.run-lock: ") as refused:
        RunLock(tmp_path / "archive.db").__enter__()
    assert refused.value.exit_code == 74


def test_a_folder_that_is_not_there_is_no_lock(tmp_path):
    with pytest.raises(ArchiveFull, match=r"cannot create the lock .*: No such file or directory;"):
        RunLock(tmp_path / "none" / "archive.db").__enter__()


def test_a_lock_whose_text_is_damaged_is_a_lock(tmp_path):
    lock = RunLock(tmp_path / "archive.db", clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    with lock:
        assert lock.path.read_text() == f"{os.getpid()} 2026-03-01T00:00:00Z\n"
        lock.path.write_bytes(b"\xff\xfe nonsense")
        with pytest.raises(ArchiveBusy, match=r"is held by a process$"):
            RunLock(tmp_path / "archive.db").__enter__()
