"""Start-up: the command line loads nothing heavy before a command needs it."""

import subprocess
import sys

import pytest

from newsroom import article, visit
from scraper.archive import Archive

HEAVY = (
    "trafilatura",
    "httpx",
    "httpcore",
    "sqlite_utils",
    "lxml",
    "bs4",
    "courlan",
    "rich",
    "zstandard",
    "asyncio",
    "scraper.extract",
    "scraper.archive",
)


def loaded_by(code):
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    return set(
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
        ).stdout.split()
    )


def test_importing_the_command_line_loads_nothing_heavy():
    assert not loaded_by("import scraper.commands") & set(HEAVY)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["path"]])
def test_small_commands_load_nothing_heavy(args):
    code = f"import contextlib, io\nfrom scraper.commands import scraper\nwith contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n    scraper.main({args!r}, standalone_mode=False)"
    assert not loaded_by(code) & set(HEAVY)


NOT_FOR_READING = {*HEAVY, "scraper.changes", "importlib.resources", "concurrent.futures"} - {"scraper.archive"}
ROOMS = {
    f"scraper.archive.{name}" for name in ("bulk", "captures", "save", "reread", "health", "verify", "upkeep", "log")
}


@pytest.mark.parametrize(
    ("args", "also_not"),
    [
        (["search", "ferry"], {"scraper.models", "scraper.archive.searching.past"}),
        (["list"], {"scraper.archive.searching.search"}),
        (["query", "SELECT headline FROM v_articles"], {"scraper.models", "scraper.archive.searching.search"}),
    ],
)
def test_a_reading_command_loads_what_it_needs(tmp_path, args, also_not):
    with Archive.open(tmp_path / "a.db") as archive:
        visit(archive, article())
    args = ["--db", str(tmp_path / "a.db"), *args]
    code = f"import contextlib, io\nfrom scraper.commands import scraper\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    scraper.main({args!r}, standalone_mode=False)\nassert 'Ferry returns' in out.getvalue()"
    assert loaded_by(code) & (NOT_FOR_READING | ROOMS | also_not) == set()
