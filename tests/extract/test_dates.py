"""Dates in many languages, as precise as written; published and changed apart; none from the future, none invented."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import SEEN, document, ld
from scraper.extract.dates import calendars as date_calendars
from scraper.extract.dates import date_parser, url_dates
from scraper.lexicon import months

WRITTEN = [
    ("2025-05-07T15:04:00-04:00", None, "2025-05-07T15:04:00-04:00"),
    ("2025-05-07T15:04:12.123Z", None, "2025-05-07T15:04:12+00:00"),
    ("2025-05-07 15:04", None, "2025-05-07T15:04"),
    ("20250507T150400Z", None, "2025-05-07T15:04:00+00:00"),
    ("1746630240000", None, "2025-05-07T15:04:00+00:00"),
    ("Wed, 07 May 2025 15:04:00 GMT", None, "2025-05-07T15:04:00+00:00"),
    ("Wed May 07 2025 15:04:00 GMT+0200 (CEST)", None, "2025-05-07T15:04:00+02:00"),
    ("May 7, 2025 at 3:04 p.m. EDT", "en", "2025-05-07T15:04-04:00"),
    ("7. Mai 2025, 15:04 Uhr", "de", "2025-05-07T15:04"),
    ("Datum:26. Januar 2022", "de", "2022-01-26"),
    ("07 Dezember, 2022", "de", "2022-12-07"),
    ("le 7 mai 2025 à 15h04", "fr", "2025-05-07T15:04"),
    ("7 de mayo de 2025", "es", "2025-05-07"),
    ("2025年5月7日 15時04分", "ja", "2025-05-07T15:04"),
    ("2025년 5월 7일 오후 3:04", "ko", "2025-05-07T15:04"),
    ("٧ مايو ٢٠٢٥", "ar", "2025-05-07"),
    ("7 พ.ค. 2568", "th", "2025-05-07"),
    ("7 मई 2025", "hi", "2025-05-07"),
    ("27 בינואר 2026, 07:15", "he", "2026-01-27T07:15"),
    ("2025. május 7.", "hu", "2025-05-07"),
    ("2025 m. gegužės 7 d.", "lt", "2025-05-07"),
    ("Ngày 7 tháng 5, 2025", "vi", "2025-05-07"),
    ("7 listopada 2025", "hr", "2025-10-07"),
    ("7 listopada 2025", "pl", "2025-11-07"),
    ("5/7/2025", "en-US", "2025-05-07"),
    ("5/7/2025", "fr", "2025-07-05"),
    ("13/05/2025", "en-US", "2025-05-13"),
    ("07.05.25", "de", "2025-05-07"),
    ("26 | 01 | 2022", "de", "2022-01-26"),
    ("May 2025", "en", "2025-05"),
]
# As newspapers all over the world show it: the calendars, signs and words of their languages.
SHOWN = [
    ("2024 05 / 07 10:00:00", "zh", "2024-05-07T10:00:00"),
    ("Tue 7 May 2024 11.00 BST", "en", "2024-05-07T11:00+01:00"),
    ("Published 10:00 BST, 7 May 2024", "en", "2024-05-07"),
    ("Updated 5:00 AM EDT, Tue May 7, 2024", "en", "2024-05-07"),
    ("May 7th, 2024", "en", "2024-05-07"),
    ("7 May '24", "en", "2024-05-07"),
    ("07-May-2024 10:00", "en", "2024-05-07T10:00"),
    ("May 07, 2024 10:00 IST", "en", "2024-05-07T10:00"),
    ("07 May 2024 10:00am IST", "en", "2024-05-07T10:00"),
    ("Dienstag, 07.05.2024, 10:00 Uhr", "de", "2024-05-07T10:00"),
    ("7. Mai 2024 um 15.04 Uhr", "de", "2024-05-07T15:04"),
    ("07.05.2024 | Stand: 08.05.2024", "de", "2024-05-07"),
    ("Publié le 07/05/2024 à 15h04", "fr", "2024-05-07T15:04"),
    ("mardi 7 mai 2024, 15 h 04", "fr", "2024-05-07T15:04"),
    ("1er mai 2024", "fr", "2024-05-01"),
    ("7 mayo, 2024 - 15:04", "es", "2024-05-07T15:04"),
    ("martes, 07 de mayo de 2024 a las 15:04", "es", "2024-05-07T15:04"),
    ("07.05.2024 - 15:04h", "es", "2024-05-07T15:04"),
    ("7 de mayo del 2024", "es", "2024-05-07"),
    ("7.mai.2024 às 15h04", "pt", "2024-05-07T15:04"),
    ("07/05/2024 15h04", "pt", "2024-05-07T15:04"),
    ("7 mai 2024, 15:04", "pt", "2024-05-07T15:04"),
    ("7 Maggio 2024 alle 15:04", "it", "2024-05-07T15:04"),
    ("07 mag 2024", "it", "2024-05-07"),
    ("7 mei 2024 om 15:04", "nl", "2024-05-07T15:04"),
    ("di 7 mei 2024, 15.04", "nl", "2024-05-07T15:04"),
    ("7 maj 2024 kl. 15.04", "sv", "2024-05-07T15:04"),
    ("Publicerad 2024-05-07 15.04", "sv", "2024-05-07T15:04"),
    ("7. mai 2024 kl. 15:04", "no", "2024-05-07T15:04"),
    ("07.05.24 15:04", "no", "2024-05-07T15:04"),
    ("07. maj 2024 kl. 15.04", "da", "2024-05-07T15:04"),
    ("7.5.2024 klo 15.04", "fi", "2024-05-07T15:04"),
    ("7.5. 2024 15:04", "fi", "2024-05-07T15:04"),
    ("7 maja 2024, 15:04", "pl", "2024-05-07T15:04"),
    ("07.05.2024, godz. 15:04", "pl", "2024-05-07T15:04"),
    ("7. května 2024 v 15:04", "cs", "2024-05-07T15:04"),
    ("7. 5. 2024 15:04", "cs", "2024-05-07T15:04"),
    ("2024. május 7., kedd 15:04", "hu", "2024-05-07T15:04"),
    ("2024. 05. 07. 15:04", "hu", "2024-05-07T15:04"),
    ("2024.05.07. 15:04", "hu", "2024-05-07T15:04"),
    ("7 mai 2024, 15:04", "ro", "2024-05-07T15:04"),
    ("07.05.2024. 15:04", "hr", "2024-05-07T15:04"),
    ("7. svibnja 2024. u 15:04", "hr", "2024-05-07T15:04"),
    ("7. мај 2024. 15:04", "sr", "2024-05-07T15:04"),
    ("7 май 2024, 15:04", "bg", "2024-05-07T15:04"),
    ("7 Μαΐου 2024, 15:04", "el", "2024-05-07T15:04"),
    ("07 Μαι. 2024 15:04", "el", "2024-05-07T15:04"),
    ("7 Mayıs 2024 Salı, 15:04", "tr", "2024-05-07T15:04"),
    ("Mayıs 07, 2024 15:04", "tr", "2024-05-07T15:04"),
    ("07.05.2024 - 15:04", "tr", "2024-05-07T15:04"),
    ("7 мая 2024, 15:04", "ru", "2024-05-07T15:04"),
    ("7 мая 2024 года в 15:04", "ru", "2024-05-07T15:04"),
    ("вівторок, 7 травня 2024, 15:04", "uk", "2024-05-07T15:04"),
    ("7 مايو 2024 - 15:04", "ar", "2024-05-07T15:04"),
    ("الثلاثاء، 7 مايو / أيار 2024", "ar", "2024-05-07"),
    ("07 مايو/أيار 2024", "ar", "2024-05-07"),
    ("7/5/2024", "ar", "2024-05-07"),
    ("٢٠٢٤/٠٥/٠٧", "ar", "2024-05-07"),
    ("نشر في: 07 مايو ,2024: 03:04 م", "ar", "2024-05-07T15:04"),
    ("۱۸ اردیبهشت ۱۴۰۳", "fa", "2024-05-07"),
    ("سه\u200cشنبه ۱۸ اردیبهشت ۱۴۰۳ - ۱۵:۰۴", "fa", "2024-05-07T15:04"),
    ("۱۴۰۳/۰۲/۱۸", "fa", "2024-05-07"),
    ("1403/02/18 - 15:04", "fa", "2024-05-07T15:04"),
    ("7 במאי 2024, 15:04", "he", "2024-05-07T15:04"),
    ("07.05.24", "he", "2024-05-07"),
    ("07 मई 2024 03:04 PM IST", "hi", "2024-05-07T15:04"),
    ("Tue, 07 May 2024 03:04 PM (IST)", "hi", "2024-05-07T15:04"),
    ("৭ মে ২০২৪, ১৫:০৪", "bn", "2024-05-07T15:04"),
    ("প্রকাশ: ০৭ মে ২০২৪, ১৫: ০৪", "bn", "2024-05-07T15:04"),
    ("7 พฤษภาคม 2567 15:04 น.", "th", "2024-05-07T15:04"),
    ("7 พ.ค. 67", "th", "2024-05-07"),
    ("07 พ.ค. 2567 | 15:04 น.", "th", "2024-05-07T15:04"),
    ("Selasa, 07 Mei 2024 15:04 WIB", "id", "2024-05-07T15:04+07:00"),
    ("Selasa, 7 Mei 2024 | 15:04 WIB", "id", "2024-05-07T15:04+07:00"),
    ("Thứ ba, 7/5/2024, 15:04 (GMT+7)", "vi", "2024-05-07T15:04+07:00"),
    ("07/05/2024 15:04 GMT+7", "vi", "2024-05-07T15:04+07:00"),
    ("15:04 07/05/2024", "vi", "2024-05-07"),
    ("2024年5月7日（火） 15:04", "ja", "2024-05-07T15:04"),
    ("2024/05/07 15:04", "ja", "2024-05-07T15:04"),
    ("2024年05月07日15:04", "zh", "2024-05-07T15:04"),
    ("令和6年5月7日", "ja", "2024-05-07"),
    ("民國113年5月7日", "zh-TW", "2024-05-07"),
    ("113年5月7日", "zh-TW", "2024-05-07"),
    ("２０２４年５月７日", "ja", "2024-05-07"),
    ("입력 2024.05.07. 오후 3:04", "ko", "2024-05-07T15:04"),
    ("2024-05-07 오후 3:04", "ko", "2024-05-07T15:04"),
    ("2024년 5월 7일 15시 04분", "ko", "2024-05-07T15:04"),
    ("2024 m. gegužės 7 d. 15:04", "lt", "2024-05-07T15:04"),
    ("2024. gada 7. maijs", "lv", "2024-05-07"),
    ("7. mai 2024, 15:04", "et", "2024-05-07T15:04"),
    ("7. maí 2024", "is", "2024-05-07"),
    ("7 Maj 2024", "sq", "2024-05-07"),
    ("7 de maig de 2024", "ca", "2024-05-07"),
    ("2024ko maiatzaren 7a", "eu", "2024-05-07"),
    ("7 may 2024", "az", "2024-05-07"),
    ("2024 жылғы 7 мамыр", "kk", "2024-05-07"),
    ("7 მაისი, 2024", "ka", "2024-05-07"),
    ("7 Mayo 2024", "tl", "2024-05-07"),
    ("7 Mei 2024", "af", "2024-05-07"),
    ("07 మే 2024", "te", "2024-05-07"),
    ("மே 7, 2024", "ta", "2024-05-07"),
    ("ಮೇ 7, 2024", "kn", "2024-05-07"),
    ("ਮਈ 7, 2024", "pa", "2024-05-07"),
    ("7 مئی 2024", "ur", "2024-05-07"),
    ("2024-05-07T15:04:00+0530", None, "2024-05-07T15:04:00+05:30"),
    ("2024-05-07T15:04:00.000+00:00", None, "2024-05-07T15:04:00+00:00"),
    ("2024-05-07T15:04+02", None, "2024-05-07T15:04+02:00"),
    ("2024-05-07 15:04:00 +0200", None, "2024-05-07T15:04:00+02:00"),
    ("2024-05-07 15:04:00 UTC", None, "2024-05-07T15:04:00+00:00"),
    ("2024-05-07T15:04:00 Europe/Berlin", None, "2024-05-07T15:04:00"),
    ("2024-5-7T9:4:00", None, "2024-05-07"),
    ("20240507", None, "2024-05-07"),
    ("1715094240", None, "2024-05-07T15:04:00+00:00"),
    ("Tue May 07 15:04:00 EDT 2024", None, "2024-05-07T15:04:00-04:00"),
    ("Tue May  7 15:04:00 2024", None, "2024-05-07T15:04:00"),
    ("2024-05-07T15.04.00", None, "2024-05-07T15:04:00"),
    ("Tue, 7 May 2024 15:04:00 +0200", None, "2024-05-07T15:04:00+02:00"),
    ("05/07/2024 03:04 PM", "en-US", "2024-05-07T15:04"),
    ("05-07-2024", "en-US", "2024-05-07"),
    ("7/5/24", "en-GB", "2024-05-07"),
    ("2024/05/07 15:04:00 JST", None, "2024-05-07T15:04:00+09:00"),
]


@pytest.mark.parametrize(("text", "language", "iso"), WRITTEN + SHOWN)
def test_a_date_is_read_as_precisely_as_it_was_written(text, language, iso):
    stamp = date_parser.read(text, language=language)
    assert stamp is not None
    assert (stamp.iso, stamp.raw) == (iso, text)


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "(c) 2025 Harbour Courier",
        "31.02.2025",
        "2025-13-45",
        "version 4.8.12",
        "0000-00-00",
        "1234-05-06",
        "",
        None,
    ],
)
def test_what_is_no_date(text):
    assert date_parser.read(text) is None


@given(st.text(max_size=120))
def test_no_text_raises(text):
    stamp = date_parser.read(text)
    assert stamp is None or stamp.iso[:4].isdigit()


@given(st.datetimes(max_value=datetime(2300, 1, 1)))  # noqa: DTZ001 - hypothesis wants a naive bound
def test_what_python_writes_is_read(moment):
    stamp = date_parser.read(moment.isoformat(timespec="seconds"))
    if moment.year in date_calendars.PERSIAN:  # these years are Iran's, and ours
        return
    assert stamp is None if moment.year < date_parser.EARLIEST else stamp.iso[:10] == moment.date().isoformat()


def test_every_month_of_every_language_has_its_number():
    assert all(len(line.split()) == 12 for line in months.table().values())
    assert all(
        months.number(w.split("/")[0], lang) == i
        for lang, line in months.table().items()
        for i, w in enumerate(line.split(), 1)
    )


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
    "a date of birth": ("", H1 + "<p>Born 28 January 1999</p>" + "<p>Text</p>" * 40 + "<p>7 May 2025</p>", "2025-05-07", None),
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
    "a number of seconds": (ld('{"@type": "NewsArticle", "headline": "H", "datePublished": 1746630240}'), "", "2025-05-07T15:04:00+00:00", None),
    "the zero of a clock": (
        ld('{"@type": "NewsArticle", "headline": "H", "datePublished": "1970-01-01T00:00:00Z"}'), H1 + "<p>7 May 2025</p>", "2025-05-07", None),
    "a class in another language": ("", H1 + "<div class='ngay-dang'>07/05/2025 15:04 (GMT+7)</div>", "2025-05-07T15:04+07:00", None),
    "an abbreviation that holds the date": (
        "", H1 + '<abbr itemprop="datePublished" class="published" title="2025-05-07T15:04:00+02:00">15:04</abbr>', "2025-05-07T15:04:00+02:00", None),
    "a change that is told first": (
        "", H1 + "<div class='dates'><span>수정 2025-05-08 11:00</span> <span>등록 2025-05-07 10:00</span></div>", "2025-05-07T10:00", "2025-05-08T11:00"),
    "a change behind a date without a word": (
        "", H1 + "<div class='datum'><span>2025.05.07. 10:00</span> <span>Módosítva: 2025.05.08. 11:00</span></div>",
        "2025-05-07T10:00", "2025-05-08T11:00"),
    "only a change": (ld('{"@type": "NewsArticle", "headline": "H", "dateModified": "2025-05-08"}'), "", "2025-05-08", "2025-05-08"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "body", "published", "modified"), PAGES.values(), ids=PAGES)
def test_the_dates_of_a_page(head, body, published, modified):
    doc = document(body, head)
    assert (doc.dates.published.value, doc.dates.modified.value) == (published, modified)


def test_a_date_in_the_month_of_the_address_is_believed_first():
    body = H1 + "<p>3 March 2024</p>" + "<p>Text</p>" * 30 + '<p class="date">7 May 2025</p>'
    assert document(body, url="https://x.example/2025/05/bell").dates.published.value == "2025-05-07"
    assert document(body, url="https://x.example/bell").dates.published.value == "2024-03-03"


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
