"""Site rules: reading the files, finding a site's rule, what it finds on a page."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from page_of import read
from scraper import rules
from scraper.errors import InputError
from scraper.extract import site_rule
from scraper.models import Page
from scraper.present import render
from scraper.rules import site_config, toml_rule

URL = "http://gulls.example/news/eggs.html"
PAGE = """<!DOCTYPE html><html><head><meta name="stamp" content="2026-03-04"></head><body>
<div class="top"><h2 class="t">Gulls lay square<br>eggs</h2><p class="who"><a href="/u/ann">Ann Tern</a> and <a href="/u/bo">Bo Auk</a></p></div>
<div class="story"><p>One.</p><div class="ad box">Buy nets</div><p>Two <b>eggs</b>.</p><ul id="more"><li>Read on</li></ul></div>
<figure><figcaption>An egg. Foto: Cy Puffin</figcaption></figure><figure><figcaption>Another egg</figcaption></figure>
</body></html>"""


def rule_from(text, host="gulls.example"):
    return toml_rule.parse(tomllib.loads(text), host, f"{host}.toml").rule


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ('headline = "h2.t"', "headline", ("Gulls lay square eggs",)),
        ('headline = ["h1", "h2.none", ".t"]', "headline", ("Gulls lay square eggs",)),
        ('authors = ".who a"', "authors", ("Ann Tern", "Bo Auk")),
        ('byline = ".who"', "byline", ("Ann Tern and Bo Auk",)),
        ("date_published = \"meta[name='stamp']::attr(content)\"", "date_published", ("2026-03-04",)),
        ('tags = ".who a::attr(href)"', "tags", ("http://gulls.example/u/ann", "http://gulls.example/u/bo")),
        ("headline = \"p:-soup-contains('eggs')\"", "headline", ("Two eggs.",)),
        ('headline = ".story p:nth-of-type(2)"', "headline", ("Two eggs.",)),
        ('headline = "h2:has(+ p.who)"', "headline", ("Gulls lay square eggs",)),
    ],
)
def test_a_selector_finds_its_field(text, field, expected):
    applied = rules.apply(rule_from(text), PAGE, URL)
    assert applied.values[field] == expected


def test_a_field_without_a_match_is_left_to_the_general_reading():
    applied = rules.apply(rule_from('headline = "h1"\nbody = "main"'), PAGE, URL)
    assert applied.values == {}
    assert applied.body is None
    assert applied.html is None


def test_what_is_stripped_is_gone_from_body_and_page():
    applied = rules.apply(rule_from('body = ".story"\nstrip = [".ad", "#more"]'), PAGE, URL)
    assert "One." in applied.body
    assert "Two <b>eggs</b>." in applied.body
    assert "Buy nets" not in applied.body + applied.html
    assert "Read on" not in applied.body + applied.html
    assert "An egg." in applied.html


def test_a_body_matched_twice_in_one_place_stands_once():
    applied = rules.apply(rule_from('body = ".story, .story p"'), PAGE, URL)
    assert applied.body.count("One.") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("headlin = 'h1'", "x.example.toml: unknown key 'headlin' (did you mean headline?)"),
        ("author = '.a'", "x.example.toml: unknown key 'author' (did you mean authors?)"),
        ("title = 'h1'", "x.example.toml: unknown key 'title' (did you mean headline?)"),
        ("zebra = 'h1'", "x.example.toml: unknown key 'zebra'; a rule may have headline"),
        ("body = 'div['", "x.example.toml: body: bad selector 'div['"),
        ("strip = ['.ok', '..no']", "x.example.toml: strip: bad selector '..no'"),
        ("body = 3", "x.example.toml: body must be a CSS selector or a list of them"),
        ("body = []", "x.example.toml: body must be a CSS selector or a list of them"),
        ("body = ['']", "x.example.toml: body must be a CSS selector or a list of them"),
        ("like = 3", "x.example.toml: like must name a host"),
        ("body = ", "x.example.toml: is not TOML"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_file_and_key(tmp_path, text, message):
    (tmp_path / "x.example.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        rules.find("x.example", (tmp_path,))
    assert str(caught.value).startswith(f"{tmp_path}/{message}")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_one_line(tmp_path):
    (tmp_path / "x.example.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        rules.find("x.example", (tmp_path,))


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="no such folder of rules"):
        rules.find("x.example", (tmp_path / "nowhere",))


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("gulls.example", "gulls.example"),
        ("www.gulls.example", "gulls.example"),
        ("GULLS.example", "gulls.example"),
        ("amp.gulls.example", "amp.gulls.example"),
        ("m.news.gulls.example", "gulls.example"),
        ("gulls.example.org", None),
        ("example", None),
        ("", None),
    ],
)
def test_a_site_takes_its_own_rule_or_its_parent_domain_s(tmp_path, site, host):
    (tmp_path / "gulls.example.toml").write_text('body = "main"')
    (tmp_path / "amp.gulls.example.toml").write_text('body = "article"')
    found = rules.find(site, (tmp_path,))
    assert (found.host if found else None) == host


def test_the_first_folder_wins_and_toml_stands_before_the_other_format(tmp_path):
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for folder, selector in ((mine, "main"), (theirs, "article")):
        folder.mkdir()
        (folder / "gulls.example.toml").write_text(f'body = "{selector}"')
    (mine / "gulls.example.txt").write_text("body: //div")
    found = rules.find("gulls.example", (mine, theirs))
    assert [s.query for s in found.fields["body"]] == ["main"]
    assert ("gulls.example", mine / "gulls.example.toml") in rules.known((mine, theirs))


def test_like_takes_what_is_missing_from_another_host(tmp_path):
    (tmp_path / "base.example.toml").write_text('headline = "h1"\nbody = "main"\nstrip = ".ad"')
    (tmp_path / "twin.example.toml").write_text('like = "base.example"\nbody = "article"\nstrip = ".promo"')
    found = rules.find("twin.example", (tmp_path,))
    assert found.host == "twin.example"
    assert {k: v[0].query for k, v in found.fields.items()} == {"headline": "h1", "body": "article"}
    assert [s.query for s in found.strip] == [".ad", ".promo"]


def test_like_in_a_circle_or_to_nowhere_is_said(tmp_path):
    (tmp_path / "a.example.toml").write_text('like = "b.example"')
    (tmp_path / "b.example.toml").write_text('like = "a.example"')
    (tmp_path / "c.example.toml").write_text('like = "d.example"')
    with pytest.raises(InputError, match=r"like goes in a circle: a\.example -> b\.example -> a\.example"):
        rules.find("a.example", (tmp_path,))
    with pytest.raises(InputError, match=r"like names 'd\.example', and there is no rule for it"):
        rules.find("c.example", (tmp_path,))


SITE_CONFIG = """# a comment
title: //h2[@class='t']
body: //div[@class='story']
author: //p[@class='who']/a
date: //meta[@name='stamp']/@content
strip: //ul[@id='more']
strip_id_or_class: ad
strip_image_src: /pixel
prune: no
replace_string(Buy): Sell
find_string: One.
replace_string: First.
test_url: http://gulls.example/
"""


def test_a_rule_in_the_format_of_ftr_site_config():
    applied = rules.apply(site_config.parse(SITE_CONFIG, "gulls.example", "x.txt"), PAGE, URL)
    assert applied.values == {
        "headline": ("Gulls lay square eggs",),
        "authors": ("Ann Tern", "Bo Auk"),
        "date_published": ("2026-03-04",),
    }
    assert "First." in applied.body
    assert "Two <b>eggs</b>." in applied.body
    assert "nets" not in applied.body
    assert "Read on" not in applied.body


def test_what_follows_a_stripped_element_stays():
    rule = site_config.parse("body: //div\nstrip: //i", "x.example", "x.txt")
    assert rules.apply(rule, "<div>a<i>b</i>c<b>d</b><i>e</i>f</div>", URL).body == "<div><div>ac<b>d</b>f</div></div>"


def test_a_bad_xpath_is_one_line_with_its_number(tmp_path):
    (tmp_path / "x.example.txt").write_text("title: //h1\nbody: //div[")
    with pytest.raises(InputError, match=r"x\.example\.txt:2: body: bad XPath '//div\['"):
        rules.find("x.example", (tmp_path,))


def test_an_xpath_function_that_nobody_knows_matches_nothing():
    rule = site_config.parse("title: foo:bar(//h1)\nbody: string(//h2)", "x.example", "x.txt")
    assert rules.apply(rule, PAGE, URL).values == {}


def test_trials_show_what_each_selector_does():
    shown = rules.trials(rule_from('headline = ["h1", "h2", ".t"]\nstrip = [".ad", ".none"]'), PAGE, URL)
    assert [(t.field, t.selector, t.matched, t.first, t.used) for t in shown] == [
        ("strip", ".ad", 1, "Buy nets", True),
        ("strip", ".none", 0, None, False),
        ("headline", "h1", 0, None, False),
        ("headline", "h2", 1, "Gulls lay square eggs", True),
        ("headline", ".t", 1, "Gulls lay square eggs", False),
    ]


def test_every_built_in_rule_can_be_read():
    for host, _ in rules.known():
        assert rules.find(host).fields


@given(st.text(max_size=80))
def test_no_site_name_breaks_the_search(site):
    found = rules.find(site)
    assert found is None or site.lower().endswith(found.host)


@given(st.text(max_size=300))
def test_a_site_config_of_any_text_is_a_rule_or_one_line(text):
    with contextlib.suppress(InputError):
        assert site_config.parse(text, "x.example", "x.txt").host == "x.example"


SELECTORS = st.sampled_from(["h1", ".t", "p", "a::attr(href)", "figcaption", "body", "div > p", "*"])


@settings(deadline=None)  # the first page pays for lazy imports
@given(st.text(max_size=200), st.lists(SELECTORS, min_size=1, max_size=3), st.lists(SELECTORS, max_size=2))
@example(".XML", ["h1"], [])
def test_no_page_breaks_a_rule(html, wanted, stripped):
    queries = [s for s in stripped if "::" not in s]
    table = {"headline": wanted, "body": wanted, **({"strip": queries} if queries else {})}
    rule = toml_rule.parse(table, "x.example", "x.toml").rule
    applied = rules.apply(rule, html, URL)
    assert set(applied.used) >= set(applied.values)
    assert len(rules.trials(rule, html, URL)) == 2 * len(wanted) + len(queries)


# --- the rule at work in the reader ----------------------------------------------------------------


def ruled(text, page=PAGE):
    doc = read(Page(url=URL, final_url=URL, body=page.encode(), fetched_at=datetime(2026, 3, 5, tzinfo=UTC)))
    given = site_rule.apply(doc.parsed, rule_from(text))
    return given, {name: choose(doc).value for name, choose in given.fields.items()}


def test_a_rule_gives_the_fields_of_an_article():
    _, found = ruled(
        'headline = "h2.t"\nauthors = ".who a"\ndate_published = "meta::attr(content)"\ncaption = "figcaption"'
    )
    assert found["headline"] == "Gulls lay square eggs"
    assert [author.name for author in found["authors"]] == ["Ann Tern", "Bo Auk"]
    assert found["date_published"] == "2026-03-04"
    assert [(i.caption, i.credit, i.lead) for i in found["images"]] == [
        ("An egg.", "Cy Puffin", False),  # no entry without a file leads
        ("Another egg", None, False),
    ]


def test_a_byline_gives_the_authors_where_the_rule_names_none():
    _, found = ruled('byline = ".who"')
    assert [author.name for author in found["authors"]] == ["Ann Tern", "Bo Auk"]
    assert found["byline"] == "Ann Tern and Bo Auk"


def test_the_rule_s_body_is_the_reading_and_what_it_strips_is_gone():
    doc, _ = ruled('body = ".story"\nstrip = ".ad"')
    assert render.text(doc.body.blocks) == "One.\n\nTwo eggs.\n\nRead on"
    assert "Buy nets" not in doc.parsed.text


def test_inline_elements_of_a_body_are_paragraphs_of_their_own():
    doc, _ = ruled('body = "i"', "<i>One.</i><i>Two.</i>")
    assert [block.text for block in doc.body.blocks] == ["One.", "Two."]


def test_a_rule_that_finds_nothing_changes_nothing():
    doc, found = ruled('headline = "h1"\nbody = "main"\ndate_published = "h2.t"')
    assert found == {}
    assert doc.parsed.text == PAGE


def test_a_choice_of_a_rule_says_which_selector_won():
    given, _ = ruled('headline = ["h1", ".t"]')
    choice = given.fields["headline"](None)
    assert choice.strategy == "rule"
    assert [(c.value, c.raw, c.won) for c in choice.candidates] == [("Gulls lay square eggs", ".t", True)]
