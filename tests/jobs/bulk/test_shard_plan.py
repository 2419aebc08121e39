"""Which files make shards, what those are called, and which part of a run does which."""

import fsspec
import pytest

from scraper.errors import InputError
from scraper.jobs.bulk.shard_plan import NamedSource, Shard, file_name, plan, share
from scraper.jobs.bulk.sources_named import listed
from scraper.jobs.parts import WorkPart


def folder(*names):
    return NamedSource("/data", "data", tuple((name, f"/data/{name}") for name in names))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (NamedSource("/x/a.warc.gz", "a.warc.gz"), ["a.warc.gz"]),
        (NamedSource("/x/page", "page"), ["page"]),
        (folder("b.warc.gz", "a/b.warc", "notes.txt"), ["a/b.warc", "b.warc.gz"]),
        (folder("c.wacz", "c.tar.gz", "c.jsonl", "c.parquet"), ["c.jsonl", "c.parquet", "c.tar.gz", "c.wacz"]),
        (folder("a.html", "b.htm"), ["data"]),
        (folder("a.html", "b.warc"), ["b.warc", "data"]),
        (folder("saved"), ["data"]),
        (folder(), ["data"]),
    ],
    ids=["file", "page", "folder", "kinds", "pages", "both", "no-ending", "empty"],
)
def test_what_becomes_a_shard(source, names):
    assert [shard.name for shard in plan([source])] == names


def test_a_plan_depends_on_names_alone():
    sources = [
        NamedSource("/mnt/b.warc", "b.warc"),
        NamedSource("/mnt/a.warc", "a.warc"),
        NamedSource("/mnt/b.warc", "b.warc"),
    ]
    elsewhere = [NamedSource("a.warc", "a.warc"), NamedSource("b.warc", "b.warc")]
    assert [s.name for s in plan(sources)] == [s.name for s in plan(elsewhere)] == ["a.warc", "b.warc"]


@pytest.mark.parametrize("names", [("a/b.warc", "a-b.warc"), ("a//b.warc", "a/b.warc")])
def test_two_sources_of_one_name_are_refused(names):
    with pytest.raises(InputError, match="would be written to the same file"):
        plan([folder(*names)])


@pytest.mark.parametrize("of", [1, 2, 3, 5, 8])
def test_parts_share_all_shards_once(of):
    shards = [Shard(str(n), str(n)) for n in range(7)]
    shared = [shard for number in range(1, of + 1) for shard in share(shards, WorkPart(number, of))]
    assert sorted(shared, key=lambda shard: shard.name) == shards


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026/a.warc.gz", "2026-a.warc.gz"),
        ("../x", "x"),
        ("_done", "done"),
        (".", "shard"),
        ("a\nb", "a-b"),
        ("ä" * 200, "ä" * 100),
        ("failures-a.warc", "source-failures-a.warc"),
    ],
)
def test_names_of_files(name, expected):
    assert file_name(name) == expected


def test_a_pattern_of_a_store_is_expanded():
    store = fsspec.filesystem("memory")
    for name in ("2.warc.gz", "1.warc.gz", "x.txt"):
        store.pipe(f"/patterns/{name}", b"")
    found = listed("memory://patterns/*.warc.gz")
    assert [one.path for one in found] == ["memory://patterns/1.warc.gz", "memory://patterns/2.warc.gz"]
    with pytest.raises(InputError, match="nothing in that store fits"):
        listed("memory://patterns/*.wacz")


def test_the_files_of_a_folder_are_named_by_their_places_below_it(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/a.warc.gz", "a.parquet"):
        (tmp_path / name).touch()
    [found] = listed(str(tmp_path))
    assert found.files == (("a.parquet", f"{tmp_path}/a.parquet"), ("b/a.warc.gz", f"{tmp_path}/b/a.warc.gz"))
    assert listed(f"{tmp_path}/a.parquet") == [NamedSource(f"{tmp_path}/a.parquet", "a.parquet")]
