"""Files that people name: pipes, devices, sockets and folders are refused at once, open pipes are read."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from newsroom import filled
from program import ALLOW, article, inside, scraper, serving, surroundings
from scraper import files
from scraper.errors import InputError

PAGE_URL = "https://river.example/1"
COMMANDS = {
    "a list": ["fetch", "-a", "NAME"],
    "a table": ["fetch", "--csv", "NAME"],
    "an address": ["fetch", "NAME"],
    "a page": ["fetch", "--html", "NAME", "--url", PAGE_URL],
    "a cookie file": ["fetch", "--cookies", "NAME", "https://river.invalid/"],
    "a settings file": ["config", "show", "--config", "NAME"],
    "OPML": ["feed", "import", "NAME"],
    "an export": ["import", "jsonl", "NAME"],
    "a page to explain": ["explain", "NAME"],
    "a page for a rule": ["rules", "test", "NAME", "--url", PAGE_URL],
}


@pytest.fixture
def specials(tmp_path):
    """A named pipe that nobody writes to, a socket, a folder."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket"))
    yield tmp_path
    listening.close()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
@pytest.mark.parametrize(("name", "what"), [("pipe", "named pipe"), ("socket", "socket"), ("folder", "folder|directory"), ("/dev/zero", "device")])  # fmt: skip
def test_what_is_no_file_is_refused_in_one_line(specials, command, name, what):
    done = inside(specials, *(name if part == "NAME" else part for part in command))
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert any(each in line.lower() for each in what.split("|")), line
    assert name in line


def test_a_named_pipe_does_not_stop_the_files_beside_it(specials):
    (specials / "page.html").write_bytes(article("Pilot station stays shut"))
    done = scraper(specials, "extract", "pipe", "page.html", timeout=30)
    first, second = done.stdout.splitlines()
    assert "named pipe" in first
    assert "Pilot station stays shut" in second
    assert done.returncode == 3


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/dev/null", None), ("/dev/zero", "a device"), ("/dev", "a folder"), ("/dev/nowhere", None), (__file__, None), ("a\x00b", None)],
)  # fmt: skip
def test_what_a_name_stands_for(path, kind):
    assert files.special(path) == kind


def test_an_open_pipe_is_one_to_read():
    reading, writing = os.pipe()
    os.write(writing, b"text")
    os.close(writing)
    name = f"/dev/fd/{reading}"
    assert files.is_open_pipe(name)
    assert files.is_readable(name)
    assert files.read_file(name, "a list") == b"text"
    os.close(reading)
    assert not files.is_readable(name)
    with pytest.raises(InputError, match=f"cannot read {name}"):
        files.read_file(name, "a list")


BASH = shutil.which("bash")


def shell(folder, line):
    """Run a line of bash, in which `scraper` is this program."""
    line = line.replace("scraper", f"{sys.executable} -m scraper", 1)
    return subprocess.run(
        [BASH, "-c", line],
        cwd=folder,
        env=surroundings(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# what is typed, with what it says; slow: the command by which a process starts a reader of pages
SUBSTITUTED = [
    ("scraper fetch {options} -a <(echo {base}/a)", "A story from /a", False),
    ("scraper fetch {options} --csv <(printf 'id;url\\n1;{base}/b\\n')", "A story from /b", True),
    (f"scraper fetch --html <(cat page.html) --url {PAGE_URL}", "A page in hand", True),
    (f"scraper explain <(cat page.html) --url {PAGE_URL}", "A page in hand", True),
    (f"scraper extract --url {PAGE_URL} <(cat page.html)", '"headline": "A page in hand"', True),
    ("scraper extract /dev/stdin < page.html", '"url": "file:///dev/stdin"', True),
    ("scraper config show --config <(echo 'delay = 7')", "7", False),
    (
        "scraper feed import <(echo '<opml><body><outline xmlUrl=\"http://a.example/f\"/></body></opml>')",
        "1 new",
        False,
    ),
]
bash_only = pytest.mark.skipif(BASH is None, reason="process substitution is bash's")


@pytest.fixture
def two_stories():
    with serving() as site:
        for path in ("/a", "/b"):
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        yield site


@bash_only
@pytest.mark.parametrize(
    ("line", "said"),
    [pytest.param(line, said, marks=pytest.mark.slow if slow else ()) for line, said, slow in SUBSTITUTED],
)
def test_process_substitution_works_wherever_a_file_is_read(tmp_path, two_stories, line, said):
    (tmp_path / "page.html").write_bytes(article("A page in hand"))
    done = shell(tmp_path, line.format(options=" ".join(ALLOW), base=two_stories.base))
    assert done.returncode == 0, done.stderr
    assert said in done.stdout + done.stderr


@bash_only
@pytest.mark.slow
def test_process_substitution_works_for_cookies(tmp_path, two_stories):
    cookies = "127.0.0.1\\tFALSE\\t/\\tFALSE\\t2000000000\\tsid\\tabc\\n"
    line = f"scraper fetch {' '.join(ALLOW)} --cookies <(printf '{cookies}') {two_stories.base}/a"
    done = shell(tmp_path, line)
    assert done.returncode == 0, done.stderr
    assert two_stories.visits[-1][1]["Cookie"] == "sid=abc"


@bash_only
def test_process_substitution_works_for_an_import(tmp_path):
    filled(tmp_path / "other.db")
    done = shell(tmp_path, f"scraper import jsonl <({sys.executable} -m scraper export jsonl --db other.db)")
    assert (done.returncode, done.stderr) == (0, "3 new, 0 already here\n")
