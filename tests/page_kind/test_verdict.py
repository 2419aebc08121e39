"""What kind of page it is: one made-up page of each kind, and pages that only look like one."""

from datetime import UTC, datetime

import pytest

from page_of import read
from scraper.models import Page

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PROSE = "The council met on Tuesday and talked for three hours about the bridge, which nobody had crossed since the flood of the spring. "
ARTICLE = f"<article><h1>The bridge</h1>{f'<p>{PROSE}</p>' * 8}</article>"
CLOSED = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The bridge","isAccessibleForFree":"False"}</script>'
CARDS = "".join(f'<li><h3><a href="/s/{i}">Story number {i} of the day</a></h3></li>' for i in range(12))


def kind(body, *, status=200, headers=None, url="https://paper.example/a/story", final=None, head=""):
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    page = Page(
        url=url, final_url=final or url, status=status, headers=headers or {}, body=markup.encode(), fetched_at=NOW
    )
    found = read(page).kind
    assert found.evidence
    return found.kind.value


PAGES = [
    ("article", ARTICLE, {}),
    (
        "article",
        f"{ARTICLE}<p>This site uses cookies. We and our partners ask for your consent. Accept all. Privacy policy.</p>",
        {},
    ),
    ("article", f"{ARTICLE}<form><input type='password'></form><h2>Sign in</h2>", {}),
    ("article", f"{ARTICLE}<ul>{CARDS}</ul>", {"head": '<meta property="og:type" content="article">'}),
    ("article", ARTICLE.replace("The bridge", "404 days without a bridge"), {}),
    ("article", ARTICLE, {"head": CLOSED}),
    (
        "challenge",
        "<h1>Checking your browser</h1><p>Ray ID: 1</p>",
        {"head": "<title>Just a moment...</title>", "status": 403},
    ),
    ("challenge", ARTICLE, {"headers": {"cf-mitigated": "challenge"}}),
    (
        "consent",
        "<h1>Ihre Zustimmung</h1><p>Wir und unsere Partner verarbeiten personenbezogene Daten mit Cookies. Alle akzeptieren.</p>",
        {},
    ),
    ("consent", "<p>Before you continue</p>", {"final": "https://consent.paper.example/?to=x"}),
    ("login", "<h1>Sign in</h1><form><input name='u'><input type='password'></form>", {}),
    ("soft_404", "<h1>Seite nicht gefunden</h1><p>Die Adresse ist falsch oder die Seite gibt es nicht mehr.</p>", {}),
    ("soft_404", "<h1>ページが見つかりません</h1>", {}),
    (
        "js_shell",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=/m.js></script>",
        {},
    ),
    ("listing", f"<h1>Today</h1><ul>{CARDS}</ul>", {"head": '<meta property="og:type" content="website">', "url": "https://paper.example/today"}),
    ("listing", f"<h1>Paper</h1><ul>{CARDS}</ul>", {"url": "https://paper.example/"}),
    (
        "live_blog",
        ARTICLE,
        {"head": '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"The bridge"}</script>'},
    ),
    (
        "teaser",
        f"<article><h1>The bridge</h1><p>{PROSE}</p></article><div><p>Subscribe to continue reading</p></div>",
        {"head": CLOSED},
    ),
    (
        "teaser",
        f"<article><h1>Die Brücke</h1><p>{PROSE}</p><div class=paywall><p>Jetzt weiterlesen mit dem Abo für einen Euro.</p></div></article>",
        {},
    ),
    ("empty", "", {}),
    ("empty", "<div></div>", {}),
    ("empty", "<p>x", {}),
    ("empty", "OK", {}),
    ("empty", "<p>Please try again later.</p>", {"head": "<title>Service unavailable</title>"}),
    ("empty", "<h1>We will be back soon</h1><p>The site is down for maintenance.</p>", {}),
    ("empty", f"<h1>Maintenance</h1><p>{PROSE}</p>", {"head": "<title>Maintenance | The Paper</title>"}),
    ("empty", f"<h1>Wartungsarbeiten</h1><p>{PROSE}</p>", {"head": '<meta property="og:type" content="article">'}),
    ("empty", "<h1>Index of /</h1><pre><a href=a.html>a.html</a> 01-Jan-2026 10:00 12K</pre>", {}),
    ("empty", "<h1>Search</h1><p>Nothing found for your query.</p>", {}),
    ("empty", "<h1>ただいま</h1><p>アクセスが集中しています。しばらくしてから再度お試しください。</p>", {}),
    ("empty", "<article><h1>Bridge closed</h1><p>The bridge is closed.</p></article>", {}),
    ("article", "<article><h1>Bridge closed</h1><time datetime=2026-04-30>30 April</time><p>The bridge is closed.</p></article>", {}),
    ("article", "<article><h1>Bridge closed</h1><p>30 April 2026</p><p>The bridge is closed.</p></article>", {}),
    ("article", "<article><h1>Bridge closed</h1><p>The bridge is closed.</p></article>", {"head": '<meta property="og:type" content="article">'}),
    ("article", "<article><h1>Bridge closed</h1><p>The bridge is closed.</p></article>", {"head": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge closed"}</script>'}),
    ("article", f"<article><h1>Maintenance closes the bridge</h1><p>{PROSE}</p><p>{PROSE}</p></article>", {}),
    ("article", f"<article><h1>Maintenance</h1>{f'<p>{PROSE}</p>' * 8}</article>", {}),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "body", "more"), PAGES)
def test_kind(expected, body, more):
    assert kind(body, **more) == expected


def test_a_number_in_a_short_story_s_headline_is_no_notice():
    text = "<p>The yard has built them since May, and the last one leaves on Friday with the tide, the owners said.</p>"
    assert kind(f"<article><h1>Ferry yard delivers boat 404</h1>{text * 3}</article>") == "article"


def test_the_few_words_of_a_page_that_is_no_article_are_told():
    page = Page(url="https://paper.example/a", final_url="https://paper.example/a", headers={}, body=b"<p>Down to the sea", fetched_at=NOW)  # fmt: skip
    found = read(page)
    assert found.kind.kind.value == "empty"
    assert [block.text for block in found.body.blocks] == ["Down to the sea"]


def test_bytes_that_are_no_text_are_no_article():
    page = Page(url="https://paper.example/a", final_url="https://paper.example/a", headers={}, body=bytes(range(256)) * 40,
                fetched_at=NOW)  # fmt: skip
    assert read(page).kind.kind.value == "empty"
    assert not read(page).body.blocks


def test_a_short_article_in_chinese_among_many_links_is_no_listing():
    links = "".join(f'<h3><a href="/{n}">港口第{n}号灯塔今晨重新点亮的消息</a></h3>' for n in range(40))
    text = (
        "<p>今晚，海港管理局通过官方微博发布消息称，北防波堤的灯塔没有熄灭，只是被一只海鸥挡住了光，请广大旅客放心。</p>"
        * 5
    )
    head = '<meta charset="utf-8"><title>灯塔没有熄灭</title><meta property="og:type" content="news">'
    assert kind(f"<h1>灯塔没有熄灭</h1><div class=article>{text}</div>{links}", head=head) == "article"
