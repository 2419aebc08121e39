"""Who is believed: place before strategy, desks, labels that are nobody, names that only the metadata state."""

import pytest

from page_of import document, ld
from scraper.extract.authors import read_authors

H1 = "<h1>Bell rings for nobody</h1>"
TEXT = "<p>The bell of the old tower rang on Monday, though nobody had pulled the rope, and the town woke up.</p>" * 5
META = '<meta name="author" content="Marit Aasen">'
LD = ld('{"@type": "Article", "headline": "Bell rings", "author": {"@type": "Person", "name": "Marit Aasen"}}')
CARD = '<meta property="og:type" content="article">'
TIME = '<meta property="article:published_time" content="2026-05-03T10:00:00Z">'
OTHER = '<h3><a href="/old">Other story</a></h3><a rel="author" href="/author/max">Max Berg</a>'

PAGES = {
    "a story's own line beats another story's link": (
        "", f"<article>{H1}<p>By Jane Roe</p>{TEXT}</article><div>{OTHER}</div>", ["Jane Roe"], "introduced"),
    "a marked name in the head beats one below": (
        "", f'{H1}<p class="byline">By Jane Roe</p>{TEXT}<div>{OTHER}</div>', ["Jane Roe"], "byline_class"),
    "the head signs against what the metadata say and nobody sees": (
        META, f'{H1}<p class="byline"><a rel="author" href="/author/jr">Jane Roe</a></p>{TEXT}', ["Jane Roe"], "rel_author"),
    "whom JSON-LD names as who wrote the news, shown with the editor": (
        ld('{"@type": "NewsArticle", "headline": "Bell rings", "author": {"@type": "Person", "name": "Jane Roe"}}'),
        f'{H1}<div class="byline">By Jane Roe and Max Berg</div>{TEXT}', ["Jane Roe"], "json_ld"),
    "the agency beside the reporter in JSON-LD": (
        ld('{"@type": "NewsArticle", "author": [{"name": "Jane Roe"}, {"@type": "Organization", "name": "AFP"}]}'),
        H1 + TEXT, ["Jane Roe", "AFP"], "json_ld"),
    "the site beside the reporter in JSON-LD": (
        '<meta property="og:site_name" content="Bell Gazette">'
        + ld('{"@type": "NewsArticle", "author": [{"name": "Jane Roe"}, {"name": "Bell Gazette"}]}'),
        H1 + TEXT, ["Jane Roe"], "json_ld"),
    "a house of which a part has the name of an agency": (
        ld('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "AFP/The Bell"}}'),
        H1 + TEXT, ["AFP/The Bell"], "json_ld"),
    "an account that microdata call the author of an article": (
        "", f'<div itemscope itemtype="http://schema.org/Article">{H1}<i itemprop="author">gizzmo</i>{TEXT}</div>',
        [], None),
    "an account that microdata call the author of a thread": (
        "", f'<div itemscope itemtype="http://schema.org/Question">{H1}<i itemprop="author">gizzmo</i>{TEXT}</div>',
        ["gizzmo"], "microdata"),
    "a name in front of a date, in a line called a category": (
        "", f'{H1}<div class="category"><span>Jane Roe | 05.04.2025</span></div>{TEXT}', ["Jane Roe"], "dated_line"),
    "a name alone in a line called a category": (
        "", f'{H1}<div class="meta category"><span>Quill Roe</span></div>{TEXT}', [], None),
    "a short article with a linked heading of its own": (
        "", f'{H1}<article><p>by gizzmo</p>{TEXT}<h3><a href="/why">Why bells ring</a></h3>{TEXT}</article>',
        ["gizzmo"], "introduced"),
    "a desk in a marked box below the text": ("", f'{H1}{TEXT}<p class="byline">Bell Gazette Staff</p>', [], None),
    "a desk in a marked box above the headline": (
        "", f'<p class="byline">Bell Gazette Staff</p>{H1}{TEXT}', ["Bell Gazette Staff"], "desk"),
    "a desk some way above the headline": (
        "", f'<div><p class="byline">Bell Gazette Staff</p></div><div>{"<i></i>" * 30}</div>{H1}{TEXT}', ["Bell Gazette Staff"], "desk"),
    "a desk far above the headline": (
        "", f'<div><p class="byline">Bell Gazette Staff</p></div><div>{"<i></i>" * 70}</div>{H1}{TEXT}', [], None),
    "a date and a name above the headline": (
        "", f"<div><small>04.02.2022 | 13:10 Uhr | Jane Roe</small>{H1}</div>{TEXT}", ["Jane Roe"], "dated_line"),
    "a name in front of a date": ("", f"{H1}<div><span>Jane Roe | 05.04.2025</span></div>{TEXT}", ["Jane Roe"], "dated_line"),
    "a head called a gallery": (
        "", f'{H1}<div class="gallery-meta"><div>Posted on May 7, 2024 by Jane Roe</div></div>{TEXT}', ["Jane Roe"], "introduced"),
    "a menu in a nav": ("", f'<nav><a href="/author/jr">Jane Roe</a> <a href="/news">News</a></nav>{H1}{TEXT}', [], None),
    "buttons beside the name": (
        "", f'{H1}<div class="byline"><span>By Jane Roe</span><span>Link Copied</span><span>Save Story</span></div>{TEXT}',
        ["Jane Roe"], "byline_class"),
    "a pen name alone behind by": ("", f"{H1}<p>by gizzmo</p>{TEXT}", ["gizzmo"], "introduced"),
    "the address of a profile in the metadata": (
        '<meta property="article:author" content="https://www.facebook.com/jane.roe">',
        f'{H1}<p><a href="https://www.facebook.com/jane.roe">Jane Roe</a></p>{TEXT}', ["Jane Roe"], "meta"),
    "two sources that agree": (META + LD, H1 + TEXT, ["Marit Aasen"], "metadata_alone"),
    "one source alone": (META, H1 + TEXT, [], None),
    "two sources that do not agree": (META.replace("Marit", "Ann") + LD, H1 + TEXT, [], None),
    "one source and a card that tells all of an article": (META + CARD + TIME, H1 + TEXT, ["Marit Aasen"], "metadata_alone"),
    "one source and a card without a time": (META + CARD, H1 + TEXT, [], None),
    "a stated author whom nobody sees beats a box below the text": (
        META + CARD + TIME, f'{H1}{TEXT}<div class="author-box"><b>Max Berg</b></div>', ["Marit Aasen"], "metadata_alone"),
    "a box below the text beats nobody": (
        "", f'{H1}{TEXT}<div class="author-box"><b>Max Berg</b></div>', ["Max Berg"], "byline_class"),
    "a desk that signs beats the newsroom that is stated": (
        ld('{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Harbour Courier"}}'),
        f'{H1}<p class="byline">By Courier Sports Desk</p>{TEXT}', ["Courier Sports Desk"], "desk"),
    "another organisation that is stated does not beat who is shown": (
        ld('{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Orchard Feed Desk"}}'),
        f'{H1}<p class="byline">By Jane Roe</p>{TEXT}', ["Jane Roe"], "byline_class"),
    "the fullest of several lists in the metadata": (
        META + "".join(f'<meta name="citation_author" content="{name}">' for name in ("Marit Aasen", "Jane Roe")),
        f"{H1}<p>Marit Aasen</p>{TEXT}", ["Marit Aasen", "Jane Roe"], "meta"),
    "of lists as full the surer": (
        META + '<meta name="dc.contributor" content="Jane Roe">', f"{H1}<p>Marit Aasen</p>{TEXT}", ["Marit Aasen"], "meta"),
    "what is shown beats two sources that agree": (
        META + LD, f'{H1}<p class="byline">By Jane Roe</p>{TEXT}', ["Jane Roe"], "byline_class"),
}  # fmt: skip


