"""The page of one article, its other forms, and where it came from."""

import json

import pytest

from newsroom import LONG, START, article, visit
from reading_room import get, visiting
from scraper.archive import Archive
from scraper.jobs.explanation import explained, kept_reading
from scraper.models import Author, AuthorKind, Block, BlockKind, Image, Span
from scraper.present.citation_line import citation_line
from scraper.web.article_view import article_view
from scraper.web.body_markup import Passage, body_markup

URL = "https://harbour.example/ferry"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("article") / "a.db"
    with Archive.open(path, clock=lambda: START) as archive:
        fields = {
            "byline": "By ANNA HOLM in Bergen",
            "subheadline": "After ten years",
            "section": "Sea",
            "publisher": "Gazette",
        }
        visit(archive, article(f"One. {LONG}", url=URL, **fields))
        visit(archive, article(f"Two. {LONG}", url=URL, headline="Ferry returns at last", **fields), hours=24)
        archive.corpus.notes.add(1, "Which tide?", coder="ann", quotation="the evening tide", occurrence=2)
        archive.corpus.notes.add(1, "Was here", coder="ben", quotation="One.", version=1)
        archive.corpus.notes.add(1, "At last?", coder="ann", quotation="at last")
        archive.corpus.notes.add(1, "Who?", coder="ann", quotation="Erik Lund")
        archive.corpus.tags.add(1, "islands", coder="ann")
        archive.articles.save(article(url="https://harbour.example/kept-nowhere"))
    return path


def page(path, address, status=200, **options):
    return get(path, address, status, **options).text


def test_the_page_reads_like_an_article(path):
    text = page(path, "/articles/1")
    expected = [
        'lang="en" dir="auto"', '<h1>Ferry returns <mark id="passage-3">at last</mark></h1>', "in the credit", "After ten years",
        'By <a href="/authors/1">ANNA HOLM</a> in Bergen', "reporter", 'href="https://www.harbour.example/anna" rel="noopener noreferrer nofollow"',
        'published <time datetime="2026-05-01T08:00:00+02:00">1 May 2026, 08:00 +02:00</time>',
        "The ferry</p>", "Erik Lund", '<mark id="passage-1">the evening tide</mark>', "Two. The ferry sails",
        "Which tide?", "not in this version", "islands", 'href="/articles/1/diff/1/2"',
    ]  # fmt: skip
    assert [each for each in expected if each not in text] == []
    assert text.count("<h1>") == 1
    assert text.count(">Provenance</a>") == 2  # at its beginning and at its end
    assert "<img" not in text


def test_an_earlier_version_says_so(path):
    text = page(path, "/articles/1/v/1")
    assert "version 1 of 2, seen from" in text
    assert '<mark id="passage-2">One.</mark>' in text
    assert 'href="/articles/1/v/1/provenance"' in text


@pytest.mark.parametrize(
    "address", ["/articles/99", "/articles/1/v/3", "/articles/1/v/0", "/articles/99.json", "/articles/0/provenance"]
)
def test_what_is_not_there(path, address):
    assert "The a" in page(path, address, 404)


def test_other_forms(path):
    assert json.loads(page(path, "/articles/1.json"))["notes"][0]["text"] == "Which tide?"
    assert json.loads(page(path, "/articles/1/v/1.json"))["headline"] == "Ferry returns"
    assert page(path, "/articles/1.md").startswith("# Ferry returns at last\n")
    assert page(path, "/articles/1.bib").startswith("@online{holm2026-1,")


def test_any_address_of_an_article_leads_to_it(path):
    with visiting(path) as client:
        assert client.get("/a", params={"url": f"{URL}?utm_source=x"}).headers["location"] == "/articles/1"
        assert client.get("/a", params={"url": "https://harbour.example/none"}).status_code == 404
        assert client.get("/a", params={"url": "1"}).status_code == 404
        assert client.get("/a").status_code == 400


def test_provenance(path):
    def explain(archive, row):
        return explained(kept_reading(archive, row))

    text = page(path, "/articles/1/provenance", explain=explain)
    assert "What lost" in text or "Won: <strong>" in text
    assert "Nothing was removed" in text or "Removed blocks" in text
    assert "not kept" in page(path, "/articles/2/provenance", explain=explain)
    assert "cannot read pages again" in page(path, "/articles/1/provenance")


