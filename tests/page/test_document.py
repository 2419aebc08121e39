"""Bytes -> text -> tree: every charset as browsers read it, every depth, no bytes that raise."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import read
from scraper.models import Page
from scraper.page import charset
from scraper.page.tree import parse

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def page(body: bytes, content_type: str | None = None) -> Page:
    headers = {"content-type": content_type} if content_type else {}
    return Page(
        url="https://paper.example/a", final_url="https://paper.example/a", body=body, headers=headers, fetched_at=NOW
    )


META = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'
GERMAN = "Über die Straße läuft größer werdend der Ärger"
RUSSIAN = "Паром не придёт: капитан уехал на свадьбу, а запасного капитана нет"
JAPANESE = "港の灯台が七十年ぶりに修理されることになりました。町の人々は喜んでいます。"
CHINESE = "纸桥在江上漂了三天,镇上的孩子都去看,桥上的字还读得出来。"
KOREAN = "등대지기는 매일 저녁 여섯 시에 종을 울렸다"

CHARSETS = [
    # bytes, Content-Type, text that must come out, charset, how it was found
    (b"\xef\xbb\xbf<p>" + GERMAN.encode(), None, GERMAN, "utf-8", "bom"),
    ("<p>Grüße".encode("utf-16-le").join([b"\xff\xfe", b""]), None, "Grüße", "utf-16-le", "bom"),
    (f"<html><body><p>{GERMAN} and more of it".encode("utf-16-le"), None, GERMAN, "utf-16-le", "detected"),
    (GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN, "utf-8", "utf-8"),
    (GERMAN.encode("cp1252"), "text/html; charset=iso-8859-1", GERMAN, "cp1252", "header"),
    (META.format("windows-1251", RUSSIAN).encode("cp1251"), None, RUSSIAN, "cp1251", "meta"),
    (META.format("shift_jis", JAPANESE).encode("cp932"), None, JAPANESE, "cp932", "meta"),
    (META.format("gb2312", CHINESE).encode("gb18030"), None, CHINESE, "gb18030", "meta"),
    (META.format("euc-kr", KOREAN).encode("cp949"), None, KOREAN, "cp949", "meta"),
    (
        f'<!-- <meta charset="koi8-r"> -->{META.format("windows-1251", RUSSIAN)}'.encode("cp1251"),
        None,
        RUSSIAN,
        "cp1251",
        "meta",
    ),
    (META.format("rot13", GERMAN).encode("cp1252"), None, GERMAN, "cp1252", None),
    (META.format("no-such-charset", GERMAN).encode("cp1252"), "text/html; charset=zip", GERMAN, "cp1252", None),
    (META.format("iso-2022-jp", JAPANESE).encode("iso2022_jp"), None, JAPANESE, "iso2022_jp", "meta"),
    (META.format("utf-16", GERMAN).encode(), None, GERMAN, "utf-8", "utf-8"),
    ((f"<p>{RUSSIAN} " * 20).encode("cp1251"), None, RUSSIAN, "cp1251", "detected"),
    ((f"<p>{RUSSIAN} " * 5).encode() + b"\xff</p>", None, RUSSIAN, "utf-8", "nearly utf-8"),
    ((f"<p>{RUSSIAN} " * 5).encode() + b"\xff</p>", "text/html; charset=windows-1251", None, None, None),
]


@pytest.mark.parametrize(("data", "header", "text", "name", "reason"), CHARSETS)
def test_case_18_each_charset_is_read_as_browsers_read_it(data, header, text, name, reason):
    decoded = charset.decode(data, header)
    if text is not None:
        assert text in decoded.text
        assert decoded.charset == name
    if reason is not None:
        assert decoded.reason == reason


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\x80", b"\xed\xa0\x80"])
@pytest.mark.parametrize("header", [None, "text/html; charset=utf-8"])
def test_case_19_one_bad_byte_does_not_make_a_utf_8_page_anothers(bad, header):
    decoded = charset.decode((f"<p>{RUSSIAN} {GERMAN} " * 5).encode() + bad + b"</p>", header)
    assert decoded.charset == "utf-8"
    assert decoded.text.count(GERMAN) == 5
    assert ("€" if bad == b"\x80" else "\ufffd") in decoded.text


@pytest.mark.parametrize(
    "label", ["rot13", "zip", "base64", "utf-7", "idna", "hex", "unicode_escape", "undefined", "nonsense", "", None]
)
def test_case_20_labels_that_are_no_web_charset_are_refused(label):
    assert charset.codec(label) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [("GB2312", "gb18030"), (" latin1 ", "cp1252"), ("x-sjis", "cp932"), ("iso-8859-9", "cp1254"), ("UTF-8", "utf-8")],
)
def test_labels_mean_what_browsers_take_them_to_mean(label, name):
    assert charset.codec(label) == name


@pytest.mark.parametrize("depth", [100, 1_000, 2_500, 20_000])
def test_case_34_deep_text_is_not_lost(depth):
    body = f"<html><body>{'<div>' * depth}<p>far down</p>{'</div>' * depth}<p>after it</p></body></html>"
    text = "".join(parse(body).itertext())
    assert "far down" in text
    assert "after it" in text


def test_mixed_nesting_is_not_lost():
    assert "far down" in "".join(parse("<div><b>x</b><section>" * 4_000 + "<p>far down</p>").itertext())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"\x00" * 5_000,
        b"<",
        b"<!doctype html>",
        b"\xff\xfe",
        b"<frameset><frame></frameset>",
        b"%PDF-1.7 \x93\x8c",
        b"\xed\xa0\x80",
    ],
)
def test_odd_bytes_make_a_tree(body):
    document = read(page(body))
    assert document.tree.tag == "html"
    assert document.body is not None


def test_null_bytes_cut_nothing():
    assert "before after" in "".join(parse("<p>before\x00 after</p>").itertext())


@given(st.binary(max_size=400))
def test_no_bytes_raise(data):
    document = read(page(data))
    assert document.tree.tag == "html"
    assert document.body is not None


@given(st.text(alphabet="<>/ap div=\"'&;x\n\x00é日", max_size=300))
def test_no_markup_raises(text):
    assert read(page(text.encode())).body is not None


@given(st.text(min_size=1, max_size=60), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_a_mark_decides(text, name):
    mark = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[name]
    assert charset.decode(mark + text.encode(name), "text/html; charset=koi8-r").text == text
