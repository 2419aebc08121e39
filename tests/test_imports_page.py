"""docs/bringing-things-in.md: its files are imported as they are printed, twice, and print what the page shows."""

import os
import re
import shlex
import zipfile
from pathlib import Path

import pytest

from program import inside
from scraper.commands.imports import imports
from test_docs import scraper_parses

PAGE = (Path(__file__).parent.parent / "docs" / "bringing-things-in.md").read_text("utf-8")
SAVED_AT = 1_780_000_000  # seconds since 1970: when the files of the page were written
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = BLOCK.findall(PAGE)  # language, name of the file, text
SHOWN_ONLY = re.findall(r"^    scraper (.*)$", PAGE, re.MULTILINE)
CALL = "$ scraper "


def calls(text):
    """Yield each command of a block with the lines that it prints."""
    for call in text.split(CALL)[1:]:
        line, _, printed = call.partition("\n")
        yield line, printed


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (SAVED_AT, SAVED_AT))


def printed_by(folder, line):
    done = inside(folder, *shlex.split(line))
    return done.stderr + done.stdout


def pack(folder):
    """Make the WACZ file of the page from its WARC file."""
    with zipfile.ZipFile(folder / "pages.wacz", "w") as packed:
        packed.write(folder / "pages.warc.gz", "archive/pages.warc.gz")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Type the whole page: command -> what it printed, and what it printed at once again."""
    pytest.importorskip("warcio", reason="install the dev extra again")
    folder = tmp_path_factory.mktemp("page")
    found = {}
    for language, name, text in BLOCKS:
        if name:
            write(folder / name, text)
        for line, _ in calls(text) if language == "console" else ():
            first = printed_by(folder, line)
            if line.startswith("export warc"):
                pack(folder)
            found[line] = (first, printed_by(folder, line) if line.startswith("import") else "")
    return found


COMMANDS = [call for language, _, text in BLOCKS if language == "console" for call in calls(text)]


@pytest.mark.parametrize(("line", "printed"), COMMANDS, ids=[line for line, _ in COMMANDS])
def test_a_command_prints_what_the_page_shows(done, line, printed):
    assert done[line][0] == printed


@pytest.mark.parametrize("line", [line for line, _ in COMMANDS if line.startswith("import")])
def test_an_import_again_finds_nothing_new(done, line):
    first, again = done[line]
    assert re.match(r"[1-9]\d* new, ", first)
    assert re.match(r"0 new, [1-9]\d* already ", again)


@pytest.mark.parametrize("line", SHOWN_ONLY)
def test_what_is_only_shown_can_be_typed(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scraper_parses(shlex.split(line))


def test_every_import_is_on_the_page():
    assert {f"scraper import {name}" for name in imports.commands} <= set(re.findall(r"scraper import \w+", PAGE))
