"""EPUB: a book that e-readers open, whatever the articles hold."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsroom import LONG, article
from scraper.errors import InputError
from scraper.models import Author, Block, BlockKind, Image, Span
from scraper.present.epub import MOST_CHAPTERS, OTHER_FILES, epub
from scraper.present.epub_content import web_address
from scraper.present.zip_file import MOST_ENTRIES, ZipEntry, zip_file

HOSTILE = "]]> </p><script>alert(1)</script> &nbsp; \x00\x0b\ufffe\ud800 \" ' <!-- -- >"
LINKS = ["javascript:alert(1)", "/a", "#x", "http://[bad", 'https://a.example/ä b"<>%zz', "mailto:a@b.example", "x" * 9000]  # fmt: skip
XHTML = "{http://www.w3.org/1999/xhtml}"


def row(of, number=1, **fields):
    facts = {name: getattr(of, name) for name in ("url", "site", "headline", "date_published", "language", "direction")}
    return {"id": number, "article": of, "last_changed": "2026-05-02T09:00:00Z", "text_sha256": "x", **facts, **fields}


def hostile(words=HOSTILE):
    """An article with the words in every place that has some, in blocks of every kind."""
    spans = tuple(Span(text=words, href=link, strong=True, em=True, code=True) for link in LINKS)
    blocks = [
        Block(kind=kind, spans=spans, level=level, ordered=bool(level % 2), href=LINKS[level], rows=rows)
        for kind in BlockKind
        for level, rows in ((0, ()), (3, ((words, ""), (words,))), (6, ()))
    ]
    of = article(
        url="https://harbour.example/a b",
        headline=words,
        subheadline=words,
        byline=words,
        section=words,
        publisher=words,
        language=words,
        direction="rtl",
        date_published="soon",
        date_modified="2026-05",
        authors=(Author(name=words, role=words, links=tuple(LINKS)),),
        images=tuple(Image(url=link, caption=words, credit=words, lead=link == "/a") for link in LINKS),
    )
    return replace(of, body=tuple(blocks))


def opened(rows):
    data = b"".join(epub(rows))
    return data, zipfile.ZipFile(io.BytesIO(data))


def parsed(book):
    """Every XML file of a book, parsed strictly."""
    return {name: etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(("ml", "opf"))}


def test_a_book_has_its_chapters_by_date():
    rows = [
        row(article("Two.", headline="Second"), 1, date_published="2026-05-02"),
        row(article("One.", headline="First"), 2, date_published="2026-05-01T08:00:00+02:00"),
        row(article("Nil.", headline=None), 3, date_published=None),
    ]
    data, book = opened(rows)
    assert book.testzip() is None
    assert data == opened(rows)[0]
    assert data[30:62] == b"mimetypeapplication/epub+zipPK\x03\x04"
    trees = parsed(book)
    links = trees["book/nav.xhtml"].iter(f"{XHTML}a")
    assert [(link.get("href"), link.text) for link in links] == [
        ("3.xhtml", "https://www.harbour.example/ferry"),
        ("2.xhtml", "First · 1 May 2026"),
        ("1.xhtml", "Second · 2 May 2026"),
    ]
    spine = trees["book/book.opf"].findall(".//{*}itemref")
    assert [item.get("idref") for item in spine] == ["a3", "a2", "a1"]
    assert trees["book/book.opf"].findtext(".//{*}title") == "harbour.example: 2026-05-01 to 2026-05-02"


def test_captions_are_in_the_places_of_their_pictures():
    _, book = opened([row(article("Body."))])
    text = "".join(parsed(book)["book/1.xhtml"].itertext())
    assert text.index("The ferry") < text.index("Body.")


def test_a_book_of_nothing_is_refused():
    with pytest.raises(InputError, match="no article matches"):
        list(epub([]))


def test_hostile_articles_stay_well_formed():
    _, book = opened([row(hostile())])
    page = parsed(book)["book/1.xhtml"]
    assert page.find(f".//{XHTML}script") is None
    addresses = {link.get("href") for link in page.iter(f"{XHTML}a")}
    assert addresses == {"https://a.example/%C3%A4%20b%22%3C%3E%25zz", "https://harbour.example/a%20b"}


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_law_any_words_make_a_book(words):
    _, book = opened([row(hostile(words), headline=words, language=words, site=words, publisher=words)])
    assert len(parsed(book)) == 4


@pytest.mark.parametrize("link", LINKS[:4] + LINKS[5:])
def test_what_leads_nowhere_is_no_link(link):
    assert web_address(link) is None


def test_as_many_chapters_fit_as_a_zip_file_has_entries_left():
    _, book = opened([row(article("One.")), row(article("Two."), 2)])
    assert len(book.namelist()) == 2 + OTHER_FILES
    assert MOST_CHAPTERS + OTHER_FILES == MOST_ENTRIES


def test_a_zip_file_is_read_by_others():
    entries = [ZipEntry("a", b"A" * 999, compressed=False), ZipEntry("b/ä", b"B" * 999), ZipEntry("c", b"")]
    book = zipfile.ZipFile(io.BytesIO(b"".join(zip_file(entries))))
    assert book.testzip() is None
    assert {name: book.read(name) for name in book.namelist()} == {name: data for name, data, _ in entries}
    assert book.getinfo("a").compress_type == zipfile.ZIP_STORED
    assert book.getinfo("b/ä").compress_size < 50


def test_more_than_a_zip_file_holds_is_refused():
    with pytest.raises(InputError, match="choose fewer"):
        for _ in zip_file(ZipEntry(str(n), b"", compressed=False) for n in range(70_000)):
            pass


@pytest.mark.slow
def test_epubcheck_finds_nothing(tmp_path):
    if not shutil.which("epubcheck"):
        pytest.skip("NOTICE: epubcheck is not installed (Debian: apt install epubcheck)")
    rich = replace(hostile(), language="ar", direction="rtl")
    (tmp_path / "a.epub").write_bytes(b"".join(epub([row(rich), row(article(LONG), 2)])))
    program = Path(shutil.which("epubcheck"))
    is_jar = program.read_bytes()[:2] == b"PK"  # Debian's, which only some systems can run as it is
    command = [*(["java", "-jar"] if is_jar else []), program, "--json", "report.json", "a.epub"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [(m["ID"], m["message"], m["locations"][:2]) for m in report["messages"]] == []