ENDS = [
    # the last lines, and the author
    ("<p>Text: Jane Roe</p>", ["Jane Roe"]),
    ("<p>Text: Jane Roe</p><p>Fotos: Max Berg</p>", ["Jane Roe"]),
    ("<p>By Jane Roe and Ann Poe</p>", ["Jane Roe", "Ann Poe"]),
    ("<p>Fotos: Max Berg</p>", []),
    ("<p>Photo: Max Berg</p>", []),
    ("<p>Kontakt:</p><p>Max Berg</p><p>Telefon 040 490</p>", []),
    ("<p>By the time Max Berg came home to the tower that night, all of the bells had been rung.</p>", []),
    ("<p>Max Berg</p>", []),
    ("<p>Die Einfuhr von Messing um 2,9 % gesunken;</p>", []),
    ("<h3>More by Max Berg</h3>", []),
]


@pytest.mark.parametrize(("last", "people"), ENDS)
def test_who_signs_where_a_long_text_ends(last, people):
    authors, _ = read_authors.choose(document(f"<article>{H1}{TEXT * 30}{last}</article>"))
    assert [author.name for author in authors.value or ()] == people


def test_who_signs_where_the_text_begins_on_a_page_without_a_headline():
    menu = f"<ul>{'<li><a>Bells</a></li>' * 100}</ul>"
    authors, _ = read_authors.choose(document(f"{menu}<article><h5><em>By Jane Roe</em></h5>{TEXT}</article>"))
    assert [author.name for author in authors.value or ()] == ["Jane Roe"]


