"""`scraper fetch` as a user runs it: every URL accounted for, one clear line each, the right exit code."""

import contextlib
import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from program import ALLOW, WORDS, article, inside, scraper, serving
from scraper.archive import Archive
from scraper.archive.store import checksums


@pytest.fixture
def site():
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Pilot station stays shut"))
        site.pages["/b"] = (200, {}, article("Ferry returns after winter"))
        yield site


def rows(done):
    """Return outcome, url, headline and error of each row; the columns after them have a test of their own."""
    return [line.split("\t")[:4] for line in done.stdout.splitlines()]


def test_two_articles_are_archived_and_found(site, tmp_path):
    done = scraper(tmp_path, "fetch", *ALLOW, f"{site.base}/a", f"{site.base}/b")
    assert done.returncode == 0, done.stderr
    assert rows(done)[0] == ["outcome", "url", "headline", "error"]
    assert sorted(rows(done)[1:]) == [
        ["new", f"{site.base}/a", "Pilot station stays shut", ""],
        ["new", f"{site.base}/b", "Ferry returns after winter", ""],
    ]
    found = scraper(tmp_path, "search", "ferry", "--columns", "headline,site", "--no-headers")
    assert found.stdout == "Ferry returns after winter\t127.0.0.1\n"
    nothing = scraper(tmp_path, "search", "zeppelin")
    assert nothing.returncode == 1


def test_what_is_fresh_is_not_fetched_again_and_an_edit_keeps_both_texts(site, tmp_path):
    url = f"{site.base}/a"
    inside(tmp_path, "fetch", *ALLOW, url)
    again = inside(tmp_path, "fetch", *ALLOW, url)
    assert (again.returncode, rows(again)[1][0]) == (0, "skipped_fresh")
    site.pages["/a"] = (
        200,
        {},
        article(
            "Pilot station stays shut",
            *(f"Quite another paragraph about the station, number {n}, long enough to count." for n in range(8)),
        ),
    )
    edited = inside(tmp_path, "fetch", *ALLOW, "--force", url)
    assert rows(edited)[1][0] == "edited", edited.stderr
    old = inside(tmp_path, "show", url, "--version", "1").stdout
    new = inside(tmp_path, "show", url).stdout
    assert "harbour board" in old
    assert "Quite another paragraph" not in old
    assert "Quite another paragraph" in new


def test_an_unchanged_page_is_not_sent_again(site, tmp_path):
    site.pages["/a"] = (200, {"ETag": '"v1"'}, article("Pilot station stays shut"))
    inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a")
    again = inside(tmp_path, "fetch", *ALLOW, "--max-age", "0", f"{site.base}/a")
    assert rows(again)[1][0] == "same"
    assert site.visits[-1][1]["If-None-Match"] == '"v1"'


def test_each_visit_tells_how_long_it_took(site, tmp_path):
    site.pages["/slow"] = lambda _: time.sleep(0.3) or (404, {}, b"")
    site.pages["/b"] = (200, {"ETag": '"v1"'}, article("Ferry returns after winter"))
    for paths in (["/a", "/b", "/slow"], ["/b"]):
        inside(tmp_path, "fetch", *ALLOW, "--max-age", "0", *(f"{site.base}{path}" for path in paths))
    told = inside(tmp_path, "query", "SELECT reason, ms FROM v_fetches ORDER BY reason", "--no-headers")
    took = [(reason, int(ms)) for reason, ms in rows(told)]
    assert [reason for reason, _ in took] == ["new", "new", "not_found", "not_modified"]
    assert took[2][1] >= 300
    assert all(0 <= ms < 30_000 for _, ms in took)


PDF = b"%PDF-1.7 " + b"x" * 2000
BAD = {
    "/404": ((404, {}, b"<h1>Gone fishing</h1>"), "not_found", 1),
    "/410": ((410, {}, b""), "gone", 1),
    "/500": ((500, {}, b""), "server_error", 1),
    "/401": ((401, {}, b""), "login", 4),
    "/403": ((403, {}, b""), "blocked", 5),
    "/loop": ((302, {"Location": "/loop"}, b""), "redirect_loop", 1),
    "/file": ((302, {"Location": "file:///etc/passwd"}, b""), "bad_redirect", 1),
    "/pdf": ((200, {"Content-Type": "application/pdf"}, PDF), "not_html", 1),
    "/image": ((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + b"\0" * 100), "not_html", 1),
    "/lying-pdf": ((200, {}, PDF), "not_html", 1),
    "/empty": ((200, {}, b""), "empty", 1),
    "/soon": ((200, {}, b"<h1>We will be back soon</h1><p>The site is down for maintenance."), "empty", 1),
    "/big": ((200, {}, b"<p>word " * 3_000_000), "too_large", 1),
    "/noise": ((200, {}, bytes(range(256)) * 40), "not_html", 1),
    "/hang": (("hang", {}, 20), "timeout", 1),
}


