"""Reading lists and bookmarks: each program's export as it is written -> leads with what it states about them."""

import json

import pytest

from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources.link_formats import FORMATS
from scraper.sources.reading_lists import ExportedFile
from scraper.sources.saved_links import moment_of, note_of, tags_of

BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000" PERSONAL_TOOLBAR_FOLDER="true">Bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/1?x=1&amp;y=2" ADD_DATE="1700000000" ICON="data:image/png;base64,AA" TAGS="sea,old pier">Harbour &amp; sea</A>
        <DD>Read this
again
        <DT><H3>Inner</H3>
        <DL><p>
            <DT><A HREF="https://a.example/2" ADD_DATE="0">Two</A>
            <DT><A HREF="javascript:alert(1)">Script</A>
        </DL><p>
    </DL><p>
    <DT><A HREF="https://a.example/3" ADD_DATE="1700000000123456">Three</A>
</DL><p>
"""
POCKET = """title,url,time_added,tags,status
"Pier, rebuilt",https://a.example/1,1700000000,sea|old pier,unread
https://a.example/2,https://a.example/2,1700000001,,archive
Nothing,,1700000002,,unread
"""
POCKET_HTML = """<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>
<li><a href="https://a.example/1" time_added="1700000000" tags="sea,pier">Pier</a></li>
</ul></body></html>"""
INSTAPAPER = """URL,Title,Selection,Folder,Timestamp,Tags
https://a.example/1,Pier,a passage,Archive,1700000000,"[""sea"",""old pier""]"
"""
READER = """Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
Pier,https://a.example/1,01gmj,"['sea', 'old pier']",2022-11-06 04:33:50+00:00,0,new,True
"""
READWISE = [
    {
        "id": "01h", "url": "https://read.readwise.io/new/read/01h", "source_url": "https://a.example/1", "title": "Pier",
        "location": "later", "tags": {"sea": {"name": "sea", "type": "manual"}}, "saved_at": "2024-01-02T03:04:05.678Z",
        "notes": "mine", "published_date": 1700000000000,
    },
    {
        "title": "Two", "source_url": "https://a.example/2", "book_tags": [{"id": 1, "name": "pier"}],
        "highlights": [{"text": "marked", "note": "why?"}, {"text": "more", "note": ""}],
    },
]  # fmt: skip
OMNIVORE = [
    {
        "id": "4a56", "slug": "pier", "title": "Pier", "description": "d", "author": "A", "url": "https://a.example/1",
        "state": "Active", "readingProgress": 0, "labels": ["sea", {"name": "old pier"}],
        "savedAt": "2024-10-30T14:35:35.081Z", "updatedAt": "2024-10-30T14:35:35.877Z", "publishedAt": None,
    },
    "not an object",
]  # fmt: skip
WALLABAG = [
    {
        "is_archived": 1, "is_starred": True, "tags": ["sea", {"id": 1, "label": "old pier", "slug": "old-pier"}], "id": 3,
        "title": "Pier", "url": "https://a.example/1", "content": "<p>text</p>", "created_at": "2020-11-04T11:37:45+0100",
        "annotations": [{"text": "why?", "quote": "marked", "ranges": []}], "mimetype": "text/html", "domain_name": "a",
    },
    {"is_archived": 0, "is_starred": 0, "tags": [], "title": "Two", "url": "https://a.example/2"},
]  # fmt: skip
RIS = """TY  - NEWS
TI  - Pier
AU  - Berg, Ada
T2  - The Gazette
DA  - 2026/05/01/
PY  - 2026
UR  - https://a.example/1
Y2  - 2026/06/02/10:00:00
KW  - sea
KW  - old pier
N1  - mine
ER  - 

