"""`scraper feed import` and `export`: subscriptions with their folders, from feed readers and for them."""

import json
import sqlite3

from lxml import etree

from program import inside
from scraper.sources import opml

FILE = """<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="World">
  <outline text="Coast"><outline text="A" type="rss" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/></outline>
  <outline text="B" xmlUrl="https://b.example/rss"/>
</outline>
<outline text="Morning"><outline text="A" xmlUrl="https://a.example/rss"/></outline>
<outline text="C" xmlUrl="https://c.example/rss?x=1&amp;y=2"/>
<outline text="An empty folder"/>
</body></opml>"""


def rows(folder, *more):
    return [json.loads(line) for line in inside(folder, "feed", "list", "--nl", *more).stdout.splitlines()]


def test_subscriptions_go_out_and_come_in(tmp_path):
    urls = ["https://gazette.example/feed", "https://wire.example/rss?a=1&b=2"]
    inside(tmp_path, "feed", "add", "--no-check", *urls)
    assert inside(tmp_path, "feed", "export", "-o", "feeds.opml").returncode == 0
    told = inside(tmp_path, "feed", "export").stdout
    assert told == (tmp_path / "feeds.opml").read_text()
    first = inside(tmp_path, "feed", "import", "feeds.opml", "--db", "other.db")
    assert (first.stdout, first.stderr) == ("", "2 new, 0 already followed\n")
    again = inside(tmp_path, "feed", "import", "-", "--db", "other.db", stdin=told)
    assert again.stderr == "0 new, 2 already followed\n"
    listed = inside(tmp_path, "feed", "list", "--db", "other.db", "--columns", "url", "--no-headers").stdout
    assert listed.splitlines() == urls
    wrong = inside(tmp_path, "feed", "import", "-", stdin="<html>", env={"SCRAPER_DB": "new.db"})
    assert (wrong.returncode, wrong.stderr) == (2, "Error: standard input: this is not an OPML file\n")
    assert not (tmp_path / "new.db").exists()


def places(document):
    """(folders, address, page) of each feed in OPML, as another program sees it."""
    found = []
    for outline in etree.fromstring(document.encode()).iter("outline"):
        if outline.get("xmlUrl"):
            folders = [each.get("text") for each in outline.iterancestors("outline")]
            found.append((folders[::-1], outline.get("xmlUrl"), outline.get("htmlUrl")))
    return sorted(found)


PLACES = [
    ([], "https://c.example/rss?x=1&y=2", None),
    (["Morning"], "https://a.example/rss", "https://a.example/"),
    (["World"], "https://b.example/rss", None),
    (["World", "Coast"], "https://a.example/rss", "https://a.example/"),
]


def test_folders_are_kept_from_import_to_export(tmp_path):
    assert inside(tmp_path, "feed", "import", "-", stdin=FILE).stderr == "3 new, 0 already followed\n"
    shown = {row["url"]: row["folders"] for row in rows(tmp_path)}
    assert shown == {
        "https://a.example/rss": "World/Coast, Morning",
        "https://b.example/rss": "World",
        "https://c.example/rss?x=1&y=2": None,
    }
    first = inside(tmp_path, "feed", "export").stdout
    assert places(first) == PLACES
    assert first.count('text="World"') == 1

    # a second import of the same file changes nothing; another reader's folders come beside the first ones
    assert inside(tmp_path, "feed", "import", "-", stdin=FILE).stderr == "0 new, 3 already followed\n"
    assert inside(tmp_path, "feed", "export").stdout == first
    other = FILE.replace("Morning", "Evening").replace("World", "Welt")
    assert inside(tmp_path, "feed", "import", "-", stdin=other).stderr == "0 new, 3 already followed\n"
    assert rows(tmp_path)[0]["folders"] == "World/Coast, Morning, Welt/Coast, Evening"

    inside(tmp_path, "feed", "import", "-", "--db", "other.db", stdin=first)
    assert inside(tmp_path, "feed", "export", "--db", "other.db").stdout == first
    assert inside(tmp_path, "verify", "-q").returncode == 0


def test_a_feed_that_was_followed_before_comes_into_its_folder(tmp_path):
    inside(tmp_path, "feed", "add", "--no-check", "https://b.example/rss")
    assert inside(tmp_path, "feed", "import", "-", stdin=FILE).stderr == "2 new, 1 already followed\n"
    assert {row["url"]: row["folders"] for row in rows(tmp_path)}["https://b.example/rss"] == "World"


READERS = """<opml><body><outline text="One" xmlUrl="feed://one.example/rss"/>
<outline text="Two" xmlUrl="feed:https://two.example/rss"/><outline text="Three" xmlUrl="pcast://three.example/rss"/>
<outline text="Four" xmlUrl="mailto:four@a.example"/><outline text="Five & six" xmlUrl="javascript:void(0)"/>
<outline xmlUrl="not an address"/></body></opml>"""


def test_addresses_for_readers_are_followed_and_others_are_named(tmp_path):
    done = inside(tmp_path, "feed", "import", "-", stdin=READERS)
    assert [row["url"] for row in rows(tmp_path)] == [
        "http://one.example/rss",
        "https://two.example/rss",
        "http://three.example/rss",
    ]
    assert done.returncode == 3
    said = done.stderr.splitlines()
    assert said[0] == "3 new, 0 already followed, 3 refused"
    assert said[1].startswith("standard input: line 3: a bare &")
    assert [line.partition(":")[2].split(":")[0] for line in said[2:]] == [
        " Four",
        " Five & six",
        " a feed without a title",
    ]
    assert (
        inside(tmp_path, "feed", "import", "-", stdin="<opml><body><outline xmlUrl='x'/></body></opml>").returncode == 1
    )


def test_titles_that_no_xml_can_hold_are_exported_clean(tmp_path):
    inside(tmp_path, "feed", "import", "-", stdin=FILE)
    with sqlite3.connect(tmp_path / "archive.db") as db:  # as an older version, which did not clean them, left them
        db.execute("UPDATE feeds SET title = ?, folders = ?", ("A\x00B\x1b[2J\uffff", '[["C\\u0001\\ud83d"]]'))
    db.close()
    done = inside(tmp_path, "feed", "export")
    assert (done.returncode, done.stderr) == (0, "")
    assert {feed.title for feed in opml.read(done.stdout.encode())} == {"AB[2J"}


def test_many_feeds_in_many_folders_cost_little():
    import time

    feeds = [
        opml.Subscription(url=f"http://a.example/{n}", folders=("All", f"Folder {n % 5000}")) for n in range(20_000)
    ]
    start = time.process_time()
    assert sorted(opml.read(opml.write(feeds)), key=lambda feed: feed.url) == sorted(
        (opml.Subscription(url=f.url, title=f.url, folders=f.folders, kind="rss") for f in feeds), key=lambda f: f.url
    )
    assert time.process_time() - start < 30
