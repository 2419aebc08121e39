"""`import pocket` and its like: addresses become a queue and a label set, and a second import adds nothing."""

import json

import pytest

from program import ALLOW, article, inside, serving
from scraper.archive import Archive
from scraper.sources.link_formats import FORMATS

HEADER = "title,url,time_added,tags,status\n"


def shown(folder, name="pocket"):
    rows = json.loads(inside(folder, "label", "show", name, "--json").stdout)
    return [(row["url"], row["title"], row["tags"], row["article_id"]) for row in rows]


def test_an_import_is_queued_once_and_fetched_with_its_columns(tmp_path):
    with serving() as site:
        site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in ("/a", "/b")}
        rows = f"One,{site.base}/a,1700000000,sea|pier,unread\nTwo,{site.base}/b,1700000001,,archive\n"
        (tmp_path / "p.csv").write_text(f"{HEADER}{rows}Three,mailto:me@a.example,1,,unread\n")
        done = inside(tmp_path, "import", "pocket", "p.csv")
        assert (done.returncode, done.stdout) == (3, "")
        told = done.stderr.splitlines()
        assert told[0] == "2 new, 0 already here, 1 refused; visit the new ones: scraper fetch --pending"
        assert told[1].startswith("Error: p.csv: line 4: not a URL: ")
        assert site.visits == []
        again = inside(tmp_path, "import", "pocket", "p.csv")
        assert again.stderr.splitlines()[0] == "0 new, 2 already here, 1 refused"
        fetched = json.loads(inside(tmp_path, "fetch", "--pending", *ALLOW, "--json").stdout)
        assert {(row["outcome"], row["title"], row["saved_at"]) for row in fetched} == {
            ("new", "One", "2023-11-14T22:13:20Z"),
            ("new", "Two", "2023-11-14T22:13:21Z"),
        }
        assert inside(tmp_path, "import", "pocket", "p.csv", "--strict").returncode == 1
        assert inside(tmp_path, "fetch", "--pending", *ALLOW, "--json").stdout.strip() == "[]"
        assert [row[1:3] for row in shown(tmp_path)] == [("One", "sea; pier"), ("Two", None), ("Three", None)]
        assert sorted(row[3] for row in shown(tmp_path)[:2]) == [1, 2]


def test_an_import_is_fetched_at_once(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("A story"))
        (tmp_path / "p.csv").write_text(
            f"{HEADER}One,{site.base}/a,1700000000,,unread\nTwo,{site.base}/gone,1,,unread\nMail,mailto:me@a.example,1,,\n"
        )
        command = (
            "import",
            "pocket",
            "p.csv",
            "--fetch",
            *ALLOW,
            "--json",
            "--report",
            "r.json",
            "--error-file",
            "e.csv",
        )
        done = inside(tmp_path, *command)
        assert done.returncode == 3
        assert done.stderr.splitlines()[0] == "2 new, 0 already here, 1 refused"
        rows = [(row["outcome"], row["title"]) for row in json.loads(done.stdout)]
        assert sorted(rows) == [("bad_url", "Mail"), ("new", "One"), ("not_found", "Two")]
        assert json.loads((tmp_path / "r.json").read_text())
        assert (tmp_path / "e.csv").exists()
        visits = len(site.visits)
        again = inside(tmp_path, *command)
        assert again.stderr.splitlines()[0] == "0 new, 2 already here, 1 refused"
        assert len(site.visits) == visits


GOOD, WRONG = "One,https://a.example/1,1,,unread\n", "Mail,mailto:me@a.example,1,,unread\n"


@pytest.mark.parametrize("fetch", [(), ("--fetch",)])
@pytest.mark.parametrize(
    ("rows", "code"), [(GOOD, 0), (GOOD + WRONG, 3), (WRONG, 1), (WRONG + WRONG, 1)], ids=["good", "both", "wrong", "2"]
)
def test_an_import_fails_if_nothing_in_it_is_an_address(tmp_path, rows, code, fetch):
    """Addresses that are in the archive already are no failure, whether or not the others are visited."""
    (tmp_path / "p.csv").write_text(HEADER + GOOD)
    inside(tmp_path, "import", "pocket", "p.csv")
    with Archive.open(tmp_path / "archive.db") as archive:
        archive.crawl.queue.finish("https://a.example/1")
    (tmp_path / "p.csv").write_text(HEADER + rows)
    assert inside(tmp_path, "import", "pocket", "p.csv", *fetch).returncode == code
    strict = inside(tmp_path, "import", "pocket", "p.csv", *fetch, "--strict")
    assert strict.returncode == min(code, 1)


TEXT = "<p>The pier was closed for good.</p>" + "".join(
    f"<p>The harbour board met for {n} hours on Tuesday and left the old pilot station where it had found it.</p>"
    for n in range(4, 10)
)


def wallabag(folder, *entries):
    common = {"is_archived": 0, "is_starred": 0, "tags": [], "created_at": "2020-11-04T11:37:45+0100", "content": TEXT}
    (folder / "w.json").write_text(json.dumps([common | entry for entry in entries]))


def versions(folder, url):
    rows = json.loads(inside(folder, "history", url, "--json").stdout)
    return [(row["version"], row["first_seen"], row["detail"]) for row in rows if row["version"]]


