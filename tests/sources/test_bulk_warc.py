"""WARC files as records of a bulk run: every packing, every coding, and what damage leaves."""

import gzip
import random
import struct
import zlib
from io import BytesIO

import brotli
import fsspec
import pytest
import zstandard

from scraper.errors import InputError
from scraper.sources import bulk_codings, bulk_warc
from scraper.sources.bulk_filters import RecordFilter
from scraper.sources.bulk_records import BulkFault, BulkRecord, ReadingCounts

PAGE = b"<html>hello</html>"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def record(number, body=PAGE, headers=HTML, *, kind=b"response", status=b"200 OK", more=b"", length=None):
    """A record as a crawler writes it."""
    block = b"HTTP/1.1 %s\r\n%s\r\n%s" % (status, headers, body)
    length = len(block) if length is None else length
    return (
        b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:0000-%d>\r\nWARC-Date: 2026-05-01T09:00:00.5Z\r\n"
        b"WARC-Target-URI: https://a.example/%d\r\nContent-Type: application/http; msgtype=response\r\n%s"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (kind, number, number, more, length, block)
    )


def read(data, **options):
    return list(bulk_warc.read_stream(BytesIO(data), "a.warc", **options))


def urls(items):
    return [int(item.url.rpartition("/")[2]) for item in items if isinstance(item, BulkRecord)]


def faults(items):
    return [item for item in items if isinstance(item, BulkFault)]


RECORDS = [record(number, PAGE + bytes([65 + number]) * 50) for number in range(4)]
PACKED = [gzip.compress(each) for each in RECORDS]
FRAMES = [zstandard.compress(each) for each in RECORDS]
WHOLE = b"".join(RECORDS)


def with_dictionary():
    samples = [record(number, random.Random(number).randbytes(40)) for number in range(400)]
    words = zstandard.train_dictionary(2048, samples)
    packer = zstandard.ZstdCompressor(dict_data=words)
    frame = struct.pack("<II", 0x184D2A5D, len(words.as_bytes())) + words.as_bytes()
    return frame + b"".join(packer.compress(each) for each in RECORDS)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE,
        b"".join(PACKED),
        gzip.compress(WHOLE),
        b"".join(FRAMES),
        zstandard.compress(WHOLE),
        with_dictionary(),
    ],
    ids=["plain", "gzip", "gzip as a whole", "zstd", "zstd as a whole", "zstd with a dictionary"],
)
def test_every_packing_gives_the_same_records(data):
    items = read(data)
    assert urls(items) == [0, 1, 2, 3]
    assert len({item.key for item in items}) == 4
    assert items[1] == BulkRecord(
        key=items[1].key,
        url="https://a.example/1",
        content=PAGE + b"B" * 50,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        status=200,
        mime="text/html",
        fetched_at="2026-05-01T09:00:00Z",
    )


def test_a_key_is_the_place_of_its_record():
    starts = [sum(len(member) for member in PACKED[:number]) for number in range(4)]
    assert [item.key for item in read(b"".join(PACKED))] == [str(start) for start in starts]


def cut(data, by):
    return data[:-by]


def spoilt(data, *places):
    changed = bytearray(data)
    for place in places:
        changed[place] ^= 0xFF
    return bytes(changed)


def too_long(number):
    return record(number, length=9000)


@pytest.mark.parametrize(
    ("data", "left", "reasons"),
    [
        (PACKED[0] + spoilt(PACKED[1], 40, 60) + PACKED[2] + PACKED[3], [0, 2, 3], ["damaged bytes after this record"]),
        (PACKED[0] + spoilt(PACKED[1], -3) + PACKED[2] + PACKED[3], [0, 2, 3], ["damaged record"]),
        (spoilt(PACKED[0], 40) + PACKED[1], [1], ["damaged record"]),
        (
            PACKED[0] + spoilt(PACKED[1], 60) + spoilt(PACKED[2], 60) + PACKED[3],
            [0, 3],
            ["damaged bytes after this record"],
        ),
        (PACKED[0] + b"\x1f\x8b\x08 no member" + PACKED[1], [0, 1], ["damaged bytes after this record"]),
        (cut(b"".join(PACKED), 20), [0, 1, 2], ["damaged record: the file ends in the middle"]),
        (PACKED[0] + gzip.compress(too_long(1)) + PACKED[2] + PACKED[3], [0, 2, 3], ["damaged record"]),
        (cut(WHOLE, 40), [0, 1, 2], ["damaged record: the file ends in the middle"]),
        (RECORDS[0] + b"JUNK\r\n\r\n" + RECORDS[1], [0, 1], ["damaged bytes after this record"]),
        (RECORDS[0] + too_long(1) + RECORDS[2] + RECORDS[3], [0, 2, 3], ["damaged record"]),
        (FRAMES[0] + spoilt(FRAMES[1], 5, 60) + FRAMES[2], [0, 2], ["damaged bytes after this record"]),
        (PACKED[0] + spoilt(PACKED[1], -3) + spoilt(PACKED[2], -3) + PACKED[3], [0, 3], ["damaged record"] * 2),
    ],
    ids=range(12),
)
def test_damage_is_a_fault_and_the_reading_goes_on(data, left, reasons):
    items = read(data)
    assert urls(items) == left
    found = [fault.reason for fault in faults(items)]
    assert len(found) == len(reasons), found
    assert all(reason.startswith(start) for reason, start in zip(found, reasons, strict=True)), found
    assert len({item.key for item in items}) == len(items)


