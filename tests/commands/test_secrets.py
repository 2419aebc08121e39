"""Secrets of a run: they reach the server that they are for, and no file, screen or other host."""

import base64
import json
import stat

import pytest

from faults import FaultServer, a_fetcher, http, redirect, run
from program import ALLOW, article, inside, scraper, serving
from scraper.archive import Archive
from scraper.fetch.fetch_settings import SiteSettings
from scraper.models import Lead

KEYS = (("Authorization", "Bearer s3cret"), ("Cookie", "paid=s3cret"), ("X-Api-Key", "s3cret"), ("X-Open", "yes"))
NAMES = [name.lower() for name, _ in KEYS]


def asked_with(answers, url="http://site.example/page", **settings):
    """What each host was sent of KEYS, in the order of the requests."""

    async def go():
        async with FaultServer(answers) as server, a_fetcher(server, headers=KEYS, **settings) as fetcher:
            await fetcher.fetch(url)
        return [(asked.host, asked.path, [name for name in NAMES if name in asked.headers]) for asked in server.log]

    return run(go())


@pytest.mark.parametrize(
    ("location", "given"),
    [
        ("/b", NAMES),
        ("http://site.example/b", NAMES),
        ("http://other.example/b", ["x-open"]),
        ("http://www.site.example/b", ["x-open"]),
        ("http://site.example:8080/b", ["x-open"]),
        ("http://site.example.evil.example/b", ["x-open"]),
        ("//other.example/b", ["x-open"]),
    ],
)
def test_keys_go_to_the_host_that_was_asked_and_not_where_it_sends(location, given):
    answers = {"/page": redirect(location), "/b": http(), "/robots.txt": http(kind="text/plain")}
    sent = asked_with(answers, robots=True)
    assert [fields for host, path, fields in sent if host == "site.example" and path != "/b"] == [NAMES] * 2
    assert sent[-1][1:] == ("/b", given)
    assert {tuple(fields) for host, _, fields in sent if host != "site.example"} <= {("x-open",)}


def test_a_chain_that_comes_back_is_trusted_again():
    answers = {"/page": redirect("http://other.example/b"), "/b": redirect("http://site.example/c"), "/c": http()}
    assert [fields for _, _, fields in asked_with(answers)] == [NAMES, ["x-open"], NAMES]


def test_keys_of_a_site_go_to_it_wherever_one_comes_from():
    sites = {"paper.example": SiteSettings(headers=(("X-Api-Key", "p4per"),))}
    answers = {"/page": redirect("http://news.paper.example/b"), "/b": redirect("http://preß.example/c"), "/c": http()}
    assert [fields for _, _, fields in asked_with(answers, sites=sites)] == [NAMES, ["x-api-key", "x-open"], ["x-open"]]


HOSTS = [
    ("http://faß.example/", "xn--fa-hia.example"),
    ("http://i❤.example/", "xn--i-7iq.example"),
    ("http://EX%61MPLE.example./", "example.example"),
    ("http://u:p@site.example:80/", "site.example"),
]


@pytest.mark.parametrize(("url", "host"), HOSTS)
def test_the_host_that_is_judged_is_asked_for_and_connected_to(url, host):
    resolved = []

    async def go():
        async with FaultServer({"*": http()}) as server:

            async def resolve(name, port):
                resolved.append(name)
                return await server.resolve(name, port)

            async with a_fetcher(server, resolve=resolve) as fetcher:
                page = await fetcher.fetch(url)
        return server.log[0].host, page

    asked, page = run(go())
    assert (asked, resolved) == (host, [host])
    assert page.final_url == f"http://{host}/"