@pytest.mark.parametrize(("head", "body", "people", "strategy"), PAGES.values(), ids=PAGES)
def test_who_is_believed(head, body, people, strategy):
    authors, _ = read_authors.choose(document(body, head))
    assert ([a.name for a in authors.value or ()], authors.strategy) == (people, strategy)


def test_what_metadata_alone_say_is_hardly_trusted():
    authors, line = read_authors.choose(document(H1 + TEXT, META + LD))
    assert [c.confidence for c in authors.candidates if c.won] == [0.3]
    assert line.value is None  # nothing is shown


DESKS = [
    # the line, its author, the byline as shown
    ("By AOL Staff", "AOL Staff", "By AOL Staff"),
    ("News Desk", "News Desk", "News Desk"),
    ("von Redaktion", "Redaktion", "von Redaktion"),
    ("By the Harbour Team", "the Harbour Team", "By the Harbour Team"),
    ("By The Standard Staff", "The Standard Staff", "By The Standard Staff"),
    ("By AFP", "AFP", "By AFP"),
    ("By Staff Writer", "Staff Writer", "By Staff Writer"),
    ("bell friends", "bell friends", "bell friends"),
]


@pytest.mark.parametrize(("line", "name", "shown"), DESKS)
def test_a_desk_signs_as_an_organisation(line, name, shown):
    authors, as_shown = read_authors.choose(document(f'{H1}<p class="byline">{line}</p>{TEXT}'))
    assert [(a.name, a.kind) for a in authors.value] == [(name, "organisation")]
    assert as_shown.value == shown


@pytest.mark.parametrize(
    "line",
    [
        "Illustration by Max Berg",
        "Getty Images",
        "admin",
        "By admin",
        "7 shares",
        "Print",
        "Supported by friends of the bell",
    ],
)
def test_neither_a_credit_nor_an_account_is_a_desk(line):
    authors, as_shown = read_authors.choose(document(f'{H1}<p class="byline">{line}</p>{TEXT}'))
    assert (authors.value, as_shown.value) == (None, None)


def test_a_person_beside_the_desk_is_the_author():
    authors, _ = read_authors.choose(document(f'{H1}<p class="byline">By Jane Roe, News Desk</p>{TEXT}'))
    assert [(a.name, a.kind) for a in authors.value] == [("Jane Roe", "person")]
