"""WARC: what is written is a file that warcio checks and reads, with the bytes of the pages."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from scraper.errors import InputError
from scraper.models import KeptPage, Page, Redirect
from scraper.present.warc import warc

warcio = pytest.importorskip("warcio", reason="install the dev extra again")
AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-encoding": "gzip",
    "content-length": "9",
    "transfer-encoding": "chunked",
    "x-name": "Größe\r\nX-Evil: 1",
}


def page(n=1, body=b"<p>One \xff</p>", **fields):
    url = f"https://a.example/{n}"
    facts = {"url": f"{url}?asked", "final_url": url, "headers": HEADERS, "body": body}
    return Page(**{**facts, "fetched_at": AT + timedelta(days=n), **fields})


def row(*pages, text="One"):
    kept = [KeptPage(capture_id=n, version=n, page=each) for n, each in enumerate(pages, 1)]
    return {"id": 1, "pages": kept, "body_text": text}


def records(rows):
    from warcio.archiveiterator import ArchiveIterator

    data = b"".join(warc(rows))
    assert data == b"".join(warc(rows))
    return [
        (record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read())
        for record in ArchiveIterator(BytesIO(data), check_digests="raise")
    ]


def test_a_page_is_three_records_after_the_one_of_the_file():
    hop = Redirect(url="https://a.example/0", status=301, location="/1")
    info, response, metadata, conversion = records([row(page(redirects=(hop,)))])
    assert [each[0] for each in (info, response, metadata, conversion)] == [
        "warcinfo", "response", "metadata", "conversion",
    ]  # fmt: skip
    assert response[3] == b"<p>One \xff</p>"
    assert response[1].get_header("WARC-Target-URI") == "https://a.example/1"
    assert response[1].get_header("WARC-Date") == "2026-05-02T09:00:00Z"
    assert response[1].get_header("WARC-Truncated") is None
    assert metadata[1].get_header("WARC-Refers-To") == response[1].get_header("WARC-Record-ID")
    facts = json.loads(metadata[3])
    assert (facts["url"], facts["headers"], facts["complete"]) == ("https://a.example/1?asked", HEADERS, True)
    assert facts["redirects"] == [["https://a.example/0", 301, "/1"]]
    assert conversion[3] == b"One"


def test_headers_fit_the_bytes_that_are_kept():
    (_, (_, _, http, body), *_) = records([row(page())])
    assert http.get_statuscode() == "200"
    assert dict(http.headers) == {
        "Content-Type": "text/html; charset=utf-8",
        "X-Archive-Orig-Content-Encoding": "gzip",
        "X-Archive-Orig-Content-Length": "9",
        "X-Archive-Orig-Transfer-Encoding": "chunked",
        "X-Name": "Gr%C3%B6%C3%9Fe X-Evil: 1",
        "Content-Length": str(len(body)),
    }


def test_a_body_that_came_before_is_a_revisit_and_empty_ones_are_not():
    pages = [page(1), page(2), page(3, b""), page(4, b"")]
    found = [each for each in records([row(*pages)]) if each[0] in ("response", "revisit")]
    assert [each[0] for each in found] == ["response", "revisit", "response", "response"]
    headers = found[1][1]
    assert headers.get_header("WARC-Refers-To-Target-URI") == "https://a.example/1"
    assert headers.get_header("WARC-Refers-To-Date") == "2026-05-02T09:00:00Z"
    assert headers.get_header("WARC-Payload-Digest") == found[0][1].get_header("WARC-Payload-Digest")
    assert found[1][3] == b""


@pytest.mark.parametrize(("complete", "expected"), [(True, None), (None, None), (False, "disconnect")])
def test_a_page_that_was_cut_off_is_marked(complete, expected):
    (_, (_, headers, *_), *_) = records([row(page(complete=complete))])
    assert headers.get_header("WARC-Truncated") == expected


@pytest.mark.parametrize("status", [200, 404, 799])
def test_warcio_check_passes(tmp_path, status):
    from warcio.cli import main

    file = tmp_path / "a.warc.gz"
    pages = [page(1, status=status), page(2, "ä".encode() * 99), page(3), page(4, b"", final_url="https://ä.example/ü")]
    file.write_bytes(b"".join(warc([row(*pages, text="\ud800")])))
    with pytest.raises(SystemExit) as left:
        main(["check", str(file)])
    assert left.value.code == 0


def test_fastwarc_reads_the_same():
    fastwarc = pytest.importorskip("fastwarc.warc", reason="install the dev extra again")
    data = b"".join(warc([row(page(1), page(2), page(3, b"other"))]))
    found = [
        (record.headers["WARC-Type"], record.record_id, record.reader.read())
        for record in fastwarc.ArchiveIterator(BytesIO(data), verify_digests=True)
    ]
    ours = [(kind, headers, body) for kind, headers, _, body in records([row(page(1), page(2), page(3, b"other"))])]
    assert [each[::2] for each in found] == [each[::2] for each in ours]
    assert [each[1] for each in found] == [headers.get_header("WARC-Record-ID") for _, headers, _ in ours]


def test_without_warcio_the_message_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    with pytest.raises(InputError, match=r"pip install 'scraper\[warc\]'"):
        warc([])


def test_no_page_is_an_empty_file():
    assert b"".join(warc([row()])) == b""