TY  - BOOK
TI  - A book
ER  - 
"""  # noqa: W291 - Zotero writes this space
CSL = [
    {
        "id": "http://zotero.org/users/1/items/AB", "type": "article-newspaper", "title": "Pier", "URL": "https://a.example/1",
        "issued": {"date-parts": [["2026", 5, 1]]}, "accessed": {"date-parts": [["2026", 6, 2]]}, "note": "mine",
    }
]  # fmt: skip
BIBTEX = """@article{berg, title = {Pier}, url = {https://a.example/1}, urldate = {2026-06-02}, date = {2026-05-01},
 keywords = {sea, old pier}, note = {mine}}"""
TRAFILATURA = {
    "title": "Pier", "author": "Ada", "hostname": "a.example", "date": "2026-05-01", "fingerprint": "ab", "id": None,
    "license": None, "comments": "", "raw_text": "Text", "text": "Text", "language": None, "image": None,
    "pagetype": "article", "filedate": "2026-06-02", "source": "https://a.example/1", "source-hostname": "A",
    "excerpt": None, "categories": "", "tags": "sea;old pier",
}  # fmt: skip
NEWSPAPER = {
    "url": "https://a.example/1", "title": "Pier", "text": "Text", "authors": ["Ada"], "publish_date": "2026-05-01 00:00:00",
    "meta_keywords": [""], "tags": ["sea"], "meta_lang": "en", "meta_site_name": "A", "images": [],
}  # fmt: skip
CITED = {
    "title": "Pier",
    "saved_at": "2026-06-02",
    "date_published": "2026-05-01",
    "tags": "sea; old pier",
    "note": "mine",
}

READ = [
    ("zotero", RIS, [("https://a.example/1", CITED), (2, "it has no address", {"title": "A book"})]),
    ("zotero", json.dumps(CSL), [("https://a.example/1", {k: v for k, v in CITED.items() if k != "tags"})]),
    ("zotero", BIBTEX, [("https://a.example/1", CITED)]),
    (
        "trafilatura",
        "\n".join(map(json.dumps, (TRAFILATURA, TRAFILATURA | {"source": None}))),
        [
            ("https://a.example/1", {k: v for k, v in CITED.items() if k != "note"}),
            (2, "it has no address", {k: v for k, v in CITED.items() if k != "note"}),
        ],
    ),
    (
        "newspaper",
        json.dumps(NEWSPAPER),
        [("https://a.example/1", {"title": "Pier", "date_published": "2026-05-01 00:00:00", "tags": "sea"})],
    ),
    (
        "bookmarks",
        BOOKMARKS,
        [
            ("https://a.example/1?x=1&y=2", {"title": "Harbour & sea", "saved_at": "2023-11-14T22:13:20Z",
             "tags": "sea; old pier", "folder": "Bar", "note": "Read this\nagain"}),
            ("https://a.example/2", {"title": "Two", "folder": "Bar / Inner"}),
            (16, "not a URL: 'javascript:alert(1)'", {"title": "Script", "folder": "Bar / Inner"}),
            ("https://a.example/3", {"title": "Three", "saved_at": "2023-11-14T22:13:20Z"}),
        ],
    ),
    (
        "pocket",
        POCKET,
        [
            ("https://a.example/1", {"title": "Pier, rebuilt", "saved_at": "2023-11-14T22:13:20Z",
             "tags": "sea; old pier", "state": "unread"}),
            ("https://a.example/2", {"title": "https://a.example/2", "saved_at": "2023-11-14T22:13:21Z", "state": "archive"}),
            (4, "not a URL: ''", {"title": "Nothing", "saved_at": "2023-11-14T22:13:22Z", "state": "unread"}),
        ],
    ),
    (
        "pocket",
        POCKET_HTML,
        [("https://a.example/1", {"title": "Pier", "saved_at": "2023-11-14T22:13:20Z", "tags": "sea; pier"})],
    ),
    (
        "instapaper",
        INSTAPAPER,
        [("https://a.example/1", {"title": "Pier", "saved_at": "2023-11-14T22:13:20Z", "tags": "sea; old pier",
          "folder": "Archive", "note": "a passage"})],
    ),
    (
        "readwise",
        READER,
        [("https://a.example/1", {"title": "Pier", "saved_at": "2022-11-06T04:33:50Z", "tags": "sea; old pier", "state": "new"})],
    ),
    (
        "readwise",
        json.dumps({"count": 2, "results": READWISE}),
        [
            ("https://a.example/1", {"title": "Pier", "saved_at": "2024-01-02T03:04:05Z", "tags": "sea", "note": "mine",
             "date_published": "2023-11-14T22:13:20Z", "state": "later"}),
            ("https://a.example/2", {"title": "Two", "tags": "pier", "note": "“marked” why?\n“more”"}),
        ],
    ),
    (
        "omnivore",
        json.dumps(OMNIVORE),
        [
            ("https://a.example/1", {"title": "Pier", "saved_at": "2024-10-30T14:35:35Z", "tags": "sea; old pier",
             "state": "Active"}),
            (2, "an object was expected", {}),
        ],
    ),
    (
        "wallabag",
        json.dumps(WALLABAG),
        [
            ("https://a.example/1", {"title": "Pier", "saved_at": "2020-11-04T10:37:45Z", "tags": "sea; old pier",
             "state": "archived, starred", "note": "“marked” why?"}),
            ("https://a.example/2", {"title": "Two"}),
        ],
    ),
]  # fmt: skip
BY_NAME = {form.name: form for form in FORMATS}


def read(name, text):
    data = text if isinstance(text, bytes) else text.encode()
    return list(BY_NAME[name].read(ExportedFile(data=data, name="x.dat")))


DOIS = (
    ("10.1000/182", "https://doi.org/10.1000/182"),
    ("doi:10.1000/Pier_2.1", "https://doi.org/10.1000/Pier_2.1"),
    ("https://dx.doi.org/10.1002/(SICI)1<1::AID>3.0.CO;2-2", "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-2"),
    ("none", None),
)


@pytest.mark.parametrize("form", ["ris", "csl", "bibtex"])
@pytest.mark.parametrize(("doi", "url"), DOIS)
def test_a_reference_without_an_address_has_that_of_its_doi(form, doi, url):
    text = {
        "ris": f"TY  - JOUR\nTI  - Pier\nDO  - {doi}\nER  - \n",
        "csl": json.dumps([{"id": "a", "type": "article", "title": "Pier", "DOI": doi}]),
        "bibtex": f"@article{{berg, title = {{Pier}}, doi = {{{doi}}}}}",
    }[form]
    (found,) = read("zotero", text)
    assert (found.url if isinstance(found, Lead) else None) == url
    assert found.row == {"title": "Pier"}


def test_an_address_comes_before_a_doi():
    (found,) = read("zotero", "TY  - JOUR\nUR  - https://a.example/1\nDO  - 10.1000/182\nER  - \n")
    assert found.url == "https://a.example/1"


@pytest.mark.parametrize(("name", "text", "expected"), READ, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(READ)])
def test_each_export_as_it_is_written(name, text, expected):
    found = read(name, text)
    assert len(found) == len(expected)
    for entry, wanted in zip(found, expected, strict=True):
        assert dict(entry.row) == wanted[-1]
        if isinstance(entry, Lead):
            assert entry.url == wanted[0]
        else:
            assert (entry.line, entry.why[: len(wanted[1])]) == wanted[:2]


def test_every_format_is_read_above():
    assert {name for name, *_ in READ} == set(BY_NAME)


WRONG = [
    ("pocket", INSTAPAPER, "not a Pocket export but an Instapaper export: read it with `scraper import instapaper x.dat`"),
    ("omnivore", json.dumps(WALLABAG), "but a wallabag export: read it with `scraper import wallabag x.dat`"),
    ("bookmarks", "url\nhttps://a.example\n", "but another table with addresses: read it with `scraper fetch --csv x.dat`"),
    ("zotero", POCKET, "not a list of references but a Pocket export"),
    ("pocket", RIS, "but a list of references: read it with `scraper import zotero x.dat`"),
    ("wallabag", '[{"a": 1}]', "not a wallabag export but other JSON"),
    ("wallabag", '[{"a": 1', "broken JSON"),
    ("readwise", '<opml version="2.0"></opml>', "but a list of feeds: read it with `scraper feed import x.dat`"),
    ("bookmarks", "<html><body>A page", "but a web page: read it with `scraper fetch --html x.dat --url URL`"),
    ("pocket", b"PK\x03\x04", "a packed file; unpack it, and import the files in it"),
    ("pocket", "", "not a Pocket export; name the file that was exported, unpacked and unchanged"),
    ("readwise", "Highlight,Book Title\nx,y\n", "not a Readwise export; name the file"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), WRONG)
def test_a_wrong_file_is_named_for_what_it_is(name, text, expected):
    with pytest.raises(InputError) as raised:
        read(name, text)
    assert str(raised.value).startswith("x.dat: ")
    assert expected in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1700000000", "2023-11-14T22:13:20Z"),
        (1700000000123, "2023-11-14T22:13:20Z"),
        ("1700000000123456", "2023-11-14T22:13:20Z"),
        ("2024-01-02T03:04:05+02:00", "2024-01-02T01:04:05Z"),
        ("2024-01-02", "2024-01-02"),
        ("last May", "last May"),
        ("0", ""),
        ("9" * 40, "9" * 40),
        (None, ""),
        (True, ""),
    ],
)
def test_times(value, expected):
    assert moment_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a,b, a", "a; b"),
        ("a|b, c", "a; b, c"),
        ("['a', 'b']", "a; b"),
        ('["a"]', "a"),
        ("[broken", "[broken"),
        ("[]", ""),
        ({"a": {}, "b": {}}, "a; b"),
        ([{"label": "a"}, 3, None, " b  c "], "a; b c"),
        (None, ""),
    ],
)
def test_tags(value, expected):
    assert tags_of(value) == expected


def test_notes():
    assert note_of([{"quote": "q"}, {"text": "t", "note": "n"}, {}, "plain"]) == "“q”\n“t” n\nplain"
