"""The standfirst: a heading or sentence in the headline's own head, never dropped; no first paragraph taken for it."""

import pytest

from page_of import page
from scraper.extract import extract
from scraper.present import render

H1 = "<h1>Bell rings for nobody</h1>"
LEAD = "Nobody pulled the rope, say the wardens of the tower"
SENTENCE = f"{LEAD}, and still it rang for an hour."
TEXT = "".join(
    f"<p>The bell of the old tower rang on day {day}, though nobody had pulled the rope, and the whole town woke up at"
    " once and went to look.</p>"
    for day in range(6)
)
LONG = " ".join(["The harbour board voted to rebuild the old fish quay, which had divided the town since winter."] * 5)

PLACES = {
    "a heading beside the headline": (f"{H1}<h2>{LEAD}</h2>", LEAD),
    "a heading in the header": (f"<header>{H1}<h2>{LEAD}</h2></header>", LEAD),
    "a heading in a box of its own in the header": (f"<header><div>{H1}</div><div><h2>{LEAD}</h2></div></header>", LEAD),
    "a heading below the byline in the header": (
        f'<header>{H1}<p class="byline">By Jane Roe</p><h2>{LEAD}</h2></header>', LEAD),
    "a smaller heading in a group": (f"<hgroup>{H1}<h3>{LEAD}</h3></hgroup>", LEAD),
    "a sentence in the header": (f"<header>{H1}<p>{SENTENCE}</p></header>", SENTENCE),
    "a marked sentence": (f'{H1}<p class="lead">{SENTENCE}</p>', SENTENCE),
}  # fmt: skip


@pytest.mark.parametrize(("head", "wanted"), PLACES.values(), ids=PLACES)
def test_a_standfirst_is_found_and_is_no_part_of_the_body(head, wanted):
    article = extract(page(f"<title>Bell rings for nobody</title><article>{head}<div>{TEXT}</div></article>"))
    assert article.subheadline == wanted
    assert LEAD not in render.text(article.body)


@pytest.mark.parametrize("head", [f"<header>{H1}<p>{LONG}</p></header>", f"{H1}<div><p>{LONG}</p></div>"])
def test_a_long_paragraph_that_nothing_marks_is_the_first_of_the_body(head):
    article = extract(page(f"<title>Bell rings for nobody</title><article>{head}<div>{TEXT}</div></article>"))
    assert article.subheadline is None
    assert render.text(article.body).startswith(LONG)


def test_a_section_heading_of_the_text_is_no_standfirst():
    section = "<h2>What the wardens say</h2>"
    article = extract(page(f"<title>Bell rings for nobody</title><article>{H1}<div>{section}{TEXT}</div></article>"))
    assert article.subheadline is None
    assert render.text(article.body).startswith("What the wardens say")
