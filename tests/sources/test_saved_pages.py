"""Saved pages: the address and the time that each program leaves in a file or in the names of its folders."""

from datetime import UTC, datetime
from pathlib import PurePath

import pytest

from scraper.sources.saved_pages import canonical_address, mirrored_address, stated_origin

SINGLE_FILE = """<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile 
 url: https://a.example/1?x=1&y=2 
 saved date: Thu Jun 11 2026 22:49:39 GMT+0200 (Central European Summer Time)
--><meta charset=utf-8>"""  # noqa: W291 - SingleFile writes these spaces
HTTRACK = """<!DOCTYPE html>
<html lang="en">
<!-- Mirrored from a.example/news/1.html by HTTrack Website Copier/3.x [XR&CO'2014], Wed, 24 Dec 2025 02:31:39 GMT -->"""
AT = datetime(2026, 6, 11, 20, 49, 39, tzinfo=UTC)
ORIGINS = [
    (SINGLE_FILE, ("https://a.example/1?x=1&y=2", AT)),
    (SINGLE_FILE.replace("Thu Jun", "Do Jun"), ("https://a.example/1?x=1&y=2", None)),
    ("<html><!--\n Page saved with SingleFile \n url: https://a.example/1 \n-->", ("https://a.example/1", None)),
    ("<html><!--\n Archive processed by SingleFile \n url: https://a.example/1 \n-->", ("https://a.example/1", None)),
    ("<html><!--\n Page saved with SingleFile \n url: file:///home/me/1.html \n-->", None),
    (HTTRACK, ("http://a.example/news/1.html", datetime(2025, 12, 24, 2, 31, 39, tzinfo=UTC))),
    ("<!DOCTYPE html>\n<!-- saved from url=(0019)https://a.example/1 -->\n<html>", ("https://a.example/1", None)),
    ("<!-- saved from url=(0014)about:internet -->\n<html>", None),
    ("<html>url: https://a.example/1", None),
]
STATED = [
    ('<link rel="canonical" href="https://a.example/1?a=1&amp;b=2">', "https://a.example/1?a=1&b=2"),
    ("<link href='https://a.example/1' rel=canonical>", "https://a.example/1"),
    ('<link rel="canonical" href="/1"><meta property="og:url" content="https://a.example/2">', "https://a.example/2"),
    (
        '<meta property="og:url" content="https://a.example/2"><LINK REL="canonical" HREF="https://a.example/1"/>',
        "https://a.example/1",
    ),
    ('<link rel="stylesheet" href="https://a.example/x.css">', None),
    ("", None),
]
MIRRORED = [
    ("www.a.example/2026/pier.html", "https://www.a.example/2026/pier.html"),
    ("www.a.example/2026/index.html", "https://www.a.example/2026/"),
    ("www.a.example/story?id=3", "https://www.a.example/story?id=3"),
    ("a.example:8080/old pier.html", "https://a.example:8080/old%20pier.html"),
    ("http/a.example/x", "http://a.example/x"),
    ("saved/pier.html", None),
    ("pier.html", None),
    ("v1.2/pier.html", None),
    ("http/pier.html", None),
]


@pytest.mark.parametrize(("text", "expected"), ORIGINS)
def test_what_a_program_left_in_a_page(text, expected):
    assert stated_origin(text.encode()) == expected


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_the_address_that_a_page_states(text, expected):
    assert canonical_address(f"<html><head>{text}</head>".encode()) == expected


@pytest.mark.parametrize(("path", "expected"), MIRRORED)
def test_the_address_that_folders_spell(path, expected):
    assert mirrored_address(PurePath(path)) == expected