@pytest.fixture(scope="module")
def mixed_run(tmp_path_factory):
    """One run over a sound page and every bad one, each on a host of its own -> the run, its folder, the addresses."""
    folder, addresses = tmp_path_factory.mktemp("mixed"), {}
    with contextlib.ExitStack() as stack:
        for path, (answer, _, _) in {"/a": ((200, {}, article("Pilot station stays shut")), "new", 0), **BAD}.items():
            site = stack.enter_context(serving())
            site.pages[path] = answer
            addresses[path] = f"{site.base}{path}"
        options = ("--timeout", "2", "--error-file", "errors.txt", "--all")
        yield scraper(folder, "fetch", *ALLOW, *options, *addresses.values()), folder, addresses


@pytest.mark.parametrize("path", BAD)
@pytest.mark.slow
def test_a_bad_page_is_one_clear_line_and_the_run_goes_on(mixed_run, tmp_path, path):
    done, folder, addresses = mixed_run
    _, reason, alone = BAD[path]
    assert "Traceback" not in done.stderr
    assert done.returncode == 3, done.stderr + done.stdout
    by_url = {row[1]: row for row in rows(done)[1:]}
    bad = by_url[addresses[path]]
    assert by_url[addresses["/a"]][0] == "new"
    assert bad[3], "the error says nothing"
    assert bad[0] == reason
    lines = (folder / "errors.txt").read_text().splitlines()
    failed = [line for line in lines if not line.startswith("#")]
    assert sorted(failed) == sorted(addresses[path] for path in BAD)
    (tmp_path / "errors.txt").write_text(f"{addresses[path]}\n")
    again = inside(tmp_path, "fetch", *ALLOW, "--timeout", "2", "-a", "errors.txt")
    assert again.returncode == alone, again.stdout


def test_a_door_keeper_s_long_page_is_no_article_and_took_no_text_s_place(site, tmp_path):
    site.pages["/a"] = (200, {}, article("Access denied", *[WORDS] * 20))
    done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a")
    assert rows(done)[1] == ["degraded", f"{site.base}/a", "Access denied", "the page is kept, but it is not an article: error_title"]  # fmt: skip


NO_URL = [
    ("example", "bad_url", "not a URL"),
    ("ftp://example.org/a", "bad_scheme", "only http and https"),
    ("http://127.0.0.1:1/x", "refused", "the server may be down"),
    ("http://[::1]:9/x", "blocked_address", "--allow-net"),
]


@pytest.mark.parametrize(("url", "reason", "words"), NO_URL)
def test_an_impossible_address_is_told_in_one_line(tmp_path, url, reason, words):
    done = inside(tmp_path, "fetch", *ALLOW, url)
    assert rows(done)[1][0] == reason, done.stdout + done.stderr
    assert words in rows(done)[1][3]
    assert done.returncode == 1


def test_lists_of_every_kind_and_columns_pass_through(site, tmp_path):
    (tmp_path / "table.csv").write_text(f"id,url\n7,{site.base}/a\n")
    (tmp_path / "urls.txt").write_text(f"# my list\n\n{site.base}/a  \nnonsense\n")
    lines = json.dumps({"url": f"{site.base}/b", "topic": "ships"}) + "\n"
    done = inside(
        tmp_path,
        "fetch",
        *ALLOW,
        "--csv",
        "table.csv",
        "-a",
        "urls.txt",
        "-",
        "--nl",
        "--report",
        "report.json",
        stdin=lines,
    )
    told = {row["url"]: row for row in map(json.loads, done.stdout.splitlines()) if row["outcome"] != "skipped_fresh"}
    assert told[f"{site.base}/a"]["outcome"] == "new"
    assert told[f"{site.base}/b"]["topic"] == "ships"
    assert told["nonsense"]["outcome"] == "bad_url"
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["counts"] == {"new": 2, "bad_url": 1, "skipped_fresh": 1}
    assert done.returncode == 3


