"""Values that cannot be meant are refused in one line before anything is done; what finds nothing says so."""

import json

import pytest

from newsroom import article as made_up
from newsroom import visit
from program import ALLOW, article, inside, serving
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
    (["fetch", "https://a.example/", "--timeout", "-1"], "not a span of time"),
    (["fetch", "https://a.example/", "--timeout", "0"], "too short"),
    (["fetch", "https://a.example/", "--max-age", "9999999d"], "not a span of time"),
    (["list", "--columns", ","], "--columns names no column"),
    (["list", "--json", "--csv"], "use either --json or --csv"),
    (["diff", "1", "--unified", "--html"], "use either --unified or --html"),
    (["search", "ferry", "--since", "9999999d"], "not a date"),
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
    assert "no kept page from nosite.example" in inside(folder, "reextract", "--site", "nosite.example").stderr
    assert "no earlier result" in inside(folder, "reextract", "--undo").stderr


class ByPath(dict):
    """Pages that answer whatever the query says."""

    def get(self, path, default):
        return super().get(path.partition("?")[0], default)


def test_what_comes_from_the_internet_archive_is_marked(tmp_path):
    with serving() as site:
        url = f"{site.base}/dead"
        index = [["timestamp", "original", "statuscode", "mimetype", "digest"]]
        index.append(["20200102030405", url, "200", "text/html", "AAA"])
        site.pages = ByPath(
            {
                "/cdx/search/cdx": (200, {"Content-Type": "application/json"}, json.dumps(index).encode()),
                f"/web/20200102030405id_/{url}": (200, {}, article("Pilot station stays shut")),
            }
        )
        columns = "outcome,url,headline,error,article_id,note"
        done = inside(tmp_path, "fetch", f"--wayback={site.base}", *ALLOW, url, "--columns", columns)
    assert done.stdout == (
        "outcome\turl\theadline\terror\tarticle_id\tnote\n"
        f"new\t{url}\tPilot station stays shut\t\t1\tfrom the Internet Archive, 2020-01-02\n"
    )
    told = inside(tmp_path, "history", "1", "--columns", "first_seen,detail", "--no-headers").stdout
    assert told == "2020-01-02T03:04:05Z\tfrom the Internet Archive\n"


def test_an_internet_archive_that_does_not_help_is_told(tmp_path):
    with serving() as site:
        url = f"{site.base}/dead"
        args = [url, "--columns", "error", "--no-headers", "--force", *ALLOW]
        down = inside(tmp_path, "fetch", "--wayback=http://127.0.0.1:1", *args)
        assert down.stdout.startswith("no such page (404); the Internet Archive did not help: no connection")
    assert down.returncode == 1


@pytest.mark.parametrize(
    "args", [["fetch", "nonsense"], ["fetch", "--pending"], ["feed", "poll"], ["feed", "add", "bad"]]
)
def test_what_keeps_nothing_makes_no_archive(tmp_path, args):
    assert inside(tmp_path, *args).returncode in (0, 1, 2)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_older_archive(tmp_path):
    (tmp_path / "archive.db").touch()
    done = inside(tmp_path, "list")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "archive.db is empty" in done.stderr


def test_a_search_that_finds_nothing_says_so(folder):
    done = inside(folder, "search", "zzqyx", "--no-headers")
    assert (done.stdout, done.stderr, done.returncode) == ("", "nothing found\n", 1)
    early = inside(folder, "search", "ferry", "--as-of", "2020-01-01", "--no-headers")
    assert early.stderr.splitlines()[0] == "the archive has no texts from before 2026-05-01"
    assert inside(folder, "search", "ferry", "--as-of", "2026-05-01", "--no-headers").returncode == 0


@pytest.mark.parametrize("data", [b"%PDF-1.7\n\x00\x01\x02\n" * 300, b"\x7fELF\x02\x01\x01\x00" * 99])
def test_a_list_that_is_no_text_is_one_line(tmp_path, data):
    (tmp_path / "list").write_bytes(data)
    done = inside(tmp_path, "fetch", "-a", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: list: not a list of URLs, and not a text at all\n"


def test_a_list_of_any_editor_is_read(tmp_path):
    for charset in ("utf-16", "utf-8-sig", "windows-1252"):
        (tmp_path / "list").write_bytes("# für später\nnonsense\n".encode(charset))
        done = inside(tmp_path, "fetch", "-a", "list", "--no-headers", "--columns", "outcome,url")
        assert done.stdout == "bad_url\tnonsense\n"


@pytest.mark.parametrize("field", ["body_text", "headline", "date_published", "language"])
def test_a_row_with_a_number_for_a_text_is_told_by_its_name(tmp_path, field):
    done = inside(tmp_path, "import", "jsonl", "-", stdin=f'{{"url": "https://a.example/", "{field}": 5}}\n')
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        f"Error: line 1: not an article: {field} is not a text",
    )
