"""A thousand hostile answers, feeds and rows among two hundred good ones: the good ones are kept, and nothing else happens.

The kinds are made up here; each comes many times, in other places.
"""

import gzip
import itertools
import json
import os
import random
import sqlite3
from contextlib import closing

import pytest

from program import ALLOW, article, scraper, serving

HTML = {"Content-Type": "text/html; charset=utf-8"}
PROSE = "The harbour board met for six hours on Tuesday and left the question of the old pilot station open. " * 8


def page(head="", body="", text=PROSE):
    return (
        200,
        HTML,
        f"<html><head><title>A pier</title>{head}</head><body><h1>A pier</h1><p>{text}</p>{body}</body></html>".encode(),
    )


def ld(text):
    return page(f'<script type="application/ld+json">{text}</script>')


def header(name, value):
    status, headers, body = page()
    return (status, headers | {name: value}, body)


RANDOM = random.Random(10)
PAGES = (
    ld('{"@type":"NewsArticle","keywords":["a\\ud83d"],"author":{"name":"A\\ud83d","url":"https://x.example/\\ud83d"}}'),
    ld('{"@type":"NewsArticle","url":"http://\\ud83d/","mainEntityOfPage":"\\udc00","image":"\\ud83d.jpg","publisher":{"name":"\\ud83d"}}'),
    ld("[" * 50_000), ld('{"a":' * 5_000), ld(f'{{"@type":"Article","wordCount":{"9" * 6000},"x":1e999,"y":NaN}}'),
    ld('{"@type":["Article",{}],"author":[[[[{"name":7}]]]],"datePublished":{"a":1},"keywords":{"b":[]}}'),
    page("<meta name=author content='&#155;31m&#27;&#xd83d;&#0;'>"), page(text="\x1b]52;c;QQ==\x07\x9b31m\u202e" + PROSE),
    page(body="<div>" * 20_000), page(body=f"<p {' '.join(f'a{n}=1' for n in range(3000))}>x"), page(body="<table><tr><td>" * 300),
    page("<link rel=canonical href='http://xn--i-7iq.invalid/'>"), page("<link rel=canonical href='http://[::1%é]/'>"),
    page("<base href='http://xn--0.invalid/'>"), page("<meta http-equiv=refresh content='0;url=http://xn--0.invalid/'>"),
    header("ETag", '"\xe9"'), header("Last-Modified", "s\xe1b, 28 nov 2026 99:99:99"), header("Set-Cookie", "sid=\xe4; Domain=co.uk"),
    header("Content-Type", "text/html; charset=unicode_escape"), header("Content-Type", "\xff/\xfe; charset=\x01"), header("Link", "<" * 4000),
    header("Content-Encoding", "gzip"), header("Content-Encoding", "br, zstd, nonsense"), header("Retry-After", "9" * 400),
    (302, {"Location": "http://xn--0.invalid/"}, b""), (302, {"Location": "http://[fe80::1%\xe9]/"}, b""), (302, {"Location": "\xe9\xff"}, b""),
    (302, {"Location": "//\ud83d".encode("utf-8", "surrogatepass").decode("latin-1")}, b""), (301, {}, b""), (302, {"Location": "http://x.invalid:99999/"}, b""),
    (200, HTML, b""), (200, HTML, b"\x00" * 5000), (200, HTML, os.urandom(3000)), (200, HTML, b"\xff\xfe" + os.urandom(2001)),
    (200, {"Content-Type": "text/plain"}, b"\x1b[2J\x9b" * 300), (200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(b"<p>x")[:-6]),
    (200, HTML | {"Content-Encoding": "deflate"}, b"\x07" * 99), (404, HTML, b"\xff"), (999, HTML, b"x"), (500, {}, b""), (410, {}, b""),
)  # fmt: skip
FEEDS = (
    gzip.compress(b"<rss>" * 99)[:-9], b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x07" + b"x" * 99, b"\x1f\x8b",
    json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "\ud83d", "items": [{"id": "\ud83d", "url": "http://x.invalid/\ud83d"}]}).encode(),
    b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 99_999, b'{"items":[7,null,"x",{"id":' + b"9" * 5000 + b'}],"version":"jsonfeed.org"}',
    b'<?xml version="1.0" encoding="unicode_escape"?><rss><channel><title>\\ud83d</title></channel></rss>',
    b"<rss><channel><item><link>http://xn--i-7iq.invalid/</link></item><item><link>http://[::1%\xc3\xa9]/</link></item></channel></rss>",
    b'<!DOCTYPE x [<!ENTITY a "&a;&a;">]><rss>&a;</rss>', b"<rss>" + b"<channel>" * 9999, b"<sitemapindex><sitemap><loc>http://xn--0.invalid/</loc></sitemap></sitemapindex>",
    b"", b"\x00", b"<html>", b"%PDF-1.4", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>&#155;</id><link href='http://\xff/'/></entry></feed>",
)  # fmt: skip
ADDRESSES = (
    "http://xn--i-7iq.invalid/", "http://xn--0.invalid/", "http://xn--fa-hia.invalid../", "http://[::1%é]/", "http://[fe80::1%é]/",
    "http://\x1b[2J.invalid/", "http://faß.invalid/", "http://x[y].invalid/", "http://user:pass@x.invalid/", "http://.invalid/", "ftp://x.invalid/",
    "http://x.invalid:99999/", "http://" + "a" * 300 + ".invalid/", "http://x.invalid/" + "y" * 9000, "javascript:alert(1)", "http://%zz.invalid/",
    '{"url": "http://x.invalid/\\ud83d", "id": "\\ud83d"}', '{"url": 7}', "{" * 5000, '{"url": ' + "[" * 50_000, "http://１２７.0.0.1:1/", "http:///x",
)  # fmt: skip
ROWS = (
    '{"url": "http://x.example/\\ud83d", "tags": ["\\ud83d"], "word_count": 9223372036854775808}', "[" * 100_000, "{}", "7", "null", "\x00", '{"url": 1}',
    '{"url": "http://x.example/1", "headline": [], "body_text": {}}', '{"url": "http://x.example/2", "is_free": 1e999}', '{"url": "http://x.example/3", "body_form": "{"}',
    '{"url": "http://x.example/4", "versions": [[[]]]}', '{"url": "http://x.example/5", "authors": [{"name": {}}]}', '{"url": "http://[::1%é]/"}', '{"url": "http://xn--0.invalid/", "images": [7]}',
)  # fmt: skip
GOOD, HOSTILE = 200, 1000


