"""White space as CSS has it, inline boundaries, breaks, drop caps: no word glued, none split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.page import survey, walk
from scraper.page.spans import spans
from scraper.page.tree import parse


def lines(markup):
    tree = parse(f"<html><body>{markup}</body></html>")
    return walk.layout(tree.find("body"), survey.find(tree).said).lines


def texts(markup):
    return [line.text for line in lines(markup)]


PAGE = "https://example.org/"

TEXTS = [
    ("<p>one\n   two\t three</p>", ["one two three"]),
    ("<p>Xi <a href='/x'>arrived</a> there</p>", ["Xi arrived there"]),
    ("<p>Xi<a href='/x'> arrived</a> there</p>", ["Xi arrived there"]),
    ("<p>Xi <b>  </b> arrived</p>", ["Xi arrived"]),
    ("<p>un<b>believ</b>able</p>", ["unbelievable"]),
    ("<p>a <b>b <i>c</i></b> d</p>", ["a b c d"]),
    ("<p>A<br>B</p>", ["A B"]),
    ("<p>A<br><br>B</p>", ["A", "B"]),
    ("<p>A<br> &nbsp; <br/>B<br>C</p>", ["A", "B C"]),
    ("<div>A<p>B</p>C</div>", ["A", "B", "C"]),
    ("<div>A<hr>B</div>", ["A", "B"]),
    ("<p>soft&shy;hyphen zero&#8203;width</p>", ["softhyphen zerowidth"]),
    ("<p>long<wbr>word</p>", ["longword"]),
    ("<p><span class='dropcap'>T</span>he end</p>", ["The end"]),
    ("<p><span class='drop-cap'>T</span> he end</p>", ["The end"]),
    ("<p><span class='drop-cap'>A</span> Tale</p>", ["A Tale"]),
    (
        "<p><span class='sr-only'>The</span><span aria-hidden='true'><span class='dropcap'>T</span>he</span> end</p>",
        ["The end"],
    ),
    ("<p><ruby>灯台<rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby>の話</p>", ["灯台の話"]),
    ("<ul><li>one<li>two</ul>", ["one", "two"]),
    ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
    ("<pre>if x:\n    y()\n</pre>", ["if x:\n    y()"]),
    (
        "<p>a</p><script>var x = 'no'</script><style>p{}</style><noscript>no</noscript><template>no</template><p>b</p>",
        ["a", "b"],
    ),
    ("<p>text <span style='display:none'>unseen</span> shown</p>", ["text shown"]),
    ("<li>The mayor <span>Jo Ash<div class='tooltip'>Jo Ash, born 1960</div></span></li>", ["The mayor Jo Ash"]),
    ("<my-text>bare</my-text>", ["bare"]),
    ("<p>see <x-link>this</x-link> now</p>", ["see this now"]),
    ("<p>   </p><div></div>", []),
]


@pytest.mark.parametrize(("markup", "expected"), TEXTS)
def test_lines(markup, expected):
    assert texts(markup) == expected


@pytest.mark.parametrize("markup", ["<h2>A<div>B</div></h2>", "<h2><div>A</div><div>B</div></h2>"])
def test_a_box_within_a_heading_is_the_heading(markup):
    assert [(line.tag, line.text) for line in lines(markup)] == [("h2", "A"), ("h2", "B")]


def test_a_heading_that_nobody_closed_is_no_heading_of_all_that_follows():
    assert [line.tag for line in lines("<h2>A<div><p>B</p><p>C</p></div>")] == ["h2", "p", "p"]


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='css-1x2y' data-testid='related-stories'>A</div>",
        "<section data-component='RelatedStories'>A</section>",
        "<related-stories>A</related-stories>",
    ],
)
def test_what_a_box_is_stands_not_only_in_its_class(markup):
    assert lines(markup)[0].box.reasons == {"related"}


def test_depth_costs_no_stack():
    markup = "<span>" * 1_500 + "word" + "</span>" * 1_500
    assert texts(markup) == ["word"]


def test_links_and_looks_are_kept_as_spans():
    (line,) = lines("<p>He <a href='/a'>went <b>home</b></a> , <code>ok</code></p>")
    assert [(s.text, s.href, s.strong, s.code) for s in spans(line, PAGE)] == [
        ("He ", None, False, False),
        ("went ", f"{PAGE}a", False, False),
        ("home", f"{PAGE}a", True, False),
        (" , ", None, False, False),
        ("ok", None, False, True),
    ]


def test_link_letters_are_counted():
    (line,) = lines("<p>12345<a href='/a'>12345</a></p>")
    assert (line.link, line.size) == (5, 10)


@given(
    st.lists(
        st.sampled_from(["a", "bb ", " c", "\n", "<b>d</b>", "<a href='/x'>e </a>", "<br>", "<i> f</i>", "&nbsp;"]),
        max_size=12,
    )
)
def test_spans_tell_the_line(parts):
    for line in lines(f"<p>{''.join(parts)}</p>"):
        assert "".join(span.text for span in spans(line, PAGE)).split() == line.text.split()
        assert "  " not in line.text


@given(
    st.lists(
        st.sampled_from(["<div>", "</div>", "<p>", "x ", "<li>", "<td>", "</p>", "<a href=#>", "</a>", "<br>"]),
        max_size=30,
    )
)
def test_boxes_nest(parts):
    tree = parse(f"<html><body>{''.join(parts)}</body></html>")
    layout = walk.layout(tree.find("body"), survey.find(tree).said)
    for box in layout.boxes[1:]:
        assert box.parent.first <= box.first <= box.last <= box.parent.last
    for line in layout.lines:
        assert line.box.first <= line.index < line.box.last
