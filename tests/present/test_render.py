"""One block list, three forms: the same words in each, nothing of the page's text read as markup."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from scraper.models import Block, BlockKind, Span
from scraper.present import block_html, render


def para(text, **look):
    return Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text, **look),))


def item(text, level=1, *, ordered=False):
    return Block(kind=BlockKind.LIST_ITEM, spans=(Span(text=text),), level=level, ordered=ordered)


FORMS = [
    # blocks, text, Markdown, HTML
    ([para("One."), para("Two.")], "One.\n\nTwo.", "One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    (
        [item("a"), item("b", 2), item("c")],
        "a\nb\nc",
        "- a\n   - b\n- c",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    ),
    ([item("a", ordered=True), para("b")], "a\n\nb", "1. a\n\nb", "<ol><li>a</li></ol>\n<p>b</p>"),
    ([item("a"), item("b", ordered=True)], "a\nb", "- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    ([Block(kind=BlockKind.HEADING, spans=(Span(text="H"),), level=3)], "H", "### H", "<h3>H</h3>"),
    ([Block(kind=BlockKind.QUOTE, spans=(Span(text="Q"),))], "Q", "> Q", "<blockquote><p>Q</p></blockquote>"),
    (
        [Block(kind=BlockKind.TABLE, rows=(("a", "b"), ("1", "2|3")))],
        "a | b\n1 | 2|3",
        "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2|3</td></tr></table>",
    ),
    (
        [Block(kind=BlockKind.PREFORMATTED, spans=(Span(text="a\n ```b"),))],
        "a\n ```b",
        "````\na\n ```b\n````",
        "<pre>a\n ```b</pre>",
    ),
    (
        [para("x", href="https://a.example/(1)")],
        "x",
        "[x](https://a.example/%281%29)",
        '<p><a href="https://a.example/(1)">x</a></p>',
    ),
    ([para("x", href="javascript:alert(1)")], "x", "x", "<p>x</p>"),
    ([para("x", strong=True, em=True)], "x", "***x***", "<p><strong><em>x</em></strong></p>"),
    ([para("a*b_c [d] <e>")], "a*b_c [d] <e>", "a\\*b\\_c \\[d\\] \\<e\\>", "<p>a*b_c [d] &lt;e&gt;</p>"),
    ([para("1. no list")], "1. no list", "1\\. no list", "<p>1. no list</p>"),
    ([para("# no heading")], "# no heading", "\\# no heading", "<p># no heading</p>"),
    ([para("a `b`", code=True)], "a `b`", "`` a `b` ``", "<p><code>a `b`</code></p>"),
    ([], "", "", ""),
]


@pytest.mark.parametrize(("blocks", "text", "markdown", "html"), FORMS)
def test_forms(blocks, text, markdown, html):
    assert render.text(blocks) == text
    assert render.markdown(blocks) == markdown
    assert block_html.html(blocks) == html


def test_neighbouring_looks_of_one_link_are_one_link():
    block = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="a ", href="/x"), Span(text="b", href="/x", strong=True)))
    assert block_html.html([block]) == '<p><a href="/x">a <strong>b</strong></a></p>'
    assert render.markdown([block]) == "[a **b**](/x)"


TEXT = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)
SPAN = st.builds(
    Span,
    text=TEXT,
    href=st.none() | st.sampled_from(["https://a.example/?a=1&b=2", "javascript:1", "/p"]),
    strong=st.booleans(),
    em=st.booleans(),
    code=st.booleans(),
)
KIND = st.sampled_from([k for k in BlockKind if k is not BlockKind.TABLE])
BLOCK = st.builds(
    Block,
    kind=KIND,
    spans=st.lists(SPAN, min_size=1, max_size=4).map(tuple),
    level=st.integers(1, 4),
    ordered=st.booleans(),
)


@given(st.lists(BLOCK, max_size=6))
def test_html_says_what_the_text_says(blocks):
    markup = block_html.html(blocks)
    tree = lxml_html.fromstring(f"<div>{markup}</div>")
    assert "".join(tree.text_content().split()) == "".join(render.text(blocks).split())
    assert {e.tag for e in tree.iter()} <= set("div p h1 h2 h3 h4 ul ol li blockquote pre a em strong code".split())
    assert not any((e.get("href") or "").startswith("javascript") for e in tree.iter())


@given(st.lists(BLOCK, max_size=6))
def test_markdown_loses_no_letter(blocks):
    letters = re.sub(r"[\W_]", "", render.text(blocks))
    told = re.sub(r"\]\((?:https://a\.example/\?a=1&b=2|/p)\)", "", render.markdown(blocks))
    told = re.sub(r"(?m)^\s*1\. ", "", told)
    assert re.sub(r"[\W_]", "", unescape(told)) == unescape(letters) or len(re.sub(r"[\W_]", "", told)) == len(letters)
