"""What decides about pictures: labels of credits, files of srcsets, links, repeated captions, the region."""

from dataclasses import replace

import pytest
from lxml import etree

from scraper.extract.images import captions_in_text, credit_labels, eastern_credits, image_urls, picture_boxes
from scraper.extract.images.not_captions import BYLINE, LABEL, is_interface
from scraper.models import Block, BlockKind, Image, Removed, Span
from scraper.page.body_reading import BodyReading

LABELS = [
    ("Foto: Ina Vogt", [(0, 6)]),
    ("The bell. Photo credit: Ina Vogt", [(10, 24)]),  # the longest label, not only "credit"
    ("Credit...Ina Vogt", [(0, 9)]),
    ("写真＝沖田ひかる", [(0, 3)]),
    ("The score was 3:2", []),
    ("no colon, but a photo", []),
]


@pytest.mark.parametrize(("text", "places"), LABELS)
def test_labels_are_found_with_the_place_of_the_name(text, places):
    assert credit_labels.labels(text) == places


CLEAN = [
    ("(Foto: © Ina Vogt)", "Ina Vogt"),
    ("von Ina Vogt", "Ina Vogt"),
    ("By Ina Vogt", "Ina Vogt"),
    ("Di Maria/AFP", "Di Maria/AFP"),  # a surname
    ("by", ""),
    ("Ina Vogt)", "Ina Vogt"),
    ("沖田ひかる撮影", "沖田ひかる"),
]


@pytest.mark.parametrize(("text", "name"), CLEAN)
def test_a_credit_loses_its_label_sign_and_brackets(text, name):
    assert credit_labels.clean(text) == name


EASTERN = [
    ("橋の旗＝ロイター", "ロイター"),
    ("橋の旗＝市の旗", None),  # not an agency
    ("橋が閉まった＝１３日", None),  # a date
    ("橋が閉まった、みなと市、沖田ひかる撮影", "沖田ひかる"),
    ("The flag=Reuters", "Reuters"),
]


@pytest.mark.parametrize(("text", "name"), EASTERN)
def test_an_eastern_tail_is_cut_where_it_names_a_maker(text, name):
    cut = eastern_credits.by_eastern_tail(text)
    assert (cut.name if cut else None) == name


SRCSETS = [
    ("a.jpg", "a.jpg"),
    ("a.jpg,", "a.jpg"),
    ("a.jpg 320w, b.jpg 640w", "b.jpg"),
    ("a.jpg 320w,b.jpg 640w", "b.jpg"),
    ("a.jpg 1.5x, b.jpg .5x", "a.jpg"),
    ("c,w_1/a.jpg 1x, c,w_2/b.jpg 2x", "c,w_2/b.jpg"),
    ("a.jpg, b.jpg", "a.jpg"),
    ("a.jpg 320w 200h, b.jpg 240w", "b.jpg"),
    ("a.jpg wide, b.jpg 2x", "b.jpg"),
    (" , ,", None),
    ("," * 100_000, None),
]


@pytest.mark.parametrize(("srcset", "file"), SRCSETS)
def test_the_widest_file_of_a_srcset_is_chosen(srcset, file):
    assert image_urls.largest(srcset) == file


SMALL = [
    ("<img width='40' height='400'>", True),
    ("<img width='100%' height='300'>", False),
    ("<img width='0'>", False),  # until a script sets it
    ("<img src='/i/map.svg?v=2'>", True),
    ("<img src='/i/site-logo.png'>", True),
    ("<img src='/i/catalogo.png'>", False),
]


@pytest.mark.parametrize(("tag", "small"), SMALL)
def test_icons_are_small_drawn_or_named_so(tag, small):
    image = next(etree.fromstring(f"<div>{tag}</div>", etree.HTMLParser()).iter("img"))
    assert image_urls.small(image) is small


PAGE = "https://gulls.example/news/eggs"
LINKS = [
    ("/news/hens", True),
    ("https://hens.example/other", True),
    ("/news/eggs?photo=2", False),  # the page itself
    ("//gulls.example/news/eggs/", False),
    ("/big/egg.JPG", False),  # the picture's own file
    ("#gallery", False),
    ("javascript:open()", False),
]


@pytest.mark.parametrize(("href", "away"), LINKS)
def test_a_link_leads_away_from_the_page_or_not(href, away):
    assert picture_boxes._leads_away(etree.Element("a", href=href), PAGE) is away


LINES = [
    ("2 of 12", True),
    ("2 von 12", True),
    ("02:13", True),
    ("Foto 3", True),
    ("12 Bilder ansehen", True),
    ("View gallery", True),
    ("READ MORE", True),
    ("Views of the harbour", False),
    ("Readers in the library", False),
    ("The ferry leaves at noon.", False),
]


@pytest.mark.parametrize(("text", "interface"), LINES)
def test_a_line_of_the_interface_is_not_a_caption(text, interface):
    assert is_interface(text) is interface


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("Bildunterschrift: Die Brücke", "Die Brücke"),
        ("Image caption The bridge", "The bridge"),
        ("图说：桥", "桥"),
        ("Legends of the bridge", "Legends of the bridge"),
    ],
)
def test_the_label_of_a_caption_is_no_part_of_it(text, caption):
    assert LABEL.sub("", text) == caption


@pytest.mark.parametrize(
    ("text", "is_byline"),
    [
        ("By Ina Vogt", True),
        ("Von Ina von der Vogt", True),
        ("Por Ana García, Madrid", True),
        ("By the river", False),
        ("By Ina", False),
    ],
)
def test_a_byline_has_two_capitals(text, is_byline):
    assert bool(BYLINE.match(text)) is is_byline


def reading(*texts, removed=()):
    blocks = [Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)) for text in texts]
    return BodyReading(blocks=tuple(blocks), removed=tuple(Removed(text=text, reason="x") for text in removed))


STORY = "The ferry was late again, and the islanders had to wait for their letters and eggs. " * 4
CAPTION = Image(caption="A gull on ice", credit="Cy Puffin")
REPEATS = [
    ("A gull on ice", True),
    ("A gull on ice.", True),
    ("A gull on ice (Cy Puffin)", True),
    ("Cy Puffin", True),
    ("A gull on ice was seen by Cy Puffin when the first ferry of the year left", False),
    ("A gull on sand", False),
]


@pytest.mark.parametrize(("text", "taken"), REPEATS)
def test_a_paragraph_that_repeats_a_caption_is_removed(text, taken):
    got = captions_in_text.without(reading(STORY, text), [CAPTION])
    assert [block.text for block in got.blocks] == ([STORY] if taken else [STORY, text])
    assert [removed.text for removed in got.removed] == ([text] if taken else [])


@pytest.mark.parametrize(("text", "taken"), REPEATS)
def test_a_standfirst_with_the_words_of_a_picture_is_its_caption(text, taken):
    got = captions_in_text.without(replace(reading(STORY), subheadline=text), [CAPTION])
    assert got.subheadline == (None if taken else text)
    assert [removed.text for removed in got.removed] == ([text] if taken else [])


def test_a_body_that_is_captions_for_the_most_part_stays():
    slides = reading("A gull on ice", "Cy Puffin", "A short story about gulls.")
    assert captions_in_text.without(slides, [CAPTION]) is slides
