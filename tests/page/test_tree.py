"""The tree as browsers build it, and what is put right in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from page_of import page
from scraper.extract import extract
from scraper.page.repair import repair
from scraper.page.tree import parse

PROSE = "The ferry will sail twice a day from May, the company said, and carry bicycles without a charge."
TEXT = "".join(f"<p>{PROSE} Part {n}.</p>" for n in range(6))


def body_of(html):
    return "\n".join(block.text for block in extract(page(html)).body)


def parents(html, tag):
    return [e.tag for e in next(parse(html).iter(tag)).iterancestors()]


@pytest.mark.parametrize(
    ("html", "tag", "wanted"),
    [
        ("<div><button><span>Menu</span></div><main>x</main>", "main", ["body", "html"]),
        ("<title>t</title><article><p>x", "article", ["body", "html"]),  # no <head>, no <body>
        ("<p>a<div>b</div>", "div", ["body", "html"]),
        ("<ul><li>a<li>b</ul>", "ul", ["body", "html"]),
        ("<table><div>x</div><tr><td>y</table>", "div", ["body", "html"]),  # put in front of the table
        ("<a href=1>x<a href=2>y", "a", ["body", "html"]),
    ],
)
def test_parents_are_those_of_a_browser(html, tag, wanted):
    assert parents(html, tag) == wanted


@pytest.mark.parametrize(
    "shape",
    [
        "<header><button class=menu><span>Menu</span></header>{}",
        "<nav><ul><li><a href=/a>A</a><li><button>More</nav>{}",
        "<div><button><div>{}",
        "<noscript><div>{}</div></noscript><div id=app></div>",
        "<dialog open>{}</dialog>",
    ],
)
@pytest.mark.parametrize("box", ["<main><h1>Two boats</h1>{}</main>", "<article>{}</article>", "<div>{}</div>"])
def test_an_unclosed_or_opaque_element_hides_no_article(shape, box):
    assert PROSE in body_of(shape.format(box.format(TEXT)))


@pytest.mark.parametrize(
    "html",
    [
        f"<main><h1>Two boats</h1>{TEXT}</main><noscript><h1>Switch on JavaScript</h1></noscript>",
        f"<article>{TEXT}</article><template><article><h2>Title</h2><p>Text of a card.</p></article></template>",
        f"<div>{TEXT}</div><button>Share this with friends</button>",
    ],
)
def test_what_is_opaque_beside_the_article_stays_so(html):
    root = parse(html)
    before = [e.tag for e in root.iter()]
    repair(root)
    assert [e.tag for e in root.iter()] == before


@pytest.mark.parametrize("place", ["B:1", "P:1"])
def test_streamed_parts_come_into_their_places(place):
    html = (
        f"<main><h1>Two boats</h1><template id={place}></template><p>Last of all came the mayor, who said that she would be the first to cross on a bicycle in May.</p></main>"
        f"<div hidden id=S:1>{TEXT}</div><script>$RC('{place}','S:1')</script>"
    )
    body = body_of(html)
    assert PROSE in body
    assert body.index(PROSE) < body.index("Last of all")


def test_a_streamed_part_without_a_place_is_shown_where_it_is():
    assert PROSE in body_of(f"<main></main><div hidden id=S:3>{TEXT}</div>")


@pytest.mark.parametrize(
    "html", ["<svg><title>icon</title></svg><p>x", '<html xmlns="https://w3/x"><p>x', "<fb:like><p>x"]
)
def test_names_of_elements_are_plain(html):
    root = parse(html)
    assert not [e.tag for e in root.iter() if "{" in e.tag]
    assert root.find(".//p") is not None


@given(st.text(max_size=200) | st.text(alphabet="<>/=\"'&;![]-x \n\x00\x0b\ud800\uffff", max_size=200))
def test_any_text_makes_a_tree(text):
    root = parse(text)
    assert root.tag == "html"
    assert etree.tostring(root)