def test_the_texts_of_a_reading_list_are_kept_where_the_archive_has_none(tmp_path):
    with serving() as site:
        site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in ("/a", "/b")}
        one, two = f"{site.base}/a", f"{site.base}/b"
        assert inside(tmp_path, "fetch", two, *ALLOW).returncode == 0
        fetched = versions(tmp_path, two)
        wallabag(
            tmp_path, {"url": one, "title": "One"}, {"url": two, "title": "Two"}, {"url": one + "?", "content": ""}
        )
        done = inside(tmp_path, "import", "wallabag", "w.json", "--with-texts")
        assert (done.returncode, done.stderr.splitlines()[1]) == (0, "texts: 1 new, 1 already here")
        assert versions(tmp_path, two) == fetched
        ((number, seen, detail),) = versions(tmp_path, one)
        assert (number, seen) == (1, "2020-11-04T10:37:45Z")
        assert "from the text that a reading list kept" in detail
        again = inside(tmp_path, "import", "wallabag", "w.json", "--with-texts")
        assert again.stderr.splitlines() == ["0 new, 3 already here", "texts: 0 new, 2 already here"]
        assert inside(tmp_path, "fetch", "--pending", *ALLOW).returncode == 0
        assert {number for number, *_ in versions(tmp_path, one)} == {1, 2}
        assert inside(tmp_path, "verify").returncode == 0


def test_a_text_that_is_no_article_fails(tmp_path):
    wallabag(tmp_path, {"url": "https://a.example/1", "title": "One", "content": "<p>Short.</p>"})
    done = inside(tmp_path, "import", "wallabag", "w.json", "--with-texts")
    assert done.returncode == 3
    assert done.stderr.splitlines()[1:] == [
        "Error: https://a.example/1: no article text on the page",
        "texts: 0 new, 0 already here, 1 failed",
    ]


def test_the_texts_of_omnivore_are_in_files_of_their_own(tmp_path):
    entries = [
        {"url": f"https://a.example/{slug}", "slug": slug, "title": slug, "savedAt": "2024-10-30T14:35:35.081Z"}
        for slug in ("pier", "none", "../secret")
    ]
    (tmp_path / "metadata_0.json").write_text(json.dumps(entries))
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "pier.html").write_text(TEXT)
    (tmp_path / "secret.html").write_text(TEXT)
    done = inside(tmp_path, "import", "omnivore", "metadata_0.json", "--with-texts")
    assert done.stderr.splitlines()[1] == "texts: 1 new, 0 already here"
    assert inside(tmp_path, "list", "--columns", "url", "--no-headers").stdout == "https://a.example/pier\n"


def test_an_option_of_the_visit_needs_it(tmp_path):
    (tmp_path / "p.csv").write_text(f"{HEADER}One,https://a.example/1,1,,unread\n")
    done = inside(tmp_path, "import", "pocket", "p.csv", "--delay", "2")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "Error: --delay is for a visit: add --fetch"
    assert not (tmp_path / "archive.db").exists()


def test_a_newer_export_replaces_its_own_rows_only(tmp_path):
    (tmp_path / "1.csv").write_text(
        f"{HEADER}One,https://a.example/1,1,old,unread\nTwo,https://a.example/2,1,kept,unread\n"
    )
    (tmp_path / "2.csv").write_text(
        f"{HEADER}Three,https://a.example/3,1,,unread\nUno,https://a.example/1,1,new,unread\n"
    )
    (tmp_path / "3.csv").write_text(f"{HEADER}Four,https://a.example/4,1,,unread\n")
    assert inside(tmp_path, "import", "pocket", "1.csv").stderr.startswith("2 new")
    assert inside(tmp_path, "import", "pocket", "2.csv", "3.csv").stderr.startswith("2 new, 1 already here;")
    assert [row[1:3] for row in shown(tmp_path)] == [("Uno", "new"), ("Two", "kept"), ("Three", None), ("Four", None)]
    assert inside(tmp_path, "verify").returncode == 0


def test_a_wrong_file_changes_nothing(tmp_path):
    (tmp_path / "1.csv").write_text(f"{HEADER}One,https://a.example/1,1,,unread\n")
    (tmp_path / "2.csv").write_text("URL,Title,Selection,Folder,Timestamp\n")
    done = inside(tmp_path, "import", "pocket", "1.csv", "2.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: 2.csv: not a Pocket export but an Instapaper export: read it with `scraper import instapaper 2.csv`\n"
    )
    assert not (tmp_path / "archive.db").exists()


def test_a_password_in_an_address_is_not_kept(tmp_path):
    (tmp_path / "p.csv").write_text(f"{HEADER}One,https://me:secret@a.example/1,1,,unread\n")
    assert inside(tmp_path, "import", "pocket", "p.csv").returncode == 0
    assert b"secret" not in (tmp_path / "archive.db").read_bytes()


def test_opml_is_imported_here_too(tmp_path):
    feed = '<outline text="A" type="rss" xmlUrl="https://a.example/feed"/>'
    (tmp_path / "f.opml").write_text(f'<opml version="2.0"><body>{feed}</body></opml>')
    assert inside(tmp_path, "import", "opml", "f.opml").stderr.startswith("1 new")
    assert json.loads(inside(tmp_path, "feed", "list", "--json").stdout)[0]["url"] == "https://a.example/feed"


@pytest.mark.parametrize("name", [form.name for form in FORMATS])
def test_every_format_has_help(name, tmp_path):
    text = inside(tmp_path, "import", name, "--help").stdout
    assert f"scraper label show {name}" in " ".join(text.split())
    assert "Examples:" in text
