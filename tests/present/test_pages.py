"""One article and one diff as pages: what is escaped, what is left out, what a reader sees."""

import ast
from pathlib import Path

import pytest

from scraper import present
from scraper.models import Article, Author, Block, BlockKind, Image, Span, Verdict, VerdictKind, Version
from scraper.present.article_page import ARTICLE_FORMS
from scraper.present.reading import Reading
from scraper.present.version_diff import diff_page, folded

URL = "https://harbour.example/a?b=1&c=2"


def article(**changes):
    body = (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="Tea < coffee & milk."),)),)
    given = {"url": URL, "site": "harbour.example", "headline": "Tea <b>wins</b>", "body": body}
    return Article(**given | {"verdict": Verdict(kind=VerdictKind.ARTICLE)} | changes)


def version(number, body, **changes):
    given = {"headline": "Tea", "subheadline": None, "byline": None, "caption": "", "date_modified": None}
    given |= {"article_id": 1, "first_seen": f"2026-01-0{number}", "last_seen": "2026-02-01"}
    return Version(number=number, body_text=body, **given | changes)


@pytest.mark.parametrize(
    ("form", "changes", "expected"),
    [
        ("text", {}, f"Tea <b>wins</b>\n\nharbour.example\n\nTea < coffee & milk.\n\n{URL}"),
        ("text", {"headline": None}, "(no headline)\n\n"),
        ("text", {"headline": "Two\nlines"}, "Two lines\n\n"),
        ("text", {"byline": "By A", "date_modified": "2026-01-02"}, "By A · changed 2026-01-02 · harbour.example"),
        ("text", {"authors": (Author(name="A"), Author(name="B"))}, "A, B · harbour.example"),
        ("text", {"images": (Image(caption="A cup.", credit="C. D."),)}, "[A cup. (C. D.)]"),
        ("text", {"images": (Image(credit="C. D."),)}, "[photo (C. D.)]"),
        ("text", {"verdict": Verdict(kind=VerdictKind.LISTING)}, "not an article but a listing"),
        ("markdown", {"subheadline": "Why"}, "# Tea <b>wins</b>\n\n*Why*\n\nTea \\< coffee"),
        ("markdown", {"headline": None}, f"Tea \\< coffee & milk.\n\n<{URL}>"),
        ("html", {"language": 'en"><script>'}, '<html lang="en&quot;&gt;&lt;script&gt;">'),
        ("html", {}, "<h1>Tea &lt;b&gt;wins&lt;/b&gt;</h1>"),
        ("html", {}, "<p>Tea &lt; coffee &amp; milk.</p>"),
        ("html", {}, '<a href="https://harbour.example/a?b=1&amp;c=2">'),
        ("json", {}, '"headline": "Tea <b>wins</b>"'),
    ],
)
def test_an_article_for_reading(form, changes, expected):
    assert expected in ARTICLE_FORMS[form]([Reading(article(**changes))])


def test_a_picture_without_words_is_left_out():
    assert "[" not in ARTICLE_FORMS["text"](
        [Reading(article(images=(Image(url="https://harbour.example/i.jpg", alt="x"),)))]
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", f"{URL}\n\n{'─' * 40}\n\nSecond\n\n"),
        ("markdown", f"<{URL}>\n\n---\n\n# Second"),
        ("html", "</article>\n<article"),
        ("html", "<title>Tea &lt;b&gt;wins&lt;/b&gt; and 1 more</title>"),
        ("json", '  "headline": "Second"'),
    ],
)
def test_several_articles(form, expected):
    assert expected in ARTICLE_FORMS[form]([Reading(article()), Reading(article(headline="Second"))])


def test_a_diff_as_a_page_escapes_what_was_written():
    old, new = version(1, "One <i>two</i> three.\n\nSame."), version(2, "One <u>two</u> three.\n\nSame.")
    page = "\n".join(diff_page(old, new, whole=False))
    assert "<i>" not in page
    assert "<u>" not in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "Same." not in page
    assert "Same." in "\n".join(diff_page(old, new, whole=True))
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</body></html>")


def test_equal_versions_have_no_page():
    assert not list(diff_page(version(1, "Same."), version(2, "Same."), whole=True))


class Pair:
    """A pair as `folded` looks at it."""

    def __init__(self, *, same):
        self.same = same


@pytest.mark.parametrize(
    ("same", "whole", "expected"),
    [
        ("", False, []),
        ("sss", False, [3]),
        ("sds", False, [1, "d", 1]),
        ("dssd", False, ["d", 2, "d"]),
        ("sds", True, ["s", "d", "s"]),
    ],
)
def test_unchanged_paragraphs_fold_into_their_number(same, whole, expected):
    pairs = [Pair(same=letter == "s") for letter in same]
    got = [number if pair is None else "ds"[pair.same] for pair, number in folded(pairs, whole=whole)]
    assert got == expected


def test_nothing_here_knows_the_terminal():
    for path in Path(present.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {name for name in names if name.split(".")[0] in {"click", "rich"} or "commands" in name}, path
