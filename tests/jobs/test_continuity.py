"""A hole between two polls of a feed is a gap, exactly one; where nothing was missed there is none."""

import tempfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies

from program import article, serving
from scraper.archive import Archive
from scraper.jobs import continuity
from scraper.jobs.poll import Poller
from scraper.models import Lead
from scraper.sources import Feed
from tests.jobs.test_poll_again import Newsroom

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOST = "https://news.example"


def lead(number, **fields):
    return Lead(**({"url": f"{HOST}/{number}", "id": f"id-{number}"} | fields))


def window(*entries, kind="rss", hours=0):
    leads = [entry if isinstance(entry, Lead) else lead(entry) for entry in entries]
    return continuity.window(Feed(kind=kind, leads=tuple(leads)), leads, START + timedelta(hours=hours))


def linked(url, name="x"):
    return Lead(url=url, id=name)


PAIRS = (
    ("the same", window(3, 2, 1), window(3, 2, 1), False),
    ("one in common", window(3, 2, 1), window(5, 4, 3), False),
    ("none in common", window(3, 2, 1), window(6, 5, 4), True),
    ("another id", window(2, 1), window(lead(3), lead(2, id="other")), False),
    ("another address", window(2, 1), window(lead(3), lead(2, url=f"{HOST}/moved")), False),
    ("https, www, a slash, a tracker", window(linked("http://news.example/a/")),
     window(linked("https://www.news.example/a?utm_source=rss", "y"), lead(9)), False),
    ("another query", window(linked(f"{HOST}/a?id=1")), window(linked(f"{HOST}/a?id=2", "y")), True),
    ("one id for all", window(lead(1, id="all"), lead(2, id="all")), window(lead(3, id="all"), lead(4, id="all")), True),
    ("one address for all", window(lead(1, url=HOST), lead(2, url=HOST)), window(lead(3, url=HOST), lead(4, url=HOST)),
     True),
    ("pinned at the top", window(9, 3, 2, 1), window(9, 6, 5, 4), True),
    ("pinned at the top, and one more", window(9, 3, 2, 1), window(9, 5, 4, 3), False),
    ("only the first is left", window(3, 2, 1), window(3), False),
    ("the first comes last", window(3, 2, 1), window(5, 4, 3), False),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after", "missed"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_two_windows(before, after, missed):
    assert continuity.is_gap(before, after) is missed


NEWS = {"date_published": "2026-03-01T07:00:00Z"}
KINDS = (
    ("rss", (lead(1),), True),
    ("atom", (lead(1),), True),
    ("json_feed", (lead(1),), True),
    ("rss", (), False),
    ("rss", (lead(1, id="all", url=HOST), lead(2, id="all", url=HOST)), False),
    ("sitemap", (lead(1), lead(2, row={"date_modified": "2026-03-01"})), False),
    ("sitemap", (lead(1, **NEWS), lead(2, **NEWS), lead(3)), True),
    ("sitemap_index", (lead(1, **NEWS), lead(2)), False),
    ("sitemap_index", (lead(1, **NEWS), lead(2, **NEWS)), True),
    ("url_list", (lead(1),), False),
)


@pytest.mark.parametrize(("kind", "leads", "is_window"), KINDS)
def test_what_is_a_window(kind, leads, is_window):
    assert (window(*leads, kind=kind) is not None) is is_window


@pytest.mark.parametrize(
    ("before", "entries", "fault", "cut"),
    [
        (window(3, 2, 1), [9], "line 7", True),
        (window(3, 2, 1), [9, 8], "line 7", False),
        (window(3, 2, 1), [9], None, False),
        (None, [9], "line 7", False),
    ],
)
def test_a_broken_document_is_believed_if_it_shows_as_much_as_the_one_before(before, entries, fault, cut):
    assert continuity.is_cut(before, window(*entries), fault) is cut


HOURLY = [lead(n, date_published=f"2026-03-01T{n:02}:00:00Z") for n in range(11)]
LATER = [lead(n, date_published=f"2026-03-02T{n:02}:00:00+00:00") for n in range(11)]
BURST = [lead(n, date_published=f"2026-03-01T08:0{n}:00Z") for n in range(5)]
ESTIMATES = (
    ("by the dates", window(*HOURLY), window(*LATER, hours=48), None, 48 - 11),
    ("by the rate", window(*HOURLY), window(*LATER, hours=48), 2 / 3600, 96 - 11),
    ("by a rate without dates", window(1, 2), window(3, 4, hours=10), 1 / 3600, 8),
    ("no rate", window(1, 2), window(3, 4, hours=10), None, None),
    ("a burst is no rate", window(*BURST), window(3, 4, hours=10), None, None),
    ("none", window(*HOURLY), window(*LATER, hours=2), None, 0),
    ("the clock was set back", window(*HOURLY, hours=48), window(*LATER), None, 48 - 11),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "rate", "expected"), [row[1:] for row in ESTIMATES], ids=[row[0] for row in ESTIMATES]
)
def test_how_many_were_missed(before, after, rate, expected):
    assert continuity.estimate(before, after, rate) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T10:00:00+02:00", START),
        ("2026-03-01T08:00", START),
        ("2026-03-01", START.replace(hour=0)),
        ("2026-03", None),
        (None, None),
    ],
)
def test_moments_of_feeds(text, expected):
    assert continuity.moment_of(text) == expected


