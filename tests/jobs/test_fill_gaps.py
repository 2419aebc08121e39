"""Each way in which the entries of a gap are found: on a site on the loopback, with a clock of ours."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.archive.crawl.gap_log import GapLog
from scraper.jobs import fill_gaps, gap_documents
from scraper.jobs.collect import Plan
from scraper.jobs.run import poll_and_visit
from tests.jobs.test_poll_again import SETTINGS, Newsroom

HOUR = timedelta(hours=1)
BEFORE, MISSED, AFTER = (3, 2, 1), (7, 6, 5, 4), (10, 9, 8)  # entries: the larger, the newer
PAGES = 30


class Paper(Newsroom):
    """A site whose feed loses entries between two polls, and where they may still be."""

    def __init__(self, site, archive):
        super().__init__(site, archive)
        site.pages |= {f"/{n}": (200, {}, article(f"Story {n}")) for n in range(1, PAGES)}
        self.head = ""  # further elements of the feed

    def url(self, path):
        return f"{self.site.base}{path}"

    def rss(self, *numbers, head=""):
        items = "".join(
            f"<item><title>Story {n}</title><link>{self.url(f'/{n}')}</link><guid isPermaLink='false'>id-{n}</guid></item>"
            for n in numbers
        )
        return f"<rss version='2.0'><channel><title>News</title>{head}{items}</channel></rss>".encode()

    def serve(self, path, body):
        self.site.pages[path] = (200, {"Content-Type": "application/xml"}, body)

    def lose(self, *, before=BEFORE, after=AFTER):
        """Poll, let the feed go on without us, and poll again -> the outcomes of the second poll."""
        self.serve("/feed", self.rss(*before))
        self.poll()
        self.serve("/feed", self.rss(*after, head=self.head))
        return self.poll(2 * HOUR)

    def gap(self):
        (row,) = self.archive.db.execute("SELECT * FROM v_gaps")
        return row

    def state(self):
        """Entries found, by what, and whether the gap is filled."""
        row = self.gap()
        return row["found"], row["filled_by"], row["filled_at"] is not None

    def archived(self):
        """The numbers of the entries that the archive has."""
        urls = self.archive.db.execute("SELECT url FROM articles")
        return sorted(int(url.rpartition("/")[2]) for (url,) in urls)

    def asked(self, path):
        return sum(asked.startswith(path) for asked, _ in self.site.visits)


@pytest.fixture
def paper(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        yield Paper(site, archive)


def link(paper, rel, path):
    return f"<link xmlns='http://www.w3.org/2005/Atom' rel='{rel}' href='{paper.url(path)}'/>"


def archives(paper):
    paper.head = link(paper, "prev-archive", "/archive/2")
    paper.serve("/archive/2", paper.rss(7, 6, head=link(paper, "prev-archive", "/archive/1")))
    paper.serve("/archive/1", paper.rss(5, 4, 3, 2, head=link(paper, "prev-archive", "/archive/0")))
    paper.serve("/archive/0", paper.rss(2, 1))


def paging(paper):
    paper.head = link(paper, "next", "/page/2")
    paper.serve("/page/2", b"<rss/>")
    paper.serve("/page/3", paper.rss(7, 6, head=link(paper, "next", "/page/4")))
    paper.serve("/page/4", paper.rss(5, 4, 3, 2))
    paper.serve("/page/2", paper.rss(head=link(paper, "next", "/page/3")))


def sitemap(paper):
    rows = "".join(
        f"<url><loc>{paper.url(f'/{n}')}</loc><lastmod>2026-03-01T{day}Z</lastmod></url>"
        for n, day in (
            (1, "07:00:00"),
            (4, "08:30:00"),
            (5, "09:00:00"),
            (6, "09:10:00"),
            (7, "09:20:00"),
            (11, "10:30:00"),
        )
    )
    old = f"<url><loc>{paper.url('/other/12')}</loc><lastmod>2026-03-01T09:00:00Z</lastmod></url>"
    paper.serve("/sitemap.xml", f"<urlset>{rows}{old}<url><loc>{paper.url('/13')}</loc></url></urlset>".encode())
    index = "".join(
        f"<sitemap><loc>{paper.url(path)}</loc><lastmod>{day}</lastmod></sitemap>"
        for path, day in (("/old.xml", "2026-02-01"), ("/sitemap.xml", "2026-03-01"))
    )
    paper.serve("/index.xml", f"<sitemapindex>{index}</sitemapindex>".encode())
    paper.serve("/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {paper.url('/index.xml')}\n".encode())


def wordpress(paper):
    paper.head = "<generator>https://wordpress.org/?v=6.4</generator>"
    paper.serve("/feed?paged=2", paper.rss(7, 6, head=paper.head))
    paper.serve("/feed?paged=3", paper.rss(5, 4, 3, head=paper.head))


WAYS = {"archive": archives, "paging": paging, "sitemap": sitemap, "wordpress": wordpress}


@pytest.mark.parametrize("way", WAYS)
def test_a_gap_is_filled(paper, way):
    WAYS[way](paper)
    told = paper.lose()
    assert paper.state() == (len(MISSED), way, True)
    assert paper.archived() == sorted((*BEFORE, *MISSED, *AFTER))
    assert told == {f"/{n}": "new" for n in (*MISSED, *AFTER)}
    assert paper.asked("/archive/0") == paper.asked("/old.xml") == 0
    visits = len(paper.site.visits)
    paper.poll(timedelta(days=40))
    assert len(paper.site.visits) == visits + 1  # it is not tried again


def atom(paper, numbers, head=""):
    entries = "".join(f"<entry><id>id-{n}</id><link href='{paper.url(f'/{n}')}'/></entry>" for n in numbers)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>".encode()


def json_feed(paper, numbers, **more):
    items = [{"id": f"id-{n}", "url": paper.url(f"/{n}")} for n in numbers]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items, **more}).encode()


def test_an_atom_feed_with_archives(paper):
    head = "<link rel='prev-archive' href='/archive/1'/>"
    paper.serve("/archive/1", atom(paper, (7, 6, 5, 4, 3)))
    paper.serve("/feed", atom(paper, BEFORE, head))
    paper.poll()
    paper.serve("/feed", atom(paper, AFTER, head))
    paper.poll(HOUR)
    assert paper.state() == (4, "archive", True)


def test_a_json_feed_with_pages(paper):
    paper.serve("/page/2", json_feed(paper, (9, 8), next_url=paper.url("/page/3")))
    paper.serve("/page/3", json_feed(paper, (7, 6, 5, 4, 3)))
    paper.serve("/feed", json_feed(paper, BEFORE))
    paper.poll()
    paper.serve("/feed", json_feed(paper, (10,), next_url=paper.url("/page/2")))
    paper.poll(HOUR)
    assert paper.state() == (6, "paging", True)


def test_without_a_known_entry_the_gap_stays_open(paper):
    paper.head = link(paper, "prev-archive", "/archive/2")
    paper.serve("/archive/2", paper.rss(7, 6, head=link(paper, "prev-archive", "/archive/1")))
    paper.lose()
    assert paper.state() == (2, "archive", False)
    assert paper.archived() == [1, 2, 3, 6, 7, 8, 9, 10]
    paper.serve("/archive/1", paper.rss(5, 4, 3))
    paper.poll(HOUR)
    assert paper.state() == (2, "archive", False)  # it is not time yet
    paper.poll(5 * HOUR)
    assert paper.state() == (4, "archive", True)
    assert paper.archived() == list(range(1, 11))


WAITS = (  # hours after the gap, and whether it is tried then
    (5, False), (6, True), (7, False), (23, False), (24, True), (25, False), (24 * 7, True), (24 * 29, False),
    (24 * 30, True), (24 * 31, False), (24 * 365, False),
)  # fmt: skip


def test_a_gap_is_tried_a_few_times(paper):
    paper.lose()
    end = paper.now
    tried_at = paper.gap()["tried_at"]
    assert tried_at == "2026-03-01T10:00:00Z"
    for hours, tried in WAITS:
        paper.poll(end + hours * HOUR - paper.now)
        before, tried_at = tried_at, paper.gap()["tried_at"]
        assert (tried_at != before) is tried, hours


def test_documents_are_bounded(paper, monkeypatch):
    monkeypatch.setattr(gap_documents, "DOCUMENTS", 3)
    paper.head = link(paper, "prev-archive", "/archive/1")
    for n in range(1, 9):
        paper.serve(f"/archive/{n}", paper.rss(20 + n, head=link(paper, "prev-archive", f"/archive/{n + 1}")))
    paper.lose()
    assert paper.asked("/archive/") == 3
    assert paper.state() == (3, "archive", False)


def test_entries_are_bounded(paper, monkeypatch):
    monkeypatch.setattr(fill_gaps, "ENTRIES", 3)
    archives(paper)
    paper.lose()
    assert paper.state() == (3, "archive", False)
    paper.poll(6 * HOUR)
    assert paper.state() == (4, "archive", True)


def test_an_entry_is_queued_and_counted_or_neither(paper, monkeypatch):
    """A run that is killed in between leaves the entry to the next attempt, which counts it."""
    archives(paper)
    with monkeypatch.context() as broken:
        broken.setattr(GapLog, "note_found", refuse)
        paper.lose()
    assert paper.state() == (0, None, False)
    assert paper.archived() == [1, 2, 3, 8, 9, 10]
    paper.poll(6 * HOUR)
    assert paper.state() == (4, "archive", True)


def refuse(*_):
    raise ValueError("no room")


def test_archives_that_name_each_other_end(paper):
    paper.head = link(paper, "prev-archive", "/archive/1")
    paper.serve("/archive/1", paper.rss(7, head=link(paper, "prev-archive", "/archive/2")))
    paper.serve("/archive/2", paper.rss(6, head=link(paper, "prev-archive", "/archive/1")))
    paper.lose()
    assert paper.state() == (2, "archive", False)


def test_only_wordpress_is_asked_for_its_pages(paper):
    wordpress(paper)
    paper.head = "<generator>Hugo</generator>"
    paper.lose()
    assert paper.state() == (0, None, False)
    assert paper.asked("/feed?paged") == 0


def test_wordpress_that_does_not_know_its_pages(paper):
    paper.head = "<generator>https://wordpress.org/?v=6.4</generator>"
    for number in range(2, 9):
        paper.serve(f"/feed?paged={number}", paper.rss(*AFTER, head=paper.head))
    paper.lose()
    assert paper.asked("/feed?paged") == 1
    assert paper.state() == (0, None, False)


CAPTURED = {"20260301083000": (5, 4, 3), "20260301090000": (7, 6, 5), "20260301093000": (8, 7)}


def capture(paper, captured):
    """An Internet Archive with captures of the feed."""
    names = ["timestamp", "original", "statuscode", "mimetype", "digest"]
    rows = [[at, paper.feed, "200", "application/rss+xml", at] for at in captured]
    for at, numbers in captured.items():
        paper.serve(f"/wb/web/{at}id_/{paper.feed}", paper.rss(*numbers))
    answers = paper.site.pages

    class Answers(dict):
        def get(self, path, default=None):
            parts = urlsplit(path)
            if parts.path != "/wb/cdx/search/cdx":
                return answers.get(path, default)
            question = parse_qs(parts.query)
            assert (question["url"], question["from"], question["to"]) == (
                [paper.feed], ["20260301080000"], ["20260301100000"],
            )  # fmt: skip
            return 200, {"Content-Type": "application/json"}, json.dumps([names, *rows]).encode()

    paper.site.pages = Answers(answers)
    answers = dict(paper.site.pages)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (None, (4, "wayback", True)),
        ("20260301083000", (3, "wayback", False)),  # nothing known is reached
        ("20260301090000", (4, "wayback", True)),
        ("20260301093000", (4, "wayback", False)),  # between the last capture and the poll is another hole
    ],
)
def test_captures_of_the_feed(paper, missing, expected):
    captured = {at: numbers for at, numbers in CAPTURED.items() if at != missing}
    if missing == "20260301090000":
        captured["20260301093000"] = (8, 7, 6, 5)
    paper.serve("/feed", paper.rss(*BEFORE))
    paper.poll()
    paper.serve("/feed", paper.rss(*AFTER))
    capture(paper, captured)
    paper.now += 2 * HOUR
    plan = Plan(jobs=1, wayback=paper.url("/wb"))
    poll_and_visit(paper.archive, [paper.feed], SETTINGS, plan, lambda outcome: None)
    assert paper.state() == expected


def test_captures_are_not_asked_for_without_leave(paper):
    paper.lose()
    assert paper.asked("/wb") == 0