def test_damage_that_cannot_be_passed_loses_the_rest_and_says_so():
    noise = random.Random(0).randbytes(200_000)
    packed = gzip.compress(RECORDS[0] + record(1, noise) + RECORDS[2])
    items = read(spoilt(packed, 2000, 2001, 2002, 2003) + b"")
    assert urls(items) in ([0], [0, 1, 2])
    assert len(faults(read(cut(packed, 1000)))) == 1


@pytest.mark.parametrize("data", [b"no archive at all\r\n", b"PK\x03\x04", b"\x1f\x8b\x08 broken", b"<html>" * 9000])
def test_what_is_no_warc_is_refused(data):
    with pytest.raises(InputError, match=r"a\.warc is not a WARC file"):
        read(data)


def chunked(data):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


LONG = b"<html>" + random.Random(1).randbytes(100_000)


@pytest.mark.parametrize(
    ("coding", "stored", "content"),
    [
        (b"Content-Encoding: gzip", gzip.compress(LONG), LONG),
        (b"content-encoding: X-GZIP", gzip.compress(LONG) + gzip.compress(b"!") + b"junk", LONG + b"!"),
        (b"Content-Encoding: gzip", PAGE, PAGE),
        (b"Content-Encoding: br", brotli.compress(LONG), LONG),
        (b"Content-Encoding: br", PAGE, PAGE),
        (b"Content-Encoding: zstd", zstandard.compress(LONG), LONG),
        (b"Content-Encoding: zstd", PAGE, PAGE),
        (b"Content-Encoding: deflate", zlib.compress(LONG), LONG),
        (b"Content-Encoding: deflate", zlib.compress(LONG)[2:-4], LONG),
        (b"Content-Encoding: deflate", PAGE, PAGE),
        (b"Content-Encoding: unheard-of", PAGE, PAGE),
        (b"Transfer-Encoding: chunked", chunked(LONG), LONG),
        (b"Transfer-Encoding: chunked", PAGE, PAGE),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(gzip.compress(LONG)), LONG),
        (b"Content-Encoding: gzip, br", brotli.compress(gzip.compress(LONG)), LONG),
        (b"X-Crawl-Content-Encoding: gzip", PAGE, PAGE),
    ],
)
def test_codings_are_undone_where_they_were_applied(coding, stored, content):
    (item,) = read(record(1, stored, HTML + coding + b"\r\n"))
    assert item.content == content


@pytest.mark.parametrize(
    ("coding", "stored"),
    [
        (b"Content-Encoding: gzip", gzip.compress(LONG)),
        (b"Content-Encoding: br", brotli.compress(LONG)),
        (b"Content-Encoding: zstd", zstandard.compress(LONG)),
        (b"Transfer-Encoding: chunked", chunked(LONG)),
    ],
)
def test_a_body_that_a_crawler_cut_gives_what_it_holds(coding, stored):
    (item,) = read(record(1, cut(stored, 1000), HTML + coding + b"\r\n"))
    assert LONG.startswith(item.content)
    assert len(item.content) > len(LONG) - 2000 - bulk_codings.PIECE


def test_a_bomb_is_a_fault(monkeypatch):
    bomb = gzip.compress(bytes(3 << 20))
    monkeypatch.setattr(bulk_codings.undone, "__defaults__", (1 << 20,))
    items = read(record(1, bomb, HTML + b"Content-Encoding: gzip\r\n") + RECORDS[2])
    assert urls(items) == [2]
    assert "larger than" in faults(items)[0].reason


def test_what_is_passed_over_is_counted():
    counts = ReadingCounts()
    data = (
        record(1, b"", kind=b"revisit")
        + record(2, kind=b"request")
        + record(3, b"", b"", status=b"404 Not Found")
        + record(4, headers=b"Content-Type: image/png\r\n")
        + record(5, headers=b"")
        + record(6, b"other", headers=b"", more=b"WARC-Payload-Digest: sha1:ABC\r\n")
    )
    items = read(data, counts=counts, wanted=RecordFilter())
    assert [(item.url[-1], item.mime, item.digest) for item in items] == [("5", "text/html", ""), ("6", "", "sha1:ABC")]
    assert (counts.revisits, dict(counts.refused)) == (1, {"status": 1, "mime": 1})


def test_a_store_is_read_like_a_disk(tmp_path):
    data = PACKED[0] + spoilt(PACKED[1], 60) + PACKED[2]
    (tmp_path / "a.warc.gz").write_bytes(data)
    fsspec.filesystem("memory").pipe("/warcs/a.warc.gz", data)
    assert list(bulk_warc.read("memory://warcs/a.warc.gz")) == list(bulk_warc.read(str(tmp_path / "a.warc.gz")))
