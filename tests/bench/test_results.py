"""`make bench` runs what README and docs quote, with the inputs that were given."""

from importlib.util import find_spec

import pytest

from bench import page_cost, results


def test_every_command_that_is_quoted_is_there():
    found = results.commands()
    assert len(found) > 10
    assert all(find_spec(command.split()[0]) for command in found)
    assert "bench.page_cost SOURCE" in found


@pytest.mark.parametrize(
    ("command", "given", "words"),
    [
        ("bench.startup", {}, ["bench.startup"]),
        ("bench.archive 20000", {}, ["bench.archive", "20000"]),
        ("bench.exports ARCHIVE html", {"ARCHIVE": "a.db"}, ["bench.exports", "a.db", "html"]),
        ("bench.exports ARCHIVE", {"ARCHIVE": ""}, None),
        ("bench.quality FOLDER…", {"FOLDER": "pages"}, ["bench.quality", "pages"]),
        ("bench.page_cost SOURCE...", {"SOURCE": "a.warc"}, ["bench.page_cost", "a.warc"]),
    ],
)
def test_inputs_are_filled_in(command, given, words):
    assert results.filled(command, given) == words


def test_the_machine_and_its_python_are_named():
    lines = list(results.machine())
    assert [line.split()[1].rstrip(",:") for line in lines] == [
        "scraper",
        lines[1].split()[1].rstrip(",:"),
        "Python",
        "load",
    ]
    assert "profile-guided optimisation" in lines[2]


def test_ratios_are_to_ours():
    found = {"scraper": ("1", [10.0, 20.0, 60.0]), "other": ("2", [30.0, 40.0, 50.0])}
    assert list(page_cost.table(found))[2:] == [
        "| scraper | 1 | 30.0 | 20.0 | 1.00 | 1.00 |",
        "| other | 2 | 40.0 | 40.0 | 1.33 | 2.00 |",
    ]
