"""The searches that the README prints find something in an archive of the made-up web."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from program import inside

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "fixtures" / "pages" / "riverside-gazette.example"
URL = "http://riverside-gazette.example/council/mill-bridge-closure"
SEARCHES = re.findall(r"^    scraper (search .*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A folder with the archive of an article that was edited twice."""
    folder = tmp_path_factory.mktemp("edited")
    for number in (1, 2, 3):
        done = inside(folder, "fetch", "--html", PAGES / f"mill-bridge.v{number}.html", "--url", URL)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_of_the_readme_finds_something(edited, search):
    words = shlex.split(search.replace("$(date -u +%F)", f"{datetime.now(UTC):%F}"), comments=True)
    done = inside(edited, *words, "--columns", "snippet", "--no-headers")
    assert done.returncode == 0, done.stderr
    assert "weeks" in done.stdout
    assert len(SEARCHES) == 2
