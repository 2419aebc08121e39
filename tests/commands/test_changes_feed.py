"""`scraper changes --atom` and `--json-feed`: valid feeds of what newsrooms changed, in which no page's HTML is HTML."""

import json
import re
from datetime import datetime

import pytest
from lxml import etree
from lxml import html as lxml_html

from newsroom import LONG, START, article, filled, visit
from program import inside
from scraper import sources
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.models import Author

ATOM = "{http://www.w3.org/2005/Atom}"
HARBOUR, INLAND = "https://harbour.example", "https://inland.example"
HOSTILE = "<script>alert(1)</script> & <b>bold</b> \ufffe 12 crowns"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three edited articles on two sites, one of them edited twice and retitled, and one that vanished."""
    folder = tmp_path_factory.mktemp("changes")
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["fetch", "x"])
        for n, text in enumerate(("10 crowns", "19 crowns", HOSTILE)):
            headline = "Ferry <i>costs</i> more" if n else "Ferry costs"
            visit(archive, article(f"It costs {text}. {LONG}", url=f"{HARBOUR}/a", headline=headline), hours=n)
        for n, text in enumerate(("five", "six")):
            url, ann = f"{INLAND}/b", Author(name="Ann & Co")
            new = article(f"{text} harvests. {LONG}", url=url, site="inland.example", authors=(ann,), byline="Ann & Co")
            visit(archive, new, hours=4 + n)
            visit(archive, article(f"{text} boats. {LONG}", url=f"{HARBOUR}/c"), hours=6 + n)
        for hours in (8, 9):
            archive.clock = lambda hours=hours: START.replace(hour=9 + hours)
            archive.crawl.log.write(f"{HARBOUR}/c", "gone")
        table = LabelTable(name="cases", columns=("url",), url_column="url", source="cases.csv")
        archive.corpus.labels.keep(table, [LabelRow(url=f"{INLAND}/b", cells={"url": f"{INLAND}/b"})])
        archive.crawl.runs.end(run, {"new": 3})
    return folder


@pytest.fixture
def folder(made, tmp_path):
    (tmp_path / "archive.db").write_bytes((made / "archive.db").read_bytes())
    return tmp_path


def changes(folder, *args):
    done = inside(folder, "changes", *args)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def atom_of(folder, *args):
    changes(folder, "--atom", "a.atom", *args)
    return etree.parse(folder / "a.atom").getroot()


def json_of(folder, *args):
    return json.loads(changes(folder, "--json-feed", "-", *args))


def titles(folder, *args):
    return [item["title"] for item in json_of(folder, *args)["items"]]


RETITLED = "Ferry <i>costs</i> more"


def test_an_entry_for_each_edit(folder):
    found = titles(folder)
    assert len(found) == 4
    assert sum(RETITLED in title for title in found) == 2
    assert any("headline, text" in title for title in found)


def test_atom_is_valid(folder):
    root = atom_of(folder)
    assert root.tag == f"{ATOM}feed"
    ids = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 5
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)
    moments = [datetime.fromisoformat(node.text) for node in root.iter(f"{ATOM}updated")]
    assert all(moment.tzinfo for moment in moments)
    assert moments[0] == max(moments[1:]) == moments[1]
    assert moments[1:] == sorted(moments[1:], reverse=True)
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert entry.findtext(f"{ATOM}title")
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("rel"), link.get("href")[:8]) == ("alternate", "https://")
        assert entry.find(f"{ATOM}content").get("type") == "html"


def test_readers_of_feeds_read_both(folder):
    """Ours, at any rate: the same entries, in the same order, with their addresses, titles and dates."""
    changes(folder, "--atom", "a.atom", "--json-feed", "a.json")
    read = [sources.read((folder / name).read_bytes(), f"{HARBOUR}/{name}") for name in ("a.atom", "a.json")]
    assert [feed.kind for feed in read] == ["atom", "json_feed"]
    assert [feed.fault for feed in read] == [None, None]
    found = [[(lead.url, lead.id, lead.date_published) for lead in feed.leads] for feed in read]
    assert found[0] == found[1]
    assert len(found[0]) == 4
    assert RETITLED in " ".join(lead.headline for lead in read[0].leads)
    assert {lead.url for lead in read[0].leads} == {f"{HARBOUR}/a", f"{HARBOUR}/c", f"{INLAND}/b"}


def test_json_feed_is_valid(folder):
    found = json_of(folder)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"] == "What newsrooms changed"
    for item in found["items"]:
        assert item.keys() == {"id", "url", "title", "content_html", "date_published", "authors", "tags"}
        assert item["authors"][0].keys() == {"name"}


ALLOWED = {"div", "p", "h4", "ins", "del"}


def test_content_is_the_word_diff_and_nothing_of_the_page_is_html(folder):
    contents = [node.text for node in atom_of(folder).iter(f"{ATOM}content")]
    assert contents == [item["content_html"].replace("\ufffe", "\ufffd") for item in json_of(folder)["items"]]
    for content in contents:
        tags = {node.tag for node in lxml_html.fragment_fromstring(content, create_parent="div").iter()}
        assert tags <= ALLOWED
        assert "ins" in tags
    (priced,) = [content for content in contents if "<del>10" in content]
    assert "<ins>19" in priced
    (hostile,) = [content for content in contents if "alert(1)" in content]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile
    assert "<p>version 2, " in hostile


@pytest.mark.parametrize(
    ("args", "count"),
    [
        (("--site", "inland.example"), 1),
        (("--label", "cases"), 1),
        (("--query", "harvests"), 1),
        (("--query", "boats OR harvests"), 2),
        (("--query", "nothing-like-it"), 0),
        (("--field", "headline"), 1),
        (("-n", "2"), 2),
        (("-n", "0"), 4),
        (("--event", "retitled"), 1),
        (("--kind", "number", "--site", "harbour.example"), 3),
    ],
)
def test_what_is_followed(folder, args, count):
    assert len(json_of(folder, *args)["items"]) == count


@pytest.mark.parametrize(("args", "count"), [(("--label", "cases"), 1), (("--query", "boats"), 1)])
def test_the_list_takes_the_same_filters(folder, args, count):
    rows = json.loads(changes(folder, *args, "--json"))
    assert len({(row["article_id"], row["version"]) for row in rows}) == count


def test_the_same_archive_gives_the_same_bytes(folder):
    changes(folder, "--atom", "a.atom", "--json-feed", "a.json")
    first = [(folder / name).read_bytes() for name in ("a.atom", "a.json")]
    changes(folder, "--atom", "a.atom", "--json-feed", "a.json")
    assert [(folder / name).read_bytes() for name in ("a.atom", "a.json")] == first
    assert changes(folder, "--atom", "-").encode() == first[0]
    assert {path.name for path in folder.iterdir() if not path.name.startswith("archive.db")} == {"a.atom", "a.json"}


def test_feeds_of_other_selections_have_other_ids(folder):
    ids = {atom_of(folder, *args).findtext(f"{ATOM}id") for args in ((), ("--site", "a.example"), ("--stealth",))}
    assert len(ids) == 3
    assert atom_of(folder, "-n", "1").findtext(f"{ATOM}id") in ids


def test_without_changes_the_feed_is_empty_and_valid(tmp_path):
    filled(tmp_path / "archive.db", 1)
    root = atom_of(tmp_path, "--site", "inland.example")
    assert root.findtext(f"{ATOM}updated") == "2026-05-01T10:00:00Z"
    assert root.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--atom", "notes.txt"), "notes.txt exists and is not a feed: name another file"),
        (("--json-feed", "archive.db"), "archive.db exists and is not a feed: name another file"),
        (("--atom", "-", "--json-feed", "-"), "only one of --atom and --json-feed can go to standard output"),
        (("--atom", "a.atom", "--csv"), "--atom and --json-feed write feeds: use them without --csv"),
        (("--atom", "none/a.atom"), "none/a.atom"),
    ],
)
def test_what_is_refused(folder, args, message):
    (folder / "notes.txt").write_text("mine")
    before = (folder / "archive.db").read_bytes()
    done = inside(folder, "changes", *args)
    assert done.returncode != 0
    assert message in done.stderr
    assert done.stderr.count("\n") <= 4
    assert ((folder / "notes.txt").read_text(), (folder / "archive.db").read_bytes()) == ("mine", before)


def test_a_version_that_cannot_be_read_costs_its_words_only(folder):
    with Archive.open(folder / "archive.db") as archive:
        archive.db.execute("UPDATE versions SET changed = '7' WHERE article_id = 1 AND number = 1")
    done = inside(folder, "changes", "--json-feed", "a.json")
    assert done.returncode != 0
    items = json.loads((folder / "a.json").read_text())["items"]
    assert len(items) == 4
    assert any("<del>10" in item["content_html"] for item in items)
