"""Every kind of source of a bulk run: the same pages from each, and what damage leaves."""

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from datetime import UTC, datetime

import fsspec
import pytest
import zstandard
from pyarrow import Table
from pyarrow.parquet import ParquetFile, write_table

from scraper.archive import Archive
from scraper.errors import InputError
from scraper.jobs.bulk import archive_captures
from scraper.models import Page
from scraper.sources import bulk_inputs
from scraper.sources.bulk_filters import RecordFilter
from scraper.sources.bulk_kinds import BulkKind, kind_of
from scraper.sources.bulk_records import BulkFault, BulkRecord, ReadingCounts

AT = "2026-05-01T09:00:00Z"
ANY = RecordFilter()
PAGES = {
    f"https://news.example/{number}": f'<html lang="de"><link rel="canonical" href="https://news.example/{number}">ä'.encode()
    for number in range(40)
}


def warc():
    out = []
    for url, body in PAGES.items():
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: {AT}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
        out.append(gzip.compress(head.encode() + block + b"\r\n\r\n"))
    return b"".join(out)


def tar(pages=PAGES):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        for number, body in enumerate(pages.values()):
            member = tarfile.TarInfo(f"pages/{number}.html")
            member.size, member.mtime = len(body), int(datetime.fromisoformat(AT).timestamp())
            made.addfile(member, io.BytesIO(body))
        made.addfile(tarfile.TarInfo("pages/empty.css"), io.BytesIO())
    return file.getvalue()


def wacz():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive/data.warc.gz", warc())
        packed.writestr("datapackage.json", "{}")
    return file.getvalue()


def rows(**more):
    return [{"url": url, "html": body.decode(), "fetched_at": AT, **more} for url, body in PAGES.items()]


def lines(items):
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def in_base64():
    return [
        {"url": url, "content": base64.b64encode(gzip.compress(body)).decode(), "encoding": "base64"}
        for url, body in PAGES.items()
    ]


def parquet(items, **options):
    file = io.BytesIO()
    write_table(Table.from_pylist(items), file, **options)
    return file.getvalue()


SOURCES = {
    "a.warc.gz": warc,
    "without-ending": warc,
    "a.wacz": wacz,
    "a.tar": tar,
    "a.tar.gz": lambda: gzip.compress(tar()),
    "a.tar.bz2": lambda: bz2.compress(tar()),
    "a.tar.xz": lambda: lzma.compress(tar()),
    "a.tar.zst": lambda: zstandard.compress(tar()),
    "tar-without-ending": tar,
    "two.tar": lambda: tar(dict(list(PAGES.items())[:20])) + tar(dict(list(PAGES.items())[20:])),
    "a.jsonl": lambda: lines(rows()),
    "a.jsonl.gz": lambda: gzip.compress(lines(rows())),
    "a.ndjson.zst": lambda: zstandard.compress(lines(rows())),
    "base64.jsonl": lambda: lines(in_base64()),
    "a.parquet": lambda: parquet(rows(), row_group_size=7),
    "bytes.parquet": lambda: parquet([{"URL": url, "Raw_HTML": body} for url, body in PAGES.items()]),
}


def read(path, wanted=ANY):
    return list(bulk_inputs.read(str(path), wanted))


@pytest.mark.parametrize("name", SOURCES)
def test_each_kind_gives_the_same_pages(tmp_path, name):
    (tmp_path / name).write_bytes(SOURCES[name]())
    items = read(tmp_path / name)
    assert {item.url: item.content for item in items} == PAGES
    assert len({item.key for item in items}) == len(PAGES)
    assert {item.mime for item in items} == {"text/html"}
    assert {item.fetched_at for item in items} <= {AT, ""}


@pytest.mark.parametrize("name", ["a.wacz", "a.tar.gz", "a.tar.zst", "a.jsonl.gz", "a.parquet"])
def test_a_store_gives_the_same_as_a_disk(tmp_path, name):
    data = SOURCES[name]()
    (tmp_path / name).write_bytes(data)
    fsspec.filesystem("memory").pipe(f"/inputs/{name}", data)
    assert read(f"memory://inputs/{name}") == read(tmp_path / name)


