"""Every entry cleans: halves of surrogate pairs and controls come in by no page, feed, list, row or setting."""

import dataclasses
import json
import re

import pytest

from newsroom import START, article, visit
from newsroom import page as newsroom_page
from page_of import ld, page
from scraper import sources
from scraper.archive import Archive
from scraper.commands.terminal import settings
from scraper.errors import InputError
from scraper.extract import extract
from scraper.models import Author, Image, Lead
from scraper.present.as_row import row
from scraper.rules import toml_rule
from scraper.sources import feed_links, opml, tables, url_list

DIRTY = "a\\ud83db\\u001b[2Jc\\u009b31m"  # as JSON writes it
NEVER = "\ud83d\x1b\x9b\x07"
FIELDS = (
    f'"headline":"{DIRTY}"',
    f'"keywords":["{DIRTY}","sea"]',
    f'"author":{{"@type":"Person","name":"Ada {DIRTY}","url":"https://press.example/{DIRTY}"}}',
    f'"url":"https://press.example/{DIRTY}"',
    f'"mainEntityOfPage":"https://press.example/{DIRTY}"',
    f'"articleSection":"{DIRTY}"',
    f'"image":{{"@type":"ImageObject","url":"https://press.example/{DIRTY}.jpg","caption":"{DIRTY}"}}',
    f'"publisher":{{"@type":"Organization","name":"{DIRTY}"}}',
    f'"datePublished":"2026-03-01{DIRTY}"',
    f'"inLanguage":"en{DIRTY}"',
)  # fmt: skip
TEXT = "<p>The harbour board met for six hours on Tuesday and left the question where it had found it.</p>" * 4


def is_clean(value):
    text = json.dumps(value, ensure_ascii=False, default=str)
    return not any(sign in text or json.dumps(sign)[1:-1] in text for sign in NEVER)


def read(body):
    return extract(page(body))


@pytest.mark.parametrize("field", FIELDS)
def test_json_ld(field):
    told = ld(f'{{"@type":"NewsArticle",{field}}}')
    found = read(f"<html><head>{told}</head><body><article><h1>A pier</h1>{TEXT}</article></body></html>")
    assert is_clean(dataclasses.asdict(found))
    assert found.body
    json.dumps(row(found), ensure_ascii=False).encode()


def test_markup_and_references():
    found = read(
        '<html><head><title>A \x1b]0;x\x07 title</title><meta name="author" content="Ada &#155;31m &#27; &#xd83d;">'
        f'<meta property="og:site_name" content="The \x9b Gazette"></head>'
        f'<body><article><h1>A pier &#155;31m\x1b[2J</h1><p class="byline">By Ada \x07 Berg</p>{TEXT}'
        '<figure><img src="/\x1b.jpg" alt="\x9b"><figcaption>The \x9b quay. Photo: Erik \x1b Lund</figcaption></figure>'
        "</article></body></html>"
    )
    assert is_clean(dataclasses.asdict(found))
    assert found.headline.startswith("A pier")


def test_embedded_state():
    prose = "The harbour board met for six hours on Tuesday and left the question where it had found it. " * 5
    state = json.dumps({"article": {"title": "A pier\ud83d", "body": f"{prose}\x1b[2J\x9b {prose}"}})
    found = read(f'<html><body><div id="root"></div><script type="application/json">{state}</script></body></html>')
    assert is_clean(dataclasses.asdict(found))
    assert found.body


def test_a_page_of_plain_text():
    lines = (
        b"A pier \x1b[2J closes\n\nBy Ada \xc2\x9b Berg\n\n"
        + b"The harbour board met for six hours \x07 today.\n\n" * 9
    )
    assert is_clean(dataclasses.asdict(extract(page(lines, content_type="text/plain"))))


FEEDS = (
    ("JSON Feed", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T\ud83d\x1b", "items": [
        {"id": "1\ud83d", "url": "https://press.example/\ud83d", "title": "A\ud83d\x9b"},
        {"id": "9" * 5000, "url": "https://press.example/2", "title": "B"}]})),
    ("JSON Lines", json.dumps({"url": "https://press.example/1", "id": "\ud83d", "headline": "\x1b"})),
    ("RSS", ("<rss><channel><title>T&#155;</title><item><title>A&#155;&#27;</title><guid>&#x9b;</guid>"
            "<link>https://press.example/&#155;</link></item></channel></rss>")),
    ("RSS in a strange encoding", ('<?xml version="1.0" encoding="unicode_escape"?><rss><channel><title>\\ud83d</title>'
            "<item><title>\\ud83d\\x9b</title><link>https://press.example/1</link></item></channel></rss>")),
    ("Atom", ('<feed xmlns="http://www.w3.org/2005/Atom"><title>&#155;</title><entry><id>x&#155;</id><title>&#155;</title>'
             '<link href="https://press.example/&#155;"/></entry></feed>')),
    ("sitemap", "<urlset><url><loc>https://press.example/&#155;</loc></url></urlset>"),
    ("list", "https://press.example/\x9b\n"),
)  # fmt: skip


