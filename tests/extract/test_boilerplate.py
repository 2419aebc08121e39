"""What names and lines say: class words with their negations, phrases of many languages, and prose that only begins alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.block_fingerprint import fingerprint
from scraper.lexicon import load, phrases
from scraper.lexicon.beginnings import Beginnings
from scraper.lexicon.matcher import Anywhere
from scraper.page import class_flags

NAMES = [
    ("related-posts", {"related"}),
    ("relatedPosts", {"related"}),
    ("c-newsletter__title", {"newsletter"}),
    ("wp-caption-text", {"caption"}),
    ("photo_credit", {"credit"}),
    ("article-body has-sidebar", set()),
    ("withSidebar", set()),
    ("no-comments", set()),
    ("post-812 post type-post status-publish category-comments tag-ads", set()),
    ("share-bar social", {"sharing"}),
    ("hidden md:block", set()),
    ("hidden", {"hidden"}),
    ("padding headline adrift", set()),
    ("comments-area", {"comments"}),
    ("relaterte-artikler mest-lest", {"related"}),
    ("noticias-relacionadas", {"related"}),
    ("tinLienQuan", {"related"}),
    ("lees-ook", {"related"}),
    ("nieuwsbrief-box", {"newsletter"}),
    ("mc4wp-form", {"newsletter"}),
    ("didomi-notice", {"consent"}),
    ("ad-label", {"advertising"}),
    ("pie-de-foto", {"caption"}),
    ("d-print-none", {"print", "noprint"}),
    ("accordion collapse", set()),
]


@pytest.mark.parametrize(("names", "reasons"), NAMES)
def test_class_words(names, reasons):
    assert class_flags.reasons(names) == reasons


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        ("article__standfirst", class_flags.LEAD),
        ("p-intro", class_flags.LEAD),
        ("sr-only", class_flags.HIDDEN),
        ("drop-cap", class_flags.DROP_CAP),
        ("articleBody", class_flags.CONTENT),
    ],
)
def test_marks(names, mark):
    assert class_flags.NAMES[names] & mark
    assert not class_flags.NAMES["story"] & mark


LINES = [
    ("Read more: the bridge that was not there", "read_more"),
    ("» Lesen Sie auch: Die Brücke", "read_more"),
    ("À lire aussi", "read_more"),
    ("LEE TAMBIÉN: la plaza", "read_more"),
    ("Leggi anche", "read_more"),
    ("Leia mais sobre a ponte", "read_more"),
    ("Lees ook: de brug", "read_more"),
    ("Läs också: bron", "read_more"),
    ("Les også: broen", "read_more"),
    ("Læs også: broen", "read_more"),
    ("Lue myös: silta", "read_more"),
    ("Czytaj też: most", "read_more"),
    ("Čtěte také: most", "read_more"),
    ("Читайте также: мост", "read_more"),
    ("Читайте також: міст", "read_more"),
    ("İlgili haber: köprü", "read_more"),
    ("اقرأ أيضا: الجسر", "read_more"),
    ("קראו גם: הגשר", "read_more"),
    ("相关阅读:纸桥", "read_more"),
    ("関連記事:灯台", "read_more"),
    ("관련기사 등대", "read_more"),
    ("Xem thêm: cây cầu", "read_more"),
    ("Baca juga: jembatan", "read_more"),
    ("Διαβάστε επίσης: η γέφυρα", "read_more"),
    ("Czytaj także : most", "read_more"),
    ("Прочетете още: мостът", "read_more"),
    ("আরও পড়ুন: সেতু", "read_more"),
    ("مزید پڑھیں: پل", "read_more"),
    ("بیشتر بخوانید: پل", "read_more"),
    ("यह भी पढ़ें: पुल", "read_more"),
    ("Berita berkaitan: jambatan", "read_more"),
    ("ข่าวที่เกี่ยวข้อง สะพาน", "read_more"),
    ("Kapcsolódó cikkek: a híd", "read_more"),
    ("Don’t miss: the bridge", "read_more"),
    ("Sign up for our newsletter", "newsletter"),
    ("Iratkozzon fel hírlevelünkre!", "newsletter"),
    ("สมัครรับข่าวสาร", "newsletter"),
    ("Skip past newsletter promotion", "sharing"),
    ("Udostępnij artykuł", "sharing"),
    ("Копирай линк", "sharing"),
    ("Hozzászólások (3)", "comments"),
    ("Artikkelen fortsetter under annonsen", "advertising"),
    ("Gesponsord door de brug", "advertising"),
    ("Ključne riječi: most", "tags"),
    ("Πηγή: ΑΠΕ", "rights"),
    ("Already a subscriber? Sign in", "newsletter"),
    ("Advertisement", "advertising"),
    ("ADVERTISEMENT", "advertising"),
    ("Share this article", "sharing"),
    ("Comments", "comments"),
    ("Tags: bridge, river", "tags"),
    ("© 2026 The Paper", "rights"),
    ("All text here. All rights reserved", "rights"),
    ("Reading a river takes a year.", None),
    ("Advertisements for the ferry hung on every door.", None),
    ("Shares of the mill fell by a third.", None),
    ("Commentators were surprised.", None),
    ("Es gibt Brücken, die niemand gesehen hat.", None),
    ("Vous avez traversé le pont sans le voir.", None),
    ("Si usted cruza el puente, no mire atrás.", None),
    ("Мы перешли мост и не заметили реки.", None),
    ("The council met on Tuesday.", None),
    ("", None),
    ("…", None),
]


@pytest.mark.parametrize(("line", "reason"), LINES)
def test_lines(line, reason):
    assert phrases.kind(line) == reason


LABELS = [
    ("Advertisement", True),
    ("» Read also:", True),
    ("İlgili konular", True),  # lower() makes two signs of the dotted capital
    ("Comments are closed in winter", False),
    ("", False),
    ("…", False),
]


@pytest.mark.parametrize(("line", "label"), LABELS)
def test_a_label_is_nothing_but_its_words(line, label):
    assert phrases.is_label(line) is label


FOUND = [
    ("read: more", "short"),  # a phrase shorter than the letters of its group
    ("reading", None),  # a letter may not follow
    ("read more here", "long"),  # the longest phrase wins
    ("re", "whole"),
    ("re: the barrier", None),  # the phrase must be the whole line
    ("赞", "wide"),
    ("赞成", None),
]


@pytest.mark.parametrize(("line", "reason"), FOUND)
def test_a_line_has_the_reason_of_the_longest_beginning(line, reason):
    tables = [("short", "read"), ("long", "read more"), ("whole", "re$"), ("wide", "赞$")]
    assert Beginnings(tables).reason(line, len(line)) == reason


def test_every_phrase_is_found_by_its_own_table():
    for reason in phrases.REASONS:
        for spellings in load(phrases.table_of(reason))[reason].values():
            for spelling in " ".join(spellings.split()).split("|"):
                assert spelling == spelling.lower(), spelling
                assert phrases.kind(spelling.strip().rstrip("$")) is not None, spelling


@given(st.text(max_size=80))
def test_no_line_raises(line):
    assert phrases.kind(line) in {None, *phrases.REASONS}
    assert phrases.consent(line) >= 0


@pytest.mark.parametrize("table", ["consent", "credit", "sign_off"])
@given(data=st.data())
@pytest.mark.slow
def test_a_phrase_is_found_wherever_it_stands(table, data):
    """The search that starts from rare letters finds what a plain search for each phrase finds."""
    words = list(phrases._words(table))
    sought = Anywhere(words)
    piece = st.sampled_from(words).flatmap(lambda word: st.integers(0, len(word)).map(lambda end: word[:end]))
    line = "".join(data.draw(st.lists(piece | st.text(max_size=5), max_size=6)))
    assert sought.count(line) == sum(word in line for word in words)
    assert all(sought.find(f"{line}{word}{line}") for word in words)


@given(st.text(max_size=60))
def test_fingerprint_sees_words_only(text):
    assert fingerprint(text) == fingerprint(f"  {text.upper().lower()} !") or not text.isascii()


def test_short_blocks_have_no_fingerprint():
    assert fingerprint("Sport") is None
    assert fingerprint("Ask your neighbour for the green ribbon") == fingerprint(
        "ASK your neighbour: for the green ribbon!"
    )
