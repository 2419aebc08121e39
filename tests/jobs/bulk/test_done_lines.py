"""The list of shards that are done: the last line counts, and half a line spoils no other."""

import subprocess
import sys
from dataclasses import replace

import pytest

from scraper.jobs.bulk import done_lines
from scraper.jobs.bulk.done_lines import DoneLine, InputState

STATE = InputState(size=7, changed="1", sha256="ab")
LINE = DoneLine(
    shard="a", input=STATE, extractor="scraper 1", settings="s", files={"a.parquet": 3}, rows=2, failures=1, refused={}
)


def test_the_last_line_of_a_shard_counts(tmp_path):
    assert done_lines.read(tmp_path) == {}
    again, other = replace(LINE, rows=5), replace(LINE, shard="b")
    for line in (LINE, other, again):
        done_lines.add(tmp_path, line)
    assert done_lines.read(tmp_path) == {"a": again, "b": other}


@pytest.mark.parametrize(
    "left", [b'{"shard":"b","inp', b'{"shard":"b"}\n', b"\xff\n", b"[]\n", b"\n", b'{"shard":"a","input":3}\n']
)
def test_what_a_killed_process_left_is_no_line(tmp_path, left):
    (tmp_path / done_lines.NAME).write_bytes(left)
    done_lines.add(tmp_path, LINE)
    assert done_lines.read(tmp_path) == {"a": LINE}


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from scraper.jobs.bulk.done_lines import DoneLine, InputState, add
line = DoneLine(shard="", input=InputState(size=7, changed="1", sha256=""), extractor="", settings="", files={}, rows=2,
    failures=1, refused={})
for number in range(50):
    add(Path(sys.argv[1]), replace(line, shard=f"{sys.argv[2]}{number}"))
"""


def test_several_processes_write_whole_lines(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(done_lines.read(tmp_path)) == 100


@pytest.mark.parametrize(
    ("size", "changed", "expected"),
    [(7, "1", True), (7, "2", False), (8, "1", False)],
    ids=["same", "touched", "grown"],
)
def test_whether_a_source_needs_a_look_inside(size, changed, expected):
    assert STATE.is_like(InputState(size=size, changed=changed, sha256="")) is expected
