"""Exports that are folders: what their files are called and what is in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import LONG, article
from scraper.models import Image
from scraper.present.export_options import AS_DEFAULT
from scraper.present.file_names import file_name, slug
from scraper.present.markdown_folder import front_matter, markdown

HOSTILE = "---\n# <script>alert(1)</script> \"x\": [a, *b*]\x85 '"  # fmt: skip

NAMES = [
    ("Ferry returns", "2026-05-01T08:00:00+02:00", "2026-05-01-ferry-returns-7.md"),
    ("../../etc/passwd\0", "2026-05", "undated-etc-passwd-7.md"),
    ("CON", None, "undated-con-7.md"),
    ("Größe: 5\\6 | ?*", None, "undated-große-5-6-7.md"),
    ("港口大钟", "2026-05-01", "2026-05-01-港口大钟-7.md"),
    ("빨래방 주인", "2026-05-01", "2026-05-01-빨래방-주인-7.md"),
    ("…", None, "undated-7.md"),
    (None, None, "undated-harbour-example-7.md"),
    ("x" * 300, None, f"undated-{'x' * 80}-7.md"),
]


@pytest.mark.parametrize(("headline", "date", "expected"), NAMES)
def test_file_names(headline, date, expected):
    row = {"id": 7, "headline": headline, "date_published": date, "site": "harbour.example"}
    assert file_name(row, ".md") == expected


@given(st.text())
def test_law_a_name_is_safe_on_every_system(text):
    words = slug(text)
    assert not set(words) & set('/\\:*?"<>|. \0\n')
    assert words.isprintable()
    assert len(words.encode("utf-8")) <= 80
    assert not words.startswith("-")


def row_of(of, **fields):
    return {
        "id": 7,
        "article": of,
        "site": of.site,
        "headline": of.headline,
        "date_published": of.date_published,
        "authors": [{"name": author.name} for author in of.authors],
        "tags": list(of.tags),
        "url": of.url,
        **fields,
    }


def test_markdown_has_everything_and_captions_in_their_places():
    images = (
        Image(url="https://img.example/2.jpg", caption="The *pier*", lead=False),
        Image(url="https://img.example/1.jpg", caption="The ferry", credit="Erik Lund", lead=True),
        Image(url="https://img.example/3.jpg"),
    )
    of = replace(article("Body text."), images=images, subheadline="At dawn", byline="By Anna Holm")
    ((name, data),) = markdown([row_of(of)], AS_DEFAULT)
    head, _, text = data.decode().removeprefix("---\n").partition("---\n\n")
    assert name == "2026-05-01-ferry-returns-7.md"
    assert 'authors: ["Anna Holm"]\n' in head
    assert text == (
        "# Ferry returns\n\n*At dawn*\n\nBy Anna Holm\n\n"
        "> [The ferry](https://img.example/1.jpg) (Erik Lund)\n\nBody text.\n\n"
        "> [The \\*pier\\*](https://img.example/2.jpg)\n\n<https://www.harbour.example/ferry>\n"
    )


@given(st.text(), st.text())
def test_law_front_matter_is_json_line_by_line(headline, tag):
    lines = front_matter(row_of(article(LONG), headline=headline, tags=[tag])).splitlines()
    assert (lines[0], lines[-1]) == ("---", "---")
    values = {name: json.loads(value) for name, value in (line.split(": ", 1) for line in lines[1:-1])}
    surrogate = re.compile("[\ud800-\udfff]")
    assert surrogate.search(headline) or values["headline"] == headline
    assert values["tags"] == [tag]


def test_hostile_words_stay_words_in_markdown():
    of = replace(article(HOSTILE), headline=HOSTILE, subheadline=HOSTILE, byline=HOSTILE)
    ((_, data),) = markdown([row_of(of)], AS_DEFAULT)
    text = data.decode().split("\n---\n", 1)[1]
    assert "<script>" not in text
    assert "\n---" not in text
    assert text.count("\n# ") == 1