def test_every_row_of_a_table_is_told_though_its_page_is_fetched_once(site, tmp_path):
    base = site.base
    table = f"url,tag\n{base}/a,x\n{base}/none,p\n{base}/a#top,y\n{base}/none,q\n"
    (tmp_path / "table.csv").write_text(table)
    args = ["--csv", "table.csv", "--columns", "outcome,url,tag", "--no-headers", "--report", "report.json"]
    done = inside(tmp_path, "fetch", *ALLOW, *args)
    told = [
        ["new", f"{base}/a", "x"],
        ["not_found", f"{base}/none", "p"],
        ["not_found", f"{base}/none", "q"],
        ["skipped_fresh", f"{base}/a#top", "y"],
    ]
    assert sorted(rows(done)) == sorted(told)
    assert sorted(path for path, _ in site.visits) == ["/a", "/none", "/robots.txt"]
    assert json.loads((tmp_path / "report.json").read_text())["total"] == 4
    again = inside(tmp_path, "fetch", *ALLOW, *args)
    assert sorted(rows(again)) == sorted([["skipped_fresh", f"{base}/a", "x"], *told[1:]])


def test_an_endless_address_is_refused_and_not_kept(site, tmp_path):
    endless = f"{site.base}/{'a' * 2_000_000}"
    (tmp_path / "urls.txt").write_text(f"{endless}\n{site.base}/b\n")
    done = inside(tmp_path, "fetch", *ALLOW, endless[:9000], "-a", "urls.txt", "--error-file", "errors.txt")
    assert sorted(row[0] for row in rows(done)[1:]) == ["bad_url", "bad_url", "new"]
    assert "characters are too many" in done.stdout
    assert max(map(len, (*done.stdout.splitlines(), *(tmp_path / "errors.txt").read_text().splitlines()))) < 400
    assert (tmp_path / "archive.db").stat().st_size < 1_000_000


def test_a_row_without_an_address_keeps_its_columns(site, tmp_path):
    (tmp_path / "table.csv").write_text("url,tag\nnonsense,x\n")
    done = inside(tmp_path, "fetch", *ALLOW, "--csv", "table.csv", "--columns", "outcome,tag", "--no-headers")
    assert rows(done) == [["bad_url", "x"]]


def test_a_page_in_hand_goes_through_the_same_pipeline(tmp_path):
    (tmp_path / "page.html").write_bytes(article("Saved by hand"))
    done = inside(tmp_path, "fetch", "--html", "page.html", "--url", "https://gazette.example/saved")
    assert rows(done)[1] == ["new", "https://gazette.example/saved", "Saved by hand", ""]
    assert "Saved by hand" in inside(tmp_path, "show", "https://gazette.example/saved").stdout


@pytest.mark.parametrize("path", ["/404", "/410", "/pdf"])
def test_what_was_not_there_is_not_visited_again_and_fails_still(site, tmp_path, path):
    answer, reason, code = BAD[path]
    site.pages[path] = answer
    url = f"{site.base}{path}"
    first = inside(tmp_path, "fetch", *ALLOW, url)
    visits = len(site.visits)
    again = inside(tmp_path, "fetch", *ALLOW, url, f"{site.base}/a", "--error-file", "errors.txt", "--all")
    assert [path for path, _ in site.visits[visits:]].count(path) == 0
    told = {row[1]: row for row in rows(again)[1:]}[url]
    assert (told[0], again.returncode) == (reason, 3)
    assert told[3] == f"{rows(first)[1][3]}; that was just now, --force asks again"
    assert (tmp_path / "errors.txt").read_text().splitlines()[1] == url
    assert inside(tmp_path, "fetch", *ALLOW, url).returncode == code


def test_simulate_writes_nothing(site, tmp_path):
    done = inside(tmp_path, "fetch", *ALLOW, "--simulate", f"{site.base}/a")
    assert rows(done)[1][0] == "new"
    assert not (tmp_path / "archive.db").exists()


def test_robots_are_obeyed_and_can_be_left_aside(site, tmp_path):
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /a\n")
    done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a")
    assert (rows(done)[1][0], done.returncode) == ("robots", 5)
    assert "/a" not in [path for path, _ in site.visits]
    assert rows(inside(tmp_path, "fetch", *ALLOW, "--no-robots", f"{site.base}/a"))[1][0] == "new"