def quiet(done):
    """Nothing that a fault of ours would say."""
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert "bug in scraper" not in said
    assert "error in scraper itself" not in said, [line for line in said.splitlines() if "itself" in line][:3]
    return done


def dealt(kinds, count):
    return list(itertools.islice(itertools.cycle(kinds), count))


@pytest.mark.slow
def test_a_thousand_hostile_inputs_among_two_hundred_good_ones(tmp_path):
    pages, addresses, feeds, rows = 500, 200, 150, 150
    assert pages + addresses + feeds + rows == HOSTILE
    with serving() as site:
        good = [f"/good/{n}" for n in range(GOOD)]
        site.pages |= {
            path: (200, {}, article(f"Story {path}", *(f"{PROSE} {path} {n}" for n in range(3)))) for path in good
        }
        site.pages |= {f"/bad/{n}": answer for n, answer in enumerate(dealt(PAGES, pages))}
        site.pages |= {f"/feed/{n}": (200, {}, body) for n, body in enumerate(dealt(FEEDS, feeds))}
        listed, fetched = good[:100], good[100:]
        items = "".join(f"<item><link>{site.base}{path}</link></item>" for path in listed)
        site.pages["/feed/good"] = (200, {}, f"<rss><channel>{items}</channel></rss>".encode())
        lines = [site.base + path for path in fetched] + [f"{site.base}/bad/{n}" for n in range(pages)]
        lines += [
            f"{line[:40]}{n}{line[40:]}" if "x.invalid/" in line else line
            for n, line in enumerate(dealt(ADDRESSES, addresses))
        ]
        RANDOM.shuffle(lines)
        (tmp_path / "list").write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
        options = (*ALLOW, "--no-robots", "--timeout", "10", "--log-file", "log", "--per-host", "2")
        for _ in range(2):  # what the first run kept must not end the second
            done = quiet(scraper(tmp_path, "fetch", "-a", "list", *options, timeout=900))
            assert done.returncode == 3
        visited = {path for path, _ in site.visits if path.startswith("/bad/")}
        assert len(visited) > pages * 0.9, len(visited)
        subscriptions = "".join(f'<outline xmlUrl="{site.base}/feed/{n}"/>' for n in ["good", *range(feeds)])
        (tmp_path / "feeds.opml").write_text(f"<opml><body>{subscriptions}</body></opml>")
        assert quiet(scraper(tmp_path, "feed", "import", "feeds.opml")).returncode == 0
        for _ in range(2):  # of some feeds the second time, too, only a part cannot be read
            done = quiet(scraper(tmp_path, "feed", "poll", *options, timeout=900))
            assert done.returncode == 3
        with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
            kept = {url for (url,) in db.execute("SELECT url FROM articles") if "/good/" in url}
        assert len(kept) == GOOD
    exported = scraper(tmp_path, "export", "jsonl").stdout
    (tmp_path / "rows").write_text("\n".join([exported, *dealt(ROWS, rows)]))
    done = quiet(scraper(tmp_path, "--db", "other.db", "import", "jsonl", "rows"))
    assert done.returncode == 3
    assert f"{len(exported.splitlines())} new" in done.stderr
    for file in ("archive.db", "other.db"):
        assert quiet(scraper(tmp_path, "--db", file, "verify")).returncode == 0
    check = scraper(tmp_path, "status", "--check")
    assert "itself" not in check.stderr
