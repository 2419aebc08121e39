"""An entry whose title, date, id or address changes in its feed is no second article; another article is one."""

from datetime import timedelta

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.jobs import refresh
from scraper.jobs.collect import Plan
from scraper.models import Lead
from tests.jobs.test_poll_again import SETTINGS, Newsroom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = (
    "Passengers complained yesterday that breakfast aboard the restored ferryboat costs considerably more than before.",
    "Engineers inspected seventeen lighthouses between Tuesday and Thursday, and recommended replacing corroded lanterns.",
    "Fishermen remembered forgotten anchorages; historians photographed abandoned warehouses near the northern breakwater.",
)
OTHER = ("The council voted on the new tram line after a long debate.",) * 8


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        yield Newsroom(site, archive)


def show(newsroom, *entries):
    """Let the feed show entries: each a path or a URL, an id, a title, and a date."""
    items = ""
    for url, guid, title, date in entries:
        link = url if url.startswith("http") else f"{newsroom.site.base}{url}"
        items += (
            f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>"
            f"<guid isPermaLink='false'>{guid}</guid></item>"
        )
    body = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()
    newsroom.site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, body)


def articles(newsroom):
    return newsroom.archive.db.execute("SELECT count(*) FROM articles").fetchone()[0]


def canonical(newsroom, path):
    return f'<link rel="canonical" href="{newsroom.site.base}{path}">'


