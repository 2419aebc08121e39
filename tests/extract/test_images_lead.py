"""The lead picture has a file; boxes that hold the headline are the article's; one picture's words told apart."""

import pytest

from page_of import document
from scraper.extract.images import read_images

TEXT = (
    "<p>The gulls of the north pier have laid square eggs for the third year, and nobody knows who taught them.</p>" * 4
)
H1 = "<h1>Gulls lay square eggs</h1>"
CARD = '<meta property="og:image" content="https://cdn.example/share/egg-1200.jpg">'
IMG = '<img src="/i/pier.jpg" alt="The pier">'
SITE = "https://www.harbour-courier.example"
NO_FILE = "<figure><img alt='An egg'><figcaption>A square egg on the pier at noon.</figcaption></figure>"


def found(body, head=""):
    return read_images.find(document(body, head)).value


LEADS = [
    # head, before the text, in the text: the file of the lead
    ("a caption without a file does not lead", CARD, NO_FILE, "", "https://cdn.example/share/egg-1200.jpg"),
    ("nor does one in front of pictures with files", CARD, NO_FILE, f"<figure>{IMG}</figure>", "https://cdn.example/share/egg-1200.jpg"),
    ("without a card the first with a file leads", "", NO_FILE, f"<figure>{IMG}</figure>", f"{SITE}/i/pier.jpg"),
    ("without a card and a file none leads", "", NO_FILE, "", None),
    ("no picture at all", CARD, "", "", "https://cdn.example/share/egg-1200.jpg"),
    ("a card of the site's sign", CARD.replace("egg-1200", "default-logo"), NO_FILE, "", None),
    ("a shown picture leads before a card with another file", CARD, f"<figure>{IMG}<figcaption>The pier at noon today.</figcaption></figure>", "", f"{SITE}/i/pier.jpg"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "before", "inside", "wanted"), [row[1:] for row in LEADS], ids=[row[0] for row in LEADS]
)
def test_the_lead_has_a_file(head, before, inside, wanted):
    pictures = found(f"<article>{H1}{before}{TEXT}{inside}{TEXT}</article>", head)
    assert [p.url for p in pictures if p.lead] == ([wanted] if wanted else [])


def test_the_words_of_a_picture_without_a_file_are_kept():
    pictures = found(f"<article>{H1}{NO_FILE}{TEXT}</article>", CARD)
    assert [(p.caption, p.lead) for p in pictures] == [(None, True), ("A square egg on the pier at noon.", False)]


@pytest.mark.parametrize("name", ["sidebar-grid__header", "main-rail", "related-hero", "author-page"])
def test_a_box_that_holds_the_headline_is_the_articles_whatever_its_name(name):
    hero = f"<figure>{IMG}<figcaption>The pier at noon, without gulls.</figcaption></figure>"
    pictures = found(f'<article><div class="{name}">{H1}<div>{hero}</div></div><div>{TEXT}</div></article>')
    assert [p.caption for p in pictures] == ["The pier at noon, without gulls."]


@pytest.mark.parametrize("name", ["sidebar", "related", "author-bio"])
def test_a_box_of_that_name_beside_the_headline_is_not(name):
    other = f"<figure>{IMG}<figcaption>Another story's pier at noon.</figcaption></figure>"
    assert found(f'<article>{H1}<div class="{name}">{other}</div><div>{TEXT}</div></article>') == ()


def test_a_caption_in_a_box_of_its_own_goes_to_the_picture_that_has_but_a_title():
    hero = '<div><img src="/i/pier.jpg" title="Getty-77/Cy Puffin"></div>'
    legend = '<div class="image__caption"><span>The pier at noon. </span><span>Photo: Cy Puffin</span></div>'
    twin = f'<div><img src="/i/pier.jpg"></div>{legend}'
    pictures = found(
        f"<article>{hero}{H1}<div>{twin}</div>{TEXT}</article>", '<meta property="og:image" content="/i/pier.jpg">'
    )
    assert [(p.caption, p.credit) for p in pictures] == [("The pier at noon.", "Cy Puffin")]


@pytest.mark.parametrize(
    "line", ["Source link", "Link copied", "x", "F", "Affiliate links", "Ad blocker detected", "Save Story"]
)
def test_what_an_interface_says_below_a_picture_is_no_caption(line):
    legend = f"<figcaption><span>The pier at noon, without gulls.</span><span>{line}</span></figcaption>"
    pictures = found(f"<article>{H1}<figure>{IMG}{legend}</figure>{TEXT}</article>")
    assert [p.caption for p in pictures] == ["The pier at noon, without gulls."]
    assert [
        p.caption for p in found(f"<article>{H1}<figure>{IMG}<figcaption>{line}</figcaption></figure>{TEXT}</article>")
    ] == [None]
