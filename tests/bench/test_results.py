"""`make bench` runs what README and docs quote, with the inputs that were given."""

import json
import re
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
    processor, python = results.hardware()
    assert "cores" in processor
    assert python.startswith("- Python")
    assert "profile-guided optimisation" in python


def test_a_result_says_when_it_was_measured_and_on_which_code():
    assert re.match(r"\d{4}-\d\d-\d\d, scraper [\d.]+.* load at the start \d+\.\d a core", results.conditions())


def test_results_stay_until_their_command_has_run_again(monkeypatch):
    asked = results.commands()
    monkeypatch.setattr(results, "run", lambda words: f"| {' '.join(words)} |")
    parts = {name: results.measured(name, ["first", name]) for name in asked[:3]}
    text = "\n".join(results.page(parts))
    assert results.kept(text) == parts
    assert [f"- `python -m {name}`" in text for name in asked] == [False] * 3 + [True] * (len(asked) - 3)
    again = results.kept(text) | {asked[1]: results.measured(asked[1], ["second"])}
    text = "\n".join(results.page(again))
    assert [line for line in text.splitlines() if line.startswith("| ")] == [
        f"| first {asked[0]} |",
        "| second |",
        f"| first {asked[2]} |",
    ]


def test_figures_over_their_bar_are_shown(tmp_path, monkeypatch):
    (tmp_path / "slow.py").write_text("import sys\nprint('9 s')\nsys.exit('over 1 s')")
    monkeypatch.setattr(results, "ROOT", tmp_path)
    assert results.run(["slow"]) == "9 s\n\nexit code 1: over 1 s"


def test_results_of_another_machine_do_not_stay():
    text = "\n".join(results.page({"bench.startup": "## python -m bench.startup\n\n| 1 |\n"}))
    assert results.kept(text)
    assert not results.kept(text.replace(" cores", "1 cores"))
    assert not results.kept("")


def test_ratios_are_to_ours():
    found = {"scraper": ("1", [10.0, 20.0, 60.0]), "other": ("2", [30.0, 40.0, 50.0])}
    assert list(page_cost.table(found))[2:] == [
        "| scraper | 1 | 30.0 | 20.0 | 1.00 | 1.00 |",
        "| other | 2 | 40.0 | 40.0 | 1.33 | 2.00 |",
    ]


@pytest.mark.parametrize(("count", "chosen"), [(2, 2), (100, 5)])
def test_pages_come_from_files_and_from_folders_of_them(tmp_path, count, chosen):
    rows = [{"url": f"http://a.example/{n}", "html": f"<p>page {n}</p>"} for n in range(5)]
    file = tmp_path / "pages.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    for source in (file, tmp_path):
        warming, found = page_cost.pages([str(source)], count)
        assert warming == found  # few pages: all are read twice, and measured the second time
        assert len({record.url for record in found}) == chosen


def test_a_source_without_pages_is_named(tmp_path):
    with pytest.raises(SystemExit, match=f"no page in {tmp_path}"):
        page_cost.pages([str(tmp_path)], 1)
