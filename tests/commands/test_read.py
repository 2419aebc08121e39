"""The commands that read: whole standard output compared, streams kept apart, bad input told in one line."""

import json
import sqlite3

import pytest

from program import article, inside, scraper


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with an archive of three articles, made by the real program."""
    place = tmp_path_factory.mktemp("archive")
    pages = {"ferry": "Ferry returns after winter", "pilot": "Pilot station stays shut", "quay": "=SUM(quay)\x1b[31m"}
    for name, headline in pages.items():
        (place / f"{name}.html").write_bytes(article(headline))
        done = inside(place, "fetch", "--html", f"{name}.html", "--url", f"https://gazette.example/{name}")
        assert done.returncode == 0, done.stderr
    return place


def test_list_in_every_form(folder):
    assert (
        scraper(folder, "list", "--columns", "id,site", "-n", "2").stdout
        == "id\tsite\n3\tgazette.example\n2\tgazette.example\n"
    )
    assert inside(folder, "list", "--columns", "id,site", "--no-headers", "-n", "1").stdout == "3\tgazette.example\n"
    assert inside(folder, "list", "--columns", "id,site", "--csv", "-n", "1").stdout == "id,site\n3,gazette.example\n"
    assert (
        inside(folder, "list", "--columns", "id,site", "--nl", "-n", "1").stdout
        == '{"id": 3, "site": "gazette.example"}\n'
    )
    assert json.loads(inside(folder, "list", "--json").stdout)[0]["id"] == 3
    assert (
        inside(folder, "list", "--columns", "id,site", "-t", "-n", "1").stdout
        == "id  site           \n3   gazette.example\n"
    )


def test_nothing_from_a_page_acts_on_terminal_or_spreadsheet(folder):
    assert "\x1b" not in inside(folder, "list").stdout
    assert "'=SUM" in inside(folder, "list", "--csv").stdout


def test_search_marks_hits_and_says_when_there_are_none(folder):
    done = inside(folder, "search", "ferry", "--columns", "headline", "--no-headers")
    assert (done.stdout, done.returncode) == ("Ferry returns after winter\n", 0)
    assert "[harbour]" in inside(folder, "search", "harbour", "--columns", "snippet").stdout.lower()
    missing = inside(folder, "search", "zeppelin", "--no-headers")
    assert (missing.stdout, missing.returncode) == ("", 1)


@pytest.mark.parametrize(
    "typed", ['"', "C++", "a AND", "it's 50% (x", "NEAR(", "caption:", "*", "-", "\\", "foo-bar", "' OR 1=1 --"]
)
def test_case_38_whatever_is_typed_is_a_valid_search(folder, typed):
    done = inside(folder, "search", "--", typed)
    assert done.returncode in (0, 1)
    assert "Error" not in done.stderr


def test_show_in_every_form(folder):
    text = inside(folder, "show", "https://gazette.example/ferry").stdout
    assert text.startswith("Ferry returns after winter\n")
    assert "Ada Berg · 2026-03-01T08:00:00+01:00 · gazette.example" in text
    assert "harbour board" in text
    assert "© The Gazette" not in text
    assert inside(folder, "show", "1", "--format", "markdown").stdout.startswith("# Ferry returns after winter\n")
    assert "<h1>Ferry returns after winter</h1>" in inside(folder, "show", "1", "--format", "html").stdout
    record = json.loads(inside(folder, "show", "1", "--format", "json").stdout)
    assert record["authors"][0]["name"] == "Ada Berg"
    assert record["date_published"] == "2026-03-01T08:00:00+01:00"


def test_export_writes_what_was_archived(folder):
    lines = [json.loads(line) for line in inside(folder, "export", "jsonl").stdout.splitlines()]
    assert [line["headline"] for line in lines][:2] == ["Ferry returns after winter", "Pilot station stays shut"]
    assert "harbour board" in lines[0]["body_text"]
    inside(folder, "export", "csv", "-o", "out.csv")
    assert (folder / "out.csv").read_text().startswith("id,url,")


def test_query_reads_and_cannot_write(folder):
    done = inside(
        folder, "query", "SELECT count(*) AS n FROM v_articles WHERE site = :site", "-p", "site", "gazette.example"
    )
    assert done.stdout == "n\n3\n"
    for statement in ("DELETE FROM articles", "DROP TABLE articles", "UPDATE articles SET site = 'x'"):
        refused = inside(folder, "query", statement)
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1
        assert "only SELECT statements are allowed" in refused.stderr
    assert inside(folder, "query", "SELECT nonsense FROM v_articles").returncode == 2


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("--json", '[{"b": "00ff27", "n": null}]\n'),
        ("--nl", '{"b": "00ff27", "n": null}\n'),
        ("--csv", "b,n\n00ff27,\n"),
        ("--tsv", "b\tn\n00ff27\t\n"),
        ("-t", "b       n\n00ff27   \n"),
    ],
)
def test_a_blob_is_told_in_hexadecimal(folder, form, told):
    assert inside(folder, "query", "SELECT x'00ff27' AS b, NULL AS n", form).stdout == told
    assert inside(folder, "query", "SELECT * FROM articles", form).returncode == 0


def test_a_listing_is_as_safe_for_a_spreadsheet_as_an_export(folder):
    sql = "SELECT column1 AS x FROM (VALUES (' =1'), ('=1'), (-1), ('\uff1d1'), (char(10) || '=1'), ('a=1'))"
    assert inside(folder, "query", sql, "--csv").stdout == "x\n' =1\n'=1\n-1\n'\uff1d1\n\"'\n=1\"\na=1\n"


def test_explain_tells_for_people_and_programs(folder):
    told = inside(folder, "explain", "https://gazette.example/ferry").stdout
    assert told.startswith("verdict         article\n")
    assert "\nheadline        Ferry returns after winter\n  won   " in told
    assert "\ncharset         utf-8  (the bytes are valid UTF-8)\n" in told
    assert inside(folder, "explain", "1").stdout == told
    record = json.loads(inside(folder, "explain", "ferry.html", "--json").stdout)
    assert (record["charset"], record["charset_found_by"]) == ("utf-8", "utf-8")
    assert record["sources"]["headline"]
    assert any(candidate["won"] for candidate in record["candidates"])
    kept = [line for line in record["lines"] if line["kept"]]
    assert all(line["strongest"] and line["chance"] > 0.3 for line in kept)
    assert "keep" in told


def test_explain_tells_a_charset_that_the_page_names(folder):
    page = article("Fähre kehrt zurück").decode().replace('charset="utf-8"', 'charset="iso-8859-1"')
    (folder / "latin.html").write_bytes(page.encode("cp1252", "replace"))
    told = inside(folder, "explain", "latin.html").stdout
    assert "\ncharset         cp1252  (the page declares it)\n" in told
    assert "\nheadline        Fähre kehrt zurück\n" in told


def test_extract_keeps_order_and_tells_failures(folder):
    lines = [
        json.dumps({"id": n, "url": "https://gazette.example/x", "path": path})
        for n, path in enumerate(["ferry.html", "no-such.html", "pilot.html"])
    ]
    done = inside(folder, "extract", "--jobs", "2", "-", stdin="\n".join(lines))
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in out] == [0, 1, 2]
    assert "error" in out[1]
    assert out[2]["headline"] == "Pilot station stays shut"
    assert done.returncode == 3
    whole = inside(folder, "extract", "ferry.html", "pilot.html", "--format", "json")
    assert [row["headline"] for row in json.loads(whole.stdout)] == [
        "Ferry returns after winter",
        "Pilot station stays shut",
    ]
    assert inside(folder, "extract", ".").returncode == 1


def test_a_line_that_names_no_file_costs_nothing_but_itself(folder):
    lines = [
        "bad",
        '{"id": "x", "path": 7}',
        "[" * 9999,
        '{"id": [1], "path": "ferry.html", "url": "https://a.example/"}',
    ]
    done = inside(folder, "extract", "--page-timeout", "15s", "-", stdin="\n".join(lines))
    out = [json.loads(line) for line in done.stdout.splitlines()]
    expected = 'expected {"id", "url", "path"} as JSON'
    assert out[0] == {"error": f"standard input, line 1: {expected}"}
    assert out[1] == {"id": "x", "error": f"standard input, line 2: {expected}"}
    assert "line 3" in out[2]["error"]
    assert (out[3]["id"], out[3]["headline"]) == ([1], "Ferry returns after winter")
    assert done.returncode == 3
    assert inside(folder, "extract", "-", stdin="no json").returncode == 1


def test_paths_and_completion(folder):
    assert inside(folder, "path").stdout == f"{folder}/archive.db\n"
    assert inside(folder, "path", "config").stdout == f"{folder}/config/scraper/config.toml\n"
    assert "_SCRAPER_COMPLETE" in inside(folder, "completion", "bash").stdout


BAD = [
    (["list", "--db", "nowhere.db"], 2, "no archive at nowhere.db"),
    (["list", "--db", "."], 2, "folder"),
    (["list", "--db", "ferry.html"], 2, "not"),
    (["fetch", "--db", "/proc/x.db", "https://gazette.example/z"], 74, "cannot make /proc/x.db"),
    (["list", "--colunms", "id"], 2, "--columns"),
    (["list", "--columns", "nonsense"], 2, "unknown column"),
    (["lst"], 2, "Did you mean 'list'"),
    (["show", "99"], 2, "scraper list"),
    (["explain", "nothing-here"], 2, "neither a file nor a URL, nor an id"),
    (["explain", "99"], 2, "no article 99"),
    (["rules", "test", "99"], 2, "no article 99"),
    (["fetch"], 2, "nothing to fetch"),
    (["fetch", "-a", "."], 2, "folder"),
    (["fetch", "--csv", "ferry.html"], 2, "no column"),
    (["list", "--since", "yesterday"], 2, "not a date"),
    (["feed", "poll"], 2, "feed add"),
    (["feed", "add", "nonsense"], 2, "not a URL"),
    (["list", "--config", "bad.toml"], 2, "did you mean delay"),
    (["list", "--config", "missing.toml"], 2, "missing.toml"),
]


@pytest.mark.parametrize(("args", "code", "words"), BAD)
def test_bad_input_is_told_in_one_line(folder, args, code, words):
    (folder / "bad.toml").write_text("dealy = 3\n")
    done = inside(folder, *args)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_settings_come_from_the_nearest_place(folder, tmp_path):
    (tmp_path / "scraper.toml").write_text(f'db = "{folder}/archive.db"\n')
    assert inside(tmp_path, "query", "SELECT count(*) AS n FROM articles").stdout == "n\n3\n"
    assert inside(tmp_path, "--no-config", "list").returncode == 2
    assert inside(tmp_path, "path", env={"SCRAPER_DB": "/elsewhere.db"}).stdout == "/elsewhere.db\n"
    assert (
        inside(tmp_path, "path", "--db", "here.db", env={"SCRAPER_DB": "/elsewhere.db"}).stdout
        == f"{tmp_path}/here.db\n"
    )


def test_a_database_that_is_not_ours_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE mine (x)")
    before = (tmp_path / "other.db").read_bytes()
    (tmp_path / "page.html").write_bytes(article("A headline"))
    done = inside(tmp_path, "fetch", "--db", "other.db", "--html", "page.html", "--url", "https://gazette.example/a")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_broken_pipe_is_silence_and_success(folder):
    import subprocess
    import sys

    line = f"{sys.executable} -m scraper query 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 200000) SELECT i FROM n' | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "i\n0\n"
    assert done.stderr == ""
