"""Texts that reading lists kept -> pages, where address, time and text are known."""

from datetime import UTC, datetime

import pytest

from scraper.sources.kept_copies import OMNIVORE_COPIES, WALLABAG_COPIES, copies
from scraper.sources.reading_lists import ExportedFile

WALLABAG = (
    '[{"url": "https://a.example/1", "title": "A <b>", "language": "de", "content": "<p>Ein Pier.</p>",'
    ' "created_at": "2020-11-04T11:37:45+0100", "published_at": "2020-11-01T00:00:00+0100"}, %s]'
)
WITHOUT = (
    '"no object"',
    '{"url": "https://a.example/2", "content": " ", "created_at": "2020-11-04T11:37:45+0100"}',
    '{"url": "https://a.example/2", "content": "<p>A</p>"}',
    '{"url": "https://a.example/2", "content": "<p>A</p>", "created_at": "yesterday"}',
    '{"url": "file:///etc/passwd", "content": "<p>A</p>", "created_at": "2020-11-04T11:37:45+0100"}',
    '{"content": "<p>A</p>", "created_at": "2020-11-04T11:37:45+0100"}',
)


@pytest.mark.parametrize("other", WITHOUT)
def test_a_copy_is_a_page_of_its_time(other):
    file = ExportedFile(data=(WALLABAG % other).encode(), name="w.json")
    (page,) = copies(file, WALLABAG_COPIES, lambda _: "")
    assert (page.url, page.fetched_at) == ("https://a.example/1", datetime(2020, 11, 4, 10, 37, 45, tzinfo=UTC))
    text = page.body.decode()
    assert '<html lang="de">' in text
    assert "<h1>A &lt;b&gt;</h1><p>Ein Pier.</p>" in text
    assert 'content="2020-10-31T23:00:00Z"' in text


SLUGS = [("pier", ["content/pier.html"]), ("../pier", []), ("a\\\\b", []), ("", [])]


@pytest.mark.parametrize(("slug", "expected"), SLUGS)
def test_no_file_elsewhere_is_read(slug, expected):
    asked = []
    entry = f'{{"url": "https://a.example/1", "slug": "{slug}", "savedAt": "2024-10-30T14:35:35.081Z"}}'
    file = ExportedFile(data=entry.encode(), name="m.json")
    assert not list(copies(file, OMNIVORE_COPIES, lambda name: asked.append(name) or ""))
    assert asked == expected