def test_a_host_that_asked_for_a_rest_is_told_with_its_end_and_the_same_exit_code(site, tmp_path):
    site.pages["/slow"] = (429, {"Retry-After": "1800"}, b"")
    first = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/slow")
    assert (rows(first)[1][0], first.returncode) == ("rate_limited", 5)
    visits = len(site.visits)
    again = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/slow", f"{site.base}/a")
    assert ({row[0] for row in rows(again)[1:]}, again.returncode) == ({"host_parked"}, 5)
    until = re.search(r"until (\S+ \S+) UTC", rows(again)[1][3])[1]
    rest = datetime.fromisoformat(f"{until}+00:00") - datetime.now(UTC)
    assert timedelta(minutes=25) < rest <= timedelta(minutes=30)
    assert len(site.visits) == visits


def test_what_a_run_leaves_undone_is_told(site, tmp_path):
    gone = [f"{site.base}/gone{n}" for n in range(5)]
    done = inside(tmp_path, "fetch", *ALLOW, "--fail-limit", "2", "--report", "report.json", *gone)
    assert re.search(
        r"^2 not_found in \S+ s; 3 left in the queue: `scraper fetch --pending`$", done.stderr, re.MULTILINE
    )
    assert json.loads((tmp_path / "report.json").read_text())["left"] == 3
    rest = inside(tmp_path, "fetch", *ALLOW, "--pending")
    assert [row[0] for row in rows(rest)[1:]] == ["not_found"] * 3
    assert "queue" not in rest.stderr


def test_only_what_failed_is_tried_again(site, tmp_path):
    inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a", f"{site.base}/late")
    site.pages["/late"] = (200, {}, article("Late but there"))
    done = inside(tmp_path, "fetch", *ALLOW, "--retry-failed=not_found")
    assert [row[:2] for row in rows(done)[1:]] == [["new", f"{site.base}/late"]]


@pytest.mark.parametrize(
    ("options", "retried"),
    [
        (["--retry-failed=not_found,server_error"], ["/gone", "/late"]),
        (["--retry-failed", "not_found", "--retry-failed", "server_error, reset"], ["/gone", "/late"]),
        (["--retry-failed=server_error"], ["/late"]),
        (["--retry-failed=reset,any"], ["/gone", "/late"]),
        (["--retry-failed"], ["/gone", "/late"]),
    ],
)
def test_several_reasons_are_tried_again(site, tmp_path, options, retried):
    site.pages["/late"] = (500, {}, b"")
    inside(tmp_path, "fetch", *ALLOW, *(f"{site.base}{path}" for path in ("/a", "/gone", "/late")))
    before = len(site.visits)
    inside(tmp_path, "fetch", *ALLOW, *options)
    assert sorted(path for path, _ in site.visits[before:] if path != "/robots.txt") == retried


def test_forever_resumes_a_run_of_long_ago(site, tmp_path):
    inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a")
    with Archive.open(tmp_path / "archive.db") as archive, archive.transaction():
        checksums.update(archive.db, "fetches", {"id": 1}, at="2020-01-01T00:00:00Z")
    again = inside(tmp_path, "fetch", *ALLOW, "--max-age", "forever", f"{site.base}/a", "--json")
    assert [row["outcome"] for row in json.loads(again.stdout)] == ["skipped_fresh"]
    later = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a", env={"SCRAPER_MAX_AGE": "2000d"}, stdin="")
    assert rows(later)[1][0] == "same"


@pytest.mark.slow
def test_a_log_is_written_where_it_was_asked_for(site, tmp_path):
    done = scraper(
        tmp_path,
        "fetch",
        *ALLOW,
        "--log-file",
        "run.log",
        "--log-format",
        "json",
        "-q",
        f"{site.base}/a",
        f"{site.base}/none",
    )
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(f"; {site.base}/none: no such page (404)\n")
    lines = [json.loads(line) for line in (tmp_path / "run.log").read_text().splitlines()]
    told = {line["url"]: line for line in lines if "url" in line}
    assert told[f"{site.base}/a"]["outcome"] == "new"
    assert told[f"{site.base}/none"]["level"] == "warning"
    verbose = inside(tmp_path, "fetch", *ALLOW, "-vv", f"{site.base}/b")
    assert "kept" in verbose.stderr
