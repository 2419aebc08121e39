"""Start-up: the command line loads nothing heavy before a command needs it."""

import os
import subprocess
import sys
from pathlib import Path

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


def printed_by(code):
    script = f"import sys\n{code}"
    # what measures coverage would load modules of its own
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60, env=env
    )
    return done.stdout


def loaded_by(code):
    return set(printed_by(f"{code}\nprint('\\n'.join(sys.modules))").split())


def command(*arguments):
    """Code that runs a command of ours; what it prints is not looked at."""
    return f"""
import contextlib, io
from scraper.commands import scraper
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    scraper.main({list(arguments)!r}, standalone_mode=False)"""


def test_importing_the_command_line_loads_nothing_heavy():
    assert not loaded_by("import scraper.commands") & set(HEAVY)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["path"]])
def test_small_commands_load_nothing_heavy(args):
    code = f"import contextlib, io\nfrom scraper.commands import scraper\nwith contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n    scraper.main({args!r}, standalone_mode=False)"
    assert not loaded_by(code) & set(HEAVY)


NOT_FOR_READING = {*HEAVY, "scraper.changes", "importlib.resources", "concurrent.futures"} - {"scraper.archive"}
ROOMS = {
    f"scraper.archive.{name}"
    for name in (
        "transfer.import_jsonl",
        "pages.captures",
        "articles.save",
        "articles.rereading",
        "maintenance.health",
        "maintenance.verification",
        "maintenance.upkeep",
        "crawl.fetch_log",
    )
}


@pytest.mark.parametrize(
    ("args", "also_not"),
    [
        (["search", "ferry"], {"scraper.models", "scraper.archive.search.past_versions"}),
        (["list"], {"scraper.archive.search.run_search"}),
        (["query", "SELECT headline FROM v_articles"], {"scraper.models", "scraper.archive.search.run_search"}),
    ],
)
def test_a_reading_command_loads_what_it_needs(tmp_path, args, also_not):
    with Archive.open(tmp_path / "a.db") as archive:
        visit(archive, article())
    args = ["--db", str(tmp_path / "a.db"), *args]
    code = f"import contextlib, io\nfrom scraper.commands import scraper\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    scraper.main({args!r}, standalone_mode=False)\nassert 'Ferry returns' in out.getvalue()"
    assert loaded_by(code) & (NOT_FOR_READING | ROOMS | also_not) == set()


# what a search of words has no use for: each costs more to import than the search itself
UNUSED = {
    "json",
    "csv",
    "hashlib",
    "shlex",
    "difflib",
    "scraper.urls",
    "scraper.archive.store.triggers",
    "scraper.present.article_table",
}
MOST_OF_OURS = 44  # modules of scraper that a search loads


def test_a_search_loads_few_modules(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        visit(archive, article())
    loaded = loaded_by(command("search", "ferry", "--db", str(tmp_path / "a.db")))
    assert not loaded & UNUSED
    assert len([name for name in loaded if name.partition(".")[0] == "scraper"]) <= MOST_OF_OURS


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("path",)])
def test_small_commands_load_no_json_and_no_addresses(arguments):
    assert not loaded_by(command(*arguments)) & UNUSED


@pytest.mark.parametrize("arguments", [("--help",), ("search", "ferry"), ("list",)])
def test_no_module_of_ours_compiles_a_pattern_when_it_is_imported(tmp_path, arguments):
    with Archive.open(tmp_path / "a.db") as archive:
        visit(archive, article())
    given = arguments if arguments == ("--help",) else (*arguments, "--db", str(tmp_path / "a.db"))
    noting = """
import re
compile_pattern, early = re.compile, set()
def noting(pattern, flags=0):
    asking = sys._getframe(1)
    if asking.f_code.co_name == "<module>" and asking.f_globals["__name__"].startswith("scraper"):
        early.add(asking.f_globals["__name__"])
    return compile_pattern(pattern, flags)
re.compile = noting
"""
    assert "early: set()" in printed_by(f"{noting}{command(*given)}\nprint('early:', early)")


PAGE = Path(__file__).parent.parent.parent / "fixtures" / "pages" / "northgate-tribune.example" / "rail-tunnel.html"
NOT_FOR_A_PAGE = {"trafilatura", "urllib3", "logging", "traceback", "asyncio", "httpx", "sqlite3", "click", "bs4"}


def test_a_first_plain_page_is_read_without_what_doubtful_pages_and_failures_need():
    """A worker's start is most of what a short run costs."""
    reading = f"""
from datetime import UTC, datetime
from scraper.workers import child
from scraper.models import Page
from scraper.jobs.read_page import ReadTask, article_of
url = "https://northgate-tribune.example/rail-tunnel"
page = Page(url=url, final_url=url, body=open({str(PAGE)!r}, "rb").read(), fetched_at=datetime.now(UTC))
assert article_of(ReadTask(page=page)).headline"""
    assert not loaded_by(reading) & NOT_FOR_A_PAGE
