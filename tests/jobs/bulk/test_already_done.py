"""When the source of a shard counts as the same, and which options make another shard of it."""

import os
from dataclasses import replace
from hashlib import sha256

import pytest

from scraper.jobs.bulk import done_lines, input_state, run_settings
from scraper.jobs.bulk.already_done import is_same_input
from scraper.jobs.bulk.done_lines import DoneLine
from scraper.jobs.bulk.read_record import ReadOptions
from scraper.jobs.bulk.shard_plan import Shard

PAGE, OTHER = b"<html>one</html>", b"<html>two</html>"
NEVER = 1_700_000_000_000_000_000  # a time at which no test runs, in nanoseconds


def line_of(path):
    """What a run notes of a source once it was read."""
    state = input_state.look_at(str(path))
    if not state.sha256:
        state = replace(state, sha256=sha256(path.read_bytes()).hexdigest())
    return DoneLine(shard="a", input=state, extractor="x", settings="", files={}, rows=0, failures=0, refused={})


def is_same(folder, line, path):
    return is_same_input(folder, line, Shard("a", str(path)), input_state.look_at(str(path)))


def test_a_file_with_other_bytes_of_the_same_number_has_changed(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    line = line_of(path)
    assert is_same(tmp_path, line, path)
    path.write_bytes(OTHER)
    later(path)
    assert not is_same(tmp_path, line, path)
    assert done_lines.read(tmp_path) == {}


@pytest.mark.parametrize("change", ["content", "name", "nothing"])
def test_a_folder_is_the_same_if_names_sizes_and_times_are(tmp_path, change):
    folder = tmp_path / "pages"
    folder.mkdir()
    path = folder / "a.html"
    path.write_bytes(PAGE)
    line = line_of(folder)
    if change == "content":
        path.write_bytes(OTHER)
        later(path)
    elif change == "name":
        path.rename(folder / "b.html")
    assert is_same(tmp_path, line, folder) is (change == "nothing")


def later(path):
    """Give a file another time of its last change, also on a file system with coarse times."""
    os.utime(path, ns=(NEVER, NEVER))


def test_a_changed_rule_is_another_setting(tmp_path):
    rule = tmp_path / "gazette.example.toml"
    digests = {run_settings.digest(ReadOptions())}
    for text in ('headline = "h1"', 'headline = "h2"'):
        rule.write_text(text)
        digests.add(run_settings.digest(ReadOptions(rules=(tmp_path,))))
    assert len(digests) == 3