FIRST = ("/a", "id-1", "Harbour board meets", "Sun, 01 Mar 2026 07:00:00 GMT")
LATER = "Mon, 02 Mar 2026 07:00:00 GMT"
PAGE = article("Harbour board meets", *TEXT)
RETITLED = article("Harbour board met", *TEXT)
CHANGES = {
    # what changes -> the entry afterwards, further pages, articles, visits of the second poll
    "nothing": (FIRST, {}, 1, 0),
    "title": (("/a", "id-1", "Harbour board met", FIRST[3]), {}, 1, 0),
    "date": ((*FIRST[:3], LATER), {}, 1, 0),
    "id": (("/a", "id-2", *FIRST[2:]), {}, 1, 0),
    "id, title and date": (("/a", "id-2", "Harbour board met", LATER), {}, 1, 0),
    "address": (("/b", *FIRST[1:]), {"/b": (200, {}, PAGE)}, 1, 0),
    "address and date": (("/b", *FIRST[1:3], LATER), {"/b": (200, {}, PAGE)}, 1, 0),
    "address and title": (
        ("/b", "id-1", "Harbour board met", FIRST[3]), {"/b": (200, {}, RETITLED), "/a": (301, {"Location": "/b"}, b"")}, 1, 1,
    ),
    "a tracker": (("/a?utm_source=rss&amp;utm_campaign=2", "id-2", *FIRST[2:]), {}, 1, 0),
    "a slash": (("/a/", "id-2", *FIRST[2:]), {"/a/": (200, {}, PAGE)}, 1, 0),
    "a fragment": (("/a#comments", "id-2", *FIRST[2:]), {}, 1, 0),
    "id and address, redirected": (("/b", "id-2", *FIRST[2:]), {"/b": (301, {"Location": "/a"}, b"")}, 1, 2),
    "id and address, same canonical": (("/b?page=1", "id-2", *FIRST[2:]), {"/b?page=1": "canonical"}, 1, 1),
    "the same id for another article": (
        ("/z", "id-1", "Council votes on trams", LATER), {"/z": (200, {}, article("Council votes on trams", *OTHER))}, 2, 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_one_article(newsroom, change):
    entry, pages, count, visits = CHANGES[change]
    newsroom.site.pages["/a"] = (200, {}, article("Harbour board meets", *TEXT, head=canonical(newsroom, "/a")))
    show(newsroom, FIRST)
    assert newsroom.poll() == {"/a": "new"}
    for path, answer in pages.items():
        page = (200, {}, article("Harbour board meets", *TEXT, head=canonical(newsroom, "/a")))
        newsroom.site.pages[path] = page if answer == "canonical" else answer
    show(newsroom, entry)
    for _ in range(3):
        newsroom.poll(2 * DAY)
    asked = [path for path, _ in newsroom.site.visits[2:] if path not in ("/feed", "/robots.txt")]
    assert (articles(newsroom), len(asked)) == (count, visits), asked


def test_an_article_that_moved_is_looked_for_at_its_new_address(newsroom):
    """The old one is dead: by it, the article would count as vanished, and its edits would be missed."""
    newsroom.site.pages["/a"] = (200, {}, PAGE)
    show(newsroom, FIRST)
    newsroom.poll()
    del newsroom.site.pages["/a"]
    newsroom.site.pages["/b"] = (200, {}, article("Harbour board meets", *TEXT, "The board adjourned until Friday."))
    show(newsroom, ("/b", *FIRST[1:]))
    newsroom.poll(HOUR)
    newsroom.poll(HOUR)
    newsroom.now += DAY
    (due,) = newsroom.archive.crawl.due.ranked()
    assert due.url == f"{newsroom.site.base}/b"
    refresh.refresh_due(newsroom.archive, refresh.ALL_DUE, SETTINGS, Plan(jobs=1), lambda outcome: None)
    assert (articles(newsroom), newsroom.archive.articles.get("1")["version"]) == (1, 2)
    kinds = newsroom.archive.db.execute("SELECT kind, detail FROM events ORDER BY id").fetchall()
    assert list(map(tuple, kinds)) == [("moved", f"{newsroom.site.base}/b")]


def test_http_and_https(newsroom):
    """Nothing here speaks TLS; a second article would need a visit."""
    newsroom.site.pages["/a"] = (200, {}, PAGE)
    show(newsroom, FIRST)
    newsroom.poll()
    show(newsroom, (f"{newsroom.site.base}/a".replace("http:", "https:"), "id-2", *FIRST[2:]))
    assert newsroom.poll(DAY) == {}


@pytest.mark.parametrize(("text", "count"), [(TEXT, 1), (OTHER, 2)], ids=["the same text", "another text and title"])
def test_two_feeds_that_spell_an_address_differently(newsroom, text, count):
    """The site answers at both and names neither as the original."""
    title = "Harbour board meets" if text is TEXT else "Council votes on trams"
    newsroom.site.pages |= {"/a": (200, {}, PAGE), "/a/": (200, {}, article(title, *text))}
    show(newsroom, FIRST)
    newsroom.poll()
    newsroom.feed = f"{newsroom.site.base}/feed2"
    newsroom.archive.crawl.feeds.add(newsroom.feed)
    show(newsroom, ("/a/", "n-7", *FIRST[2:]))
    newsroom.site.pages["/feed2"] = newsroom.site.pages["/feed"]
    newsroom.poll(DAY)
    assert articles(newsroom) == count


def test_one_id_for_all_entries(newsroom):
    newsroom.site.pages |= {f"/{n}": (200, {}, article(f"Story {n}", *(f"{OTHER[0]} {n}",) * 8)) for n in range(4)}
    for numbers in ((0, 1), (2, 3)):
        show(newsroom, *((f"/{n}", "all", f"Story {n}", LATER) for n in numbers))
        assert newsroom.poll(DAY) == {f"/{n}": "new" for n in numbers}
    assert newsroom.poll(DAY) == {}
    assert articles(newsroom) == 4


def test_ids_that_are_places_in_the_feed(newsroom):
    newsroom.site.pages |= {
        f"/{n}": (200, {}, article(f"Story {n}", *(f"{OTHER[0]} {n} {'x' * n}",) * 8)) for n in range(6)
    }
    for newest in range(2, 6):
        numbers = (newest, newest - 1, newest - 2)
        show(newsroom, *((f"/{n}", f"place-{place}", f"Story {n}", LATER) for place, n in enumerate(numbers)))
        newsroom.poll(2 * DAY)
    assert articles(newsroom) == 6


MANY = 3000


def test_known_entries_are_found_by_their_address(newsroom):
    """Not through all entries of the feed: a site's whole sitemap may be a feed."""
    feeds, db = newsroom.archive.crawl.feeds, newsroom.archive.db
    leads = [Lead(url=f"https://news.example/{n}", id=f"id-{n}") for n in range(MANY)]
    feeds.mark_seen(1, leads)
    steps = 0

    def count():
        nonlocal steps
        steps += 1

    db.set_progress_handler(count, 100)
    assert feeds.unseen(1, leads[:100]) == []
    db.set_progress_handler(None, 0)
    assert steps < 100 * 10  # each looks at a thousand steps at most
