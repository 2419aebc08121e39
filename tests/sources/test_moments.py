"""The times of feeds: right, or nothing; never a time that the feed did not mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import sources
from scraper.sources.feed_times import when

AFTERNOON = "2024-12-15T15:15"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 15 Dec 2024 03:15 PM", f"{AFTERNOON}:00"),
        ("Sun, 15 Dec 2024 12:15 AM", "2024-12-15T00:15:00"),
        ("Sun, 15 Dec 2024 12:15 PM", "2024-12-15T12:15:00"),
        ("15 Dec 2024 3:15PM", f"{AFTERNOON}:00"),
        ("Sunday, December 15, 2024 at 3:15 p. m. EST", f"{AFTERNOON}:00-05:00"),
        ("Dec 15th, 2024 3:15:09 p.m.", f"{AFTERNOON}:09"),
        ("Sun, 15 Dec 2024 03:15\u202fPM", f"{AFTERNOON}:00"),  # as clocks of the ICU library write it
        ("Sun, 15 Dec 2024 03:15\u00a0pm +0100", f"{AFTERNOON}:00+01:00"),
        ("Sun, 15 Dec 2024 3 PM", "2024-12-15T15:00:00"),
        ("Sun, 15 Dec 2024 12:00 noon", "2024-12-15T12:00:00"),
        ("Sun, 15 Dec 2024 12 midnight", "2024-12-15T00:00:00"),
        ("Sun, 15 Dec 2024 15:15 PM", f"{AFTERNOON}:00"),
        ("Sun, 15 Dec 2024 15:15 AM", None),
        ("2024-12-15 03:15 PM", AFTERNOON),
        ("2024-12-15T03:15:20pm+01:00", f"{AFTERNOON}:20+01:00"),
        # halves of the day in words that are not read are not left out
        ("15 Dec 2024 03:15 μ.μ.", None),
        ("15 Dec 2024 下午 03:15", None),
        ("2024-12-15 03:15 ч", None),
        ("15 Dec 2024 03:15 P", None),
        ("15 Dec 2024 03:15 +0200 PM", None),
    ],
)
def test_clocks_of_twelve_hours(text, expected):
    assert when(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-12-15T09:00:00+02", "2024-12-15T09:00:00+02:00"),
        ("Sun, 15 Dec 2024 09:00 +02", "2024-12-15T09:00:00+02:00"),
        ("2024-12-15T09:00:00\u221205:00", "2024-12-15T09:00:00-05:00"),
        ("Sun, 15 Dec 2024 09:00:00 GMT+2", "2024-12-15T09:00:00+02:00"),
        ("2024-12-15 09:00:00 +0000 UTC", "2024-12-15T09:00:00+00:00"),
        ("2024-12-15T09:00:00+01:00[Europe/Berlin]", "2024-12-15T09:00:00+01:00"),
        ("Sun Dec 15 2024 09:00:00 GMT+0100 (Central European Standard Time)", "2024-12-15T09:00:00+01:00"),
        ("Sun Dec 15 09:00:00 UTC 2024", "2024-12-15T09:00:00+00:00"),
        ("2024-12-15T09:00:00+15:00", None),
        ("2024-12-15T09:00:00+01:75", None),
        ("2024-12-15T09:00:00-00:14400", None),
        # zones that a name does not settle: the clock that people saw, without an offset
        *((f"Sun, 15 Dec 2024 09:00:00 {zone}", "2024-12-15T09:00:00") for zone in ("CEST", "JST", "IST", "KST", "AEDT")),
        ("Sun, 15 Dec 2024 09:00:00 (CEST)", "2024-12-15T09:00:00"),
        ("Sun, 15 Dec 2024 09:00:00 XYZ", None),
    ],
)  # fmt: skip
def test_offsets_and_zones(text, expected):
    assert when(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-12-15T24:00:00Z", "2024-12-16T00:00:00+00:00"),
        ("Tue, 31 Dec 2024 24:00:00 GMT", "2025-01-01T00:00:00+00:00"),
        ("2024-12-15T24:15:00Z", None),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"),
        ("Sat, 31 Dec 2016 11:59:60 PM", "2017-01-01T00:00:00"),
        ("2016-12-31T23:59:61Z", None),
        ("9999-12-31T24:00:00Z", None),
        ("15 Dec 2024", "2024-12-15"),  # a day is a day, not its midnight
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("So., 15 Dec 2024 09:00:00 +0100", "2024-12-15T09:00:00+01:00"),
        ("15 Dez 2024 09:00", None),
        ("12/10/2024 09:00", None),  # October or December
        ("1734275700", None),
    ],
)
def test_the_edges_of_days_and_minutes(text, expected):
    assert when(text) == expected


@given(
    st.integers(1, 12),
    st.integers(0, 59),
    st.sampled_from(["AM", "PM", "a.m.", "p.m.", "am", "pm"]),
    st.sampled_from(["", " ", "\u202f", "\u00a0"]),
)
def test_both_kinds_of_feed_clock_agree(hour, minute, half, space):
    right = f"{hour % 12 + 12 * (half[0] in 'pP'):02}:{minute:02}"
    for text in (f"15 Dec 2024 {hour}:{minute:02}{space}{half}", f"2024-12-15 {hour:02}:{minute:02}{space}{half}"):
        assert when(text)[:16] == f"2024-12-15T{right}"


FORMATS = {
    "rss": "<rss><channel><item><link>http://a.example/1</link><pubDate>{}</pubDate></item></channel></rss>",
    "atom": "<feed><entry><link href='http://a.example/1'/><published>{}</published></entry></feed>",
    "json": '{{"items": [{{"url": "http://a.example/1", "date_published": "{}"}}]}}',
    "news": "<urlset><url><loc>http://a.example/1</loc><news><publication_date>{}</publication_date></news></url></urlset>",
}


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_reads_times_alike(form):
    for text, expected in (("15 Dec 2024 03:15 PM", f"{AFTERNOON}:00"), ("2024-12-15 24:00", "2024-12-16T00:00")):
        (lead,) = sources.read(form.format(text).encode(), "http://a.example/f").leads
        assert lead.date_published == expected


def test_a_sitemap_reads_its_time_of_change_alike():
    sitemap = "<urlset><url><loc>http://a.example/1</loc><lastmod>2024-12-15 03:15 PM</lastmod></url></urlset>"
    (lead,) = sources.read(sitemap.encode(), "http://a.example/s").leads
    assert lead.row == {"date_modified": AFTERNOON}
