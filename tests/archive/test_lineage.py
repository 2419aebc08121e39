"""Earlier versions of an exported article: what is read, what is refused, and what a version says anew."""

from __future__ import annotations

import json

import pytest

from newsroom import LONG, START, URL, article, visit
from scraper.archive import Archive
from scraper.archive.articles.rereading import compare_fields, is_reclassified
from scraper.archive.transfer import lineage

AT = "2026-05-01T09:00:00Z"
VERSION = {"version": 1, "first_seen": AT, "last_seen": AT, "headline": "Ferry\x00 stays", "body_text": LONG}
REFUSED = [
    ([VERSION | {"version": "1"}], 2, ValueError, "its versions are not numbered"),
    ([VERSION | {"version": True}], 2, ValueError, "its versions are not numbered"),
    ([VERSION | {"version": 0}], 2, ValueError, "its versions are not numbered"),
    ([VERSION], 1, ValueError, "its versions are not numbered"),
    ([VERSION], None, ValueError, "its versions are not numbered"),
    ([VERSION, VERSION], 2, ValueError, "its versions are not numbered"),
    ([VERSION | {"first_seen": "yesterday"}], 2, ValueError, "a version does not say when it was seen"),
    ([VERSION | {"last_seen": None}], 2, ValueError, "a version does not say when it was seen"),
    ([VERSION | {"byline": 7}], 2, TypeError, "byline of a version is not a text"),
]


@pytest.mark.parametrize(("past", "version", "error", "why"), REFUSED)
def test_versions_that_no_export_writes_are_refused(past, version, error, why):
    with pytest.raises(error, match=f"^{why}$"):
        lineage.read({"version": version, "versions": past})


@pytest.mark.parametrize("past", [None, []])
def test_an_article_without_earlier_versions_needs_no_number(past):
    assert lineage.read({"versions": past}) == []


def test_a_version_is_read_as_a_row():
    (row,) = lineage.read({"version": 2, "versions": [VERSION]})
    assert (row["version"], row["headline"], row["body_text"]) == (1, "Ferry stays", LONG)
    assert row["text_sha256"]


def test_earlier_versions_and_their_changes_are_the_same_in_another_archive(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for hours, headline in enumerate(("Ferry stays", "Ferry leaves", "Ferry returns")):
            visit(archive, article(LONG, headline=headline), hours=hours)
        (row,) = archive.articles.walk(history=True)
        versions, changes = archive.articles.versions(URL), list(archive.articles.changes())
    with Archive.open(tmp_path / "b.db", clock=lambda: START) as other:
        list(other.transfer.import_jsonl([json.dumps(row)]))
        told = [(one.number, one.first_seen, one.headline, one.changed, one.stealth) for one in versions]
        again = other.articles.versions(URL)
        assert [(one.number, one.first_seen, one.headline, one.changed, one.stealth) for one in again] == told
        words = [(one["version"], one["before"], one["after"]) for one in changes if one["field"]]
        assert [
            (one["version"], one["before"], one["after"]) for one in other.articles.changes() if one["field"]
        ] == words


RECLASSIFIED = [
    ("article", "article", False),
    ("article", "listing", True),
    ("listing", "article", True),
    ("listing", "product", True),
    ("article", "teaser", False),
    ("article", "missing", False),  # a page that is gone has no other kind
]


@pytest.mark.parametrize(("before", "after", "expected"), RECLASSIFIED)
def test_a_page_that_became_a_list_or_is_none_any_more(before, after, expected):
    assert is_reclassified(before, after) is expected


FIELDS = [
    ({"headline": "a"}, {"headline": "a"}, ((), (), ())),
    ({"headline": None}, {"headline": "a"}, (("headline",), (), ())),
    ({"tags": '["a"]'}, {"tags": "[]"}, ((), ("tags",), ())),
    ({"headline": "a", "byline": ""}, {"headline": "b", "byline": "c"}, (("byline",), (), ("headline",))),
    ({"word_count": 1}, {"word_count": 2}, ((), (), ())),  # follows from the text
]


@pytest.mark.parametrize(("before", "after", "expected"), FIELDS)
def test_fields_are_gained_lost_or_changed(before, after, expected):
    assert compare_fields(before, after) == expected
