"""The same `scraper export` writes the same bytes: at another time, in a process that hashes in another way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom import filled
from program import inside
from scraper.archive import Archive
from scraper.commands.terminal.side_files import NAMES
from scraper.present.formats import FORMATS

TESTS = Path(__file__).parent.parent
WITH_NOTES = ("csv", "jsonl", "parquet", "html", "epub")
AGAIN = "import sys, test_export_twice; from pathlib import Path; test_export_twice.export_all(Path(sys.argv[1]))"


def export_all(folder):
    """Write every format with what describes it; the folder of the archive is the one above."""
    for form in FORMATS:
        options = ["--with-notes"] if form in WITH_NOTES else []
        done = inside(folder, "--db", "../archive.db", "export", form, "-o", form, *options)
        assert (done.returncode, done.stderr) == (0, "")


def files_of(folder, form):
    """Return name -> bytes of all files of a format."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in paths]
    return {name: (folder / name).read_bytes() for name in names if name.split("/")[0].split(".")[0] == form}


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twice")
    with Archive.open(filled(folder / "archive.db")) as archive:
        for name in ("sea", "ferries", "old pier"):
            archive.corpus.tags.add(1, name, coder="ann")
        archive.corpus.notes.add(2, "the tide", coder="ann")
    (folder / "first").mkdir()
    (folder / "second").mkdir()
    export_all(folder / "first")
    places = os.pathsep.join([str(TESTS), str(TESTS / "commands")])
    environment = os.environ | {"PYTHONPATH": places, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", AGAIN, str(folder / "second")]
    subprocess.run(command, env=environment, check=True, timeout=120)
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_command_gives_the_same_bytes(twice, form):
    first = files_of(twice / "first", form)
    assert first == files_of(twice / "second", form)
    assert sum(name.endswith(tuple(NAMES)) for name in first) >= len(NAMES) - 2
    assert len(first) > len(NAMES) - 2
