"""What changed between two versions: one column or two, folded, with hostile, right-to-left and Chinese texts."""

import re

import pytest
from lxml import html

from newsroom import LONG, START, URL, article, visit
from reading_room import get, visiting
from scraper.archive import Archive

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'> &amp; {{ 7 * 7 }} ]]> \u202e"
ARABIC = "تبحر العبارة من الرصيف القديم عند الفجر وتعود مع المد المسائي كل يوم."
CHINESE = "渡轮每天黎明从旧码头出发，晚上随潮水返回港口。票价为十元。"


def edits(archive, url, *texts, **fields):
    for hours, text in enumerate(texts):
        visit(archive, article(*text.split("\n\n"), url=url, **fields), hours=hours)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("diff") / "a.db"
    kept = "\n\n".join(f"{name} {LONG}" for name in ("One", "Two", "Three"))
    with Archive.open(path, clock=lambda: START) as archive:
        edits(
            archive,
            URL,
            f"It costs 10 crowns.\n\n{kept}",
            f"It costs 19 crowns.\n\n{kept}",
            f"It costs 19 crowns.\n\nAnd more.\n\n{kept}",
        )
        edits(
            archive,
            "https://harbour.example/h",
            f"{HOSTILE} ten {LONG}",
            f"{HOSTILE} {HOSTILE} {LONG}",
            headline=HOSTILE,
            site="harbour.example",
            language='x"><script>',
        )
        edits(
            archive,
            "https://harbour.example/ar",
            f"{ARABIC} عشرة {LONG}",
            f"{ARABIC} تسعة عشر {LONG}",
            language="ar",
            direction="rtl",
            headline=ARABIC,
        )
        edits(
            archive,
            "https://harbour.example/zh",
            f"{CHINESE}\n\n{LONG}",
            f"{CHINESE.replace('十', '二十')}\n\n{LONG}",
            language="zh",
            headline=CHINESE,
        )
        visit(archive, article(LONG, url="https://harbour.example/once"))
    return path


def tree(path, address):
    return html.fromstring(get(path, address).text)


def marked(page, tag):
    return [node.text_content() for node in page.iter(tag) if "Removed words" not in node.getparent().text_content()]


@pytest.mark.parametrize("view", ["one", "side"])
def test_words_are_marked_and_what_did_not_change_is_folded(path, view):
    page = tree(path, f"/articles/1/diff/1/2?view={view}")
    assert (marked(page, "del"), marked(page, "ins")) == (["10"], ["19"])
    (folded,) = page.findall(".//details[@class='same']")
    assert folded.findtext("summary") == "3 unchanged paragraphs"
    assert [text.text_content()[:3] for text in folded.findall("p")] == ["One", "Two", "Thr"]
    assert (page.find(".//table") is not None) == (view == "side")


def test_two_columns_have_the_words_of_one_version_each(path):
    page = tree(path, "/articles/1/diff/1/2?view=side")
    cells = [cell.text_content() for cell in page.iterfind(".//table[@class='sides']/tbody/tr/td")]
    assert "It costs 10 crowns." in cells
    assert "It costs 19 crowns." in cells
    assert [cell.text for cell in page.iterfind(".//thead//th")] == ["Version 1", "Version 2"]


def test_changes_are_linked_to_each_other(path):
    page = tree(path, "/articles/1/diff/1/3")
    assert {node.get("id") for node in page.iterfind(".//div[@class='change']")} == {"change-1", "change-2"}
    links = [link.get("href") for link in page.iterfind(".//p[@class='steps']/a")]
    assert links == ["#change-2", "#change-1"]


def test_versions_can_be_walked(path):
    page = tree(path, "/articles/1/diff/1/2?view=side")
    (later,) = page.iterfind(".//a[@rel='next']")
    assert later.get("href") == "/articles/1/diff/2/3?view=side"
    assert page.find(".//a[@rel='prev']") is None
    assert tree(path, "/articles/1/diff/2/3").find(".//a[@rel='prev']").get("href") == "/articles/1/diff/1/2?view=one"


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/articles/1/diff/2/3"),
        ("?a=1&b=3&view=side", "/articles/1/diff/1/3?view=side"),
        ("?b=2", "/articles/1/diff/1/2"),
        ("?a=3&b=1", "/articles/1/diff/3/1"),
    ],
)
def test_the_form_leads_to_two_versions(path, query, address):
    with visiting(path) as client:
        answer = client.get(f"/articles/1/diff{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, address)


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("/articles/99/diff/1/2", 404, "no article 99"),
        ("/articles/1/diff/1/9", 404, "no version 9 of this article, only 1, 2, 3"),
        ("/articles/1/diff/0/1", 404, "no version 0"),
        ("/articles/99/diff", 404, "no article 99"),
        ("/articles/1/diff?a=9", 400, "a must be a number from 1 to 3"),
        ("/articles/1/diff?a=<b>", 400, "a must be a number"),
        ("/articles/5/diff/1/1", 200, "These versions have the same words."),
        ("/articles/5/diff", 303, ""),
    ],
)
def test_what_cannot_be_compared(path, address, status, text):
    with visiting(path) as client:
        answer = client.get(address)
    assert answer.status_code == status
    assert text in answer.text


@pytest.mark.parametrize("address", ["/articles/2/diff/1/2", "/articles/2/diff/1/2?view=side"])
def test_texts_are_never_markup(path, address):
    with visiting(path) as client:
        text = client.get(address).text
    assert not re.search(r"<script>|<img|onerror=\w+>|\sstyle=", text.replace("&", ""))
    page = html.fromstring(text)
    assert {node.get("lang") for node in page.iter() if node.get("lang")} == {"en"}
    assert page.find(".//h1").text_content() == HOSTILE


@pytest.mark.parametrize(
    ("address", "written", "removed", "added"),
    [
        ("/articles/3/diff/1/2", ("ar", "rtl"), ["عشرة"], ["تسعة عشر"]),
        ("/articles/4/diff/1/2?view=side", ("zh", "auto"), [], ["二"]),
    ],
)
def test_other_scripts(path, address, written, removed, added):
    page = tree(path, address)
    assert (marked(page, "del"), marked(page, "ins")) == (removed, added)
    section = page.find(".//section")
    assert section.get("lang") == written[0]
    assert written[1] in {node.get("dir") for node in section.iter("p", "td")}
