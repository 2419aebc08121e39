"""docs/analysis.md: its examples run as they are printed, as far as their packages are installed."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils.cli import cli as sqlite_utils_program

from newsroom import filled
from program import inside

PAGE = (Path(__file__).parent.parent / "docs" / "analysis.md").read_text("utf-8")
CELLS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
LINES = re.findall(r"^    ((?:scraper|sqlite-utils) .*)$", PAGE, re.MULTILINE)
IMPORTS = re.compile(r"^(?:import|from) (\w+)", re.MULTILINE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    filled(tmp_path / "archive.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def packages(cell):
    return set(IMPORTS.findall(cell))


def run(cell):
    missing = [package for package in packages(cell) if find_spec(package) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    names = {"__name__": "analysis"}
    exec(compile(cell, "analysis.md", "exec"), names)
    return names


def cell_with(package):
    (cell,) = [cell for cell in CELLS if package in packages(cell)]
    return cell


def test_every_example_has_a_test():
    assert [sorted(packages(cell) - {"sqlite3", "contextlib"}) for cell in CELLS] == [
        [],
        ["sqlite_utils"],
        ["pandas"],
        ["polars"],
        ["duckdb"],
    ]


def test_the_standard_library(folder):
    names = run(CELLS[0])
    assert [tuple(row) for row in names["by_day"]] == [("2026-05-01", 3)]
    assert len(names["found"]) == 3


def test_sqlite_utils(folder):
    names = run(cell_with("sqlite_utils"))
    assert [row["code"] for row in names["coded"]] == ["harbour"] * 3
    assert inside(folder, "verify").returncode == 0


def test_pandas(folder):
    by_month = run(cell_with("pandas"))["by_month"]
    assert by_month.to_dict() == {"harbour.example": {by_month.index[0]: 3}}


def test_polars(folder):
    assert run(cell_with("polars"))["by_month"]["articles"].to_list() == [3]


def test_duckdb_over_parquet(folder):
    pytest.importorskip("pyarrow")
    assert inside(folder, "export", "parquet", "-o", "articles.parquet").returncode == 0
    names = run(cell_with("duckdb"))
    ((site, month, articles, _),) = names["by_month"]
    assert (site, str(month)[:7], articles) == ("harbour.example", "2026-05", 3)
    assert names["by_author"] == [("Anna Holm", 3)]


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("scraper")])
def test_lines_for_scraper(folder, line):
    if "parquet" in line:
        pytest.importorskip("pyarrow")
    program, *arguments = shlex.split(line.partition(" > ")[0])
    done = inside(folder, *arguments)
    assert (program, done.returncode, "Traceback" in done.stderr) == ("scraper", 0, False), done.stderr


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("sqlite-utils")])
def test_lines_for_sqlite_utils(folder, line):
    done = CliRunner().invoke(sqlite_utils_program, shlex.split(line)[1:])
    assert (done.exit_code, "harbour.example" in done.output) == (0, True), done.output
