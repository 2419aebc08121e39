"""The headline as the page shows it: no site, no section, no kicker, whole."""

import pytest

from page_of import document, ld
from scraper.extract import headline
from scraper.page import site_name

SITE = '<meta property="og:site_name" content="The Harbour Courier">'

CUTS = [
    ("Storm hits the coast - The Harbour Courier", "Storm hits the coast"),
    ("Storm hits the coast | World | The Harbour Courier", "Storm hits the coast"),
    ("Storm hits the coast – Harbour Courier", "Storm hits the coast"),
    ("The Harbour Courier: Storm hits the coast", "The Harbour Courier: Storm hits the coast"),
    ("The Harbour Courier | Storm hits the coast", "Storm hits the coast"),
    ("Storm hits the coast - harbour-courier.example", "Storm hits the coast"),
    ("Rates rise - and so do fears", "Rates rise - and so do fears"),
    ("« Rien ne va plus »", "« Rien ne va plus »"),
    ("»Nichts geht mehr«", "»Nichts geht mehr«"),
    ("Line 4 | Line 5: both closed", "Line 4 | Line 5: both closed"),
    ("The Harbour Courier", "The Harbour Courier"),
]


@pytest.mark.parametrize(("title", "left"), CUTS)
def test_only_the_site_is_cut_off(title, left):
    assert site_name.cut(title, document(head=SITE).metadata.site_names) == left


SECTIONS = [
    ("Storm hits the coast for the third day | Local News", "Storm hits the coast for the third day"),
    (
        "Storm hits the coast for the third day - The harbour - Local News",
        "Storm hits the coast for the third day - The harbour",
    ),
    ("Storm hits the coast for the third day | Weather", "Storm hits the coast for the third day | Weather"),
    ("Storms | Local News", "Storms | Local News"),
    ("Local News", "Local News"),
]


@pytest.mark.parametrize(("title", "left"), SECTIONS)
def test_a_section_that_the_address_names_is_cut_off(title, left):
    sections = site_name.sections("https://courier.example/local-news/2026/weather?from=/sport/")
    assert site_name.cut(title, frozenset(), sections) == left


TEXT = "<p>The ferry was late by an hour, said the harbour master, and nobody had rung the bell for it.</p>" * 4

