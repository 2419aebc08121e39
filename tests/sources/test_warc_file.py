"""WARC files of any program: which records are pages, and what is made of broken ones."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from scraper.errors import InputError
from scraper.models import KeptPage, Page, Redirect
from scraper.present.warc import warc
from scraper.sources import wacz_file
from scraper.sources.warc_file import pages

pytest.importorskip("warcio", reason="install the dev extra again")
AT = "2026-05-01T09:00:00Z"
HTML = [("Content-Type", "text/html"), ("Set-Cookie", "a"), ("set-cookie", "b")]


def written(path, records, *, gz=True):
    """A file with (type, address, status, headers, body) as another program writes it."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gz)
        for kind, url, status, headers, body in records:
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if status else None
            dated = {"WARC-Date": AT}
            record = writer.create_warc_record(
                url, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=dated
            )
            writer.write_record(record)
    return path


RECORDS = [
    (("response", "https://a.example/1", "200 OK", HTML, b"x" * 70_000), True),
    (("response", "https://a.example/2", "200 OK", [("Content-Type", "text/plain; charset=x")], b"x"), True),
    (("response", "https://a.example/3", "200 OK", [], b"x"), True),
    (("response", "<https://a.example/4>", "200 OK", HTML, b"x"), True),
    (("response", "https://a.example/5", "404 Not Found", HTML, b"x"), False),
    (("response", "https://a.example/6", "301 Moved", HTML, b"x"), False),
    (("response", "https://a.example/7", "200 OK", [("Content-Type", "image/png")], b"x"), False),
    (("response", "ftp://a.example/8", "200 OK", HTML, b"x"), False),
    (("response", "https://a.example/9", "no status", HTML, b"x"), False),
    (("request", "https://a.example/10", "GET /", HTML, b""), False),
    (("resource", "https://a.example/11", "", [], b"x"), False),
    (("metadata", "https://a.example/12", "", [], b"x"), False),
]


@pytest.mark.parametrize(("record", "is_page"), RECORDS)
@pytest.mark.parametrize("gz", [True, False])
def test_which_records_are_pages(tmp_path, record, is_page, gz):
    file = written(tmp_path / "a.warc", [record], gz=gz)
    found = list(pages(file))
    assert len(found) == is_page
    for page in found:
        assert (page.final_url, page.body) == (record[1].strip("<>"), record[4])
        assert page.fetched_at == datetime(2026, 5, 1, 9, tzinfo=UTC)


def test_headers_are_joined_and_codings_undone(tmp_path):
    headers = [*HTML, ("Content-Encoding", "gzip")]
    file = written(tmp_path / "a.warc", [("response", "https://a.example/", "200 OK", headers, gzip.compress(b"text"))])
    (page,) = pages(file)
    assert page.body == b"text"
    assert page.headers == {"content-type": "text/html", "set-cookie": "a, b", "content-encoding": "gzip"}


@pytest.mark.parametrize("data", [b"no archive", b"\x1f\x8b broken"])
def test_what_is_no_warc_is_refused(tmp_path, data):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(InputError, match="is not a WARC file, or damaged"):
        list(pages(tmp_path / "a"))


def test_our_own_pages_come_back_whole_even_revisits(tmp_path):
    hop = Redirect(url="https://a.example/0", status=301, location="/1")
    kept = [
        Page(
            url="https://a.example/asked",
            final_url=f"https://a.example/{n}",
            status=200,
            headers={"content-type": "text/html", "content-encoding": "br", "x": "Größe"},
            body=b"<p>same</p>" * 9000,
            fetched_at=datetime(2026, 5, n, 9, tzinfo=UTC),
            redirects=(hop,),
            complete=complete,
        )
        for n, complete in ((1, True), (2, None), (3, False))
    ]
    row = {"id": 1, "body_text": "t", "pages": [KeptPage(capture_id=n, version=n, page=p) for n, p in enumerate(kept)]}
    (tmp_path / "a").write_bytes(b"".join(warc([row])))
    assert list(pages(tmp_path / "a")) == kept


def test_a_wacz_file_holds_warc_files(tmp_path):
    urls = ("https://a.example/2", "https://a.example/1")
    with ZipFile(tmp_path / "a.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
        for name, url in zip(("archive/b.warc.gz", "archive/a.warc"), urls, strict=True):
            gz = name.endswith("gz")
            one = written(tmp_path / "one.warc", [("response", url, "200 OK", HTML, b"<p>x")], gz=gz)
            packed.write(one, name)
    assert [page.url for page in wacz_file.pages(tmp_path / "a.wacz")] == sorted(urls)
    (page,) = wacz_file.pages(tmp_path / "one.warc")  # no WACZ file, but what is in one
    assert page.url == urls[1]


def test_a_broken_wacz_file_is_named(tmp_path):
    whole = written(tmp_path / "one.warc.gz", [("response", "https://a.example", "200 OK", HTML, b"x" * 9000)])
    cut = whole.read_bytes()[:-50]
    for name, members, expected in (
        ("a", {"readme.txt": b""}, "a ZIP file without any WARC file in archive/: no WACZ"),
        ("b", {"archive/x.warc.gz": cut}, " (archive/x.warc.gz) ends in the middle of a record"),
        ("c", {"archive/x.warc": b"nonsense"}, " (archive/x.warc) is not a WARC file, or damaged: "),
    ):
        with ZipFile(tmp_path / name, "w") as packed:
            for member, data in members.items():
                packed.writestr(member, data)
        with pytest.raises(InputError) as raised:
            list(wacz_file.pages(tmp_path / name))
        assert str(raised.value).startswith(str(tmp_path / name))
        assert expected in str(raised.value)
    (tmp_path / "d").write_bytes((tmp_path / "b").read_bytes()[:200])
    with pytest.raises(InputError, match="a damaged ZIP file"):
        list(wacz_file.pages(tmp_path / "d"))
