"""Signs for screen readers between figures, and the arrows of footnotes: the first are text, the second are not."""

import pytest

from page_of import document
from scraper.page import visible_text

SIGNS = [
    ('<span class="sfrac">4<span class="sr-only">/</span>3</span> of it', "4/3 of it"),
    (
        'a <span class="frac">2<span class="visually-hidden">+</span><span>1</span>&frasl;<span>2</span></span>',
        "a 2+1⁄2",
    ),
    ('at <span class="sr-only">−</span>12 degrees', "at −12 degrees"),
    ('it fell <span style="display: none">-</span><b>7</b> points', "it fell -7 points"),
    ('rose by 5<span class="sr-only">%</span> in May', "rose by 5% in May"),
    ('at 40<span class="screen-reader-text">°</span> north', "at 40° north"),
    ('won 3<span class="sr-only">:</span><span>1</span> away', "won 3:1 away"),
    ('from 12<span class="sr-only">–</span>15 May', "from 12–15 May"),
    ('for <span class="sr-only">€</span>300', "for €300"),
    ('१<span class="sr-only">/</span>२ भाग', "१/२ भाग"),
    ("ratio <span class=num>4</span><span class=den>3</span>", "ratio 4/3"),
    # said twice, words, or beside no figure: nothing is put in
    ('by 5%<span class="sr-only">%</span> in May', "by 5% in May"),
    ('by −<span class="sr-only">−</span>5', "by −5"),
    ('by −<span class="sr-only">minus </span>5', "by −5"),
    ('in 2019<span class="sr-only"> (external link)</span> they', "in 2019 they"),
    ('the quay<span class="sr-only">/</span>the pier', "the quaythe pier"),
    ('of 300<span class="sr-only">.</span> Then', "of 300 Then"),
]

PARAGRAPH = (
    "<p>The harbour board voted to rebuild the old quay after an hour of talk, and will pay for it in parts.</p>"
)


@pytest.mark.parametrize(("markup", "text"), SIGNS)
def test_a_hidden_sign_stays_between_figures(markup, text):
    doc = document(f"<article><h1>The quay</h1>{PARAGRAPH * 4}<p>The volume, {markup}</p>{PARAGRAPH}</article>")
    assert f"The volume, {text}" in [block.text for block in doc.body.blocks]


@pytest.mark.parametrize(("markup", "text"), [each for each in SIGNS if "den>" not in each[0]])
def test_short_lines_are_read_alike(markup, text):
    heading = next(document(f"<h1>The volume, {markup}</h1>").tree.iter("h1"))
    assert visible_text.text(heading) == f"The volume, {text}"


ARROWS = [
    '<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a>',
    '<a href="#fnref2" role="doc-backlink">back</a>',
    '<a href="#r3" rev="footnote">&#8617;</a>',
    '<a href="#id4">[↑]</a>',
    '<a href="#id5">^</a>',
    '<a href="https://www.harbour-courier.example/news/ferry-bell#note-6">⤴</a>',
    '<a href="#user-content-fnref-7" data-footnote-backref class="data-footnote-backref">↩<sup>2</sup></a>',
    '<a href="#x8"><span aria-hidden="true">🔙</span></a>',
]


@pytest.mark.parametrize("arrow", ARROWS)
@pytest.mark.parametrize("where", ["<p>Port archive, box 12.&nbsp;{}</p>", "<p>{} Port archive, box 12.</p>"])
def test_the_arrow_of_a_footnote_is_no_text(arrow, where):
    note = f'<section role="doc-endnotes"><ol><li id="fn1">{where.format(arrow)}</li></ol></section>'
    doc = document(f"<article><h1>The quay</h1>{PARAGRAPH * 6}{note}</article>")
    assert doc.body.blocks[-1].text == "Port archive, box 12."
    assert not any(span.href for span in doc.body.blocks[-1].spans)


def test_the_letters_that_lead_back_are_no_text():
    back = (
        '<span class="mw-cite-backlink">^ <a href="#cite_ref-2-0"><sup><i><b>a</b></i></sup></a> '
        '<a href="#cite_ref-2-1"><sup><i><b>b</b></i></sup></a></span> '
    )
    notes = f"<ol><li>{back}<span>Harbour office, letters of 1931.</span></li></ol>"
    doc = document(f"<article><h1>The quay</h1>{PARAGRAPH * 6}{notes}</article>")
    assert doc.body.blocks[-1].text == "Harbour office, letters of 1931."


@pytest.mark.parametrize("href", ["#fn1", "https://www.harbour-courier.example/news/ferry-bell#fn1"])
def test_a_link_to_the_page_itself_is_its_text_only(href):
    told = f'<p>The sum has still to be settled<a href="{href}">[1]</a>, the board said, and <a href="/n">more</a>.</p>'
    doc = document(f"<article><h1>The quay</h1>{PARAGRAPH * 6}{told}{PARAGRAPH}</article>")
    block = next(block for block in doc.body.blocks if "settled" in block.text)
    assert block.text == "The sum has still to be settled[1], the board said, and more."
    assert [span.href for span in block.spans if span.href] == ["https://www.harbour-courier.example/n"]


def test_an_arrow_that_leads_elsewhere_stays():
    doc = document(f'<article><h1>The quay</h1>{PARAGRAPH * 6}<p>Up it goes <a href="/up">↑</a> said he.</p></article>')
    assert any("↑" in block.text for block in doc.body.blocks)