PAGES = {
    "the page shows what the metadata says: as shown": (
        ld('{"@type": "NewsArticle", "headline": "The \'Bell\' rings"}'), "<h1>The ‘Bell’ rings</h1>", "The ‘Bell’ rings", "h1"),
    "metadata that was cut off": (
        ld('{"@type": "NewsArticle", "headline": "The bell that rings for..."}'), "<h1>The bell that rings for nobody at all</h1>",
        "The bell that rings for nobody at all", "h1"),
    "metadata that ends with dots, without a heading": (
        ld('{"@type": "NewsArticle", "headline": "The bell that rings for..."}'), TEXT, "The bell that rings for...", "json_ld"),
    "a lower heading, in no head, with the words of the sharing card": (
        "<title>Best ferry bells of 2026</title>" + '<meta property="og:title" content="We rang eleven ferry bells">',
        "<h1>Best ferry bells of 2026</h1><div><h3>We rang eleven ferry bells</h3></div>", "We rang eleven ferry bells", "open_graph"),
    "a lower heading of another story, which the sharing card has not": (
        "<title>Best ferry bells of 2026</title>" + '<meta property="og:title" content="Best ferry bells of 2026">',
        "<h1>Best ferry bells of 2026</h1><div><h3>We rang eleven ferry bells</h3></div>", "Best ferry bells of 2026", "h1"),
    "a kicker inside the heading": (
        "<title>Bell rings for nobody</title>", '<h1><span class="kicker">Harbour</span> Bell rings for nobody</h1>',
        "Bell rings for nobody", "h1"),
    "a heading that is the site's": (
        "<title>Bell rings | My Blog</title>", '<h1><a href="/">My Blog</a></h1><h2>Bell rings</h2>', "Bell rings", "heading"),
    "a heading of something else": (
        SITE + '<meta property="og:title" content="Bell rings for nobody">', "<h1>Newsletter</h1>", "Bell rings for nobody", "open_graph"),
    "a kicker in an element without a name": (
        '<meta property="og:title" content="Harbour: Bell rings for nobody">',
        "<h1><span>Harbour</span><span>Bell rings for nobody</span></h1>", "Bell rings for nobody", "h1_line"),
    "a dash that is not shown with the kicker": (
        "<title>Harbour: Bell rings for nobody</title>", '<h1><span class="kicker">Harbour</span> - Bell rings for nobody</h1>',
        "Bell rings for nobody", "h1_line"),
    "metadata about a recipe in the article": (
        ld('{"@type": "Recipe", "name": "Bell cake"}'), "<title>Bell cake: no bell needed</title><h1>Bell cake: no bell needed</h1>",
        "Bell cake: no bell needed", "h1"),
    "a kicker in a lower heading": (
        '<title>Harbour: Bell rings for nobody - Courier</title><meta property="og:title" content="Bell rings for nobody">',
        "<header><h2><span>Harbour</span> <span>Bell rings for nobody</span></h2></header>", "Bell rings for nobody", "open_graph"),
    "a newspaper behind a hyphen without spaces": (
        "<title>港口大钟时隔四十年再次敲响-云岭新闻网</title>", "<p>…</p>", "港口大钟时隔四十年再次敲响", "title"),
    "section and newspaper behind underscores": (
        "<title>港口大钟时隔四十年再次敲响_国内频道_云岭</title>", "<p>…</p>", "港口大钟时隔四十年再次敲响", "title"),
    "a kicker in all metadata": (
        ld('{"@type": "NewsArticle", "headline": "Old harbour - Bell rings for nobody"}')
        + '<meta property="og:title" content="Old harbour: Bell rings for nobody">',
        "<h1>Bell rings for nobody</h1>", "Old harbour - Bell rings for nobody", "json_ld"),
    "a kicker that the page's preview leaves out": (
        ld('{"@type": "NewsArticle", "headline": "“We wait”: Bell rings for nobody"}')
        + '<meta property="og:title" content="Bell rings for nobody">',
        "<h1>“We wait”: Bell rings for nobody</h1>", "“We wait”: Bell rings for nobody", "h1"),
    "a heading that the sharing card has, against JSON-LD and title": (
        ld('{"@type": "NewsArticle", "headline": "Tower bell heard at night"}') + "<title>Tower bell heard at night</title>"
        + '<meta property="og:title" content="Bell rings for nobody">', "<h1>Bell rings for nobody</h1>", "Bell rings for nobody", "h1"),
    "a part of the heading in an element of its own, which all titles have whole": (
        '<title>Harbour news: the bell rings again</title><meta property="og:title" content="Harbour news: the bell rings again">',
        "<h1><span>Harbour news:</span> <span>the bell rings again</span></h1>", "Harbour news: the bell rings again", "h1"),
    "a section set as a second first-level heading": (
        '<title>Bell rings for nobody</title><meta property="og:title" content="Bell rings for nobody">',
        '<h1 class="section">News from the harbour</h1><h1>Bell rings for nobody</h1>', "Bell rings for nobody", "h1"),
    "a trail of sections in front of the headline": (
        '<title>Bell rings for nobody</title><meta property="og:title" content="Bell rings for nobody">',
        '<h1 class="breadcrumb"><a href="/">Home</a> › <a href="/news">News</a></h1><h1>Bell rings for nobody</h1>',
        "Bell rings for nobody", "h1"),
    "a heading that compounds the words of the title": (
        "<title>Geschichte - Harbour Choir</title>", "<h1>Chorgeschichte</h1>", "Chorgeschichte", "h1"),
    "a heading of which the title knows nothing": ("<title>Test of bells</title>", "<h1>Lorem</h1>", "Test of bells", "title"),
    "metadata about something else": (
        "<title>Saltmarket - Atlas</title>" + ld('{"@type": "Article", "headline": "town by the sea"}'),
        "<h1>Saltmarket</h1>", "Saltmarket", "h1"),
    "a lower heading that is the title": (
        "<title>Bells and whistles</title>", "<h1>Club of friends of the harbour and its whistles</h1><h2>Bells and whistles</h2>",
        "Bells and whistles", "heading"),
    "a first-level heading in the trail of a menu": (
        "<title>Harbour: why the bell rings again</title>" + ld('{"@type": "NewsArticle", "headline": "The bell is back"}'),
        "<nav><ul><li><h1>Harbour: why the bell rings again</h1></li></ul></nav><h2>The bell is back</h2>", "The bell is back", "json_ld"),
    "a trail in a menu, and a lower heading that the sharing card has": (
        "<title>Harbour: why the bell rings again</title>" + ld('{"@type": "NewsArticle", "headline": "Harbour: why the bell rings again"}')
        + '<meta property="og:title" content="Harbour: The bell is back">',
        "<nav><h1>Harbour: why the bell rings again</h1></nav><h2><span>Harbour</span> : <span>The bell is back</span></h2>",
        "Harbour: The bell is back", "open_graph"),
    "metadata that describes what the heading names": (
        "<title>Harbour bell - Atlas</title>" + ld('{"@type": "Article", "headline": "bell that rings in a town by the sea"}'),
        "<h1>Harbour bell</h1>", "Harbour bell", "h1"),
    "a title for search engines in all metadata": (
        "<title>Best ferry bells 2026 - test</title>" + ld('{"@type": "Article", "headline": "Best ferry bells 2026 - test"}')
        + '<meta property="og:title" content="Best ferry bells 2026 - test">',
        "<h1>We rang eleven bells so that you need not</h1>", "We rang eleven bells so that you need not", "h1"),
    "a subtitle in the heading, which no metadata has": (
        "<title>Ferry bells of the north</title>" + ld('{"@type": "Article", "headline": "Ferry bells of the north"}')
        + '<meta property="og:title" content="Ferry bells of the north">',
        "<h1>Ferry bells of the north A walk along eleven harbours in winter</h1>", "Ferry bells of the north", "json_ld"),
    "the site's title, and a heading that opens the text": (
        "<title>Harbour enquiries -</title>", f"<article><h2>Ferries that are late today</h2>{TEXT}</article>",
        "Ferries that are late today", "opening"),
    "a first-level heading of which the title knows nothing, and a heading that opens the text": (
        "<title>Harbour enquiries -</title>", f"<article><h1>Lorem</h1><h2>Ferries that are late today</h2>{TEXT}</article>",
        "Ferries that are late today", "opening"),
    "a first-level heading above the text, of which a title of one part knows nothing": (
        "<title>Enquiries</title>", f"<h1>Ferries that are late today</h1><p>Pier 4</p><article>{TEXT}</article><h2>More about ferries</h2>",
        "Ferries that are late today", "opening"),
    "headings above the text, and one in a menu": (
        "<title>Blog | Harbour enquiries</title>",
        f"<h2>What was asked before</h2><h3>Ferries that are late today</h3><nav><h3>Piers, times, tickets</h3></nav><article>{TEXT}</article>",
        "Ferries that are late today", "opening"),
    "a title without a site, and a part that opens the text": (
        "<title>All about ferry bells</title>", f"<article><h2>How a bell is rung</h2>{TEXT}</article>", "All about ferry bells", "title"),
    "the name of a part that opens the text": (
        "<title>All about ferry bells -</title>", f"<article><h2>Introduction</h2>{TEXT}</article>", "All about ferry bells -", "title"),
    "microdata and a sharing card that differ": (
        '<meta property="og:title" content="Bell rings for nobody"><title>Bell</title>',
        '<div itemscope itemtype="https://schema.org/Thing"><p itemprop="headline">Bell of the harbour</p></div>',
        "Bell rings for nobody", "open_graph"),
    "a lower heading that is the title, below one that no metadata has": (
        "<title>Ferries: piers, times, tickets</title>", "<h1>Ferries – Northport</h1><h2>Ferries: piers, times, tickets</h2>",
        "Ferries: piers, times, tickets", "heading"),
    "the same, below one that the sharing card has": (
        '<title>Ferries: piers, times, tickets</title><meta property="og:title" content="Ferries – Northport">',
        "<h1>Ferries – Northport</h1><h2>Ferries: piers, times, tickets</h2>", "Ferries – Northport", "h1"),
    "only a title": ("<title>Bell rings for nobody - The Harbour Courier</title>" + SITE, "", "Bell rings for nobody", "title"),
    "entities escaped twice": ('<meta property="og:title" content="Bells &amp;amp; whistles">', "", "Bells & whistles", "open_graph"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "body", "wanted", "strategy"), PAGES.values(), ids=PAGES)
def test_the_headline_is_the_pages(head, body, wanted, strategy):
    choice = headline.choose(document(body, head))
    assert (choice.value, choice.strategy) == (wanted, strategy)


def test_losers_are_kept_with_the_reason():
    head = (
        '<title>Bell rings - The Harbour Courier</title><meta property="og:title" content="The Harbour Courier">' + SITE
    )
    candidates = headline.choose(document("<h1>Bell rings</h1>", head)).candidates
    assert {c.strategy: c.why for c in candidates if not c.won} == {
        "open_graph": "is the name of the site",
        "title": "says the same as h1",
    }


def test_no_headline_is_none():
    assert headline.choose(document("<p>Text</p>")).value is None