@given(size=strategies.integers(1, 8), steps=strategies.lists(strategies.integers(0, 20), max_size=30))
def test_exactly_one_gap_for_each_hole(size, steps):
    """A feed shows its newest `size` entries; between two polls it gets so many new ones."""
    newest, before, gaps, holes = 100, None, 0, 0
    for step in steps:
        newest += step
        after = window(*range(newest, newest - size, -1))
        if before is not None:
            gaps += continuity.is_gap(before, after)
            holes += step >= size
        before = after
    assert gaps == holes


@given(size=strategies.integers(1, 5), steps=strategies.lists(strategies.integers(0, 9), max_size=12))
@settings(deadline=None, max_examples=25)
def test_the_archive_has_exactly_one_row_for_each_hole(size, steps):
    newest, holes = 100, -1  # the first poll finds a hole before it, which is none
    with tempfile.TemporaryDirectory() as folder, Archive.open(f"{folder}/a.db", clock=lambda: START) as archive:
        archive.crawl.feeds.add(f"{HOST}/feed")
        feed = archive.crawl.feeds.get(f"{HOST}/feed")
        poller = Poller(archive.crawl, None, print)
        for step in (size, *steps):
            newest += step
            holes += step >= size
            leads = tuple(lead(number) for number in range(newest, newest - size, -1))
            poller._note_window(feed, Feed(kind="rss", leads=leads), leads)
        found = archive.crawl.gaps.rows()
    assert len(found) == holes


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        site.pages |= {f"/{n}": (200, {}, article(f"Story {n}")) for n in range(12)}
        yield Newsroom(site, archive)


def gaps(newsroom):
    names = ("from_at", "to_at", "seen_before", "estimate", "found", "filled_at")
    return [tuple(getattr(row, name) for name in names) for row in newsroom.archive.crawl.gaps.rows()]


def test_polls_record_a_gap(newsroom):
    hour = timedelta(hours=1)
    shown = (
        ((3, 2, 1), []),  # the first poll
        ((4, 3, 2), []),
        (None, []),  # not modified
        ((), []),  # empty
        ((8, 7, 6), [("2026-03-01T10:00:00Z", "2026-03-01T12:00:00Z", 3, None, 0, None)]),
        ((9, 8, 7), None),
    )
    expected = []
    for number, (entries, found) in enumerate(shown):
        if entries is not None:
            newsroom.lists(*(f"/{n}" for n in entries), etag=f'"{number}"')
        newsroom.poll(hour if number else timedelta(0))
        expected = expected if found is None else found
        assert gaps(newsroom) == expected


def test_a_failed_poll_is_no_window(newsroom):
    newsroom.lists("/2", "/1", etag='"one"')
    newsroom.poll()
    newsroom.site.pages["/feed"] = (500, {}, b"")
    newsroom.poll(timedelta(hours=1))
    newsroom.lists("/3", "/2", etag='"two"')
    newsroom.poll(timedelta(hours=1))
    assert gaps(newsroom) == []
    newsroom.site.pages["/feed"] = (500, {}, b"")
    newsroom.poll(timedelta(hours=1))
    newsroom.lists("/9", "/8", etag='"three"')
    newsroom.poll(timedelta(hours=1))
    assert gaps(newsroom) == [("2026-03-01T10:00:00Z", "2026-03-01T12:00:00Z", 2, None, 0, None)]


def test_a_gap_outlives_its_feed(newsroom):
    for paths in (("/1",), ("/5",)):
        newsroom.lists(*paths, etag=None)
        newsroom.poll(timedelta(hours=1))
    newsroom.archive.crawl.feeds.remove(newsroom.feed)
    assert [row.url for row in newsroom.archive.crawl.gaps.rows()] == [newsroom.feed]
    assert newsroom.archive.crawl.gaps.open() == []
    assert list(newsroom.archive.maintenance.verify()) == []
