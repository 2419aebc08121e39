"""Start-up: the command line loads nothing heavy before a command needs it."""

import subprocess
import sys

import pytest

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
    code = f"import contextlib, io\nfrom scraper.commands import scraper\nwith contextlib.redirect_stdout(io.StringIO()):\n    scraper.main({args!r}, standalone_mode=False)"
    assert not loaded_by(code) & set(HEAVY)


def test_a_search_loads_neither_extractor_nor_network():
    loaded = loaded_by("import scraper.commands.search, scraper.archive")
    assert not loaded & {"trafilatura", "httpx", "httpcore", "sqlite_utils", "lxml", "bs4"}
