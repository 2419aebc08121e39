"""Published and changed apart; no date from the future, none invented."""

import pytest

from page_of import SEEN, document, ld
from scraper.extract.dates import url_dates
from scraper.lexicon import date_parser


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://x.example/2025/05/07/bell", "2025-05-07"),
        ("https://x.example/2025/may/07/bell", "2025-05-07"),
        ("https://x.example/news-07-05-2025.html", "2025-05-07"),
        ("https://x.example/a/20250507/bell", "2025-05-07"),
        ("https://x.example/2025/05/bell", None),
        ("https://x.example/id/202505071504", None),
    ],
)
def test_a_date_in_an_address(url, iso):
    stamp = url_dates.read(url)
    assert (stamp and stamp.iso) == iso


H1 = "<h1>Bell rings for nobody</h1>"
PAGES = {
    "stated": (ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-05-07T15:04:00-04:00", "dateModified": "2025-05-08"}'), "",
               "2025-05-07T15:04:00-04:00", "2025-05-08"),
    "meta": ('<meta property="article:published_time" content="2025-05-07"><meta property="article:modified_time" content="2025-05-09">', "",
             "2025-05-07", "2025-05-09"),
    "a time element; the other is of a change": (
        "", H1 + '<time class="updated" datetime="2025-05-09">9 May</time><time datetime="2025-05-07">7 May</time>', "2025-05-07", "2025-05-09"),
    "one line with both": (
        "", H1 + '<p class="dates">Publié le 3 avril 2025 à 18h20, mis à jour le 4 avril 2025 à 7h05</p>', "2025-04-03T18:20", "2025-04-04T07:05"),
    "a date of another story": ("", H1 + '<ul><li><h3><a href="/b">B</a></h3><time datetime="2025-01-01">x</time></li></ul>', None, None),
    "a date from the future": (ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2031-01-01"}'), H1 + "<p>7 May 2025</p>", "2025-05-07", None),
    "a year in the footer": ("", H1 + "<p>Text</p><footer>© 2025 Harbour Courier</footer>", None, None),
    "a year alone": (ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2025"}'), "", None, None),
    "a day near the headline that a meta element states, too, but not JSON-LD": (
        ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-05-01T09:00:00-04:00"}')
        + '<meta property="article:published_time" content="2025-05-07T15:04:00-04:00">', H1 + "<time>7 May 2025</time>",
        "2025-05-07T15:04:00-04:00", None),
    "the same, of a meta element with some other date": (
        ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-05-01"}') + '<meta name="date" content="2025-05-07">',
        H1 + "<p>7 May 2025</p>", "2025-05-07", None),
    "a day that only the page shows": (
        ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-05-01"}')
        + '<meta property="article:published_time" content="2025-05-03">', H1 + "<time>7 May 2025</time>", "2025-05-01", None),
    "a moment of which the readers' day is shown and stated": (
        ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-05-08T01:04:00Z"}') + '<meta name="date" content="2025-05-07">',
        H1 + "<time>7 May 2025</time>", "2025-05-08T01:04:00+00:00", None),
    "UTC, and the readers' clock": (
        ld('{"@type": "NewsArticle", "headline": "Bell rings for nobody", "datePublished": "2025-05-07T22:04:30Z"}'),
        H1 + '<p class="date">8 May 2025, 00:04</p>', "2025-05-08T00:04:30+02:00", None),
    "UTC, and another story's clock": (
        ld('{"@type": "NewsArticle", "headline": "Bell rings for nobody", "datePublished": "2025-05-07T22:04:30Z"}'),
        H1 + '<p class="date">8 May 2025, 00:17</p>', "2025-05-07T22:04:30+00:00", None),
    "a comment list named after the article": (
        "<title>Bell rings for nobody</title>",
        "<h2>Bell rings for nobody</h2><p>7 May 2025</p>" + "<p>Text</p>" * 60 + "<h3>3 comments on Bell rings for nobody</h3><p>9 May 2025</p>",
        "2025-05-07", None),
    "a line of text nearer than a marked date": (
        "", H1 + '<p>The letter of 3 March 2025 that the sexton sent to the council is lost again, says the clerk.</p><p class="date">7 May 2025</p>',
        "2025-05-07", None),
    "a date beside the headline, a time far off": (
        "", H1 + "<p>7 May 2025</p>" + "<p>Text</p>" * 90 + '<time datetime="2025-01-01">x</time>', "2025-05-07", None),
    "a paragraph opens with it": (
        "", H1 + "<p>Applegarth, 7.5.2025 – " + "The bell of the old tower rang on Monday, though nobody had pulled the rope. " * 4 + "</p>",
        "2025-05-07", None),
    "a paragraph opens with it in brackets": ("", H1 + "<p>(7. Mai 2025) " + "Die Glocke läutete, obwohl niemand zog. " * 9 + "</p>", "2025-05-07", None),
    "a date of history": ("", H1 + "<p>28 January 1975</p><p>7 May 2025</p>", "2025-05-07", None),
    "a dateline in brackets": ("", H1 + "<p>Saltmarket, (07.05.2025). The bell of the old tower rang on Monday, though nobody had pulled the rope.</p>", "2025-05-07", None),
    "data for a clock of the reader's": ("", H1 + '<span class="post-date" data-published="2025-05-07T10:00Z">two days ago</span>', "2025-05-07T10:00+00:00", None),
    "a hidden time": ("", H1 + '<time class="hidden" datetime="2025-05-07">x</time>', "2025-05-07", None),
    "a menu with the headline's words": (
        "<title>Bell rings</title>", "<nav><h3>Bell rings</h3><p>1 May 2025</p></nav>" + "<p>Text</p>" * 90 + "<h1>Bell rings</h1><p>7 May 2025</p>",
        "2025-05-07", None),
    "inside the headline's own box": ("", "<h1>Bell rings for nobody <small>07.05.2025</small></h1>", "2025-05-07", None),
    "today's date in the top bar": ("", '<p class="current-date">22 November 2026</p>' + H1 + "<p>7 May 2025</p>", "2025-05-07", None),
    "a meta name that no table knows": ('<meta name="acme:x7-published_time" content="2025-05-07">', H1, "2025-05-07", None),
    "a meta name of another date": ('<meta name="acme:x7-expiry_time" content="2025-05-07">', H1, None, None),
    "what the statistics are told": ("<script>track({'publishDate': '2025-05-07T10:00'})</script>", H1, "2025-05-07T10:00", None),
    "data of several stories": (
        """<script>x=[{"publishDate": "2025-05-07"}, {"publishDate": "2025-05-09"}]</script>""", H1, None, None),
    "the zero of a clock": (
        ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "1970-01-01T00:00:00Z"}'), H1 + "<p>7 May 2025</p>", "2025-05-07", None),
    "a class in another language": ("", H1 + "<div class='ngay-dang'>07/05/2025 15:04 (GMT+7)</div>", "2025-05-07T15:04+07:00", None),
    "an abbreviation that holds the date": (
        "", H1 + '<abbr itemprop="datePublished" class="published" title="2025-05-07T15:04:00+02:00">15:04</abbr>', "2025-05-07T15:04:00+02:00", None),
    "a change behind a date without a word": (
        "", H1 + "<div class='datum'><span>2025.05.07. 10:00</span> <span>Módosítva: 2025.05.08. 11:00</span></div>",
        "2025-05-07T10:00", "2025-05-08T11:00"),
    "only a change": (ld('{"@type": "NewsArticle", "headline": "H", "dateModified": "2025-05-08"}'), "", "2025-05-08", "2025-05-08"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "body", "published", "modified"), PAGES.values(), ids=PAGES)
def test_the_dates_of_a_page(head, body, published, modified):
    doc = document(body, head)
    assert (doc.dates.published.value, doc.dates.modified.value) == (published, modified)


def test_a_change_that_stands_for_the_publication_says_so():
    doc = document(head=ld('{"@type": "NewsArticle", "headline": "H", "dateModified": "2025-05-08"}'))
    assert doc.dates.published.strategy == "modified_for_published"


def test_a_refused_date_is_kept_with_the_reason():
    doc = document(head=ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "2031-01-01"}'))
    assert [(c.value, c.why) for c in doc.dates.published.candidates] == [("2031-01-01", "lies after the visit")]
    assert date_parser.too_late(date_parser.read("2026-11-26"), SEEN)
    assert not date_parser.too_late(date_parser.read("2026-11-24"), SEEN)


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('var ct = "1581517074";', "2020-02-12"),
        ('var publish_time = "2020-02-12" || "";', "2020-02-12"),
        ('var width = "1581517074";', None),
    ],
)
def test_a_variable_of_the_page_s_program_tells_when(script, day):
    found = document(f"<h1>Bell</h1><p>Text.</p><script>{script}</script>").dates.published.value
    assert (found or "")[:10] == (day or "")


@pytest.mark.parametrize(
    ("first", "sought"),
    [
        ("<time datetime='2025-05-07'>7 May 2025</time>", ["time_element"]),
        (f"{'<i></i>' * 90}<time datetime='2025-05-07'>7 May 2025</time>", ["time_element", "line_near_headline"]),
    ],
)
def test_lines_are_sought_for_dates_only_where_one_can_be_surer_than_what_is_marked(first, sought):
    doc = document(f"<h1>The bell</h1><p>6 May 2025</p>{first}<p>The bell of the ferry rings for nobody.</p>")
    assert [c.strategy for c in doc.dates.published.candidates] == sought