def test_an_archive_gives_its_captures(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        for url, body in PAGES.items():
            headers = {"content-type": "text/html; charset=utf-8"}
            at = datetime.fromisoformat(AT).astimezone(UTC)
            archive.pages.keep(Page(url=url, final_url=url, headers=headers, body=body, fetched_at=at))
    counts = ReadingCounts()
    items = list(archive_captures.read(str(tmp_path / "a.db"), ANY))
    assert {item.url: item.content for item in items} == PAGES
    assert {(item.mime, item.fetched_at, item.status) for item in items} == {("text/html", AT, 200)}
    wanted = RecordFilter(hosts=frozenset({"other.example"}))
    assert list(archive_captures.read(str(tmp_path / "a.db"), wanted, counts)) == []
    assert counts.refused["host"] == len(PAGES)
    assert kind_of(str(tmp_path / "a.db")) is BulkKind.ARCHIVE
    with pytest.raises(InputError, match="is an archive"):
        read(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("name", "data", "left", "reason"),
    [
        ("a.tar", tar()[: -30 * 1024], 20, "damaged, and the rest is lost"),
        ("a.tar", tar().replace(b"pages/3.html", b"sages/3.html"), 39, "damaged bytes after this file: skipped"),
        ("a.tar.gz", gzip.compress(tar())[:-200], 1, "damaged, and the rest is lost"),
        ("a.jsonl", lines(rows())[:-30], 39, "not JSON"),
        ("a.jsonl", b"[1]\n\n" + lines(rows()), 40, "not a JSON object"),
        ("a.jsonl", lines([{"html": "<html>"}, *rows()]), 40, "no address: none of the columns url"),
        ("a.jsonl", lines([{"url": "https://x.example/"}, *rows()]), 40, "no HTML: none of the columns html"),
        ("a.jsonl", lines([{"url": "x", "html": "!", "encoding": "base64"}]), 0, "what is marked as base64 is not"),
        ("a.jsonl.gz", gzip.compress(lines(rows()))[:-20], 30, "damaged after line"),
    ],
)
def test_damage_is_a_fault(tmp_path, name, data, left, reason):
    (tmp_path / name).write_bytes(data)
    items = read(tmp_path / name)
    faults = [item for item in items if isinstance(item, BulkFault)]
    assert len(faults) == 1
    assert faults[0].reason.startswith(reason)
    assert len(items) - 1 >= left
    assert len({item.key for item in items}) == len(items)


def test_a_damaged_row_group_is_a_fault_and_the_others_follow(tmp_path):
    data = bytearray(parquet(rows(), row_group_size=10, compression="zstd"))
    table = ParquetFile(io.BytesIO(bytes(data)))
    start = table.metadata.row_group(1).column(1).data_page_offset
    data[start : start + 60] = bytes(60)
    (tmp_path / "a.parquet").write_bytes(data)
    items = read(tmp_path / "a.parquet")
    assert [item.key for item in items if isinstance(item, BulkFault)] == ["10+"]
    assert [int(item.key) for item in items if isinstance(item, BulkRecord)] == [*range(10), *range(20, 40)]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.warc.gz", b"nothing", "is not a WARC file"),
        ("a.wacz", b"nothing", "a damaged ZIP file"),
        ("a.zip", b"PK\x05\x06" + bytes(18), None),
        ("a.tar", b"nothing", "is not a tar file"),
        ("a.parquet", b"nothing", "is not a Parquet file"),
        ("a.parquet", parquet([{"url": "x", "text": "y"}]), "has none of the columns that hold HTML"),
    ],
)
def test_a_source_of_another_kind_is_refused_in_one_line(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    if message is None:
        assert [type(item) for item in read(tmp_path / name)] == [BulkFault]
        return
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_filters_are_applied_to_every_kind(tmp_path):
    wanted = RecordFilter(languages=frozenset({"en"}))
    for name, made in SOURCES.items():
        (tmp_path / name).write_bytes(made())
        counts = ReadingCounts()
        assert list(bulk_inputs.read(str(tmp_path / name), wanted, counts)) == []
        assert counts.refused == {"language": len(PAGES)}


def test_sources_in_a_folder_are_no_pages_of_it(tmp_path):
    for name in ("b/a.warc.gz", "a.parquet", "c/1.html", "c/2.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"<html>")
    (tmp_path / "c/rows.jsonl").write_bytes(b'{"html": "<html>"}')
    assert [item.key for item in read(tmp_path)] == ["c/1.html", "c/2.html"]
