"""Folders of HTML as records of a bulk run, from disk and from a store of fsspec."""

import fsspec
import pytest

from scraper.errors import InputError
from scraper.sources import bulk_folder, bulk_paths
from scraper.sources.bulk_records import BulkFault, ReadingCounts

PLAIN = b"<html><body><p>A page without an address.</p></body></html>"
STATED = b'<html><head><link rel="canonical" href="https://news.example/a"></head></html>'
SAVED = b"<!-- saved from url=(0025)https://old.example/story --><html></html>"
FILES = {
    "a/plain.html": PLAIN,
    "a/stated.htm": STATED,
    "b/nameless": STATED,
    "news.example/2024/b.html": PLAIN,
    "other.example/c.html": STATED,
    "saved.html": SAVED,
    "style.css": b"p { color: red }",
}


@pytest.fixture
def folder(tmp_path):
    for name, content in FILES.items():
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "pages"


@pytest.fixture
def in_memory():
    store = fsspec.filesystem("memory")
    for name, content in FILES.items():
        store.pipe(f"/bulk/pages/{name}", content)
    yield "memory://bulk/pages"
    store.rm("/bulk", recursive=True)


def addresses(root):
    return {
        "a/plain.html": f"{root}/a/plain.html",
        "a/stated.htm": "https://news.example/a",
        "b/nameless": "https://news.example/a",
        "news.example/2024/b.html": "https://news.example/2024/b.html",
        "other.example/c.html": "https://news.example/a",
        "saved.html": "https://old.example/story",
    }


def test_each_page_of_a_folder_is_a_record(folder):
    counts = ReadingCounts()
    records = list(bulk_folder.read(str(folder), counts))
    assert {record.key: record.url for record in records} == addresses(folder.as_uri())
    assert {record.key: record.content for record in records} == {
        name: content for name, content in FILES.items() if name != "style.css"
    }
    assert counts.others == 1
    assert all(record.fetched_at.endswith("Z") for record in records)


def test_a_store_gives_the_same_records(folder, in_memory):
    local, remote = (list(bulk_folder.read(root)) for root in (str(folder), in_memory))
    assert sorted(record.key for record in remote) == sorted(record.key for record in local)
    assert {record.key: record.url for record in remote} == addresses("memory://bulk/pages")


def test_a_page_that_is_too_large_is_a_fault_and_the_others_follow(folder, monkeypatch):
    monkeypatch.setattr(bulk_folder, "LARGEST_PAGE", len(STATED) - 1)
    items = list(bulk_folder.read(str(folder)))
    assert [item.key for item in items if isinstance(item, BulkFault)] == [
        "a/stated.htm",
        "b/nameless",
        "other.example/c.html",
    ]
    assert len(items) == 6


def test_one_file_is_a_folder_of_one(folder):
    (record,) = bulk_folder.read(str(folder / "saved.html"))
    assert record.url == "https://old.example/story"
    (fault,) = bulk_folder.read(str(folder / "style.css"))
    assert fault.reason.endswith("style.css is not an HTML page")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("https://news.example/a.warc.gz", "a bulk run reads no web addresses"),
        ("FTP://news.example/a.warc.gz", "a bulk run reads no web addresses"),
        ("ssh://news.example/a.warc.gz", "paths of this kind are not read"),
        ("simplecache::https://news.example/a", "paths of this kind are not read"),
        ("memory://a::https://news.example/a", "chained paths are not read"),
        ("memory://nothing.html", "cannot read memory://nothing.html"),
        ("nothing.html", "there is no such file or folder"),
    ],
)
def test_what_is_not_read_is_refused_in_one_line(path, message):
    with pytest.raises(InputError, match=message) as caught:
        list(bulk_folder.read(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("path", "scheme"), [("a/b", ""), ("file:///a", ""), ("s3://b/k", "s3"), ("HF://x", "hf")])
def test_which_store_a_path_is_of(path, scheme):
    assert bulk_paths.scheme_of(path) == scheme