def everything(folder, done):
    """All that a run has left behind: every file, with the archive's tables as text, and what was printed."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    written = [file for file in files if file.name not in ("cookies.txt", "urls.txt", "scraper.toml")]
    return "\n".join([done.stdout, done.stderr, *(file.read_bytes().decode("latin-1") for file in written)])


@pytest.mark.slow
def test_no_secret_is_left_behind(tmp_path):
    jar = tmp_path / "cookies.txt"
    jar.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tpaid\ts3cret-jar\n")
    with serving() as site:
        base = site.base.replace("//", "//ann:s3cret-url@")
        site.pages |= {
            "/a": (200, {"Set-Cookie": "sid=s3cret-server; Path=/"}, article("Kept")),
            "/to": (302, {"Location": f"{base}/a?2"}, b""),
            "/a?2": (200, {}, article("Kept too", "Other words. " * 60)),
        }
        (tmp_path / "urls.txt").write_text(f"{base}/to\n{base}/missing\nhttp://ann:s3cret/x@h.example/\n")
        done = scraper(
            tmp_path, "fetch", f"{base}/a", "-a", "urls.txt", "--header", "X-Token: s3cret-token", "--cookies", jar,
            "--report", "r.json", "--error-file", "e.txt", "--all", "--log-file", "log.txt", "-vv", *ALLOW,
        )  # fmt: skip
    login = "Basic " + base64.b64encode(b"ann:s3cret-url").decode()
    asked = dict(site.visits)
    assert [asked["/a"].get(name) for name in ("Authorization", "X-Token", "Cookie")] == [
        login, "s3cret-token", "paid=s3cret-jar"
    ]  # fmt: skip
    assert done.returncode == 3
    assert f"{site.base}/missing" in (tmp_path / "e.txt").read_text().splitlines()
    assert "s3cret" not in everything(tmp_path, done)
    assert "cookies.txt" in json.loads(query(tmp_path, "SELECT command FROM runs")[0]["command"])[8]
    for name in ("archive.db", "r.json", "e.txt", "log.txt"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name
    scraper(tmp_path, "backup", "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_passwords_in_a_table_make_the_archive_private_and_stay_out_of_the_queue(tmp_path):
    (tmp_path / "urls.txt").write_text("url,other\nhttp://ann:s3cret@h.invalid/,http://ann:s3cret@b.invalid/\n")
    done = inside(tmp_path, "fetch", "--csv", "urls.txt", "--columns", "url,outcome", "--report", "r.json", *ALLOW)
    assert "s3cret" not in everything(tmp_path, done)
    for name in ("archive.db", "r.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name


ROW = {
    "url": "http://ann:s3cret@h.example/a", "canonical_url": "http://ann:s3cret@h.example/a", "headline": "A",
    "body_text": "Some words.", "images": [{"url": "http://ann:s3cret@h.example/a@2x.jpg"}],
    "authors": [{"name": "Ada", "links": ["http://ann:s3cret@h.example/ada"]}],
}  # fmt: skip


def test_rows_and_subscriptions_of_others_are_taken_without_passwords(tmp_path):
    done = inside(tmp_path, "import", "jsonl", "-", stdin=json.dumps(ROW))
    assert done.returncode == 0, done.stderr
    outline = '<outline type="rss" text="t" xmlUrl="http://ann:s3cret@h.example/f"/>'
    inside(tmp_path, "feed", "import", "-", stdin=f'<opml version="2.0"><body>{outline}</body></opml>')
    assert "s3cret" not in everything(tmp_path, done)
    assert query(tmp_path, "SELECT url FROM images") == [{"url": "http://h.example/a@2x.jpg"}]


def query(folder, sql):
    return json.loads(inside(folder, "query", sql, "--json").stdout)


@pytest.mark.slow
def test_an_archive_without_secrets_has_the_mode_that_the_user_wants(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Kept"))
        scraper(tmp_path, "fetch", f"{site.base}/a", *ALLOW)
    assert stat.S_IMODE((tmp_path / "archive.db").stat().st_mode) & 0o044


def test_a_queued_address_that_had_a_password_is_to_be_named_again(tmp_path):
    with serving() as site:
        base = site.base.replace("//", "//ann:s3cret@")
        site.pages["/a"] = (200, {}, article("Kept"))
        with Archive.open(tmp_path / "archive.db") as archive:
            archive.crawl.queue.add([Lead(url=f"{base}/a"), Lead(url=f"{site.base}/b")])
        done = inside(tmp_path, "fetch", "--pending", *ALLOW, "--nl")
        rows = {row["url"]: row for row in map(json.loads, done.stdout.splitlines())}
        assert rows[f"{site.base}/a"]["outcome"] == "login"
        assert "name it again" in rows[f"{site.base}/a"]["error"]
        assert [path for path, _ in site.visits if path == "/a"] == []
        again = inside(tmp_path, "fetch", f"{base}/a", *ALLOW, "--nl")
        assert json.loads(again.stdout)["outcome"] == "new"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("fetch", "x", "--header", "Bearer s3cret"), 2),
        (("fetch", "http://h.example/", "--header", "Authorization:", "s3cret"), 2),
        (("fetch", "http://h.example/", "--header", "X Key: s3cret"), 2),
        (("fetch", "http://h.example/", "--header", "X-Key: s3c\rret s3cret"), 2),
        (("fetch", "http://h.example/", "--proxy", "ann:s3cret@h:3128"), 2),
        (("fetch", "http://h.example/", "--proxy", "ftp://ann:s3cret@h:3128"), 2),
        (("fetch", "http://h.example/", "--wayback", "http://ann:s3cret@h:x/"), 2),
        (("feed", "discover", "http://ann:s3cret@h:x/"), 2),
        (("show", "http://ann:s3cret@h.example/"), 2),
        (("feed", "remove", "http://ann:s3cret@h.example/"), 2),
        (("--debug", "fetch", "http://h.example/", "--proxy", "ann:s3cret@h:3128"), 1),
    ],
)
def test_no_message_shows_a_secret(tmp_path, args, code):
    with Archive.open(tmp_path / "archive.db"):
        pass
    done = inside(tmp_path, *args)
    assert done.returncode == code, done.stderr
    assert "s3c" not in done.stdout + done.stderr
    assert done.stderr


def test_config_show_masks_what_is_secret(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'proxy = "ann:s3cret@h:3128"\nheader = ["X-Key: s3cret"]\nwayback = "http://ann:s3cret@h.example"\n'
        '[site."h.example"]\nheaders = {X-Key = "s3cret"}\n'
    )
    done = inside(
        tmp_path, "config", "show", "--config", "mine.toml", env={"SCRAPER_HEADER": "X-A: s3cret\nX-B: s3cret"}
    )
    assert done.returncode == 0, done.stderr
    assert "s3cret" not in done.stdout + done.stderr
    assert "X-A: ***" in done.stdout


def test_a_feed_is_followed_without_its_password(tmp_path):
    done = inside(tmp_path, "feed", "add", "--no-check", "http://ann:s3cret@h.example/feed")
    assert "not kept" in done.stderr
    assert "s3cret" not in everything(tmp_path, done)
    assert json.loads(inside(tmp_path, "feed", "list", "--json").stdout)[0]["url"] == "http://h.example/feed"
    assert inside(tmp_path, "feed", "remove", "http://ann:s3cret@h.example/feed").returncode == 0


def test_a_strangers_folder_chooses_no_program_and_no_proxy(tmp_path):
    (tmp_path / "scraper.toml").write_text('browser = "./x"\nrender = true\nproxy = "http://127.0.0.1:9"\ndelay = 0\n')
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Kept"))
        done = inside(tmp_path, "fetch", f"{site.base}/a", "-q", *ALLOW)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("\n") == 1
        assert "browser, render, proxy in ./scraper.toml" in done.stderr
        assert "--config scraper.toml" in done.stderr
        named = inside(tmp_path, "fetch", f"{site.base}/a?2", "-q", "--config", "scraper.toml", *ALLOW)
        assert named.returncode == 2
        assert "--render" in named.stderr
    shown = inside(tmp_path, "config", "show", "--origin", "--nl")
    origins = {row["setting"]: row["origin"] for row in map(json.loads, shown.stdout.splitlines())}
    assert [origins[name] for name in ("browser", "render", "proxy", "delay")] == ["built-in"] * 3 + ["scraper.toml"]
    assert inside(tmp_path, "search", "x").stderr.count("scraper.toml") == 0


def test_an_archive_that_others_can_read_is_told_of_when_a_run_has_secrets(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Kept"))
        with Archive.open(tmp_path / "archive.db"):
            pass
        (tmp_path / "archive.db").chmod(0o644)
        given = ("--header", "X-Api-Key: s3cret", "-q", *ALLOW)
        assert inside(tmp_path, "fetch", f"{site.base}/a", "-q", *ALLOW).stderr == ""
        (line,) = inside(tmp_path, "fetch", f"{site.base}/a", *given).stderr.splitlines()
        assert line.endswith("chmod 600 archive.db")
        assert "s3cret" not in line
        (tmp_path / "archive.db").chmod(0o600)
        assert inside(tmp_path, "fetch", f"{site.base}/a", *given).stderr == ""


IDS = [
    ("http://ann:s3cret@h.example/a", "http://h.example/a"),
    ("see http://ann:s3cret@h.example/a", "see http://***@h.example/a"),
    ("//ann:s3cret@h.example/a", "//***@h.example/a"),
    ("tag:ann@h.example,2026:1", "tag:ann@h.example,2026:1"),
    ("17@h.example", "17@h.example"),
]


@pytest.mark.parametrize(("given", "kept"), IDS)
def test_the_id_of_an_entry_holds_no_password(tmp_path, given, kept):
    assert Lead(url="http://h.example/a", id=given).id == kept
    with Archive.open(tmp_path / "a.db") as archive:
        feed, _ = archive.crawl.feeds.add("http://h.example/feed")
        lead = Lead(url="http://h.example/a", id=given)
        archive.crawl.feeds.mark_seen(feed, [lead])
        archive.crawl.queue.add([lead])
        assert archive.db.execute("SELECT entry_id FROM feed_entries").fetchone()[0] == kept
        assert "s3cret" not in "".join(archive.db.iterdump())


def test_feed_discover_takes_the_word_for_a_trigger_as_other_commands_do(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        archive.db.execute("CREATE TRIGGER theirs AFTER INSERT ON hosts BEGIN SELECT 1; END")
    with serving() as site:
        site.pages["/"] = (200, {}, b'<link rel="alternate" type="application/rss+xml" href="/feed"><p>Hello')
        args = ("feed", "discover", f"{site.base}/", *ALLOW[:4])
        refused = inside(tmp_path, *args)
        assert (refused.returncode, "--allow-trigger" in refused.stderr) == (74, True)
        done = inside(tmp_path, *args, "--allow-trigger", "theirs", "--no-headers")
        assert done.returncode == 0, done.stderr
        assert inside(tmp_path, *args, "--no-headers").stdout == done.stdout != ""
