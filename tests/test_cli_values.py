"""Values that cannot be meant are refused in one line before anything is done; what finds nothing says so."""

import pytest

from newsroom import article as made_up
from newsroom import visit
from program import ALLOW, inside, scraper, serving
from scraper.archive import Archive


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("values")
    with Archive.open(place / "archive.db") as archive:
        visit(archive, made_up())
    (place / "page.html").write_text("<p>A page")
    return place


REFUSED = [
    (["fetch", "--retry-failed=nosuch"], "'nosuch' is not one of 'any', 'bad_url'"),
    (["fetch", "https://a.example/", "--wayback=ftp://x"], "only http and https can be fetched"),
    (["fetch", "--html", "page.html", "--url", "bad"], "not a URL"),
    (["explain", "page.html", "--url", "bad"], "not a URL"),
    (["extract", "page.html", "--url", "bad"], "not a URL"),
    (["rules", "test", "page.html", "--url", "bad"], "not a URL"),
    (["feed", "discover", "bad"], "not a URL"),
    (["feed", "add", "https://a.example/", "bad"], "not a URL"),
    (["fetch", "https://a.example/", "--delay", "soon"], "write 90s, 15m, 24h, 7d or 2w"),
    (["fetch", "https://a.example/", "--timeout", "-1"], "no span of time"),
    (["fetch", "https://a.example/", "--timeout", "0"], "too short"),
    (["fetch", "https://a.example/", "--max-age", "9999999d"], "no span of time"),
    (["list", "--columns", ","], "--columns names none"),
    (["list", "--json", "--csv"], "--json and --csv do not go together"),
    (["diff", "1", "--unified", "--html"], "--unified and --html do not go together"),
    (["search", "ferry", "--since", "9999999d"], "no date"),
]


@pytest.mark.parametrize(("args", "words"), REFUSED)
def test_a_value_that_cannot_be_meant_is_refused(folder, args, words):
    done = inside(folder, *args)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
    assert done.stdout == ""


def test_what_is_chosen_twice_the_same_way_is_no_contradiction(folder):
    assert inside(folder, "list", "--nl", "--nl", "--no-headers").returncode == 0


def test_reading_again_says_when_there_is_nothing_to_read(folder):
    assert "no kept page of nosite.example" in scraper(folder, "reextract", "--site", "nosite.example").stderr
    assert "no earlier reading" in scraper(folder, "reextract", "--undo").stderr


def test_an_internet_archive_that_does_not_help_is_told(tmp_path):
    with serving() as site:
        url = f"{site.base}/dead"
        args = [url, "--columns", "error", "--no-headers", "--force", *ALLOW]
        down = scraper(tmp_path, "fetch", "--wayback=http://127.0.0.1:1", *args)
        assert down.stdout.startswith("no such page (404); the Internet Archive did not help: no connection")
    assert down.returncode == 1