@pytest.mark.parametrize("text", [t for _, t in FEEDS], ids=[n for n, _ in FEEDS])
def test_feeds(text):
    feed = sources.read(text.encode(), "https://press.example/feed")
    assert feed.leads
    assert is_clean(dataclasses.asdict(feed))


DEEP = '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 100_000 + "]" * 100_000 + "}"


def test_a_json_feed_that_is_nested_too_deeply_is_named():
    with pytest.raises(InputError, match="nested deeper"):
        sources.read(DEEP.encode(), "https://press.example/feed")


def test_subscriptions():
    data = '<opml><body><outline text="A&#155;" xmlUrl="https://press.example/&#155;"/></body></opml>'
    found = opml.read(data.encode())
    assert len(found) == 1
    assert is_clean([dataclasses.asdict(each) for each in found])
    offered = feed_links.feeds(
        b'<link rel="alternate" type="application/rss+xml" title="A&#155;\x1b" href="/f&#155;">',
        "https://press.example/",
    )
    assert len(offered) == 1
    assert is_clean([dataclasses.asdict(each) for each in offered])


def test_titles_of_an_older_archive_can_be_taken_away():
    """`feed export` writes XML, which no control character may stand in."""
    assert b"A title" in opml.write([opml.Subscription(url="https://press.example/f", title="A\x1b title\ufffe")])


def test_lists():
    lines = ['{"url": "https://press.example/1", "id": "\\ud83d", "note": "\\u009b"}', "https://press.example/2\x9b"]
    table = ["url,note\n", "https://press.example/3,a\x1bb\n"]
    found = [*url_list.read_lines(lines), *tables.read_table("".join(table))]
    assert len(found) == 3
    assert all(isinstance(each, Lead) for each in found)
    assert is_clean([dataclasses.asdict(each) for each in found])


def test_settings_and_rules(tmp_path):
    file = tmp_path / "scraper.toml"
    file.write_text('contact = "a\\u001bb"\n')
    assert settings.load(str(file))[0]["contact"][0] == "ab"
    file.write_text("header = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(InputError, match="nested too deeply"):
        settings.load(str(file))
    rule = tmp_path / "press.example.toml"
    rule.write_text("headline = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(InputError, match="nested too deeply"):
        toml_rule.read(rule, "press.example")


@pytest.mark.parametrize("selector", ["h1[a='x", "a::attr('x", "h1:unknown(", "h1::attr('x y')", "p:has(", "::before"])
def test_a_selector_that_cannot_be_read_is_named(tmp_path, selector):
    rule = tmp_path / "press.example.toml"
    rule.write_text(f"headline = {json.dumps(selector)}")
    found = toml_rule.read(rule, "press.example").rule
    assert found.fields == {}
    assert len(found.faults) == 1
    assert re.search(r"press\.example\.toml: headline: bad selector", found.faults[0])


def test_what_is_saved(tmp_path):
    bad = "a\ud83d\x1b"
    dirty = article(
        f"{TEXT} {bad}", headline=bad, tags=(bad,), authors=(Author(name=bad, role=bad, links=(bad,), raw=bad),),
        images=(Image(url=bad, caption=bad, credit=bad, alt=bad),), section=bad, publisher=bad, subheadline=bad,
        canonical_url=f"https://harbour.example/{bad}", language="en\x9b",
    )  # fmt: skip
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        archive.articles.save(dirty, archive.pages.keep(newsroom_page(dirty, body=b"kept as it came")))
        assert is_clean(archive.articles.get(1))
        assert not list(archive.maintenance.verify())


def test_rows_of_an_archive_that_kept_controls_come_in_with_their_form(tmp_path):
    """The form counts characters of the text: both are cleaned together."""
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        visit(archive, article("A heading of it", TEXT))
        told = next(archive.articles.walk())
    dirty = told | {"body_text": told["body_text"].replace("heading", "head\x1b\x9bing"), "tags": ["a\ud83d"]}
    dirty["body_form"] = json.dumps([["heading", 17, {"level": 2}], ["paragraph", len(TEXT)]])
    with Archive.open(tmp_path / "b.db", clock=lambda: START) as archive:
        (sums,) = archive.transfer.import_jsonl([json.dumps(dirty)])
        assert (sums.added, sums.refused) == (1, [])
        assert [str(block.kind) for block in archive.articles.load(1).body] == ["heading", "paragraph"]
        assert archive.articles.load(1).body[0].text == "A heading of it"
        assert is_clean(archive.articles.get(1))
        assert not list(archive.maintenance.verify())
