"""`scraper show` and `open`: an article for reading, the page that it was read from, and where both are written."""

import json
import stat
import subprocess
import sys
import tempfile
import webbrowser

import pytest

from newsroom import LONG, START, article, page
from program import inside, surroundings
from scraper.archive import Archive
from scraper.commands.terminal import output_file

URL = "https://harbour.example/ferry"
# bytes that no charset and no line discipline leaves alone
BODIES = [b"\xff\xfe\x00first\r\n\x1b[2J", b"<p>second</p>\r\n\x00\xc3"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An archive with an article of two versions, one without a kept page, and one more."""
    place = tmp_path_factory.mktemp("show")
    with Archive.open(place / "archive.db", clock=lambda: START) as archive:
        for hours, body in enumerate(BODIES):
            story = article(f"Number {hours}. {LONG}", url=URL, headline=f"Ferry {hours}")
            archive.articles.save(story, archive.pages.keep(page(story, hours=hours, body=body)))
        archive.articles.save(article(f"Pilot. {LONG}", url="https://harbour.example/pilot", headline="Pilot"))
    return place


@pytest.mark.parametrize(("more", "body"), [([], BODIES[1]), (["--version", "1"], BODIES[0])])
def test_the_kept_page_comes_out_byte_for_byte(folder, tmp_path, more, body):
    assert inside(folder, "show", URL, "--page", *more, "-o", tmp_path / "page").returncode == 0
    assert (tmp_path / "page").read_bytes() == body


def test_the_kept_page_goes_into_a_pipe_as_it_is(folder):
    command = [sys.executable, "-m", "scraper", "show", "1", "--page", "--version", "1"]
    done = subprocess.run(command, cwd=folder, env=surroundings(folder), capture_output=True, check=True)
    assert done.stdout == BODIES[0]


def test_a_page_is_not_written_to_a_terminal(folder, monkeypatch):
    monkeypatch.setattr(output_file, "is_terminal", lambda _: True)
    done = inside(folder, "show", "1", "--page")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("Error: this format is not text: name a file with -o FILE\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["2", "--page"], "does not keep the page of 2, version 1"),
        (["1", "--page", "--version", "7"], "no version 7"),
        (["1", "2", "--page"], "name one article"),
        (["1", "--page", "--format", "html"], "without --format"),
        (["1", "99"], "no article 99"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_shown_is_one_line(folder, args, words):
    done = inside(folder, "show", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.html", "<!DOCTYPE html>"),
        ("a.md", "# Ferry 1\n"),
        ("a.json", "{\n"),
        ("a.txt", "Ferry 1\n"),
        ("a", "Ferry 1\n"),
    ],
)
def test_a_file_is_written_in_the_form_of_its_suffix(folder, tmp_path, name, begins):
    done = inside(folder, "show", "1", "-o", tmp_path / name)
    assert (done.returncode, done.stdout) == (0, "")
    written = (tmp_path / name).read_text("utf-8")
    assert written.startswith(begins)
    assert written.endswith("\n")
    again = ("show", "1", "-o", tmp_path / name, "--format", "markdown")
    assert inside(folder, *again).returncode == 2
    assert (tmp_path / name).read_text("utf-8") == written
    assert inside(folder, *again, "--force").returncode == 0
    assert (tmp_path / name).read_text("utf-8").startswith("# Ferry 1\n")


def test_several_articles_in_one_call(folder):
    text = inside(folder, "show", "1", "2").stdout
    assert text.index("Ferry 1\n") < text.index("─" * 40) < text.index("Pilot\n")
    rows = json.loads(inside(folder, "show", "1", "2", "--format", "json").stdout)
    assert [row["headline"] for row in rows] == ["Ferry 1", "Pilot"]


@pytest.mark.parametrize("has_browser", [True, False])
def test_open_writes_a_page_and_opens_it_or_names_it(folder, tmp_path, monkeypatch, has_browser):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or has_browser)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = inside(folder, "open", "1", "--version", "1")
    (file,) = tmp_path.glob("scraper-*.html")
    assert opened == [file.as_uri()]
    assert file.read_text("utf-8") == inside(folder, "show", "1", "--version", "1", "--format", "html").stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (done.returncode, done.stdout) == (0, "" if has_browser else f"{file}\n")
    assert str(file) in done.stderr or not has_browser
