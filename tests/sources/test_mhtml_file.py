"""MHTML as Chromium, Internet Explorer and others write it -> the page in it, its address and its time."""

import base64
import quopri
from datetime import UTC, datetime

import pytest

from scraper.errors import InputError
from scraper.sources.mhtml_file import is_mhtml, read_mhtml

PAGE = "<html><head><title>Pier</title></head><body><p>Ein Pier für alle = gut</p></body></html>"
PICTURE = "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
CHROMIUM = """From: <Saved by Blink>\r
Snapshot-Content-Location: https://a.example/1?x=1\r
Subject: Pier\r
Date: Mon, 1 Jun 2026 10:30:00 +0200\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype="text/html";\r
\tboundary="b"\r
\r
\r
--b\r
Content-Type: text/html\r
Content-ID: <frame-1@mhtml.blink>\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: https://a.example/1\r
\r
"""
EXPLORER = """From: "Saved by Internet Explorer 11"
Subject: Pier
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"; start="<two@x>"

--b
Content-Type: text/html; charset="utf-8"
Content-Location: https://a.example/frame

<html><p>A frame</p></html>
--b
Content-Type: text/html; charset="windows-1252"
Content-ID: <two@x>
Content-Transfer-Encoding: base64
Content-Location: https://a.example/a-very-long/
 address

"""


def chromium(page=PAGE):
    quoted = quopri.encodestring(page.encode()).replace(b"\n", b"\r\n")
    return CHROMIUM.encode() + quoted + f"\r\n{PICTURE}--b--\r\n".encode()


def explorer():
    return EXPLORER.encode() + base64.encodebytes(PAGE.encode("cp1252")) + f"\n{PICTURE}--b--\n".encode()


def test_the_page_of_chromium():
    page = read_mhtml(chromium())
    assert page[:3] == ("https://a.example/1?x=1", datetime(2026, 6, 1, 8, 30, tzinfo=UTC), "text/html")
    assert page.body.decode().strip() == PAGE


def test_the_part_that_is_named_as_the_start():
    page = read_mhtml(explorer())
    assert page[:3] == ("https://a.example/a-very-long/address", None, "text/html; charset=windows-1252")
    assert page.body.decode("cp1252").strip() == PAGE


def test_a_file_that_is_cut_off():
    assert b"Ein Pier" in read_mhtml(chromium()[: len(CHROMIUM) + 90]).body


WRONG = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n",
    b"Content-Type: multipart/related\n\n",
    CHROMIUM.encode(),
)


@pytest.mark.parametrize("data", WRONG)
def test_no_page_in_it(data):
    assert is_mhtml(data)
    with pytest.raises(InputError, match="MHTML without a page in it"):
        read_mhtml(data)


def test_parts_in_parts_without_end():
    nested = "".join(f"Content-Type: multipart/related; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000)).encode()
    with pytest.raises(InputError, match="MHTML without a page in it"):
        read_mhtml(nested)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (CHROMIUM.encode(), True),
        (EXPLORER.encode(), True),
        (b"From: a@a.example\r\nSubject: Hi\r\n\r\nContent-Type: multipart/related", False),
        (b"<html><p>Content-Type: multipart/related", False),
        (b"", False),
    ],
)
def test_what_is_mhtml(start, expected):
    assert is_mhtml(start) is expected