BYLINES = [
    ("By Anna Holm", ["Anna Holm"], [("By ", None), ("Anna Holm", "/authors/1")]),
    ("Anna Holm and Bo Ek", ["Bo Ek", "Anna Holm"], [("Anna Holm", "/authors/2"), (" and ", None), ("Bo Ek", "/authors/1")]),
    ("From our desk", ["Anna Holm"], [("From our desk", None)]),
    ("", ["Anna Holm"], []),
    (None, [], []),
    ("İ Anna", ["Anna"], [("İ Anna", None)]),  # longer in lower case
]  # fmt: skip


@pytest.mark.parametrize(("byline", "names", "expected"), BYLINES)
def test_names_in_a_byline_are_links(tmp_path, byline, names, expected):
    authors = tuple(Author(name=name, kind=AuthorKind.PERSON) for name in names)
    one = article(byline=byline, authors=authors)
    with Archive.open(tmp_path / "a.db") as archive:
        archive.articles.save(one)
        view = article_view(one, archive.articles.get(1), archive.articles.surroundings(1), [])
    assert [(piece.text, piece.address) for piece in view.byline] == expected


def test_pictures_are_words_alone():
    images = (Image(url="u", caption="Lead", lead=True), Image(caption="Other"), Image(url="u"))
    row = {"version": 1, "body_text": "", "headline": None, "subheadline": None}
    around = type("Around", (), {"author_ids": {}, "versions": (Seen(),)})()
    view = article_view(article(images=images), row, around, [])
    assert [image.caption for image in view.lead] == ["Lead"]
    assert [image.caption for image in view.other_pictures] == ["Other"]


class Seen:
    number, first_seen, replaced_at, stealth, changed = 1, "", None, False, ("body_text", "byline")


def spans(*texts, **more):
    return Block(kind=BlockKind.PARAGRAPH, spans=tuple(Span(text=text, **more) for text in texts))


MARKED = [
    # blocks, passages, markup
    ([spans("one two")], [(0, 3)], '<p><mark id="passage-0">one</mark> two</p>'),
    ([spans("one"), spans("two")], [(2, 6)], '<p>on<mark id="passage-0">e</mark></p>\n<p><mark>t</mark>wo</p>'),
    ([spans("one", strong=True)], [(1, 2)], '<p><strong>o</strong><mark id="passage-0"><strong>n</strong></mark><strong>e</strong></p>'),
    ([spans("a<b")], [(0, 2)], '<p><mark id="passage-0">a&lt;</mark>b</p>'),
    ([spans("abcd")], [(0, 3), (1, 4)], '<p><mark id="passage-0">a</mark><mark id="passage-1">bc</mark><mark>d</mark></p>'),
    ([spans("abc")], [(0, 3), (0, 3)], '<p><mark id="passage-0"><span id="passage-1">abc</span></mark></p>'),
    ([spans("x", href="https://x.example/")], [], '<p><a href="https://x.example/" rel="noopener noreferrer nofollow">x</a></p>'),
    ([spans("x", href="/x")], [], "<p>x</p>"),
    ([spans("x", href="javascript:x")], [], "<p>x</p>"),
    ([Block(kind=BlockKind.HEADING, level=1, spans=(Span(text="h"),))], [], "<h2>h</h2>"),
    ([Block(kind=BlockKind.HEADING, level=6, spans=(Span(text="h"),))], [], "<h6>h</h6>"),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "passages", "expected"), MARKED)
def test_the_body_and_its_passages(blocks, passages, expected):
    assert body_markup(blocks, [Passage(number, *place) for number, place in enumerate(passages)]) == expected


CITED = [
    ({}, "“Ferry returns”, harbour.example, https://x.example/1 (version 2, archived 2 May 2026)."),
    ({"authors": [{"name": "Anna Holm"}], "publisher": "Gazette", "date_published": "2026-05-01"},
     "Anna Holm, “Ferry returns”, Gazette, 1 May 2026, https://x.example/1 (version 2, archived 2 May 2026)."),
    ({"authors": [{"name": "A B"}, {"name": "C D"}], "headline": None},
     "A B and C D, harbour.example, https://x.example/1 (version 2, archived 2 May 2026)."),
    ({"authors": [{"name": name} for name in "ABCD"]},
     "A and others, “Ferry returns”, harbour.example, https://x.example/1 (version 2, archived 2 May 2026)."),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), CITED)
def test_a_citation_is_one_line(more, expected):
    row = {
        "headline": "Ferry returns",
        "site": "harbour.example",
        "url": "https://x.example/1",
        "version": 2,
        "last_changed": "2026-05-02",
    }
    assert citation_line(row | more) == expected
